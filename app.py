"""netcore in the browser: page set-up and navigation."""

import streamlit as st

st.set_page_config(page_title="netcore: see a neural network read", page_icon="✏️", layout="wide")
st.navigation(
    [
        st.Page("netcore/pages/draw.py", title="Draw", default=True),
        st.Page("netcore/pages/inspect.py", title="Look inside", url_path="inspect"),
        st.Page("netcore/pages/learn.py", title="Learn", url_path="learn"),
        st.Page("netcore/pages/test.py", title="Test", url_path="test"),
    ],
    position="top",
).run()
