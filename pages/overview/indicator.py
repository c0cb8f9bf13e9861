"""One figure in one place: the finding, its lines, every number behind it, what it is, and where it came from."""

import streamlit as st

from pages.parts import address
from pages.parts.frame import dark, shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import lines, tables
from wellmetrics.export.tables import csv_text
from wellmetrics.views import choice, indicator

at = opened()
view, night = shown(indicator.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
titles = {code: one.title for code, one in choice.indicators().items()}
address.select("Figure", titles, "indicator", at.choice.indicator)
main, side = st.columns([7, 3], gap="large")
with main:
    for sentence in view.said:
        st.markdown(f"- {plain(sentence)}")
    if view.chart:
        st.plotly_chart(lines.line(view.chart, night), theme=None, alt=view.chart.alt, config=lines.CONFIG)
        st.markdown(plain(f"{indicator.LEGEND} {view.behind}"))
    if view.months:
        st.header(plain(view.months.title))
        st.markdown(plain(view.months.subtitle))
        st.plotly_chart(
            lines.months(view.months, night), theme=None, alt=view.months.alt, config=lines.CONFIG
        )
        st.markdown(plain(view.months.note))
    elif view.no_months:
        st.markdown(plain(view.no_months))
    st.header("Every figure")
    st.html(tables.periods(view.points, view.subtitle, night))
    st.download_button(
        "Download as CSV", csv_text(tables.CSV_HEADINGS, tables.csv_rows(view.points)), view.file, "text/csv"
    )
    if view.months:
        with st.expander("The months as a table"):
            st.html(tables.months(view.months, night))
with side:
    st.header("What it is")
    st.html(tables.about(view, night))
st.header("Where it came from")
st.html(tables.sources(view.sources, f"The files behind {view.sources_of}", night))
