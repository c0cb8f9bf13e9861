"""Schools of one phase side by side: who stands out, and schools like this one."""

import streamlit as st

from pages.parts import address, figure, finding, striking
from pages.parts.frame import dark
from pages.parts.kept import shown
from pages.parts.states import opened
from pages.parts.text import plain
from wellmetrics.charts import comparing as drawing
from wellmetrics.views import choice, comparing

at = opened()
view, night = shown(comparing.view, at), dark()

st.title(plain(view.title))
st.markdown(plain(view.subtitle))
boxes = st.columns(2)
with boxes[0]:
    titles = {code: one.title for code, one in choice.indicators().items() if one.whole}
    address.select("Figure", titles, "indicator", at.choice.indicator)
if len(view.phases) > 1:
    with boxes[1]:
        address.select("Schools of one phase", view.phases, "part", view.phase)
finding.said(view.said)
if any(dot.value is not None for dot in view.dots):
    figure.chart(drawing.chart(view, night), view.alt)
    st.markdown(plain(view.how))
if view.no_schools:
    st.markdown(plain(view.no_schools))
if view.dots:
    st.html(drawing.table(view, night))
st.header("Schools like this one")
if view.alike is None:
    st.markdown("Choose a school on the left to see the schools most like it.")
else:
    striking.alike(view.alike, night)
