"""How every screen begins: the finding as its title, what is said of it, and what chance alone would bring."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.text import plain
from wellmetrics.views.participation import ParticipationView
from wellmetrics.views.referrals import ReferralsView


def opening(view: ReferralsView | ParticipationView) -> None:
    """The finding and what is said of it. A screen that has nothing to show yet says what to send, and stops."""
    st.title(plain(view.title))
    if view.empty:
        st.markdown(view.empty)
        st.stop()
    said(view.said, view.budget)


def said(sentences: Sequence[str], budget: str = "") -> None:
    """Sentences, then how many flags chance alone would bring."""
    for sentence in sentences:
        st.markdown(f"- {plain(sentence)}")
    if budget:
        st.markdown(plain(budget))
