"""The empty desk: what to send first, and blank templates to start from."""

import streamlit as st

from pages.parts.text import plain

WELCOME = (
    "Nothing is stored before you confirm. A first start needs **schools**, **terms** and **workforce**; then "
    "**absence** each term. Headings may be in any order, and names your system uses are recognised."
)


def show(found: list[tuple[str, str, str, str]]) -> None:
    st.markdown(WELCOME)
    st.header("Blank templates")
    for title, about, name, text in found:
        left, right = st.columns([3, 1])
        left.markdown(f"**{plain(title)}**  \n{plain(about)}")
        right.download_button(f"{name}.csv", text, f"{name}.csv", "text/csv", key=f"template-{name}")
