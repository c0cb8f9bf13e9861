"""What the lead's screens share: what is asked, work that is done once, and its progress."""

from collections.abc import Callable

import streamlit as st

from pages.parts.text import plain
from wellmetrics.desk import Options
from wellmetrics.views import upload
from wellmetrics.views.choice import Refusal

COVERS = "Tick a term when the file holds every spell of it: rows sent earlier that are missing now are then taken out."


def asked(datasets: list, calendar: list[str]) -> tuple[list, Options, list[str]]:
    """The files, what the sender says about them, and the whole terms that they cover."""
    files = st.file_uploader(
        "Drop files here: CSV, several at once, up to 10 MB each",
        type=["csv"],
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('files', 0)}",
    )
    kinds = upload.kinds(datasets)
    left, right = st.columns(2)
    errors_out = left.checkbox("Leave wrong rows out, load the rest")
    personal_out = left.checkbox("Leave personal columns out")
    kind = right.selectbox("What the files are", list(kinds), format_func=lambda name: kinds[name])
    terms = right.multiselect("Whole terms that an absence file covers", calendar, help=COVERS)
    return files, Options(kind or None, {}, personal_out, errors_out), terms


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
