"""PE and clubs: whom two hours of PE do not reach, who is active, and who is left out of clubs."""

import streamlit as st

from pages.parts import download, figure, finding
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import panels
from wellmetrics.charts import participation as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import participation

at = opened()
view, night = shown(participation.view, at), dark()

finding.opening(view)
st.header(plain(view.pe_title))
if view.year_groups:
    st.html(drawn.year_groups(view, night))
if view.both:
    st.html(panels.grid(view.both, "Two hours of PE and clubs, term by term", night))
figure.heading(view.active_title, " ".join(view.active_said))
if view.active:
    st.html(panels.grid(view.active, "Active minutes by way of measuring", night, legend=False))
figure.heading("Who is left out", view.gaps_said)
if view.gaps:
    st.html(panels.gaps(view.gaps, "Gaps between groups, term by term", night))
st.header("Other activities")
st.html(drawn.activities(view, night))
with st.expander("Every term as a table"):
    for panel in view.over_time:
        st.html(panels.figures(panel, night))
if view.schools:
    figure.heading(view.schools_title, participation.BEYOND_CHANCE)
    st.html(drawn.schools(view, night))
download.button("Download as CSV", lambda: csv_text(panels.CSV_HEADINGS, drawn.csv(view)), view.file)
