"""Which digits a network takes for which, and the pictures of them."""

import streamlit as st

from netcore.figures.confusion import confusion
from netcore.language import _
from netcore.saying import a_digit
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.components.gallery.gallery import Thumbnail, show_gallery
from netcore.web.test.unseen import UnseenDigits
from netcore.web.text import certainty
from netcore.web.widgets import hold, keep_among, overrule

MATRIX_HEIGHT = 500
MOST_SHOWN = 60
MOST_SUREST = 40
SUREST = -1
"""Chosen instead of a cell: the surest mistakes, whatever was taken for what."""


def show_mistakes(digits: UnseenDigits) -> tuple[Figures, int | None]:
    """Show the confusion matrix, and the pictures of one cell or the surest mistakes.

    Args:
        digits: what the network was asked, and what it answered.

    Returns:
        The figures that are to be painted; and which of the digits was clicked, in the one rerun after that.
    """
    left, right = st.columns(2, gap="medium")
    with right:
        chosen = choose_cell(digits)
    with left:
        meaning = _("of {digits}, never learned from; click a cell").format(digits=digits.about)
        heading(_("Which digit is taken for which"), meaning)
        figures = lay_out_chart(
            confusion(
                digits.result.confusion_matrix, my_palette(), None if chosen == SUREST else divmod(chosen, 10)
            ),
            key="confusion",
            height=MATRIX_HEIGHT,
            alt=_("A table of ten digits shown and ten answers, and how often each digit got each answer"),
        )
    with right:
        return figures, show_cell(digits, chosen)


def take_cell(digits: UnseenDigits, what: str) -> None:
    """Show the pictures of the cell that was clicked; an empty one changes nothing.

    Args:
        digits: what the network was asked, and what it answered.
        what: chart and number of the cell, as `paint_figures` tells them.
    """
    where, number = what.split("/")
    if where == "confusion" and digits.result.confusion_matrix[divmod(int(number), 10)]:
        overrule("cell", int(number))


def choose_cell(digits: UnseenDigits) -> int:
    """The cell that this person looks into, by click or from the list: 10 × the digit + the answer."""
    matrix = digits.result.confusion_matrix
    counts = {cell: int(matrix[divmod(cell, 10)]) for cell in range(100)}
    # Mistakes first, the most frequent at the top.
    filled = sorted(
        (cell for cell in counts if counts[cell]),
        key=lambda cell: (cell // 10 == cell % 10, -counts[cell]),
    )
    cells = [SUREST, *filled]
    hold("cell")
    keep_among(cells, SUREST, key="cell")
    cell: int = st.selectbox(
        _("Pictures of"),
        cells,
        key="cell",
        format_func=lambda cell: (
            _("the surest mistakes ({count:,} in all)").format(count=len(digits.result.mistakes))
            if cell == SUREST
            else _("{digit} read as {answer} ({count:,})").format(
                digit=cell // 10, answer=cell % 10, count=counts[cell]
            )
        ),
        label_visibility="collapsed",
    )
    return cell


def show_cell(digits: UnseenDigits, cell: int) -> int | None:
    """The pictures, the surest first; gives the one that was clicked."""
    result = digits.result
    if cell == SUREST:
        places, most = result.mistakes, MOST_SUREST
        what = _("The surest first; below each, digit → answer and how sure it was.")
    else:
        places, most = result.cell(*divmod(cell, 10)), MOST_SHOWN
        what = _("The surest first; below each, how sure it was.")
    if not len(places):
        st.markdown(_("It made no mistake."))
        return None
    if len(places) > most:
        more = _("One more is not shown.") if len(places) == most + 1 else _("{count:,} more are not shown.")
        what = f"{what} {more.format(count=len(places) - most)}"
    then = _("Click one to see it read on the Draw page.")
    st.html(f'<p class="heading" id="cell">{what} {then}</p>')
    thumbnails = []
    for index in places[:most].tolist():
        digit, answer = int(result.labels[index]), int(result.answers[index])
        sure = certainty(float(result.outputs[index].max()))
        thumbnails.append(
            Thumbnail(
                index,
                digits.picture(index),
                _("{digit} read as {answer}, {certainty} sure").format(
                    digit=a_digit(digit), answer=a_digit(answer), certainty=sure
                ),
                f"{digit} → {answer}\n{sure}" if cell == SUREST else sure,
            )
        )
    return show_gallery(thumbnails, key="gallery")
