"""A person's own handwriting: digits that they draw and name, to learn from and to judge by."""

import html
from collections.abc import Iterable

import numpy as np
import streamlit as st

from netcore.data import PenDrawing
from netcore.errors import DataError
from netcore.network import Network
from netcore.training.run import Run
from netcore.web.charts import my_palette
from netcore.web.components.album.album import Exhibit, show_album
from netcore.web.components.canvas.canvas import take_strokes
from netcore.web.components.digit_keys.digit_keys import show_digit_keys
from netcore.web.learn.handwriting_files import show_files
from netcore.web.learn.settings import my_config, set_up, setting
from netcore.web.learn.watching import pause
from netcore.web.networks import networks
from netcore.web.person.settings import DEFAULTS, RANDOM
from netcore.web.person.strokes import is_by_pen, pen_strokes
from netcore.web.state import USUAL, me
from netcore.web.text import plain

ENOUGH = 2
"""So many drawings of each digit are a good beginning."""
TEACHING: dict[str, float] = {"rate": 0.001, "epochs": 10}
"""Settings for a network that reads already: short steps, and few, so that it forgets nothing."""
LEARNED, KEPT_BACK, NEW = "it learned from", "it never saw", "it has not learned from yet"
"""What a drawing is to the network: "of 12 it learned from"."""


def show_handwriting(run: Run, network: Network) -> None:
    """Show the drawings, what two networks make of them, and how to keep more.

    Args:
        run: this person's training.
        network: as it is now.
    """
    person = me()
    st.html('<p class="heading"><b>What you drew is a …</b></p>')
    show_digit_keys(
        "What you drew is a",
        person.handwriting.counts,
        name_drawing,
        key="digit_keys",
        target=str(person.drawing.load),
    )
    show_notice(run)
    show_training(run)
    show_readings(run, network)
    show_files()


def name_drawing(digit: int) -> None:
    """Keep what is on the canvas as this digit, and clear the canvas for the next."""
    take_strokes()  # which the canvas may have sent in the same moment as the press came
    person = me()
    objects = person.drawing.objects
    if not objects:
        person.notice.leave("The canvas is empty: draw a digit on it, then press which it is.")
    elif not is_by_pen(objects):
        person.notice.leave("An example is not your handwriting: clear it and draw a digit yourself.")
    else:
        try:
            person.handwriting.add(digit, pen_strokes(objects))
        except DataError as error:
            person.notice.leave(str(error))
        else:
            person.drawing.clear()


def show_notice(run: Run) -> None:
    """What was wrong with the last thing that was done, or came of it; otherwise, what to draw next."""
    notice = me().notice.take() or run.news.failure
    text = f"<b>{html.escape(notice)}</b>" if notice else advice()
    st.html(f'<p class="notice" role="status">{text}</p>')


def advice() -> str:
    """What to draw next, as HTML."""
    digits = me().handwriting.wanted(ENOUGH)
    if not me().handwriting.drawings:
        return "Draw a digit, then press which it is. <b>Two of each</b> are a good beginning."
    if not digits:
        return "<b>Two of each: a good beginning.</b> The more, the better it learns your hand."
    which = "" if len(digits) == 10 else f" Next: <b>{', '.join(map(str, digits))}</b>."
    return f"Two of each digit are a good beginning.{which}"


def show_training(run: Run) -> None:
    """Train with them: a network that reads already, or one of random numbers."""
    is_busy = run.news.status.is_busy
    nothing = is_busy or not me().handwriting.to_learn_from
    with st.container(horizontal=True, gap="xsmall", key="teach_buttons"):
        name = teachable()
        if name:
            st.button(
                f"Teach {plain(name)} my handwriting",
                key="teach",
                type="primary",
                on_click=teach,
                args=(name,),
                disabled=nothing,
                help=f"Goes on from {name}, with your drawings beside the bundled digits, in short steps: "
                f"learning rate {TEACHING['rate']}, {TEACHING['epochs']} epochs.",
            )
        st.button(
            "Begin with random numbers",
            key="teach_random",
            on_click=teach,
            args=(RANDOM,),
            disabled=nothing,
            help="A new network learns from your drawings beside the bundled digits, as set under Learn.",
        )
        if is_busy:
            st.button("Pause", key="pause_teaching", on_click=pause)


