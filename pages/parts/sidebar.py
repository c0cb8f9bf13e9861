"""The side of every screen: whose figures, who I am, which term, which school."""

from html import escape

import streamlit as st

from pages.parts import address, looking, setting
from pages.parts.frame import Asked, Here
from pages.parts.text import plain
from wellmetrics import access
from wellmetrics.views import choice

NO_SIGN_IN = (
    "No sign-in is set up: the demo trust, on this machine only. Load nothing about real people here."
)


def draw(at: Asked, here: Here | None) -> None:
    """`here` is None for a role that reads no figures."""
    if here and here.figures:
        st.markdown(f"**{plain(here.figures.trust)}**")
        if here.figures.meta.get("demo"):
            st.markdown("Demo data: fictional schools")
    names = access.schools(at.home)
    roles = (at.grant,) if at.looks else at.reader.grants
    options = {str(grant): choice.who(grant, names) for grant in roles}
    if len(options) > 1:
        address.select("Who I am", options, "role", str(at.grant), school="", part="")
    else:
        st.markdown(plain(options[str(at.grant)]))
    _signed_in(at)
    looking.choose(at, names)
    if here:
        _choices(here)


def _signed_in(at: Asked) -> None:
    if setting.auth() is None:
        st.markdown(NO_SIGN_IN)
    else:
        st.html(escape(at.reader.who))
        if st.button("Sign out"):
            st.logout()  # leads over the gate, where the session ends
            st.stop()


def _choices(at: Here) -> None:
    if at.figures and at.choice:
        address.select("Term", choice.term_names(at.figures), "term", at.choice.term)
        if at.viewer.urn:
            st.markdown(f"School: **{plain(at.people[at.choice.place])}**")
        else:
            address.select("School or group", at.people, "school", at.choice.place, part="")
