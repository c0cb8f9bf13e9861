"""What the sender says about one file: asked where it is needed, kept with the file, and remembered next time."""

from dataclasses import replace

import streamlit as st

from pages.parts import headings
from pages.parts.frame import Here
from wellmetrics import desk
from wellmetrics.desk import Options, Waiting
from wellmetrics.views import upload
from wellmetrics.views.asks import Ask

COVERS = "Tick a term when the file holds every spell of it: rows sent earlier that are missing now are then taken out."


def ask(
    at: Here, waiting: Waiting, asks: tuple[Ask, ...], reworded: dict[str, str], log: bool, terms: list[str]
) -> None:
    """One form a file; what is said is kept at once, and the file is looked at again."""
    with st.form(f"say-{waiting.id}", border=False):
        st.markdown("**What you say about this file**")
        columns, given = headings.ask(waiting, asks)
        same = headings.same_question(waiting, reworded)
        options, covers = _rest(waiting, log, terms)
        if st.form_submit_button("Look at it again"):
            said = replace(
                options,
                columns={**waiting.options.columns, **columns},
                given={**waiting.options.given, **given},
                questions={**waiting.options.questions, **same},
            )
            desk.set_options(at.home, at.who, waiting.id, said, covers)
            st.rerun()


def _rest(waiting: Waiting, log: bool, terms: list[str]) -> tuple[Options, list[str]]:
    was, left, right = waiting.options, *st.columns(2)
    kinds = upload.kinds(desk.datasets())
    kind = right.selectbox("What the file is", list(kinds), index=list(kinds).index(was.dataset or ""),
                           format_func=kinds.__getitem__, key=f"kind-{waiting.id}")  # fmt: skip
    ticks = {
        "leave_out_errors": "Leave wrong rows out, load the rest",
        "leave_out_personal": "Leave personal columns out",
        "month_first": "Dates in this file have the month first",
    }
    said = {
        name: left.checkbox(label, getattr(was, name), key=f"{name}-{waiting.id}")
        for name, label in ticks.items()
    }
    covers = [term for term in waiting.covers if term in terms]
    if log:
        covers = right.multiselect(
            "Whole terms that the file covers", terms, covers, help=COVERS, key=f"covers-{waiting.id}"
        )
    return replace(was, dataset=kind or None, **said), covers
