"""`python -m netcore`."""

import io
import sys

from netcore.cli import main

# Where a terminal can't show a sign of ours, it shows a question mark instead of failing.
for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
main(prog_name="python -m netcore")
