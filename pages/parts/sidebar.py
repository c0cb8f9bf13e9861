"""The side of every screen: whose figures, who I am, which term, which school."""

import streamlit as st

from pages.parts import address
from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics.views import choice


def draw(at: Here) -> None:
    figures = at.figures
    if figures:
        st.markdown(f"**{plain(figures.trust)}**")
        if figures.meta.get("demo"):
            st.markdown("Demo data: fictional schools")
    people = choice.names(figures) if figures else {}
    options = {str(v): choice.who(v, people) for v in at.viewers}
    address.select("Who I am", options, "role", str(at.viewer), school="", part="")
    st.markdown("No sign-in is set up: this machine only.")
    if figures and at.choice:
        address.select("Term", choice.term_names(figures), "term", at.choice.term)
        if at.viewer.role == "head":
            st.markdown(f"School: **{plain(people[at.choice.place])}**")
        else:
            address.select("School or group", people, "school", at.choice.place, part="")
