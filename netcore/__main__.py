"""`python -m netcore`."""

import io
import os
import sys

# One thread multiplies small matrices fastest, and with the same rounding on every number of processors.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from netcore.cli import main  # NumPy reads the environment when it is imported

if __name__ == "__main__":  # and not again in each process that the training starts
    # Where a terminal can't show a sign of ours, it shows a question mark instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    main(prog_name="python -m netcore")
