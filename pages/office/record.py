"""Who signed in, saw, loaded, undid, released, saved and gave roles, and when: the latest first."""

import streamlit as st

from pages.parts import download
from pages.parts.frame import asked, dark
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import people
from wellmetrics.charts import office as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import office

at = asked()
only(at, "administrator", "data protection officer")
entries = people.entries(at.home, at.grant, office.LATEST)

st.title("Record")
st.markdown(plain(office.said(entries, people.broken(at.home))))
if entries:
    who, what = st.columns(2)
    whose = who.selectbox("Whose", office.names(entries), format_func=office.or_all)
    kind = what.selectbox("What", office.kinds(entries), format_func=office.or_all)
    st.html(drawn.record(office.only(entries, whose or "", kind or ""), dark()))

    def file() -> str:
        every = office.only(people.entries(at.home, at.grant), whose or "", kind or "")
        return csv_text(office.HEADINGS, office.rows(every))

    download.button("Download as CSV", file, "record.csv")
