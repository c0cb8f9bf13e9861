"""The lead's first screen: what is in, what is owed and by whom, and what to write to them."""

import streamlit as st

from pages.parts import address, confirm, desktop, download, nothing, receipt
from pages.parts.frame import dark, here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import this_term as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views import choice, this_term

at = here()
only(at, "lead")
asked = address.read()
arrived = desk.arrived(at.home, asked.get("due", ""))
if arrived is None:
    st.title("This term")
    st.markdown(
        "No term is known yet. Begin with the files **schools** and **terms**. [Go to Upload](/upload?role=lead)"
    )
    st.stop()
_, looked = desktop.looked(at, choice.current(at.home))
stuck = this_term.stuck(looked.checked) if looked else {}
view = this_term.view(arrived, at.figures.trust if at.figures else "the trust", stuck)

st.title(plain(view.title))
receipt.show(lambda batch, by: desk.undo(at.home, batch, by))
st.markdown(f"**{plain(view.said)}**")
with st.columns([1, 2])[0]:
    address.select("What is due for", dict(view.terms), "due", view.period)
if view.feeds:
    st.html(drawn.tracker(view, dark()))
    st.markdown(plain(this_term.LEGEND))
if at.figures and view.period:
    confirm.heads(at, at.figures, view.period)
st.markdown("[Upload files](/upload?role=lead) · [What was loaded](/history?role=lead)")
if view.messages:
    st.header("Ready to send")
    st.html(drawn.owed(view, dark()))
    letters = {message.school: message.text for message in view.messages}
    school = st.selectbox("Which school to write to", list(letters))
    st.code(letters[school], language=None, wrap_lines=True)
    download.button(
        "Download every message as CSV",
        lambda: csv_text(this_term.HEADINGS, this_term.csv(view)),
        view.file,
    )
if view.nothing:
    nothing.ask(at, view)
