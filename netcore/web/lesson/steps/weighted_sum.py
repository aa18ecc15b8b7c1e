"""The weighted sum: every pixel votes."""

import html

import streamlit as st

from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.web.charts import my_palette
from netcore.web.components.stage.stage import Stage
from netcore.web.lesson.steps.one_neuron import LAYER, balance, my_neuron, on_stage, votes_of
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import DECIMALS, signed

_FIRST = "weighted_sum.first"


def view(scene: Scene) -> Stage:
    """One neuron's sum, adding up; and with the answer, what a curve makes of it."""
    where, neuron = on_stage(scene)
    is_answered = scene.lesson.step in scene.lesson.revealed and scene.reading.trace is not None
    lit = ("canvas", f"{where}/{neuron}", f"to {where}/{neuron}")
    return Stage("curve" if is_answered else "sum", (where, neuron), lit=lit)


def has_turned(scene: Scene) -> bool:
    """Whether the sum has another sign than it had when the step was opened, or first had a drawing."""
    *_parts, total = balance(scene)
    if not total:
        return False
    of_what = scene.network.fingerprint, my_neuron(scene), scene.lesson.begun
    kept, was_positive = scene.lesson.noticed.setdefault(_FIRST, (of_what, total > 0))
    if kept != of_what:
        scene.lesson.noticed[_FIRST] = of_what, total > 0
        return False
    return bool(was_positive != (total > 0))


def show_votes(scene: Scene) -> None:
    """What votes for the neuron, what against it, and together."""
    if scene.reading.trace is None:
        st.markdown(_("Draw a digit, and its pixels vote."))
        return
    for_it, against, total = balance(scene)
    votes, palette = votes_of(scene), my_palette()
    longest = max(for_it, -against) or 1.0
    rows = (
        (_("{count} pixels for it").format(count=int((votes > 0).sum())), for_it, palette.positive),
        (_("{count} against it").format(count=int((votes < 0).sum())), against, palette.negative),
    )
    lines = "".join(
        f"<div>{html.escape(words)}</div><div style='text-align:right'>{signed(value)}</div>"
        f"<i style='grid-column:1/3;height:.6rem;border-radius:.3rem;background:{rgba(colour)};"
        f"width:{100 * abs(value) / longest:.1f}%'></i>"
        for words, value, colour in rows
    )
    st.html(
        "<div id='votes' style='display:grid;grid-template-columns:1fr auto;gap:.25rem "
        "1rem;font-size:1.25rem;"
        f"font-variant-numeric:tabular-nums'>{lines}<b>{html.escape(_('Together, the weighted sum'))}</b>"
        f"<b style='text-align:right'>{signed(total)}</b></div>"
    )


def answer(scene: Scene) -> str:
    """Half of everything, but not of the light."""
    *_parts, total = balance(scene)
    trace, neuron = scene.reading.trace, my_neuron(scene)
    if trace is None:
        return _(
            "The sum would be halved: every vote is weight × ink. Draw a digit to see what the light does."
        )
    faint = scene.network.forward(trace.activations[0] / 2)
    return _(
        "The sum, yes: {sum} becomes {half}. The light, no: it follows a **curve**, which the stage shows "
        "now, and goes from {now} to {then}. The bias, which is in it, comes next."
    ).format(
        sum=signed(total),
        half=signed(total / 2, DECIMALS + 1),
        now=f"{trace.activations[LAYER][neuron]:.4f}",
        then=f"{faint.activations[LAYER][neuron]:.4f}",
    )


STEP = Step(
    title=N_("The weighted sum"),
    words=(
        N_(
            "No pixel alone knows what you drew, but each has a **vote**: its weight times its ink. How do "
            "784 votes become one number? Add them all up:"
        ),
        N_(
            "w₁a₁ + w₂a₂ + … + w₇₈₄a₇₈₄, with w for a weight and a for an activation, here the ink. This "
            "is the **weighted sum**."
        ),
    ),
    task=N_("Draw something that changes the sign of this neuron’s sum, from + to − or back."),
    is_done=has_turned,
    question=N_("With half the ink everywhere, would the sum be halved? And the neuron half as bright?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“If 20 of you vote yes and 10 vote no, who wins? And if each no counts three times?” That is a "
            "weighted sum. Then ask who wins here, blue or orange."
        ),
        goes_wrong=N_(
            "Some take the formula for new mathematics. It is multiplying and adding, 784 times. Write out "
            "the first two terms with the numbers on screen, and put “and so on” for the rest."
        ),
        two_minutes=N_(
            "Read the three numbers below the text aloud: for, against, together. Skip the formula; come "
            "back to it when somebody asks."
        ),
        five_minutes=N_(
            "Let two volunteers check three terms with a calculator, weight times ink, to the last digit. "
            "Then draw over the orange and watch the sum fall."
        ),
    ),
    view=view,
    beside=show_votes,
)
