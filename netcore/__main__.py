"""`python -m netcore`."""

from netcore.cli import main

main(prog_name="python -m netcore")
