"""What the last load did, and the way back."""

from collections.abc import Callable

import streamlit as st

from pages.parts.text import plain
from wellmetrics.views.choice import Refusal


def show(undo: Callable[[int, str], str]) -> None:
    """What the last load did, with the way back."""
    said, batches, by = st.session_state.get("receipt", ([], [], ""))
    if not said:
        return
    st.header("Receipt")
    for sentence in said:
        st.markdown(f"- {plain(sentence)}")
    for batch in batches:
        if st.button(f"Undo batch {batch}", key=f"undo-{batch}"):
            take_back(lambda batch=batch: undo(batch, by))


def there() -> bool:
    return "receipt" in st.session_state


def take_back(work: Callable[[], str]) -> None:
    try:
        with st.spinner("Taking it back and working out the figures"):
            said = work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state["receipt"] = ([said], [], "")
    st.rerun()
