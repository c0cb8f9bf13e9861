"""Gaps between groups of pupils: two figures and their difference, over terms, years and schools."""

import streamlit as st

from pages.parts import address, figure, finding
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import apart as drawing
from wellmetrics.charts import panels
from wellmetrics.views import apart

at = opened()
view, night = shown(apart.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
address.select("Figure", view.figures, "indicator", view.figure)
if view.empty:
    st.markdown(view.empty)
    st.stop()
finding.said(view.said, view.budget)
st.markdown(plain(apart.HOW))
if view.terms:
    figure.heading("Term by term", view.terms_said)
    st.html(panels.gaps(view.terms, "Gaps between groups, term by term", night))
elif view.terms_said:
    st.markdown(plain(view.terms_said))
if view.years:
    figure.heading("Year by year", "Whole years hide less. Whether a gap has changed is told from its terms.")
    st.html(panels.gaps(view.years, "Gaps between groups, year by year", night))
if view.schools:
    st.header("School by school")
    st.html(drawing.schools(view, night))
