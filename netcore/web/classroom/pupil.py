"""A pupil's page: who they are, what they are asked for, the canvas, and a button that sends."""

import html
from dataclasses import replace

import streamlit as st

from netcore.classroom.learning import read_all
from netcore.classroom.names import colour_of, spoken_of
from netcore.classroom.rooms import ALL, Room, look_up
from netcore.classroom.wall import PAUSED, Drawn, send, sent_by
from netcore.errors import ClassroomError, NetcoreError
from netcore.language import _
from netcore.network import Network
from netcore.saying import a_digit
from netcore.web.charts import follow, my_palette
from netcore.web.classroom.open_rooms import database, our_network, wall
from netcore.web.components.canvas.canvas import my_reading, show_canvas, show_canvas_buttons, take_strokes
from netcore.web.components.reading.reading import show_reading
from netcore.web.components.send.send import show_send
from netcore.web.components.wall.wall import set_scene
from netcore.web.components.weights.weights import hand_over
from netcore.web.networks import mine, network_label, networks
from netcore.web.person.drawing import PEN
from netcore.web.person.own_network import OWN
from netcore.web.person.place import Told
from netcore.web.person.strokes import is_by_pen, pen_strokes
from netcore.web.state import USUAL, me
from netcore.web.text import plain

SECONDS = 2.0
"""So often a pupil's page asks what it is to draw by now."""


def show_pupil(room: Room, place: int) -> None:
    """Put a pupil's page together.

    Args:
        room: that they are in.
        place: theirs.
    """
    me().place.told = _told_by(room)
    set_scene()
    network = _chosen()
    with st.container(key="pupil"):
        badge = f'<span class="badge" style="background:{colour_of(place)}"></span>'
        who = html.escape(_("You are {pupil}").format(pupil=spoken_of(place)))
        st.html(f'<p class="who">{badge}<b>{who}</b> <span class="code">{html.escape(room.code)}</span></p>')
        if network is None:
            st.error(_("There is no network to show. Train one with: python -m netcore train"))
            return
        st.fragment(_draw_and_send)(network, room.number, place)
        st.fragment(_listen, run_every=SECONDS)()
        _show_ours(room, place)


def _listen() -> None:
    """Ask the room whether it is still as the page says, and build that anew if it isn't."""
    try:
        room = look_up(database(), me().place.code)
    except ClassroomError as error:
        st.warning(plain(str(error)))
        return
    if room is None or _told_by(room) != me().place.told:
        st.rerun(scope="app")


def _told_by(room: Room) -> Told:
    return Told(room.asked, room.is_paused, room.network)


def _revision() -> tuple[int, int]:
    """Of what lies on the canvas."""
    drawing = me().drawing
    return drawing.load, len(drawing.objects)


def _draw_and_send(network: Network, room: int, place: int) -> None:
    """What is asked for, the canvas and its buttons; all that reruns after a stroke."""
    _show_question(room, place)
    show_canvas()
    hand_over(network)
    follow(show_reading(network, me().drawing, my_reading(network), my_palette()))
    with st.container(horizontal=True, key="sending"):
        show_send(_("Send"), _send, key="send", target=str(me().drawing.load))
        show_canvas_buttons(has_examples=False)
    said, revision = me().place.said
    notice = said if revision == _revision() else ""
    st.html(f'<p class="notice" role="status">{html.escape(notice)}</p>')


def _show_question(room: int, place: int) -> None:
    """What is to be drawn; it stays while something lies on the canvas."""
    mine = me().place
    if mine.told.is_paused:
        st.html(f'<p class="question" role="status">{_(PAUSED)}</p>')
        return
    if mine.asked is None or not me().drawing.objects:
        try:
            mine.asked = _next(mine.told.asked, room, place)
        except ClassroomError as error:
            st.warning(plain(str(error)))
    said = _("Draw {digit}").format(digit=f"<b>{a_digit(mine.asked or 0)}</b>")
    st.html(f'<p class="question" role="status" data-digit="{mine.asked}">{said}</p>')


def _next(asked: int, room: int, place: int) -> int:
    """The digit that is to be drawn next; of all ten, the one that this pupil sent least often."""
    if asked != ALL:
        return asked
    counts = sent_by(database(), room, place)
    return counts.index(min(counts))


def _send(seen: int | None) -> None:
    """Send what lies on the canvas, and empty it once it has arrived.

    Args:
        seen: the digit that was asked for on their page when they began to draw; None where that isn't known.
    """
    take_strokes()  # which the canvas may have sent in the same moment as the press came
    person = me()
    objects, digit = person.drawing.objects, person.place.asked if seen is None else seen
    if not objects or digit is None:
        _say(_("The canvas is empty: draw the digit on it, then send it."))
        return
    if not is_by_pen(objects):
        _say(_("A picture is not your handwriting: clear it and draw the digit yourself."))
        return
    network = _chosen()
    try:
        send(database(), person.place.code, person.place.seat, digit, pen_strokes(objects), PEN)
        now = look_up(database(), person.place.code)
    except ClassroomError as error:
        _say(str(error))
        return
    if now:  # what comes next is what is asked for by now
        person.place.told = replace(person.place.told, asked=now.asked)
    said = _("Arrived: your {digit} is on the wall.").format(digit=digit)
    if network is not None:
        read = my_reading(network).digits
        reads = (
            _("{network} reads {digit} in it.") if len(read) == 1 else _("{network} reads no digit in it.")
        )
        name = network_label(network.meta["name"])
        said += " " + reads.format(network=name, digit=a_digit(read[0]) if read else "")
    person.drawing.clear()
    _say(said)


def _say(what: str) -> None:
    """Say it until something else lies on the canvas, however often the page looks."""
    me().place.said = what, _revision()


def _chosen() -> Network | None:
    """The network that this person chose on any page; None if there is none to be had."""
    usable = networks()[0] | mine()
    return usable.get(me().chosen or USUAL) or next(iter(usable.values()), None)


def _has(network: Network) -> bool:
    own = me().own.network
    return own is not None and own.fingerprint == network.fingerprint


def _show_ours(room: Room, place: int) -> None:
    """Offer the network that the class made, and say what it makes of this pupil's own drawings."""
    try:
        ours = our_network(room)
    except NetcoreError as error:
        st.warning(plain(str(error)))
        return
    if ours is None:
        return
    start, network = ours
    with st.container(key="ours"):
        drawn = wall().drawings(room.number, room.revision)
        own = [one for one in drawn if one.place == place and not one.is_aside]
        before = networks()[0].get(start)
        if own and before is not None:
            said = _("Of your {count} drawings, {start} read {before} right, and our network reads {after}.")
            counts = [_right(one, own) for one in (before, network)]
            st.markdown(said.format(count=len(own), start=start, before=counts[0], after=counts[1]))
        if _has(network) and me().chosen == OWN:
            st.caption(_("You have our network: it is *my network* on all pages."))
        else:
            st.button(_("Take our network"), key="take_ours", on_click=take_ours, args=(network,))


def take_ours(network: Network) -> None:
    """Choose the network that the class made as one's own, on every page."""
    if not _has(network):
        me().take(network, _("our network"), _("the network of the class"))
    me().choose(OWN)


def _right(network: Network, drawn: list[Drawn]) -> int:
    return sum(read == one.digit for read, one in zip(read_all(network, drawn), drawn, strict=True))
