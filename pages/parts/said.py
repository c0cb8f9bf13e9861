"""What was said of figures, read on a screen, written once, and refused in words."""

from collections.abc import Callable

import streamlit as st

from pages.parts import asking, setting
from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.views import disputed
from wellmetrics.views.choice import Refusal, Release

REFUSED = "answer refused"


def answers(at: Here, figures: Release) -> list[workbook.Answer] | None:
    """None where the workbook cannot be read: the screen has said so above, and its figures can be.

    What `take` could not write is told first.
    """
    if why := st.session_state.pop(REFUSED, ""):
        st.error(plain(why))
    try:
        return workbook.answers(at.home, at.viewer, disputed.shown_in(figures))
    except Refusal:
        return None


def take(at: Here, work: Callable[[], object]) -> None:
    """As a button's callback: written before the screen is drawn, once, so that nothing moves under the next press.

    Nobody has been asked yet who they are by then, and the screen with the button may have been drawn for a role that has ended.
    """
    try:
        _still(at)
        work()
    except Refusal as refusal:
        st.session_state[REFUSED] = str(refusal)


def _still(at: Here) -> None:
    if why := setting.shut(at.home):
        raise Refusal(why)
    found = asking.whoever(using=True)
    if at.grant not in found.grants or found.looks_as:
        raise Refusal("Your role has changed since this screen was drawn: nothing was written.")


def do(work: Callable[[], object]) -> None:
    try:
        work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.rerun()
