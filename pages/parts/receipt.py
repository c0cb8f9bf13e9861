"""What the last load did, and the way back."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.views.choice import Refusal
from wellmetrics.views.history import LoadView


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


def choose(loads: Sequence[LoadView], sure: str, does: str, work: Callable[[int, str], str]) -> None:
    """One load of several, with a reason, and only when somebody is sure."""
    labels = {load.batch: load.label for load in loads}
    batch = st.selectbox(
        "Which load",
        list(labels),
        format_func=labels.__getitem__,
        index=None,
        placeholder="Choose a load",
        key=f"which-{does}",
    )
    why = st.text_input("Why (kept in the history)", max_chars=desk.LONGEST_WHY, key=f"why-{does}")
    agreed = st.checkbox(sure, disabled=batch is None)
    if st.button(does, disabled=not (batch and agreed)) and batch:
        take_back(lambda: work(batch, why))
