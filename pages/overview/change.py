"""Has it changed? One line against its own past, with the rule in words at the point."""

import streamlit as st

from pages.parts import address, baseline, figure, finding
from pages.parts.frame import dark, here
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import changing as drawing
from wellmetrics.charts import lines, tables
from wellmetrics.views import changing, choice

at = opened()
view, night = shown(changing.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
titles = {code: one.title for code, one in choice.indicators().items()}
address.select("Figure", titles, "indicator", at.choice.indicator)
finding.said(view.said)
if any(point.value is not None for point in view.points):
    figure.chart(drawing.terms(view, night), view.alt)
    st.markdown(plain(drawing.legend(view)))
st.markdown(plain(f"Method: {view.method}. {view.why} {view.baseline}"))
for event in view.events:
    st.markdown(plain(f"{event.label}: {event.words}."))
if view.months:
    figure.heading(view.months.title, view.months.subtitle)
    figure.chart(lines.months(view.months, night), view.months.alt)
    st.markdown(plain(f"{view.months.note} {view.months_baseline} {view.year_ago}"))
    if view.may_lock:
        baseline.form(here(), view)
    with st.expander("The months as a table"):
        st.html(tables.months(view.months, night))
elif view.no_months:
    st.markdown(plain(view.no_months))
if view.points:
    st.header("Every figure")
    st.html(drawing.table(view, night))
st.markdown(f"[Where it came from and what it is]({at.choice.link('indicator')})")
