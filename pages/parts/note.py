"""A note on a query: what was found out, whether it is settled, and who may read it."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.views.choice import Refusal
from wellmetrics.views.queries import Queries

LONGEST = 300


def write(at: Here, view: Queries, asked: Mapping[str, desk.Asked]) -> None:
    st.header("Answer a query")
    labels = {row.mark: row.label for row in view.rows}
    mark = st.selectbox("Which query", list(labels), format_func=labels.__getitem__)
    one = asked[str(mark)]
    with st.form("note"):
        text = st.text_area("What you found out", one.note.text if one.note else "", max_chars=LONGEST)
        settled = st.checkbox(
            "It is settled: nothing more is to be done", one.note.settled if one.note else True
        )
        shared = st.checkbox(
            "Everybody who sees the figure may read it", one.note.shared if one.note else True
        )
        kept = st.form_submit_button("Keep the note", type="primary")
    if kept:
        _do(lambda: desk.note(at.home, at.viewer, at.who, one, text, settled=settled, shared=shared))
    if one.note and st.button("Take the note back"):
        _do(lambda: desk.take_note_back(at.home, at.viewer, at.who, one))


def _do(work) -> None:
    try:
        work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.rerun()
