"""The empty desk: what to send first, and blank templates to start from."""

import streamlit as st

from pages.parts import download
from pages.parts.text import plain

WELCOME = (
    "Nothing is stored before you confirm. A first start needs **schools** and **terms**; then **workforce** and "
    "**roll** each year, and each term what you have: **absence**, **survey** with **survey_invited**, **referrals**, "
    "**participation**. Headings may be in any order, and names your system uses are recognised."
)


def show(found: list[tuple[str, str, str, str]]) -> None:
    st.markdown(WELCOME)
    st.header("Blank templates")
    for title, about, name, text in found:
        left, right = st.columns([3, 1])
        left.markdown(f"**{plain(title)}**  \n{plain(about)}")
        with right:
            download.button(f"{name}.csv", text, f"{name}.csv", key=f"template-{name}")
