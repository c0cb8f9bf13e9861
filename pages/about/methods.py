"""How the figures are made and how people are protected, in words."""

import streamlit as st

from pages.parts.frame import dark
from pages.parts.text import plain
from wellmetrics.charts import desk as tables
from wellmetrics.views import methods

LINE = 840  # pixels: what is read, and not looked up, has lines of a book's length

st.title("Methods")
for heading, said in (
    ("What is claimed, and when", methods.STATISTICS),
    ("How people are protected", methods.PRIVACY),
):
    st.header(heading)
    with st.container(width=LINE):
        for name, text in said:
            st.markdown(f"**{plain(name)}**  \n{plain(text)}")
st.header("How each figure is counted")
for title, figures in methods.counted():
    st.subheader(title)
    st.html(tables.counted(figures, dark(), title))
