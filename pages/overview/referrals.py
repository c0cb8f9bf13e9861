"""Referrals of pupils: how many, how long they wait, who still waits, and where."""

import streamlit as st

from pages.parts import download, figure, finding
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import panels
from wellmetrics.charts import referrals as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import referrals

at = opened()
view, night = shown(referrals.view, at), dark()

finding.opening(view)
st.header(plain(f"The flow in {view.term}"))
st.html(drawn.flow(view, night))
st.header("The wait, and those who still wait")
if view.over_time:
    st.html(panels.grid(view.over_time, "Over the terms", night))
    with st.expander("Every term as a table"):
        for panel in view.over_time:
            st.html(panels.figures(panel, night))
else:
    st.markdown(referrals.NO_LINE)
st.header(plain(view.queue_title))
if view.queue:
    st.html(drawn.queue(view, night))
if view.groups:
    figure.heading("By service and by group", view.groups_said)
if any(row.shown for row in view.groups):
    st.html(drawn.groups(view, night))
if view.gaps_said:
    figure.heading("Who is referred more", view.gaps_said)
if view.gaps:
    st.html(panels.gaps(view.gaps, "Gaps between groups, year by year", night))
    with st.expander("Every year as a table"):
        for gap in view.gaps:
            st.html(panels.figures(gap.rates, night))
            st.html(panels.figures(gap.gap, night))
if view.schools:
    st.header("Every school")
    st.html(drawn.schools(view, night))
if view.staff:
    st.markdown(f"**Referrals of staff.** {plain(view.staff)} [See the figure]({view.staff_link})")
download.button("Download as CSV", lambda: csv_text(panels.CSV_HEADINGS, drawn.csv(view)), view.file)
