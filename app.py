"""netcore in the browser: page set-up and navigation."""

import streamlit as st
from starlette.middleware import Middleware

from netcore.language import _, speak
from netcore.web.absences import Goodbyes
from netcore.web.classroom.place import take_place
from netcore.web.components.keep.keep import show_keep
from netcore.web.link import show_sent_network, take_link
from netcore.web.routes import DRAW, ROUTES
from netcore.web.server import open_browser, set_up_process
from netcore.web.share import show_sharing
from netcore.web.tongue import my_language, take_language

if __name__ == "__main__":  # as Streamlit runs it for each person
    set_up_process()
    speak(my_language)
    take_language()
    st.set_page_config(page_title=_("netcore: see a neural network read"), page_icon="✏️", layout="wide")
    page = st.navigation(
        [
            st.Page(route.script, title=_(route.title), url_path=route.address, default=route is DRAW)
            for route in ROUTES
        ],
        position="top",
    )
    take_link()
    take_place()
    show_sharing(next(route for route in ROUTES if route.address == page.url_path))
    show_keep()
    show_sent_network()
    page.run()
else:  # as `streamlit run` imports it, once
    app = st.App(__file__, lifespan=open_browser, middleware=[Middleware(Goodbyes)])
