"""A head's first step on School: are the own figures right?"""

import streamlit as st

from pages.parts import dispute, said, settling
from pages.parts.frame import Here
from pages.parts.kept import Opened, shown
from pages.parts.text import plain
from wellmetrics.charts import confirming as drawn
from wellmetrics.views import confirming
from wellmetrics.views.choice import Release
from wellmetrics.views.confirming import Confirming, FeedView

DONE = "Own figures of this term: you have said that they are right"


def own(at: Here, seen: Opened, night: bool) -> None:
    """What still waits, one feed open at a time; what was answered folds away. A school's lead only reads."""
    answers = said.answers(at, seen.figures) if at.grant.role == "head" else None
    if answers is None:
        return
    view = confirming.view(shown(confirming.held, seen), seen.choice, answers)
    if all(feed.state == "right" for feed in view.feeds):
        _folded(at, view, night)
        return
    st.header(view.title)
    st.markdown(plain(view.said))
    for feed in view.feeds:
        with st.expander(f"**{plain(feed.label)}**", expanded=feed in view.waiting[:1]):
            _figures(feed, night)
            settling.settle(at, feed.standing)
            with st.container(horizontal=True):
                if feed in view.waiting:
                    dispute.yes(at, feed)
                dispute.no(at, feed)


def _folded(at: Here, view: Confirming, night: bool) -> None:
    """Nothing waits and nothing is disputed."""
    if view.feeds:
        with st.expander(DONE):
            for feed in view.feeds:
                st.subheader(plain(feed.title))
                _figures(feed, night)
                dispute.no(at, feed)


def _figures(feed: FeedView, night: bool) -> None:
    for sentence in feed.said:
        st.markdown(f"- {plain(sentence)}")
    st.html(drawn.figures(feed, night))
    st.markdown(plain(feed.sources))


def heads(at: Here, figures: Release, term: str) -> None:
    """For the lead: which heads have said that their figures of the term are right."""
    sentences = confirming.heads(figures, term, said.answers(at, figures) or [])
    if sentences:
        with st.expander("What heads say of their own figures"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))