def teachable() -> str | None:
    """The network that is taught: the one set under Learn, or the one chosen, or classic."""
    names = networks()[0]
    candidates = (setting("start"), me().chosen, USUAL, *names)
    return next((name for name in candidates if name in names), None)


def teach(start: str) -> None:
    """Train with the drawings.

    Args:
        start: the network to go on from, or RANDOM.
    """
    person = me()
    person.take_what_was_trained()
    if start != RANDOM:
        set_up(start=start, **TEACHING)
    elif setting("start") != RANDOM:
        set_up(start=RANDOM, **{name: getattr(DEFAULTS, name) for name in TEACHING})
    set_up(drawings=True)
    person.begin(my_config()).go()


def show_readings(run: Run, network: Network) -> None:
    """What was read before it learned and is read now: the sums, and the album."""
    drawings, looks = me().handwriting.drawings, me().handwriting.looks
    if not drawings:
        return
    news = run.news
    pixels = np.stack([look.pixels for look in looks])
    before = run.config.first_network.classify(pixels)
    is_known = bool(news.now and news.now.step) and not news.status.is_busy
    after = network.classify(pixels) if is_known else None
    st.html(f'<p class="effect" id="sums">{sums(run, before, after)}</p>')
    exhibits = [
        Exhibit(
            str(id(drawing)),
            drawing.digit,
            look.picture,
            int(before[place]),
            None if after is None else int(after[place]),
            bool(drawing.kept_back),
        )
        for place, (drawing, look) in enumerate(zip(drawings, looks, strict=True))
    ]
    show_album(exhibits, my_palette(), remove, key="album")
    st.html('<p class="heading">' + meaning(run, is_known) + "</p>")


def sums(run: Run, before: Iterable[int], after: Iterable[int] | None) -> str:
    """How many are read right, before and after, as HTML.

    Args:
        run: this person's training.
        before: the digit that was read in each drawing before it learned.
        after: and is now; None while that isn't known.
    """
    drawings = me().handwriting.drawings
    right_before = [read == one.digit for read, one in zip(before, drawings, strict=True)]
    if after is None:
        if run.news.status.is_busy:
            return "It is learning. Below its answer stands how far it is."
        return f"Before it learns, it reads <b>{sum(right_before)} of {len(drawings)}</b> right."
    right_after = [read == one.digit for read, one in zip(after, drawings, strict=True)]
    learned = set(run.config.drawings)
    groups: dict[str, list[int]] = {}
    for place, drawing in enumerate(drawings):
        groups.setdefault(group_of(drawing, learned), []).append(place)
    lines = []
    for group in (LEARNED, KEPT_BACK, NEW):
        if places := groups.get(group):
            scores = [sum(right[place] for place in places) for right in (right_before, right_after)]
            lines.append(f"Of {len(places)} {group}: <b>{scores[0]} → {scores[1]}</b> right.")
    return " &ensp;".join(lines)


def group_of(drawing: PenDrawing, learned: set[PenDrawing]) -> str:
    """Whether the network learned from a drawing, may yet, or never does."""
    if drawing in learned:
        return LEARNED
    return KEPT_BACK if drawing.kept_back else NEW


def meaning(run: Run, is_known: bool) -> str:
    """What the marks in the album mean, as HTML."""
    start = "random numbers" if run.config.start is None else html.escape(run.config.start.meta["name"])
    read = f"What {start} read → what it reads now" if is_known else f"What {start} read"
    kept_back = any(drawing.kept_back for drawing in me().handwriting.drawings)
    return f"{read}." + (
        " <b>Dashed: kept back.</b> Every fourth drawing is never learned from, to tell whether it learned "
        "your hand or just these drawings."
        if kept_back
        else ""
    )


def remove(number: str) -> None:
    """Remove a drawing from the album."""
    handwriting = me().handwriting
    handwriting.remove(tuple(drawing for drawing in handwriting.drawings if str(id(drawing)) == number))
