"""Work done once and in sight: its progress, its refusal in words, its receipt."""

from collections.abc import Callable

import streamlit as st

from pages.parts.text import plain
from wellmetrics.desk import Receipt, Tell
from wellmetrics.views.choice import Refusal


def once(name: str, key: object, work: Callable):
    """The result for `key`, worked out again only when the key changes. A refusal is said, and the screen stops."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key:
        place = st.empty()
        with st.spinner("Reading the files"):
            try:
                kept = (key, work(lambda text: place.markdown(plain(text))))
            except Refusal as refusal:
                st.error(plain(str(refusal)))
                st.stop()
            place.empty()
        st.session_state[name] = kept
    return kept[1]


def run(work: Callable[[Tell], Receipt], by: str) -> None:
    """Does it in sight, keeps the receipt, and starts with an empty desk again."""
    with st.status("Loading", expanded=True) as status:
        try:
            done = work(lambda text: status.update(label=plain(text)))
        except Refusal as refusal:
            status.update(label="Not done", state="error")
            st.error(plain(str(refusal)))
            forget()
            return
    st.session_state["receipt"] = (list(done.sentences), [load.batch for load in done.loads], by)
    forget()
    st.rerun()


def forget() -> None:
    """What was looked at holds no longer."""
    for name in ("looked", "dry_run", "would_change"):
        st.session_state.pop(name, None)
