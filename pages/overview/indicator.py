"""One figure in one place: the finding, its lines, every number behind it, what it is, and where it came from."""

import streamlit as st

from pages.parts import address, download, figure, finding
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import lines, tables
from wellmetrics.export.tables import csv_text
from wellmetrics.views import choice, indicator, multiples

at = opened()
view, every, night = shown(indicator.view, at), shown(multiples.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
if view.back[0]:
    st.markdown("[{}]({})".format(*view.back))
titles = {code: one.title for code, one in choice.indicators().items()}
address.select("Figure", titles, "indicator", at.choice.indicator)
main, side = st.columns([7, 3], gap="large")
with main:
    finding.said(view.said)
    if view.chart:
        figure.chart(lines.line(view.chart, night), view.chart.alt)
        st.markdown(plain(indicator.LEGEND))
    if view.parts:
        st.html(tables.parts(view, night))
with side:
    st.header("What it is")
    st.html(tables.about(view, night))
if every:
    figure.every_school(every, lambda: multiples.rows(at.figures, at.choice), night)
if view.months:
    figure.heading(view.months.title, view.months.subtitle)
    figure.chart(lines.months(view.months, night), view.months.alt)
    st.markdown(plain(view.months.note))
    with st.expander("The months as a table"):
        st.html(tables.months(view.months, night))
elif view.no_months:
    st.markdown(plain(view.no_months))
st.header("Every figure")
st.html(tables.periods(view, night))
download.button(
    "Download as CSV",
    lambda: csv_text(tables.CSV_HEADINGS, tables.csv_rows(view.points)),
    view.file,
)
figure.sources(view, night)
