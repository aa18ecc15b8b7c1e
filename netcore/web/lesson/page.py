"""The Lesson page: one idea at a time, with the reader's own drawing."""

import html
import threading

import streamlit as st

from netcore.data.prepared import prepared_sample
from netcore.language import _
from netcore.network import Network
from netcore.web.charts import follow, my_palette
from netcore.web.components.canvas.canvas import my_reading, take_strokes
from netcore.web.components.notes.notes import show_notes
from netcore.web.components.pager.pager import show_pager
from netcore.web.components.reading.reading import show_reading
from netcore.web.components.stage.stage import show_stage
from netcore.web.components.weights.weights import hand_over
from netcore.web.lesson.address import in_address, take_address
from netcore.web.lesson.printing import show_handout
from netcore.web.lesson.steps import STEPS
from netcore.web.lesson.steps.step import Scene, Step
from netcore.web.networks import choose, offered
from netcore.web.overview import Overview, lay_out, show_diagram
from netcore.web.person.link import ANSWER
from netcore.web.room import LESSON, follow_room, my_room
from netcore.web.state import arrive, me
from netcore.web.widgets import is_on_page, told

NOTHING = "\u00a0"
"""Is said in the diagram."""


def page() -> None:
    """Take the step from the address, and show it; from then on the address follows."""
    prepare_ahead()
    # Once the page is open, the address follows: what a browser tells before it has heard of a step that was
    # walked to holds the one before, and would lead back to it.
    if is_on_page("reveal"):
        in_address(me().lesson)
    else:
        take_address(me().lesson, len(STEPS))
    show_lesson()


@st.cache_resource(show_spinner=False)
def prepare_ahead() -> threading.Thread:
    """Prepare the bundled digits, which takes a second, while the first step is looked at."""
    thread = threading.Thread(target=prepared_sample, daemon=True)
    thread.start()
    return thread


@st.fragment
def show_lesson() -> None:
    """The stage, which stays, and the step."""
    person = arrive()
    usable = offered()
    if not usable:
        show_reading(None, person.drawing, None, my_palette())
        return
    step = STEPS[person.lesson.step - 1]
    with st.container(key="lesson"):
        if person.lesson.teaches:
            notes_for(step)
        overview = lay_out()
    with overview.top:
        network = choose(usable)
        show_handout(network)
        st.button(_("Start over for the next class"), key="start_over", type="tertiary", on_click=start_over)
    scene = scene_of(network)
    show_step(step, scene, overview)
    with overview.diagram:
        meta = show_diagram(
            network,
            None if ANSWER in person.link.hides else scene.reading.trace,
            _("The network: inputs, hidden layers and outputs, each neuron as bright as it is active"),
            hint=NOTHING,
            place=LESSON,
        )
        if step.instead:
            with st.container(key="instead"):
                step.instead(scene)
    pace = step.pace(scene)
    with overview.reading:
        if pace is None:
            show_now(step, scene, meta)
        else:
            st.fragment(show_now, run_every=pace)(step, scene, meta, pace)


def show_now(step: Step, scene: Scene, meta: str, pace: float | None = None) -> None:
    """Put into the diagram what the network makes of the drawing by now.

    Args:
        step: on the page.
        scene: as it was laid out.
        meta: of the diagram as it was laid out.
        pace: of the page as it was laid out.
    """
    person, network = me(), step.network(scene)
    learns = pace is not None
    handed = hand_over(network, learns=learns)
    result = show_reading(
        network,
        person.drawing,
        my_reading(network),
        my_palette(),
        handed=handed if learns else None,
        has_frames=step.has_frames,
        meta=meta,
        room=my_room(LESSON),
        on_pick=lambda picked: setattr(person.lesson, "picked", picked),
    )
    show_stage(step.view(scene))
    follow(result)
    follow_room(result, LESSON)
    if pace is not None and (result.picked or pace != step.pace(scene)):
        st.rerun()


def scene_of(network: Network) -> Scene:
    """What is on the screen now, and what was just done there."""
    person, stage = me(), told("stage")
    return Scene(
        network,
        person.drawing,
        my_reading(network),
        person.lesson,
        picked=person.lesson.take_picked() or getattr(stage, "picked", None) or "",
        played=bool(getattr(stage, "played", None)),
    )


def show_step(step: Step, scene: Scene, overview: Overview) -> None:
    """What is told, asked and to be done."""
    lesson, number = scene.lesson, scene.lesson.step
    with overview.detail, st.container(key="step", gap="xsmall"):
        with st.container(key="told", gap="xsmall"):
            st.html(f'<h2 data-step="{number}">{number} · {html.escape(_(step.title))}</h2>')
            st.markdown("\n\n".join(map(_, step.words)))
            if step.beside:
                with st.container(key="beside", gap="xsmall"):
                    step.beside(scene)
        if scene.drawing.is_pictured and step.is_done(scene):
            lesson.done.add(number)
        is_done = number in lesson.done
        with st.container(key="task"):
            st.markdown(f"{'✓' if is_done else '☐'} {_(step.task)}")
        with st.container(key="question", horizontal=True, vertical_alignment="center", gap="xsmall"):
            is_revealed = number in lesson.revealed
            st.markdown(_(step.question))
            st.button(_("Hide") if is_revealed else _("Reveal"), key="reveal", on_click=lesson.reveal)
        if is_revealed:
            with st.container(key="answer"):
                st.markdown(step.answer(scene))
        show_pager(
            [_(other.title) for other in STEPS],
            number,
            lesson.done,
            _("The task of step {number} is done.").format(number=number) if is_done else "",
            walk,
        )


def notes_for(step: Step) -> None:
    """What the one in front may want to know."""
    notes = step.notes
    named = [
        (_("What to ask"), notes.ask),
        (_("What goes wrong"), notes.goes_wrong),
        (_("With two minutes"), notes.two_minutes),
        (_("With five minutes"), notes.five_minutes),
    ]
    title = _("Notes for step {number}: {title}").format(number=me().lesson.step, title=_(step.title))
    show_notes(title, [(name, _(note).replace("*", "")) for name, note in named if note])


def walk(step: int) -> None:
    """Go to a step.

    Args:
        step: its number, as a browser tells it.
    """
    lesson = me().lesson
    lesson.go(min(max(step, 1), len(STEPS)), me().drawing.begun)
    in_address(lesson)


def start_over() -> None:
    """Have the lesson begin, for other readers; undo brings the drawing back."""
    person = me()
    take_strokes()
    person.drawing.clear()
    person.lesson.start_over(person.drawing.begun)
    in_address(person.lesson)


page()
