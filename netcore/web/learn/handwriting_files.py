"""A person's own drawings as a file to take home, and drawings from a file."""

from functools import partial

import streamlit as st

from netcore.data import as_lines
from netcore.errors import DataError
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
            "Download them",
            partial(as_lines, drawings),  # called where nobody's session is known
            file_name=FILE,
            mime="application/x-ndjson",
            key="download_drawings",
            on_click="ignore",
            disabled=not drawings,
            help="One line a drawing, in the style of Quick, Draw!: word, strokes.",
        )
        with st.popover("Bring some from a file", key="bring_drawings"):
            st.file_uploader(
                "Drawings in the style of Quick, Draw! (.ndjson, .gz)",
                max_upload_size=LARGEST_UPLOAD,
                key=_key(),
                on_change=take_file,
            )
            st.caption(f"They are added to yours; {MOST_DRAWINGS} can be kept.")
        if removed:
            number = f"the {len(removed)}" if len(removed) > 1 else "the one"
            st.button(f"Bring back {number} removed", key="bring_back", on_click=handwriting.bring_back)
        st.button(
            "Remove all",
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
