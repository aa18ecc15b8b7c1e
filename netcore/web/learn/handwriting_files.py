"""A person's own drawings as a file to take home, and drawings from a file."""

from functools import partial

import streamlit as st

from netcore.data import as_lines
from netcore.errors import DataError
from netcore.language import _
from netcore.web.person.handwriting import MOST_DRAWINGS
from netcore.web.state import me
from netcore.web.widgets import told

LARGEST_UPLOAD = 4
"""Megabytes of a file as it is brought, packed or not."""
FILE = "my-handwriting.ndjson"


def show_files() -> None:
    """The drawings as a file, and drawings from a file."""
    handwriting = me().handwriting
    drawings, removed = handwriting.drawings, handwriting.removed
    with st.container(horizontal=True, gap="xsmall", key="drawing_files"):
        st.download_button(
            _("Download them"),
            partial(as_lines, drawings),  # called where nobody's session is known
            file_name=FILE,
            mime="application/x-ndjson",
            key="download_drawings",
            on_click="ignore",
            disabled=not drawings,
            help=_("One line a drawing, in the style of Quick, Draw!: word, strokes."),
        )
        with st.popover(_("Bring some from a file"), key="bring_drawings"):
            st.file_uploader(
                _("Drawings in the style of Quick, Draw! (.ndjson, .gz)"),
                max_upload_size=LARGEST_UPLOAD,
                key=_key(),
                on_change=take_file,
            )
            st.caption(_("They are added to yours; {most} can be kept.").format(most=MOST_DRAWINGS))
        if removed:
            words = (
                _("Bring back the one removed") if len(removed) == 1 else _("Bring back the {count} removed")
            )
            words = words.format(count=len(removed))
            st.button(words, key="bring_back", on_click=handwriting.bring_back)
        st.button(
            _("Remove all"),
            key="remove_all",
            on_click=lambda: handwriting.remove(handwriting.drawings),
            disabled=not drawings,
        )


def take_file() -> None:
    """Add the drawings of the file that was brought, or say what is wrong with it."""
    person, file = me(), told(_key())
    if file is None:
        return
    try:
        person.notice.leave(person.handwriting.add_file(file))
    except DataError as error:
        person.notice.leave(str(error))
    person.files_brought += 1  # the same file can be brought again


def _key() -> str:
    """Of the widget that takes the next file."""
    return f"drawings_{me().files_brought}"
