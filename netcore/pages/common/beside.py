"""The files beside the pages' code, which hold what the browser is given."""

from pathlib import Path

_PAGES = Path(__file__).parent.parent


def text_of(*names: str) -> str:
    """What stands in files of the folder `pages`, one after the other.

    Args:
        names: with the room that they are in: "common/reading.js".
    """
    return "".join((_PAGES / name).read_text(encoding="utf-8") for name in names)
