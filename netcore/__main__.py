"""`python -m netcore`, and the command `netcore`."""

import io
import sys

from netcore.cli import main


def run(name: str | None = None) -> None:
    """Run the command line.

    Args:
        name: what it is called in its own words; as it was called if None.
    """
    # Where a terminal can't show a sign of ours, it shows a question mark instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    main(prog_name=name)


if __name__ == "__main__":  # and not again in each process that the training starts
    run("python -m netcore")
