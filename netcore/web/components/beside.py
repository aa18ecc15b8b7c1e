"""The files beside the components' code, which hold what the browser is given."""

from pathlib import Path

_COMPONENTS = Path(__file__).parent


def text_of(*names: str) -> str:
    """What stands in files of the folder `components`, one after the other.

    Args:
        names: with the folder that they are in: "reading/reading.js".
    """
    return "".join((_COMPONENTS / name).read_text(encoding="utf-8") for name in names)
