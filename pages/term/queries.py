"""What was doubtful in the files and loaded all the same: correct the file, or say here what was found out."""

import streamlit as st

from pages.parts import download, note
from pages.parts.frame import dark, here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import queries as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import queries

at = here()
only(at, "lead")
st.title("Queries")
asked = desk.queries(at.home, at.viewer)
everything = queries.view(asked, at.people)
st.markdown(f"**{plain(everything.said)}**")
if not asked:
    st.markdown("[Go to This term](/this_term?role=lead)")
    st.stop()
st.markdown(
    "A query does not stop a file. Correct the row and send the file again, or write what you found out: the note "
    "stands beside the school's figures from the next release on."
)
kinds = {"": "All of them", **queries.STATES}
state = st.selectbox("Which", list(kinds), format_func=kinds.__getitem__)
view = queries.view(asked, at.people, state or "")
if view.rows:
    st.html(drawn.rows(view, dark()))
    download.button(
        "Download as CSV",
        lambda: csv_text(queries.HEADINGS, [r.cells for r in view.rows]),
        "queries.csv",
    )
    note.write(at, view, {one.mark: one for one in asked})
