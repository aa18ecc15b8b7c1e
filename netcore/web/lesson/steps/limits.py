"""What it can't do, and why a score on the test set isn't a promise."""

import html

import numpy as np
import streamlit as st
from PIL import Image

from netcore.evaluation.strangers import strangers_of
from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.network import Network
from netcore.web.charts import my_palette
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.sample import evaluation
from netcore.web.text import in_percent

MNIST_TEST = "mnist-test"
"""What a network's file calls its accuracy there."""
_TURNED = "limits.turned"
MNIST_TEST = "mnist-test"
"""What a network's file calls its score there."""


def turn_over(scene: Scene) -> None:
    """Put the drawing on the canvas upside down; Undo brings it back."""
    # It can be imported in a running app alone, and the steps are read elsewhere, too.
    from netcore.web.components.canvas.canvas import take_strokes

    take_strokes()  # what was drawn last may come in the same message
    picture = scene.drawing.picture
    if picture is None or not scene.drawing.objects:
        return
    grey = np.asarray(Image.fromarray(picture).convert("L"))
    scene.drawing.replace(np.ascontiguousarray(grey[::-1, ::-1]))
    scene.lesson.noticed[_TURNED] = True


def show_limits(scene: Scene) -> None:
    """The button, and how well the network reads whom."""
    st.button(
        _("Turn it upside down"),
        key="limits_turn",
        disabled=not scene.drawing.objects,
        on_click=turn_over,
        args=(scene,),
    )
    good, bad = rgba(my_palette().positive), rgba(my_palette().negative)
    rows = "".join(
        f"<div>{html.escape(words)}</div><b>{in_percent(part)}</b>"
        f"<i style='grid-column:1/3;height:.5rem;border-radius:.25rem;width:{100 * part:.1f}%;"
        f"background:{bad if is_bad else good}'></i>"
        for words, part, is_bad in scores(scene.network)
    )
    st.html(
        "<div id='limits' style='display:grid;grid-template-columns:1fr auto;gap:.15rem "
        "1rem;font-size:1.25rem;"
        f"font-variant-numeric:tabular-nums'>{rows}</div>"
    )


def scores(network: Network) -> list[tuple[str, float, bool]]:
    """How well a network reads, as its file tells; of one that doesn't, over the bundled digits.

    Returns:
        What of, 0–1, and whether that is a part read wrong.
    """
    test, found = test_score(network), strangers_of(network.meta)
    rows = [(_("MNIST test set, right"), test, False)] if test is not None else []
    if test is None:
        rows.append((_("digits that it never learned from, right"), evaluation(network).accuracy, False))
    if found is not None:
        rows.append((_("digits of strangers, right"), found.pooled[0], False))
        called, shown = found.letters
        if shown:
            rows.append((_("letters taken for a digit"), called / shown, True))
    return rows


def test_score(network: Network) -> float | None:
    """The part of MNIST's test set that a network's file says it reads right."""
    said = network.meta.get("accuracy")
    part = said.get(MNIST_TEST) if isinstance(said, dict) else None
    return part if isinstance(part, float) and 0 <= part <= 1 else None


def answer(scene: Scene) -> str:
    """The gap between test set and strangers."""
    test, found = test_score(scene.network), strangers_of(scene.network.meta)
    if test is None or found is None:
        return _(
            "Nobody knows: this network was never tried on strangers. It reads {part} of {count} digits "
            "right that it never learned from; of your class it may be fewer."
        ).format(
            part=in_percent(evaluation(scene.network).accuracy),
            count=f"{len(evaluation(scene.network).labels):,}",
        )
    part, least, most = found.pooled
    return _(
        "{part} of {digits} digits by {writers} people ({least} to {most}), but {test} of the test set. "
        "And these were adults with a pen on a tablet: children with a finger may fare worse."
    ).format(
        part=in_percent(part),
        digits=f"{found.digits:,}",
        writers=f"{found.writers:,}",
        least=in_percent(least),
        most=in_percent(most),
        test=in_percent(test, 2),
    )


STEP = Step(
    title=N_("What it can’t do"),
    words=(
        N_(
            "It knows only what its examples showed: upright digits, one at a time. A letter or a smiley "
            "means nothing to it."
        ),
        N_(
            "A **test set** is examples kept apart, to judge it by. A high score there is no promise: "
            "strangers may write otherwise than those it learned from."
        ),
    ),
    task=N_("Turn your digit upside down by the button. Then draw a letter, or a smiley."),
    is_done=lambda scene: scene.lesson.noticed.get(_TURNED, False),
    question=N_("How many digits of strangers does it read right, and why fewer than of the test set?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“Which digits stay digits upside down?” 0, 8, 1, and 6 becomes 9. “And what will it say to a "
            "7, or to the letter A?” Collect bets first."
        ),
        goes_wrong=N_(
            "It may say “none of the ten digits”, as these networks learned from doodles, too. Then hunt "
            "for a letter that fools it: B, S, Z and l are good ones."
        ),
        two_minutes=N_(
            "Turn one digit over, draw one smiley. Read the two scores aloud and ask: whom would you trust "
            "it with? A letter to you, or a bank transfer?"
        ),
        five_minutes=N_(
            "Let five pupils each write a 1, a 4 and a 7 as they do at home, and count how many are read "
            "right. Compare with the test score. Who writes a 7 with a bar?"
        ),
    ),
    beside=show_limits,
)
