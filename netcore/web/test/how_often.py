"""How often a network is right: in all, per digit, and when it answers only if it is sure."""

import html

import numpy as np
import streamlit as st

from netcore.evaluation.scores import Evaluation, wilson_interval
from netcore.figures.accuracy import accuracy_with_doubt
from netcore.figures.certainty import certainty_curves
from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.test.unseen import UnseenDigits, has_mnist_test
from netcore.web.text import in_percent

CHART_HEIGHT = 330
HINT = N_(
    "MNIST's own test set isn't on this computer: after `python -m netcore data` its 10,000 digits can be "
    "chosen here, too."
)
THRESHOLDS = np.linspace(0, 0.99, 100)
EXAMPLE = 0.9
"""What answering only when so sure brings is said in words."""


def show_how_often(digits: UnseenDigits) -> Figures:
    """Show how often the network is right.

    Args:
        digits: what it was asked, and what it answered.

    Returns:
        The figures that are to be painted.
    """
    show_accuracy(digits)
    left, right = st.columns(2, gap="medium")
    with left:
        heading(
            _("How often each digit is read right"), _("a point each; it may truly lie anywhere on its line")
        )
        figures = lay_out_chart(
            accuracy_with_doubt(digits.result.confusion_matrix.diagonal(), digits.shown, my_palette()),
            key="per_digit",
            height=CHART_HEIGHT,
            alt=_("A point for each digit: how many percent are read right, with its confidence interval"),
        )
    with right:
        figures |= show_certainty(digits.result)
    if not has_mnist_test():
        st.markdown(_(HINT))
    return figures


def show_accuracy(digits: UnseenDigits) -> None:
    """The accuracy in all, of which digits, and how far it can be trusted."""
    shown, wrong = len(digits.chosen), len(digits.result.mistakes)
    right = shown - wrong
    least, most = wilson_interval(right, shown)
    said = _(
        "of {digits}, and that this network never learned from, are read right: {right:,}, and {wrong:,} "
        "wrong."
    ).format(digits=digits.about, right=right, wrong=wrong)
    wilson = _(
        "The Wilson interval: were the test done again and again with other digits, 95 of 100 such intervals "
        "would hold the truth"
    )
    doubt = _(
        "Of endlessly many such digits it would be {bold}{least} to {most}{end}, {hint}with 95\u00a0% "
        "confidence{hint_end}."
    ).format(
        bold='<b id="interval">',
        least=in_percent(least, 2),
        most=in_percent(most, 2),
        end="</b>",
        hint=f'<span title="{html.escape(wilson)}">',
        hint_end="</span>",
    )
    st.html(
        f'<div class="verdict"><b id="accuracy">{in_percent(right / shown, 2)}</b>'
        f"<p>{said}<br>{doubt}</p></div>"
    )


def show_certainty(result: Evaluation) -> Figures:
    """What it brings to answer only when sure, and what it costs."""
    answered, right = result.by_certainty(THRESHOLDS)
    palette = my_palette()
    title = _("If it answers only when it is sure")
    key = _("{plain}answered{end}, and {blue}right of those that are answered{end}").format(
        plain='<b class="key">',
        blue=f'<b class="key" style="color:{rgba(palette.positive)}">',
        end="</b>",
    )
    st.html(f'<p class="heading"><b>{title}</b><br>{key}</p>')
    figures = lay_out_chart(
        certainty_curves(THRESHOLDS, answered, right, palette),
        key="certainty",
        height=CHART_HEIGHT,
        alt=_(
            "Two curves over how sure the network must be: how much is answered, and how much of it is right"
        ),
    )
    (part,), (good,) = result.by_certainty([EXAMPLE])
    sure = in_percent(EXAMPLE, 0)
    said = _("Answering only when at least {sure} sure, it answers <b>none</b>.")
    if part:
        said = _(
            "Answering only when at least {sure} sure, it answers <b>{part}</b>, and <b>{good}</b> of those "
            "right."
        )
    said = said.format(sure=sure, part=in_percent(part, 2), good=in_percent(good, 2))
    st.html(f'<p id="when-sure">{said}</p>')
    return figures
