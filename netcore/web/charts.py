"""Charts, headings and the legend of weights, in the light that this person chose."""

import html
from typing import Any, Literal

import streamlit as st

from netcore.figures.theme import CONFIG, DARK, LIGHT, Palette, PlainFigure, rgba
from netcore.language import _
from netcore.web.state import me

Figures = dict[str, PlainFigure]
"""Figures by the keys of the charts that are to show them."""
EMPTY = PlainFigure(
    [],
    {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
)
"""A chart that is there and shows nothing yet."""


def my_palette() -> Palette:
    """The colours for this person's theme, as their browser last told it; dark until then."""
    return LIGHT if me().browser.ground == "light" else DARK


def show_chart(figure: PlainFigure, *, key: str, height: int | Literal["stretch"], alt: str) -> None:
    """Put a figure of ours on the page.

    Args:
        figure: from `netcore.figures`.
        key: what the browser finds it by, as the CSS class st-key-<key>.
        height: in pixels, or "stretch": a style sheet says it; the width is what there is.
        alt: what it shows, for those who don't see it.
    """
    st.plotly_chart(figure, key=key, theme=None, config=CONFIG, height=height, alt=alt)


def lay_out_chart(figure: PlainFigure, *, key: str, height: int, alt: str) -> Figures:
    """Lay out an empty chart, which `show_reading` or `paint_figures` is to fill: it isn't built anew.

    Args:
        figure: from `netcore.figures`.
        key: what the browser finds the chart by, as the CSS class st-key-<key>.
        height: in pixels; the width is what there is.
        alt: what it shows, for those who don't see it.

    Returns:
        The figure by the chart's key, for the one that is to fill it.
    """
    show_chart(figure if me().browser.cannot_paint else EMPTY, key=key, height=height, alt=alt)
    return {key: figure}


def follow(result: Any) -> None:
    """Run the page again where the browser told that it must look otherwise.

    Args:
        result: of a component that paints: `ground`, "light" or "dark", once the page's theme isn't the
            stage's; `failed`, true in the one rerun after charts couldn't be painted.
    """
    if result.ground and result.ground != my_palette().name:
        me().browser.ground = result.ground
        st.rerun()
    if result.failed and not me().browser.cannot_paint:
        me().browser.cannot_paint = True
        st.rerun()


def heading(title: str, meaning: str) -> None:
    """A title and what it means, in a line each."""
    st.html(f'<p class="heading"><b>{html.escape(title)}</b><br>{html.escape(meaning)}</p>')


def weights_legend(reach: float | None = None, width: str = "9rem") -> None:
    """The one legend of weights: negative orange, zero the stage, positive blue.

    Args:
        reach: the weight that gets the full colour, if the scale has numbers.
        width: of the scale, as CSS writes it.
    """
    palette = my_palette()
    ends = _("down"), _("up")
    if reach is not None:
        ends = _("down, −{reach:.2f}").format(reach=reach), _("up, +{reach:.2f}").format(reach=reach)
    gradient = f"{rgba(palette.negative)}, {palette.ground}, {rgba(palette.positive)}"
    st.html(
        '<div style="display:flex;align-items:center;gap:.6rem;font-size:.95rem">'
        f"<span>{ends[0]}</span>"
        f'<span class="weights-legend" style="flex:0 1 {width};height:.7rem;border-radius:.35rem;'
        f'background:linear-gradient(90deg,{gradient})"></span>'
        f"<span>{ends[1]}</span></div>"
    )
