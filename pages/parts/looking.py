"""The wellbeing lead sees what the board or a head sees: said above every screen, with the way back."""

from collections.abc import Mapping

import streamlit as st

from pages.parts import address, asking
from pages.parts.frame import Asked
from pages.parts.text import plain
from wellmetrics import access
from wellmetrics.people import LOOKED_AT, OF_A_SCHOOL, Grant
from wellmetrics.views import choice

BACK = "Back to your own screens"


def choose(at: Asked, schools: Mapping[str, str]) -> None:
    """For somebody who may: the demo's switch shows every role already."""
    others = [
        g
        for role in LOOKED_AT
        for g in ([Grant(role, u) for u in schools] if role in OF_A_SCHOOL else [Grant(role)])
    ]
    others = [one for one in others if at.grant.may_look_as(one)]
    if at.looks or not at.reader.who or not others:
        return
    words = {"": "Yourself", **{str(one): choice.who(one, schools) for one in others}}
    if whom := st.selectbox("See it as", list(words), format_func=words.__getitem__, key="looks-as"):
        _turn(Grant.parse(whom))


def say(at: Asked) -> None:
    if not at.looks:
        return
    names = access.schools(at.home)
    who = choice.who(at.grant, names)
    with st.container(border=True, key="looking"):
        st.markdown(
            f"**You see what the {plain(who[:1].lower() + who[1:])} sees.** Nothing can be written meanwhile."
        )
        if st.button(BACK):
            _turn(None)


def _turn(whom: Grant | None) -> None:
    """A place that was chosen for one role may not be there for another."""
    asking.look_as(whom)
    address.put(role="", school="", part="")
    st.switch_page("pages/overview/home.py")
