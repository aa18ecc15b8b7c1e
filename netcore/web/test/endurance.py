"""How a network holds up as pictures are turned, shifted, thickened or made noisy."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import held_out_digits, load_sample
from netcore.data.prepared import held_out_set
from netcore.evaluation.robustness import CHANGES, ROOM, as_they_are
from netcore.figures.robustness import robustness_curves
from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.network import Network
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.data_url import data_url
from netcore.web.test import changed

CHART_HEIGHT = 205
EXAMPLE = 255
"""The digit below the axes, of those 500."""
GLANCE_SECONDS = 0.3
"""Until the digits are changed, the page looks so often how far that is."""
SENTENCES = {
    "turned": (
        N_("Turned, in degrees clockwise"),
        N_("the preparation: slants are taken out, but digits not turned back"),
        N_(
            "Two curves: how many percent are read right the more the digits are "
            "turned, prepared anew and not"
        ),
    ),
    "shifted": (
        N_("Shifted to the right, in pixels"),
        N_("the preparation: each digit is put back into the middle"),
        N_(
            "Two curves: how many percent are read right the more the digits are "
            "shifted, prepared anew and not"
        ),
    ),
    "thickened": (
        N_("Thickened, by so many pixels all around"),
        N_("the preparation: the digit is made smaller again, its strokes not thinner"),
        N_(
            "Two curves: how many percent are read right the more the digits are "
            "thickened, prepared anew and not"
        ),
    ),
    "noisy": (
        N_("Noisy, every pixel by so much of white"),
        N_("the preparation: specks are taken for ink, and the digit gets small"),
        N_(
            "Two curves: how many percent are read right the more the digits are noisy, prepared anew and not"
        ),
    ),
}
"""What each chart shows, what it tells, and what it is for those who don't see it."""


def show_endurance(network: Network) -> Figures:
    """Show a chart for each change.

    Args:
        network: which is put to the test.

    Returns:
        The figures that are to be painted; none while the digits are being changed.
    """
    figures: Figures = {}
    palette = my_palette()
    said = _(
        "So many of {count} unseen digits are read right when they are changed: {blue}as on the page{end}, "
        "where the changed picture is prepared anew, as drawings are; and by {orange}the bare network{end}, "
        "where the change comes after the preparation. What lies between them is what the "
        "preparation is worth."
    ).format(
        count=len(_labels()),
        blue=f'<b class="key" style="color:{rgba(palette.positive)}">',
        orange=f'<b class="key" style="color:{rgba(palette.negative)}">',
        end="</b>",
    )
    st.html(f'<p class="heading">{said}</p>')
    if changed.everyones.part_made() < 1:
        wait_for_them()
        return {}
    columns = st.columns(2, gap="medium")
    for number, change in enumerate(CHANGES):
        with columns[number % 2]:
            anew, bare = accuracies(network, number)
            title, meaning, alt = SENTENCES[change.name]
            heading(_(title), _(meaning))
            figures |= lay_out_chart(
                robustness_curves(
                    change.levels, anew, bare, _examples(number), change.unit, palette, height=CHART_HEIGHT
                ),
                key=change.name,
                height=CHART_HEIGHT,
                alt=_(alt),
            )
    return figures


@st.fragment(run_every=GLANCE_SECONDS)
def wait_for_them() -> None:
    """Say how far the digits are changed, and run the app again once they are; no click waits for it."""
    part = changed.everyones.part_made()
    if part == 1:
        st.rerun()
    st.progress(part, _("Changing 500 digits and preparing them anew …"))


def accuracies(network: Network, number: int) -> tuple[list[float], list[float]]:
    """How often a network is right at each level of a change.

    Args:
        network: the network.
        number: of the change, in `CHANGES`; the digits are changed.

    Returns:
        The part that is right when prepared anew, and when not, 0–1.
    """
    return _accuracies(network.fingerprint, number, network)


# Streamlit doesn't look at arguments that begin with an underscore: the fingerprint stands for them.
@st.cache_resource(max_entries=256, show_spinner=False)
def _accuracies(fingerprint: str, number: int, _network: Network) -> tuple[list[float], list[float]]:
    change, labels = CHANGES[number], _labels()

    def right(pixels: NDArray[np.float32]) -> float:
        return float((_network.classify(pixels) == labels).mean())

    anew = [right(pixels) for pixels in changed.everyones.levels(number)]
    return anew, [
        right(as_they_are(held_out_set()[0][:: changed.EVERY], change, level)) for level in change.levels
    ]


@st.cache_resource(show_spinner=False)
def _examples(number: int) -> list[str]:
    """A digit at each level of a change, with as much paper around it as lets all of it be seen."""
    change = CHANGES[number]
    picture = changed.changed_pictures()[EXAMPLE]
    ink = np.pad(picture, ROOM).astype(np.float32)[None] / np.float32(255)
    inner = slice(ROOM - 6, -ROOM + 6)
    return [
        data_url((255 * change.apply(ink, level)[0, inner, inner]).round().astype(np.uint8))
        for level in change.levels
    ]


def _labels() -> NDArray[np.uint8]:
    """(500,) the digits that are changed."""
    labels: NDArray[np.uint8] = load_sample().labels[held_out_digits()[:: changed.EVERY]]
    return labels
