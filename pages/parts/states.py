"""What a screen says when it has nothing to show, or not to this reader."""

from dataclasses import replace

import streamlit as st

from pages.parts.frame import Here, here
from pages.parts.kept import Opened
from pages.parts.text import plain
from wellmetrics.views import disputed
from wellmetrics.views.choice import Refusal, Release


def opened(*roles: str) -> Opened:
    """The reader's figures. Where there are none, or the screen is not theirs, says so and stops."""
    at = here()
    for note in at.notes:
        st.info(plain(note))
    only(at, *roles)
    if at.figures is None or at.choice is None:
        no_data(at)
        st.stop()
    return Opened(at.viewer, at.figures, replace(at.choice, disputed=_disputes(at, at.figures)))


def _disputes(at: Here, figures: Release) -> disputed.Disputes:
    """Where the workbook cannot be read the figures still can, and the screen says what is not on it."""
    try:
        return disputed.of(at.home, at.viewer, figures)
    except Refusal as refusal:
        st.warning(plain(f"Disputes of figures cannot be shown. {refusal}"))
        return ()


def only(at: Here, *roles: str) -> None:
    """Explains a screen to somebody it is not for."""
    if roles and at.viewer.role not in roles:
        st.title("This screen is not in your menu")
        st.markdown(NOT_ALLOWED.get(at.viewer.role, ""))
        st.stop()


NOT_ALLOWED = {
    "head": "A head sees the own school and the pool of other schools. Choose **School** in the menu.",
    "board": "Files are loaded and taken back by the wellbeing lead. Choose **Trust** in the menu.",
}


def no_data(at: Here) -> None:
    st.title("No figures yet")
    st.markdown(
        "Figures appear as soon as the first files are loaded: **schools** and **terms** once, **workforce** and "
        "**roll** each year, then what you have each term: **absence**, **survey**, **referrals**, **participation**. "
        "One of these is enough to begin with."
    )
    if at.viewer.role == "lead":
        st.markdown("[Go to Upload](/upload?role=lead)")
    else:
        st.markdown("The wellbeing lead loads them on the Upload screen.")
