"""netcore in the browser: page set-up and navigation."""

import streamlit as st

st.set_page_config(page_title="netcore: see a neural network read", page_icon="✏️", layout="wide")
st.navigation(
    [
        st.Page("netcore/web/draw/page.py", title="Draw", default=True),
        st.Page("netcore/web/look_inside/page.py", title="Look inside", url_path="inspect"),
        st.Page("netcore/web/learn/page.py", title="Learn", url_path="learn"),
        st.Page("netcore/web/test/page.py", title="Test", url_path="test"),
    ],
    position="top",
).run()
