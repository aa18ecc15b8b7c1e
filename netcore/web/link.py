"""What a link holds: all that one sees, as far as the widgets don't keep it in the address by themselves."""

import streamlit as st

from netcore.language import N_, _
from netcore.web.learn.settings import IN_ADDRESS, settings_in_address, take_settings
from netcore.web.look_inside.knobs import LARGEST_UPLOAD
from netcore.web.look_inside.turning import take_upload
from netcore.web.person.link import CONTROLS, HIDEABLE
from netcore.web.person.own_network import OWN
from netcore.web.person.packing import packed, unpacked
from netcore.web.person.strokes import drawn
from netcore.web.routes import CHOICE, HIDE, LEARN, Route
from netcore.web.state import me
from netcore.web.text import plain

DRAWING, SENT = "drawing", "own"
ONCE = (DRAWING, SENT, *IN_ADDRESS)
"""What a link sets once; it is taken out of the address then."""
FINGERPRINT = 8
"""So much of a network's fingerprint tells one person's from another's."""
NO_DRAWING = N_(
    "The drawing in this link can't be read, perhaps because it was cut off: ask for the link again."
)
NO_SETTINGS = N_("The link asks for what a training can't be set to: {names}. What was set until now counts.")
SENT_NETWORK = N_(
    "This link shows the network of the person who sent it, which no link can hold. Ask them for its file "
    "(*Download*, on *Learn* or under *Look inside*, *Turn knobs*), and bring it here: it is then yours."
)
TOO_LONG = N_("Your drawing isn't in the link: it is a picture, or would take more than {most:,} letters.")


def take_link() -> None:
    """Take what the address holds, before a page shows anything; a second time, it changes nothing."""
    person, address = me(), st.query_params
    hides = frozenset(",".join(address.get_all(HIDE)).split(",")) & HIDEABLE
    if hides:
        person.link.hides = hides
    elif person.link.hides:
        address[HIDE] = sorted(person.link.hides)  # the way from page to page leads past it
    link = {name: address[name] for name in ONCE if name in address}
    if person.chosen is None and address.get(CHOICE) == OWN:
        person.link.sent = link.get(SENT, "")
    if link and link != person.link.taken:
        person.link.taken = link
        if DRAWING in link:
            _take_drawing(link[DRAWING])
        if refused := take_settings(link):
            st.toast(_(NO_SETTINGS).format(names=", ".join(refused)), duration="infinite")


def take_out() -> None:
    """Take out of the address what was taken from it."""
    for name in ONCE:
        st.query_params.pop(name, None)


def link_to(page: Route) -> dict[str, str]:
    """What the address is to hold besides what it holds already, for a link to what this person sees now."""
    person = me()
    link = settings_in_address() if page is LEARN else {}
    if page is not LEARN and person.chosen is not None:
        link[CHOICE] = person.chosen
        if person.chosen == OWN and person.own.network is not None:
            link[SENT] = person.own.network.fingerprint[:FINGERPRINT]
    if drawing := packed(person.drawing.objects):
        link[DRAWING] = drawing
    return link


def show_sent_network() -> None:
    """Where a link shows its sender's own network, say so, and offer to bring its file."""
    person = me()
    sent = person.link.sent
    if sent is None or any(one.network.fingerprint.startswith(sent) for one in person.own.versions):
        return
    with st.container(key="sent_network"):
        st.info(_(SENT_NETWORK))
        with st.container():  # also without one, as on the knobs' page
            if refusal := person.refusal.take():
                st.error(plain(refusal))
        file, without = st.columns([4, 1], vertical_alignment="bottom")
        with file:
            st.file_uploader(
                _("The file of that network (.npz)"),
                max_upload_size=LARGEST_UPLOAD,
                key="sent_file",
                on_change=_take_file,
            )
        without.button(_("Go on without it"), key="without_sent", on_click=_go_on)


def is_bare() -> bool:
    """Whether this person's link leaves canvas and network alone, as one for a slide does."""
    return CONTROLS in me().link.hides or bool(st.context.is_embedded)


def _take_drawing(text: str) -> None:
    objects = unpacked(text)
    if objects is None:
        st.toast(_(NO_DRAWING), duration="infinite")
    else:
        me().drawing.bring(objects, drawn(objects))


def _take_file() -> None:
    before = me().own.version
    take_upload("sent_file")
    if me().own.version is not before:
        _go_on()


def _go_on() -> None:
    me().link.sent = None
