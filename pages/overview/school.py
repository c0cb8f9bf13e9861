"""One school: the front page of its head, and what board and lead see of a school."""

import streamlit as st

from pages.parts import confirm, figure, finding, settling
from pages.parts.frame import dark, here
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import asking, lines, tables
from wellmetrics.views import school

at = opened()
view, night = shown(school.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(f"{view.subtitle}. {view.facts}." if view.facts else f"{view.subtitle}."))
if view.own:
    confirm.own(here(), at, night)
else:
    settling.of_school(here(), at.figures, at.choice.place)
finding.said(view.said, view.budget)
other = "other schools" if view.own else "whole trust" if at.choice.place else ""
st.markdown(plain(view.compared_with))
for area in view.areas:
    st.header(area.title)
    if area.first:
        st.html(tables.figures(area.first, other, night, area.title, view.subtitle))
    else:
        st.markdown("Nothing of this has come in yet.")
    if area.rest:
        with st.expander(f"More figures: {area.title.lower() if area.title[1:].islower() else area.title}"):
            st.html(tables.figures(area.rest, other, night, f"More of {area.title}", view.subtitle))
    for chart, column in zip(area.charts, st.columns(2) * len(area.charts), strict=False):
        with column:
            st.markdown(f"**{plain(chart.title)}**  \n{plain(chart.subtitle)}")
            figure.chart(lines.line(chart, night, 260), chart.alt, chart.code)
if view.questions:
    st.header("Questions for governors")
    st.html(asking.asked(view.questions, night))
