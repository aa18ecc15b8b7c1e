"""netcore in the browser: page set-up and navigation."""

import streamlit as st

from netcore.web.routes import DRAW, ROUTES
from netcore.web.server import set_up_process

set_up_process()
st.set_page_config(page_title="netcore: see a neural network read", page_icon="✏️", layout="wide")
st.navigation(
    [st.Page(page.script, title=page.title, url_path=page.address, default=page is DRAW) for page in ROUTES],
    position="top",
).run()
