"""What the files hold: every dataset and column with a blank template, and the questions of the surveys."""

import streamlit as st

from pages.parts import download
from pages.parts.frame import asked, dark, here
from pages.parts.text import plain
from wellmetrics.charts import desk as tables
from wellmetrics.export.tables import csv_text
from wellmetrics.views import methods

st.title("Dictionary")
for group, datasets in methods.dictionary():
    st.header(plain(group))
    for one in datasets:
        st.subheader(plain(one.title))
        st.markdown(plain(one.about))
        headings, example = one.template
        download.button(
            f"Template {one.name}.csv",
            csv_text(headings, [example]),
            f"{one.name}.csv",
            key=one.name,
        )
        st.html(tables.columns(one, dark()))
found = methods.surveys(here().figures if asked().grant.viewer else None)
if found:
    st.header("Survey questions")
    st.markdown("The surveys that were sent, as their instrument files declare them.")
for survey in found:
    with st.expander(plain(f"{survey.title} ({survey.audience}, {len(survey.questions)} questions)")):
        st.html(tables.survey(survey, dark()))
