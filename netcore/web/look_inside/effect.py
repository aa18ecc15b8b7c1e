"""What turning knobs did: the answer and the accuracy, before and after."""

import numpy as np
import streamlit as st

from netcore.evaluation.scores import Evaluation
from netcore.figures.accuracy import accuracy_per_digit
from netcore.language import _
from netcore.network import Network, Trace
from netcore.reading import answer_of
from netcore.saying import guess
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.sample import evaluation
from netcore.web.state import me
from netcore.web.text import in_percent

ACCURACY_HEIGHT = 108
WORST = 4
"""Of the digits that got worse, so many are shown with numbers."""


def before_turning(network: Network) -> Network:
    """What a network is compared with: this person's own with what it came from, others with themselves."""
    version = me().own.version
    return version.before if version is not None and network is version.network else network


def show_effect(network: Network, trace: Trace | None) -> None:
    """How well the network reads, and what it answered before its knobs were turned."""
    before = before_turning(network)
    then, now = evaluation(before).accuracy, evaluation(network).accuracy
    count, shown = len(evaluation(network).labels), f'<b id="accuracy-after">{in_percent(now, 2)}</b>'
    if before.fingerprint != network.fingerprint:
        shown = f"{in_percent(then, 2)} → {shown}"
    lines = [_("Of {count:,} bundled digits it reads {part} right.").format(count=count, part=shown)]
    if before.fingerprint != network.fingerprint and trace is not None:
        was = answer_of(before, before.forward(trace.activations[0]))
        lines.insert(0, _("Before it was turned: <b>{answer}</b>.").format(answer=guess(was)))
    st.html(f'<p class="effect">{"<br>".join(lines)}</p>')


def show_accuracy(before: Network, network: Network) -> Figures:
    """How well each digit is read, before and after; gives the figure to paint."""
    then, now = evaluation(before), evaluation(network)
    heading(_("How well each digit is read"), _("now; the lines are before. Orange is worse, blue is better"))
    figures = lay_out_chart(
        accuracy_per_digit(then.accuracy_per_digit, now.accuracy_per_digit, my_palette()),
        key="accuracy",
        height=ACCURACY_HEIGHT,
        alt=_("A bar for each digit: how many are read right now, and a line where it was before"),
    )
    st.html(f'<p class="heading" id="worse">{worse(then, now)}</p>')
    return figures


def worse(then: Evaluation, now: Evaluation) -> str:
    """Which digits got worse, in words."""
    before, after = then.accuracy_per_digit, now.accuracy_per_digit
    lost = [digit for digit in np.argsort(after - before) if after[digit] < before[digit]]
    if lost:
        worst = [
            f"<b>{digit}</b> ({100 * before[digit]:.1f} → {in_percent(after[digit])})"
            for digit in lost[:WORST]
        ]
        others = ", ".join(map(str, lost[WORST:]))
        said = (
            _("Read worse than before: {digits}; also {others}.")
            if others
            else _("Read worse than before: {digits}.")
        )
        return said.format(digits=", ".join(worst), others=others)
    if (after > before).any():
        return _("No digit is read worse than before; some are read better.")
    return _("No digit is read worse than before: nothing is changed yet, or it makes no difference.")
