"""netcore in the browser: page set-up and navigation."""

import streamlit as st

from netcore.web.link import show_sent_network, take_link
from netcore.web.routes import DRAW, ROUTES
from netcore.web.server import set_up_process
from netcore.web.share import show_sharing

set_up_process()
st.set_page_config(page_title="netcore: see a neural network read", page_icon="✏️", layout="wide")
page = st.navigation(
    [st.Page(page.script, title=page.title, url_path=page.address, default=page is DRAW) for page in ROUTES],
    position="top",
)
take_link()
show_sharing(next(route for route in ROUTES if route.address == page.url_path))
show_sent_network()
page.run()
