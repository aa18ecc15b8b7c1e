"""Learning from the class: one press, and what it made better, for all and for each pupil."""

import html
from collections.abc import Sequence

import streamlit as st

from netcore.classroom.learning import (
    Group,
    Judged,
    Learned,
    judge,
    keep_network,
    keep_pupils_back,
    to_learn_from,
)
from netcore.classroom.names import colour_of, name_of
from netcore.classroom.rooms import Room, look_up
from netcore.classroom.wall import Drawn
from netcore.errors import ClassroomError, NetcoreError
from netcore.language import N_, _
from netcore.preprocess import FIELD, as_bytes
from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.web.classroom.open_rooms import database, our_network, wall
from netcore.web.classroom.place import said
from netcore.web.components.gallery.gallery import Thumbnail, show_gallery
from netcore.web.learn.handwriting import TEACHING, teachable
from netcore.web.learn.watching import failure_of
from netcore.web.look_inside.turning import as_file
from netcore.web.networks import networks
from netcore.web.person.place import LEARNINGS, Learning
from netcore.web.routes import CLASS
from netcore.web.state import me
from netcore.web.text import in_percent, plain
from netcore.web.widgets import overrule

WALL, OURS, CODE = N_("Wall"), N_("Our network"), N_("Code")
VIEWS = [WALL, OURS, CODE]
GROUPS = {
    Group.KEPT_BACK: N_(
        "Of {count} drawings of pupils it never learned from: <b>{before} → {after}</b> right."
    ),
    Group.LEARNED: N_("Of {count} it learned from: <b>{before} → {after}</b> right."),
    Group.NEW: N_("Of {count} that came since: <b>{before} → {after}</b> right."),
}
"""How drawings are counted, by what they are to the network; those that tell most come first."""
MOST_SHOWN = 36
"""Drawings of a kind."""


def learn() -> None:
    """Begin a training, this person's own, from the drawings of their class."""
    person, place = me(), me().place
    start = teachable()
    try:
        keep_pupils_back(database(), place.code, place.key)
        room = look_up(database(), place.code)
        chosen = to_learn_from(wall().drawings(room.number)) if room else []
    except ClassroomError as error:
        said(error)
        return
    if start is None or not chosen:
        person.notice.leave(
            _("There is nothing to learn from yet: no drawing has come.")
            if start
            else _("There is no network to show. Train one with: python -m netcore train")
        )
        return
    person.take_what_was_trained()
    config = TrainingConfig(
        learning_rate=TEACHING["rate"],
        epochs=int(TEACHING["epochs"]),
        drawings=tuple(one.as_pen_drawing for one in chosen),
        start=networks()[0][start],
    )
    run = person.begin(config)
    run.go()
    LEARNINGS[run] = Learning(place.code, start, tuple(one.number for one in chosen))
    overrule(CLASS.view, OURS)


def keep_what_was_learned() -> bool:
    """Give the room the network, once the training is over; whether that was so just now."""
    person, learning = me(), LEARNINGS.get(me().run)
    if learning is None or learning.code != person.place.code:
        return False
    news = person.run.news
    if news.status is Status.FAILED:
        LEARNINGS.pop(person.run, None)
        if failure := failure_of(news):
            person.notice.leave(failure)
        return True
    if news.status is not Status.DONE or news.now is None:
        return False
    learned = Learned(learning.start, as_file(news.now.network))
    try:
        is_kept = keep_network(database(), person.place.code, person.place.key, learned, learning.numbers)
    except ClassroomError:
        return False  # the next time
    if not is_kept:
        person.notice.leave(_("The room was emptied while the network learned: the class hasn't got it."))
    LEARNINGS.pop(person.run, None)
    return True


