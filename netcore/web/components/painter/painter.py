"""Paints the charts of a page that has no canvas, hears clicks in them, and follows the theme."""

from collections.abc import Callable

from netcore.web.charts import Figures, follow, my_palette
from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged("painter", "<div></div>")


def paint_figures(figures: Figures, on_pick: Callable[[str], None] | None = None) -> None:
    """Paint the charts that `lay_out_chart` laid out empty.

    Args:
        figures: by the charts' keys.
        on_pick: called with chart and number when a person clicked in one: "confusion/49"; in a
            heatmap the number counts cells row by row.
    """

    def picked() -> None:
        what = told("painter").picked
        if on_pick is not None and what:
            on_pick(what)

    result = _component(
        key="painter",
        data={
            "figures": {key: figure.as_text for key, figure in figures.items()},
            "ground": my_palette().name,
            "hears": on_pick is not None,
        },
        on_ground_change=lambda: None,
        on_failed_change=lambda: None,
        on_picked_change=picked,
        height="content",
    )
    follow(result)
