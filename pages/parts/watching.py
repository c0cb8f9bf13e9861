"""An open tab that nobody touches: it shows no more than its reader may see just now."""

import streamlit as st

from pages.parts.asking import whoever
from wellmetrics.people import Reader
from wellmetrics.views.choice import Refusal

EVERY = 20  # seconds


@st.fragment(run_every=EVERY)
def watch(shown: Reader) -> None:
    """An open tab is drawn anew when its reader's roles have changed or ended, without a press of anything."""
    try:
        same = whoever(using=False) == shown
    except Refusal:
        same = False
    if not same:
        st.rerun()
