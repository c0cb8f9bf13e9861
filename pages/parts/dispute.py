"""This is right, or this is not right: the two answers that a head has for the figures of a feed."""

import streamlit as st

from pages.parts.frame import Here
from pages.parts.said import do, take
from wellmetrics import workbook
from wellmetrics.views import choice
from wellmetrics.views.choice import Refusal
from wellmetrics.views.confirming import FeedView
from wellmetrics.workbook import Objection

WHY = "Why (no names of people, and nothing that points to one)"
OWN = "What your own record counts, if it has a number for this figure"
SHARE = "Share the words: the board may read them where it sees the figure"


def yes(at: Here, feed: FeedView) -> None:
    if at.viewer.looks:
        return
    st.button(
        f"This is right: {feed.title}",
        type="primary",
        key=f"right {feed.seen}",
        on_click=take,
        args=(at, lambda: _confirm(at, feed)),
    )


def _confirm(at: Here, feed: FeedView) -> None:
    if at.figures is None or at.figures.id != choice.current(at.home):
        raise Refusal("The figures have changed since this screen was drawn. Look at them again.")
    workbook.confirm(at.home, at.viewer, at.who, feed.about, feed.seen)


def no(at: Here, feed: FeedView) -> None:
    if at.viewer.looks:
        return
    with st.popover(f"This is not right: {feed.title}"), st.form(f"no-{feed.about.feed}", border=False):
        code = st.selectbox("Which figure", list(feed.choices), format_func=feed.choices.__getitem__)
        number = st.number_input(OWN, min_value=0.0, value=None, step=0.5, format="%g")
        why = st.text_area(WHY, max_chars=workbook.LONGEST)
        shared = st.checkbox(SHARE)
        if st.form_submit_button(f"Dispute: {feed.title}"):
            said = Objection(str(code), why, number, shared)
            seen = (*feed.seen, *feed.others)
            do(lambda: workbook.dispute(at.home, at.viewer, at.who, feed.about, said, seen))
