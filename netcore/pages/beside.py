"""The files beside the pages' scripts, which hold what the browser is given."""

from pathlib import Path


def text_of(*names: str) -> str:
    """What stands in files of this folder, one after the other."""
    return "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)
