"""The menu of what can be taken along, in the header of every page: a link to this, pictures, the replay."""

from functools import partial
from pathlib import Path

import streamlit as st

from netcore.language import _
from netcore.web.charts import my_palette
from netcore.web.components.packaged import packaged
from netcore.web.learn.replay import replay_as_gif
from netcore.web.link import DRAWING, ONCE, TOO_LONG, is_bare, link_to, take_out
from netcore.web.person.packing import MOST_CHARACTERS
from netcore.web.routes import KEY, LEARN, ROOM, SEAT, TEACHER, Route
from netcore.web.state import me
from netcore.web.tongue import my_language

_address = packaged("address", "<div></div>")
_HTML = Path(__file__).with_name("components") / "share" / "share.html"
_share = packaged("share", _HTML.read_text(encoding="utf-8"))


def show_sharing(page: Route) -> None:
    """Put the menu on the page, which asks for nothing until it is opened."""
    with st.container(key="share"):
        _address(
            key="address",
            data={"once": ONCE, "isBare": is_bare(), "page": page.address, "view": page.view},
            on_taken_change=take_out,
            height="content",
        )
        show_menu(page)


@st.fragment
def show_menu(page: Route) -> None:
    """What is in it is made when it is opened, and then shows what lies on the canvas by now."""
    menu = st.popover(_("Share"), type="tertiary", key="share_menu", on_change="rerun")
    if not menu.open:
        return
    person = me()
    link = link_to(page)
    is_left_out = bool(person.drawing.objects) and DRAWING not in link
    note = _(TOO_LONG).format(most=MOST_CHARACTERS) if is_left_out else ""
    with menu:
        _share(
            key="share_link",
            data={"link": link, "once": (*ONCE, TEACHER, ROOM, KEY, SEAT), "note": note},
            height="content",
        )
        snapshots = person.run.news.snapshots
        if page is LEARN and len(snapshots) > 1:
            st.download_button(
                _("Replay of the training (GIF)"),
                partial(replay_as_gif, tuple(snapshots), my_palette(), my_language()),
                file_name="training.gif",
                key="replay_file",
                on_click="ignore",
                width="stretch",
            )
