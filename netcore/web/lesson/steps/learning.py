"""Learning."""

from urllib.parse import quote

import numpy as np
import streamlit as st

from netcore.data import load_sample
from netcore.data.prepared import prepared_sample
from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.network import Network
from netcore.preprocess import BYTE
from netcore.web.charts import my_palette
from netcore.web.components.stage.stage import Examples, Stage
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.person.lesson_training import LOOKS, SECONDS, LessonTraining

TRAINING = "learning"
"""In `Lesson.noticed`: the lesson's own training."""
ENOUGH = 0.8
"""So many digits it is to read right."""
SEEN = 0.9
"""The part of a look for which an example is seen."""


def training_of(scene: Scene) -> LessonTraining:
    """The lesson's own training, of a network like the one on screen."""
    training = scene.lesson.noticed.get(TRAINING)
    if not isinstance(training, LessonTraining) or not training.is_like(scene.network):
        training = scene.lesson.noticed[TRAINING] = LessonTraining(scene.network)
    return training


def pace(scene: Scene) -> float | None:
    """Seconds from look to look while it goes on."""
    return SECONDS if training_of(scene).is_going else None


def network(scene: Scene) -> Network:
    """The network that learns."""
    return training_of(scene).network


def view(scene: Scene) -> Stage:
    """The whole network, with an example of those that it learns from."""
    training = training_of(scene)
    if not training.is_going or training.shown is None:
        return Stage()
    pixels = (prepared_sample()[[training.shown]] / BYTE).round().astype(np.uint8)
    label = int(load_sample().labels[training.shown])
    number = training.seed * (LOOKS + 1) + training.looks
    return Stage(examples=Examples(number, pixels, (label,), SEEN * SECONDS))


def show_learning(scene: Scene) -> None:
    """The press that starts it, and how far it is."""
    going = pace(scene)
    st.fragment(show_now, run_every=going)(scene, going)


def show_now(scene: Scene, going: float | None) -> None:
    """Let it go on, and show how far it is.

    Args:
        scene: as it was laid out.
        going: its pace then.
    """
    training = training_of(scene)
    could_read = can_read(scene)
    training.look()
    is_new = training.looks == 0 and not training.is_going
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="learning"):
        label = _("Start") if is_new else _("Again")
        st.button(
            label,
            key="learning_start",
            type="primary" if is_new else "secondary",
            on_click=start,
            args=(scene,),
        )
        seen = _("Examples seen: {count}").format(count=f"<b>{training.examples:,}</b>")
        st.html(f'<p id="learning" data-looks="{training.looks}" style="font-size:1.15rem">{seen}</p>')
    st.html(curves(training))
    if going != pace(scene) or could_read != can_read(scene):
        st.rerun()


def start(scene: Scene) -> None:
    """Begin, or begin anew from other random numbers."""
    training = training_of(scene)
    if training.looks or training.is_going:
        training = scene.lesson.noticed[TRAINING] = LessonTraining(scene.network, training.seed + 1)
    training.is_going = True


def can_read(scene: Scene) -> bool:
    """Whether it reads 8 of 10 digits by now, or did."""
    return max(score.accuracy for score in training_of(scene).scores) >= ENOUGH


def curves(training: LessonTraining) -> str:
    """The loss and the accuracy at each look, as HTML."""
    palette = my_palette()
    losses = [score.loss for score in training.scores]
    accuracies = [score.accuracy for score in training.scores]
    loss = _("Loss: {loss}").format(loss=f"<b>{losses[-1]:.2f}</b>")
    right = _("Of 100 unseen digits, right: {right}").format(right=f"<b>{100 * accuracies[-1]:.0f}</b>")
    return (
        '<div style="display:flex;gap:1.5rem;font-size:1.15rem">'
        f"{_curve(loss, losses, max(losses), rgba(palette.negative))}"
        f"{_curve(right, accuracies, 1.0, rgba(palette.positive))}</div>"
    )


def _curve(caption: str, values: list[float], most: float, colour: str) -> str:
    points = " ".join(
        f"{200 * look / LOOKS:.1f},{60 - 58 * value / most:.1f}" for look, value in enumerate(values)
    )
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 61" preserveAspectRatio="none">'
        f'<path d="M0 0V60.5H200" fill="none" stroke="{my_palette().faint}" stroke-width="2" '
        f'vector-effect="non-scaling-stroke"/><polyline points="{points}" fill="none" stroke="{colour}" '
        'stroke-width="3" vector-effect="non-scaling-stroke"/></svg>'
    )
    alt = _("How it went until now")
    return (
        f'<figure style="flex:1;min-width:0;margin:0"><figcaption>{caption}</figcaption>'
        f'<img alt="{alt}" src="data:image/svg+xml,{quote(picture)}" '
        'style="display:block;width:100%;height:4.5rem;margin-top:0.3rem"></figure>'
    )


def before(scene: Scene) -> str:
    """How well the random numbers read."""
    count = f"{100 * training_of(scene).scores[0].accuracy:.0f}"
    return _(
        "**{count}**. Who guesses gets about 10 of 100: there are ten digits. Random numbers know no more "
        "than that, and all that it can later came from examples."
    ).format(count=count)


STEP = Step(
    title=N_("Learning"),
    words=(
        N_(
            "Nobody turns all these knobs by hand. The network begins with random numbers, reads an "
            "example, and compares its answer with the label. How far off its answers are is called the "
            "*loss*."
        ),
        N_(
            "Then each weight and each bias is nudged a little, the way that makes the loss smaller. Then "
            "come the next examples, and the next. That is *learning*."
        ),
    ),
    task=N_("Press Start, and watch until it reads 8 of 10 digits right."),
    is_done=can_read,
    question=N_("Before it has learned anything: how many of 100 digits does it read right?"),
    answer=before,
    notes=Notes(
        ask=N_("Which digits does it get right first? Which does it still mix up at the end?"),
        goes_wrong=N_(
            "They believe that it remembers the pictures. It is judged by 1,000 digits that it never "
            "learns from."
        ),
        two_minutes=N_("Start it, and let it run while you reveal the answer: it takes half a minute."),
        five_minutes=N_(
            "Start it again: other random numbers, and another network that reads about as well. Draw a "
            "digit, and watch its answer change."
        ),
    ),
    view=view,
    network=network,
    pace=pace,
    beside=show_learning,
)
