"""A head's first step on School: are the own figures right? And how a dispute of them is settled."""

from collections.abc import Callable

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.charts import confirming as drawn
from wellmetrics.views import confirming, disputed
from wellmetrics.views.choice import Choice, Refusal, Release
from wellmetrics.views.confirming import Confirming, FeedView
from wellmetrics.workbook import Objection

DONE = "Own figures of this term: you have said that they are right"
NO_NAMES = "Why (no names of people, and nothing that points to one)"


def own(at: Here, figures: Release, choice: Choice, night: bool) -> None:
    """For the head: what still waits, one feed open at a time; what was answered folds away."""
    view = confirming.view(figures, choice, _answers(at, figures))
    if all(feed.state == "right" for feed in view.feeds):
        _folded(at, view, night)
        return
    st.header(view.title)
    st.markdown(plain(view.said))
    for feed in view.feeds:
        with st.expander(f"**{plain(feed.label)}**", expanded=feed in view.waiting[:1]):
            _figures(feed, night)
            settle(at, feed.standing)
            with st.container(horizontal=True):
                if feed in view.waiting:
                    _yes(at, feed)
                _no(at, feed)


def _folded(at: Here, view: Confirming, night: bool) -> None:
    """Nothing waits and nothing is disputed."""
    if view.feeds:
        with st.expander(DONE):
            for feed in view.feeds:
                st.subheader(plain(feed.title))
                _figures(feed, night)
                _no(at, feed)


def _answers(at: Here, figures: Release) -> list[workbook.Answer]:
    try:
        return workbook.answers(at.home, at.viewer, disputed.shown_in(figures))
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        st.stop()


def others(at: Here, figures: Release, urn: str) -> None:
    """For the lead: the disputes of a school that stand, to be settled."""
    if at.viewer.role == "lead" and urn:
        settle(at, tuple(one for one in _answers(at, figures) if one.disputed and one.about.urn == urn))


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
            st.markdown(plain(confirming.told(one)))
            found = st.text_input(
                "What was found, such as “corrected by batch 12” or “kept, because ...”",
                max_chars=workbook.LONGEST,
            )
            if st.form_submit_button("Settle this dispute"):
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
