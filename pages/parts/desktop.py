"""What the lead's screens share: work that is done once, its progress, its receipt, and taking it back."""

from collections.abc import Callable

import streamlit as st

from pages.parts.text import plain
from wellmetrics.views.choice import Refusal

WELCOME = (
    "Nothing is stored before you confirm. A first start needs **schools**, **terms** and **workforce**; then "
    "**absence** each term. Headings may be in any order, and names your system uses are recognised."
)
COVERS = "Tick a term when the file holds every spell of it: rows sent earlier that are missing now are then taken out."


def once(name: str, key: object, work: Callable):
    """The result for `key`, worked out again only when the key changes. A refusal is said, and the screen stops."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key:
        try:
            with st.spinner("Reading the files"):
                kept = (key, work())
        except Refusal as refusal:
            st.error(plain(str(refusal)))
            st.stop()
        st.session_state[name] = kept
    return kept[1]


def run(work: Callable, by: str) -> None:
    """Does it in sight, keeps the receipt, and starts with an empty desk again."""
    with st.status("Loading", expanded=True) as status:
        try:
            done = work(lambda text: status.update(label=text))
        except Refusal as refusal:
            status.update(label="Not done", state="error")
            st.error(plain(str(refusal)))
            return
    st.session_state["receipt"] = (list(done.sentences), [load.batch for load in done.loads], by)
    st.session_state["files"] = st.session_state.get("files", 0) + 1
    for name in ("checked", "previews"):
        st.session_state.pop(name, None)
    st.rerun()


def receipt(undo: Callable[[int, str], str]) -> None:
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


def take_back(work: Callable[[], str]) -> None:
    try:
        with st.spinner("Taking it back and working out the figures"):
            said = work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state["receipt"] = ([said], [], "")
    st.rerun()


def templates(found: list[tuple[str, str, str, str]]) -> None:
    st.header("Blank templates")
    for title, about, name, text in found:
        left, right = st.columns([3, 1])
        left.markdown(f"**{plain(title)}**  \n{plain(about)}")
        right.download_button(f"{name}.csv", text, f"{name}.csv", "text/csv", key=f"template-{name}")
