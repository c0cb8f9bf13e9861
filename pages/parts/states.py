"""What a screen says when it has nothing to show, or not to this reader."""

from dataclasses import replace

import streamlit as st

from pages.parts.frame import Asked, Here, here
from pages.parts.kept import Opened
from pages.parts.screens import NOT_ALLOWED
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
        found = disputed.of(at.home, at.viewer, figures)
        # Heads share their words with the board, and with nobody else who reads the board's figures.
        return tuple(replace(one, words="") for one in found) if at.grant.role == "programme" else found
    except Refusal as refusal:
        st.warning(plain(f"Disputes of figures cannot be shown. {refusal}"))
        return ()


def only(at: Here | Asked, *roles: str) -> None:
    """Explains a screen to somebody it is not for."""
    if roles and at.grant.role not in roles:
        st.title("This screen is not in your menu")
        st.markdown(NOT_ALLOWED.get(at.grant.role, "It is for another role. Choose a screen in the menu."))
        st.stop()


def no_data(at: Here) -> None:
    st.title("No figures yet")
    st.markdown(
        "Figures appear as soon as the first files are loaded: **schools** and **terms** once, **workforce** and "
        "**roll** each year, then what you have each term: **absence**, **survey**, **referrals**, **participation**. "
        "One of these is enough to begin with."
    )
    if at.grant.role == "lead":
        st.markdown("[Go to Upload](/upload?role=lead)")
    else:
        st.markdown("The wellbeing lead loads them on the Upload screen.")
