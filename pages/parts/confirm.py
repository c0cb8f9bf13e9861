"""A head's first step on School: are the own figures right? And how a dispute of them is settled."""

from collections.abc import Callable

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.charts import confirming as drawn
from wellmetrics.views import confirming
from wellmetrics.views.choice import Choice, Refusal, Release
from wellmetrics.views.confirming import FeedView
from wellmetrics.workbook import Objection

DONE = "Own figures of this term: what you have said of them"
NO_NAMES = "Why (no names of people, and nothing that points to one)"


def own(at: Here, figures: Release, choice: Choice, night: bool) -> None:
    """For the head: what still waits, one feed open at a time; what was answered folds away."""
    view = confirming.view(figures, choice, _answers(at))
    if view.waiting:
        st.header(view.title)
        st.markdown(plain(view.said))
    for feed in view.waiting:
        with st.expander(f"**{plain(feed.title)}**", expanded=feed is view.waiting[0]):
            _figures(feed, night)
            with st.container(horizontal=True):
                _yes(at, feed)
                _no(at, feed)
    answered = [feed for feed in view.feeds if feed not in view.waiting]
    if answered:
        with st.expander(DONE, expanded=any(feed.standing for feed in answered)):
            for feed in answered:
                st.subheader(plain(feed.title))
                _figures(feed, night)
                settle(at, feed.standing)
                _no(at, feed)


def _answers(at: Here) -> list[workbook.Answer]:
    try:
        return workbook.answers(at.home, at.viewer)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        st.stop()


def others(at: Here, urn: str) -> None:
    """For the lead: the disputes of a school that stand, to be settled."""
    if at.viewer.role == "lead" and urn:
        settle(at, tuple(one for one in _answers(at) if one.disputed and one.about.urn == urn))


def _figures(feed: FeedView, night: bool) -> None:
    for sentence in feed.said:
        st.markdown(f"- {plain(sentence)}")
    st.html(drawn.figures(feed, night))
    st.markdown(plain(feed.sources))


def _yes(at: Here, feed: FeedView) -> None:
    if st.button(f"This is right: {feed.title}", type="primary"):
        _do(lambda: workbook.confirm(at.home, at.viewer, at.who, feed.about, feed.seen))


def _no(at: Here, feed: FeedView) -> None:
    with st.popover(f"This is not right: {feed.title}"), st.form(f"no-{feed.about.feed}", border=False):
        code = st.selectbox("Which figure", list(feed.choices), format_func=feed.choices.__getitem__)
        number = st.number_input(
            "What your own record counts, if it has a number for this figure",
            min_value=0.0,
            value=None,
            step=0.5,
            format="%g",
        )
        why = st.text_area(NO_NAMES, max_chars=workbook.LONGEST)
        shared = st.checkbox("Share the words: the board may read them where it sees the figure")
        if st.form_submit_button(f"Dispute: {feed.title}"):
            said = Objection(str(code), why, number, shared)
            seen = (*feed.seen, *feed.others)
            _do(lambda: workbook.dispute(at.home, at.viewer, at.who, feed.about, said, seen))


def settle(at: Here, standing: tuple[workbook.Answer, ...]) -> None:
    for one in standing:
        with st.form(f"settle-{one.number}"):
            st.markdown(plain(f"{confirming.what(one)}: settle this dispute"))
            found = st.text_input(
                "What was found, such as “corrected by batch 12” or “kept, because ...”",
                max_chars=workbook.LONGEST,
            )
            if st.form_submit_button("Settle it"):
                _do(
                    lambda one=one, found=found: workbook.settle(
                        at.home, at.viewer, at.who, one.number, found
                    )
                )


def _do(work: Callable[[], object]) -> None:
    try:
        work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.rerun()
