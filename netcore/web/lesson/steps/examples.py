"""Show examples instead."""

import numpy as np
import streamlit as st

from netcore.data import load_sample
from netcore.data.prepared import prepared_sample
from netcore.language import N_, _
from netcore.network import Network
from netcore.web.components.flow.flow import show_flow
from netcore.web.components.gallery.gallery import Thumbnail
from netcore.web.data_url import data_url
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.sample import evaluation, unseen_by
from netcore.web.state import me

PRESSED = "examples"
"""In `Lesson.noticed`: which of the bundled digits was pressed last."""
EASY, HARD = 36, 12
"""So many flow by of any digits, and of those that the network on screen is least right about."""


def show_examples(scene: Scene) -> None:
    """Pictures with their labels, flowing by."""
    sample = load_sample()
    places = _flowing(scene.network.fingerprint, scene.network)
    thumbnails = [
        Thumbnail(
            place,
            sample.pictures[place],
            _("a handwritten digit, its label says {digit}").format(digit=label),
            str(label),
        )
        for place, label in zip(places, sample.labels[list(places)].tolist(), strict=True)
    ]
    name = f"{scene.network.fingerprint} {thumbnails[0].name}"  # with the language that they are named in
    show_flow(thumbnails, name=name, key="examples", pressed=scene.lesson.noticed.get(PRESSED), press=_press)


def show_pressed(scene: Scene) -> None:
    """The one that was pressed, and what the network makes of it."""
    place = scene.lesson.noticed.get(PRESSED)
    if place is None:
        return
    label = load_sample().labels[place]
    said = int(scene.network.classify(prepared_sample()[[place]])[0])
    sentence = (
        _("Its writer meant a **{label}**. The network on screen, which never saw it, says **{said}**, too.")
        if said == label
        else _("Its writer meant a **{label}**. The network on screen, which never saw it, says **{said}**.")
    )
    picture, words = st.columns([1, 3], vertical_alignment="center")
    alt = _("The picture that you pressed")
    picture.html(
        f'<img src="{data_url(load_sample().pictures[place])}" alt="{alt}" '
        'style="width:100%;max-width:7rem;image-rendering:pixelated">'
    )
    words.markdown(sentence.format(label=label, said=said))


def how_many(scene: Scene) -> str:
    """How many examples the network on screen learned from, as its file tells."""
    training = scene.network.meta.get("training")
    training = training if isinstance(training, dict) else {}
    examples, drawings, others = (
        count if isinstance(count := training.get(name), int) else 0
        for name in ("examples", "drawings", "drawings of no digit")
    )
    if not examples:
        return _("The file of this network doesn't tell.")
    if training.get("sample"):
        return _(
            "From **{examples}** pictures like these and {drawings} drawings of your own, "
            "{epochs} times each."
        ).format(examples=f"{examples:,}", drawings=drawings, epochs=training.get("epochs", 1))
    return _(
        "From **{total}**, and some more that a computer made: {examples} pictures like these, of a "
        "collection called MNIST, {drawings} digits drawn with a pen, and {others} drawings that are no "
        "digit. MNIST has 60,000; 5,000 of them were kept back, and those that flow by are among these."
    ).format(
        total=f"{examples + drawings + others:,}",
        examples=f"{examples:,}",
        drawings=f"{drawings:,}",
        others=f"{others:,}",
    )


def _press(place: int) -> None:
    if 0 <= place < len(load_sample()):
        me().lesson.noticed[PRESSED] = place


@st.cache_resource(max_entries=32, show_spinner=False)
def _flowing(fingerprint: str, _network: Network) -> tuple[int, ...]:
    """Which of the bundled digits flow by: some that the network never learned from, hard ones among them."""
    unseen, judged = unseen_by(_network), evaluation(_network)
    random = np.random.default_rng(3)
    sure = judged.outputs[np.arange(len(unseen)), judged.labels]
    hard = np.argsort(sure, kind="stable")[: 3 * HARD]
    chosen = {*random.choice(hard, HARD, replace=False).tolist()}
    chosen |= {*random.choice(len(unseen), EASY, replace=False).tolist()}
    return tuple(unseen[random.permutation(sorted(chosen))].tolist())


STEP = Step(
    title=N_("Show examples instead"),
    words=(
        N_("Rules run out, as you saw. So we do what one does with a small child: we show examples."),
        N_(
            "An *example* is a picture together with its *label*: the digit that its writer meant. From "
            "many thousands of them, a *network* is to find out by itself what makes a 7 a 7. What a "
            "network is, and how it learns, comes step by step."
        ),
    ),
    task=N_("Find one whose label you would not have guessed, and press it."),
    is_done=lambda scene: PRESSED in scene.lesson.noticed,
    question=N_("How many examples did the network on screen learn from?"),
    answer=how_many,
    notes=Notes(
        ask=N_("Who would have labelled one of these otherwise? Who is right, the reader or the writer?"),
        goes_wrong=N_(
            "They look for mistakes in the labels. Nearly all are right: people just write like that."
        ),
        two_minutes=N_("Press one that is hard to read, ask the class, then reveal the number of examples."),
        five_minutes=N_(
            "Everyone finds one. Ask who decides what a picture shows, and what a network would learn from "
            "wrong labels."
        ),
    ),
    beside=show_pressed,
    instead=show_examples,
)
