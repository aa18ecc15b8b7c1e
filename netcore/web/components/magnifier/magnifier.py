"""The digit that a person points at in a chart, large enough to be seen."""

from dataclasses import dataclass
from pathlib import Path

from netcore.preprocess import FIELD
from netcore.web.components.packaged import packaged

_component = packaged("magnifier", Path(__file__).with_name("magnifier.html").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Sheet:
    """Many pictures in one.

    Attributes:
        url: the picture that holds them, row by row, as a `data:` address.
        columns: how many stand in a row.
    """

    url: str
    columns: int


def show_magnifier(chart: str, sheet: Sheet) -> int | None:
    """Put a picture on the page that shows what a person points at, and a button for what they clicked.

    Args:
        chart: key of the chart, whose points are numbered as the sheet's pictures are and say in
            `customdata` what they are.
        sheet: a picture for each point.

    Returns:
        The number of the picture that is wanted on the Draw page, in the one rerun after the click.
    """
    result = _component(
        key="magnifier",
        data={"chart": chart, "url": sheet.url, "columns": sheet.columns, "side": FIELD},
        on_wanted_change=lambda: None,
        height="content",
    )
    return int(result.wanted["number"]) if result.wanted else None
