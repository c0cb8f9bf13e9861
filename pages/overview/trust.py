"""The trust at a glance: the front page of the board and the lead."""

import streamlit as st

from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import asking, overview
from wellmetrics.views import trust

at = opened("board", "programme", "lead")
view, night = shown(trust.view, at), dark()

st.title(view.title)
st.html(overview.said(view.sentences, night))
if view.budget:
    st.markdown(plain(view.budget))
st.header("Six figures")
st.html(overview.cards(view, night))
st.header("Where")
st.html(overview.where(view.where, night))
if view.disputed:
    st.header("Disputed by schools")
    st.html(overview.disputed(view, night))
if view.worsening:
    st.header("Worse and worsening")
    st.html(overview.worsening(view, night))
if view.questions:
    st.header("Questions for governors")
    st.html(asking.asked(view.questions, night))
st.header("Coverage", anchor="coverage")
st.html(overview.coverage(view.coverage, night))
for feed in view.before:
    with st.expander(plain(feed.title)):
        st.html(overview.coverage(feed, night))
