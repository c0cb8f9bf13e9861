"""What people say: one audience in its latest wave, from the whole down to each question, and who was asked."""

import streamlit as st

from pages.parts import address, download, figure, finding
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import bars
from wellmetrics.charts import voice as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import voice

at = opened()
view, night = shown(voice.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
if view.audiences:
    with st.columns([1, 2])[0]:
        address.select("Whose voice", dict(view.audiences), "audience", view.audience)
finding.said(view.said)
if view.links:
    st.markdown("On a page of its own: " + ", ".join(f"[{plain(name)}]({way})" for name, way in view.links))
if view.response:
    figure.heading("How many answered", drawn.rates_legend(view.response))
    st.html(drawn.rates(view, night))
    with st.expander("Every wave as a table"):
        st.html(drawn.rates_table(view, night))
if view.areas:
    figure.heading(drawn.AREAS[len(view.areas.rows) > 1], view.areas.counted)
    st.html(drawn.rows(view.areas, f"By area: {view.subtitle}", night))
    st.markdown(plain(drawn.PAST))
if view.scores:
    figure.heading("Measures", drawn.MEASURED)
    st.html(drawn.rows(view.scores, drawn.MEASURES, night))
if view.groups:
    figure.heading("Groups", drawn.GROUPED)
    st.html(drawn.groups(view, night))
for part in view.parts:
    figure.heading(f"{part.title}, {part.label}", bars.LEGEND)
    st.html(bars.questions(part, night))
    with st.expander("The answers as a table"):
        st.html(bars.answers(part, night))
if view.budget:
    st.markdown(plain(view.budget))
if view.coverage:
    figure.heading("Who was asked", drawn.COVERED)
    st.html(drawn.coverage(view, night))
    download.button("Download as CSV", lambda: csv_text(drawn.DOWNLOAD, drawn.csv(view)), view.file)
