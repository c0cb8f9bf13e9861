"""What a signed-in reader opened, for the record: once a sign-in for each screen, place and release.

What cannot be recorded is not shown.
"""

import streamlit as st

from pages.parts import address, asking, screens
from pages.parts.frame import Asked
from pages.parts.text import plain
from wellmetrics import people
from wellmetrics.people import READS
from wellmetrics.views import choice
from wellmetrics.views.choice import Refusal

FIGURES = ("school", "indicator")  # of the address: what a screen was about
*_, (_, _, ABOUT) = screens.WINGS
UNNOTED = ("", *ABOUT)  # the way in leads on to a screen of its own


def note(at: Asked, screen: str) -> None:
    """Of those who read figures every screen but About, and the record itself: what somebody looked up is their own matter."""
    reads = screen == "record" or (at.grant.role in READS and screen not in UNNOTED)
    if not at.reader.who or not reads:
        return
    chosen = address.read()
    about = " ".join([screen, *(chosen[name] for name in FIGURES if chosen.get(name))])
    as_whom = f"{at.grant} sees it" if at.looks else str(at.grant)
    said = f"{about} as {as_whom}, release {choice.current(at.home)}"
    kept = st.session_state.setdefault("seen", set())
    if said not in kept:
        try:
            people.note(at.home, at.reader.who, "seen", said)
        except Refusal as refusal:
            asking.stop("Not open", plain(str(refusal)))
        kept.add(said)
