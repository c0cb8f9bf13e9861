"""What the files hold: every dataset and column, with a blank template."""

import streamlit as st

from pages.parts.frame import dark
from pages.parts.text import plain
from wellmetrics.charts import desk as tables
from wellmetrics.export.tables import csv_text
from wellmetrics.views import methods

st.title("Dictionary")
for one in methods.dictionary():
    st.header(plain(one.title))
    st.markdown(plain(one.about))
    headings, example = one.template
    st.download_button(
        f"Template {one.name}.csv", csv_text(headings, [example]), f"{one.name}.csv", "text/csv", key=one.name
    )
    st.html(tables.columns(one, dark()))
