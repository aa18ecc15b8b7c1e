"""A person's own handwriting: digits that they draw and name, to learn from and to judge by."""

import html
from collections.abc import Iterable

import numpy as np
import streamlit as st

from netcore.data import PenDrawing
from netcore.errors import DataError
from netcore.language import N_, _
from netcore.network import Network
from netcore.training.run import Run
from netcore.web.charts import my_palette
from netcore.web.components.album.album import Exhibit, show_album
from netcore.web.components.canvas.canvas import take_strokes
from netcore.web.components.digit_keys.digit_keys import show_digit_keys
from netcore.web.learn.handwriting_files import show_files
from netcore.web.learn.settings import my_config, set_up, setting
from netcore.web.learn.watching import failure_of, pause
from netcore.web.networks import network_label, networks
from netcore.web.person.settings import DEFAULTS, RANDOM
from netcore.web.person.strokes import is_by_pen, pen_strokes
from netcore.web.state import USUAL, me
from netcore.web.text import plain

ENOUGH = 2
"""So many drawings of each digit are a good beginning."""
TEACHING: dict[str, float] = {"rate": 0.001, "epochs": 10}
"""Settings for a network that reads already: short steps, and few, so that it forgets nothing."""
LEARNED = N_("Of {count} it learned from: <b>{before} → {after}</b> right.")
KEPT_BACK = N_("Of {count} it never saw: <b>{before} → {after}</b> right.")
NEW = N_("Of {count} it has not learned from yet: <b>{before} → {after}</b> right.")
"""What a drawing is to the network, in the sentence that counts such ones."""


def show_handwriting(run: Run, network: Network) -> None:
    """Show the drawings, what two networks make of them, and how to keep more.

    Args:
        run: this person's training.
        network: as it is now.
    """
    person = me()
    st.html(f'<p class="heading"><b>{_("What you drew is a …")}</b></p>')
    show_digit_keys(
        _("What you drew is a"),
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
        person.notice.leave(_("The canvas is empty: draw a digit on it, then press which it is."))
    elif not is_by_pen(objects):
        person.notice.leave(_("An example is not your handwriting: clear it and draw a digit yourself."))
    else:
        try:
            person.handwriting.add(digit, pen_strokes(objects))
        except DataError as error:
            person.notice.leave(str(error))
        else:
            person.drawing.clear()


def show_notice(run: Run) -> None:
    """What was wrong with the last thing that was done, or came of it; otherwise, what to draw next."""
    notice = me().notice.take() or failure_of(run.news)
    text = f"<b>{html.escape(notice)}</b>" if notice else advice()
    st.html(f'<p class="notice" role="status">{text}</p>')


def advice() -> str:
    """What to draw next, as HTML."""
    digits = me().handwriting.wanted(ENOUGH)
    if not me().handwriting.drawings:
        return _("Draw a digit, then press which it is. <b>Two of each</b> are a good beginning.")
    if not digits:
        return _("<b>Two of each: a good beginning.</b> The more, the better it learns your hand.")
    if len(digits) == 10:
        return _("Two of each digit are a good beginning.")
    said = _("Two of each digit are a good beginning. Next: <b>{digits}</b>.")
    return said.format(digits=", ".join(map(str, digits)))


def show_training(run: Run) -> None:
    """Train with them: a network that reads already, or one of random numbers."""
    is_busy = run.news.status.is_busy
    nothing = is_busy or not me().handwriting.to_learn_from
    with st.container(horizontal=True, gap="xsmall", key="teach_buttons"):
        name = teachable()
        if name:
            st.button(
                _("Teach {network} my handwriting").format(network=plain(name)),
                key="teach",
                type="primary",
                on_click=teach,
                args=(name,),
                disabled=nothing,
                help=_(
                    "Goes on from {network}, with your drawings beside the bundled digits, in short steps: "
                    "learning rate {rate}, {epochs} epochs."
                ).format(network=name, **TEACHING),
            )
        st.button(
            _("Begin with random numbers"),
            key="teach_random",
            on_click=teach,
            args=(RANDOM,),
            disabled=nothing,
            help=_("A new network learns from your drawings beside the bundled digits, as set under Learn."),
        )
        if is_busy:
            st.button(_("Pause"), key="pause_teaching", on_click=pause)


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
            return _("It is learning. Below its answer stands how far it is.")
        said = _("Before it learns, it reads <b>{count} of {all}</b> right.")
        return said.format(count=sum(right_before), all=len(drawings))
    right_after = [read == one.digit for read, one in zip(after, drawings, strict=True)]
    learned = set(run.config.drawings)
    groups: dict[str, list[int]] = {}
    for place, drawing in enumerate(drawings):
        groups.setdefault(group_of(drawing, learned), []).append(place)
    lines = []
    for group in (LEARNED, KEPT_BACK, NEW):
        if places := groups.get(group):
            scores = [sum(right[place] for place in places) for right in (right_before, right_after)]
            lines.append(_(group).format(count=len(places), before=scores[0], after=scores[1]))
    return " &ensp;".join(lines)


def group_of(drawing: PenDrawing, learned: set[PenDrawing]) -> str:
    """Whether the network learned from a drawing, may yet, or never does."""
    if drawing in learned:
        return LEARNED
    return KEPT_BACK if drawing.kept_back else NEW


def meaning(run: Run, is_known: bool) -> str:
    """What the marks in the album mean, as HTML."""
    start = run.config.start
    name = _("random numbers") if start is None else html.escape(network_label(start.meta["name"]))
    read = _("What {network} read → what it reads now.") if is_known else _("What {network} read.")
    read = read.format(network=name)
    if not any(drawing.kept_back for drawing in me().handwriting.drawings):
        return read
    kept_back = _(
        "<b>Dashed: kept back.</b> Every fourth drawing is never learned from, to tell whether it learned "
        "your hand or just these drawings."
    )
    return f"{read} {kept_back}"


def remove(number: str) -> None:
    """Remove a drawing from the album."""
    handwriting = me().handwriting
    handwriting.remove(tuple(drawing for drawing in handwriting.drawings if str(id(drawing)) == number))
