"""`python -m netcore`."""

import io
import sys

from netcore.cli import main

if __name__ == "__main__":  # and not again in each process that the training starts
    # Where a terminal can't show a sign of ours, it shows a question mark instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    main(prog_name="python -m netcore")
