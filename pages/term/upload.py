"""The lead's desk: drop files, see what is wrong, see what would change, confirm, and take back."""

import streamlit as st

from pages.parts import desktop, dry_run, filecard, receipt, welcome
from pages.parts.frame import dark, here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import desk as tables
from wellmetrics.views import asks, choice, meanings, steps, upload

at = here()
only(at, "lead")
st.title("Upload")
if at.figures and at.choice:
    st.markdown(plain(steps.standing(at.figures, at.choice)))
receipt.show(lambda batch, by: desk.undo(at.home, batch, by))
desktop.drop(at)
waiting, looked = desktop.looked(at, choice.current(at.home))
if looked is None:
    st.html(tables.steps(steps.empty(receipt.there()), dark()))
    welcome.show([(d.title, d.about, d.name, desk.template(d.name)) for d in desk.datasets()])
    st.stop()

stopped = [desk.refused(one, sent.options) for one, sent in zip(looked.checked, looked.sent, strict=True)]
seen = [upload.view(one, stop) for one, stop in zip(looked.checked, stopped, strict=True)]
st.html(tables.steps(steps.steps(looked.checked, stopped), dark()))
st.html(tables.files(seen, dark()))
st.header("Problems and decisions")
terms, schools, instruments = desk.terms(at.home), desk.schools(at.home), desk.instruments(at.home)
for one, checked, file in zip(waiting, looked.checked, seen, strict=True):
    words = meanings.asked(checked, schools)
    filecard.draw(at, one, checked, file, asks.asks(checked, schools, instruments), words, terms)
if not all(stopped):
    dry_run.show(at, looked)
    dry_run.load(at, looked)