def show_learned(room: Room, drawn: Sequence[Drawn]) -> int | None:
    """Show how far the training is, or what came of it.

    Args:
        room: the class's.
        drawn: all drawings in it.

    Returns:
        The number of the drawing that was clicked.
    """
    learning = LEARNINGS.get(me().run)
    if learning is not None and learning.code == room.code:
        _show_progress()
        return None
    try:
        ours = our_network(room)
    except NetcoreError as error:
        st.warning(plain(str(error)))
        return None
    before = networks()[0].get(ours[0]) if ours else None
    if ours is None or before is None:
        st.markdown(
            _(
                "The class has no network yet. Press **Learn from the class**: a network that reads digits "
                "goes on learning, with your drawings beside the bundled ones. Some pupils are kept back: "
                "nothing learns from them. By them you see whether it learned how people write, or just "
                "these drawings."
            )
        )
        return None
    return _show_effect(ours[0], judge(before, ours[1], drawn))


def _show_progress() -> None:
    news = me().run.news
    steps = me().run.config.steps
    part = news.now.step / steps if news.now else 0.0
    if news.status is Status.PREPARING:
        words = _("It prepares the drawings of the class: {part}.").format(part=in_percent(news.prepared, 0))
    elif news.status is Status.PAUSED:
        words = _("It has paused: on *Learn* it can go on.")
    else:
        words = _("It is learning: {part}.").format(part=in_percent(part, 0))
    st.progress(min(part, 1.0), words)


def _show_effect(start: str, judged: Sequence[Judged]) -> int | None:
    """Before and after: in sums, for each pupil, and drawing by drawing."""
    lines = []
    for group, words in GROUPS.items():
        those = [one for one in judged if one.group is group]
        if those:
            before, after = (sum(right) for right in _rights(those))
            lines.append(_(words).format(count=len(those), before=before, after=after))
    words = _("What {start} read → what our network reads.").format(start=html.escape(start))
    st.html(f'<p class="score">{words}</p>' + "".join(f'<p class="score">{line}</p>' for line in lines))
    st.html(f'<ul class="pupils">{"".join(_pupils(judged))}</ul>')
    st.html(
        '<p class="privacy">'
        + _("<b>Dashed: kept back.</b> Nothing learned from these pupils, so by them it is judged.")
        + "</p>"
    )
    picked = None
    for key, title, those in (
        (
            "cured",
            N_("Read wrong before, and right now"),
            [one for one in judged if one.is_right > one.was_right],
        ),
        ("wrong", N_("Still read wrong"), [one for one in judged if not (one.is_right or one.was_right)]),
        (
            "spoilt",
            N_("Read right before, and wrong now"),
            [one for one in judged if one.is_right < one.was_right],
        ),
    ):
        if those:
            st.subheader(f"{_(title)}: {len(those)}", anchor=False)
            found = show_gallery([_thumbnail(one) for one in those[-MOST_SHOWN:]], key=key)
            picked = found if picked is None else picked
    return picked


def _rights(judged: Sequence[Judged]) -> tuple[list[bool], list[bool]]:
    return [one.was_right for one in judged], [one.is_right for one in judged]


def _pupils(judged: Sequence[Judged]) -> list[str]:
    """A line of HTML for each pupil; those who are kept back first."""
    places = {one.drawn.place: bool(one.drawn.is_kept_back) for one in judged}
    lines = []
    for place, is_kept_back in sorted(places.items(), key=lambda item: (not item[1], item[0])):
        own = [one for one in judged if one.drawn.place == place]
        before, after = (sum(right) for right in _rights(own))
        said = _("{before} → {after} of {count}").format(before=before, after=after, count=len(own))
        kind = ' class="kept-back"' if is_kept_back else ""
        hint = f' title="{html.escape(_("kept back"))}"' if is_kept_back else ""
        name = html.escape(name_of(place))
        sign = f'<i style="background:{colour_of(place)}"></i>'
        lines.append(f"<li{kind}{hint}>{sign}<span>{name}</span><b>{said}</b></li>")
    return lines


def _thumbnail(one: Judged) -> Thumbnail:
    signs = ["–" if read is None else str(read) for read in (one.before, one.after)]
    mark = "✓" if one.is_right else "✗"
    name = _("{digit} of {pupil}, read as {before} before and as {after} now").format(
        digit=one.drawn.digit, pupil=name_of(one.drawn.place), before=signs[0], after=signs[1]
    )
    picture = as_bytes(one.drawn.pixels).reshape(FIELD, FIELD)
    return Thumbnail(one.drawn.number, picture, name, f"{signs[0]} → {signs[1]} {mark}")
