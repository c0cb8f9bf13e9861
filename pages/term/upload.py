"""The lead's desk: drop files, see what is wrong, see what would change, confirm, and take back."""

import hashlib

import streamlit as st

from pages.parts import desktop, filecard, receipt, welcome
from pages.parts.frame import dark, here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import desk as tables
from wellmetrics.views import choice, steps, upload

at = here()
only(at, "lead")
st.title("Upload")
if at.figures and at.choice:
    st.markdown(plain(steps.standing(at.figures, at.choice)))
receipt.show(lambda batch, by: desk.undo(at.home, batch, by))
files, options, terms = desktop.asked(desk.datasets(), desk.terms(at.home))
if not files:
    st.html(tables.steps(steps.empty(receipt.there()), dark()))
    welcome.show([(d.title, d.about, d.name, desk.template(d.name)) for d in desk.datasets()])
    st.stop()

given = [(file.name, file.getvalue()) for file in files]
marks = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in given)
key = (marks, str(options), choice.current(at.home))
checked = desktop.once("checked", key, lambda: desk.check_files(at.home, given, options))
stopped = [desk.refused(one, options) for one in checked]
seen = [upload.view(one, stop) for one, stop in zip(checked, stopped, strict=True)]
st.html(tables.steps(steps.steps(checked, stopped), dark()))
st.html(tables.files(seen, dark()))
st.header("Problems and decisions")
for i, (one, file) in enumerate(zip(checked, seen, strict=True)):
    filecard.draw(file, desk.report(one.problems), i)

ready = [one for one, stop in zip(checked, stopped, strict=True) if not stop]
if ready:
    st.header("What will change")
    covered = {one.file: tuple(terms) if upload.view(one, False).log else () for one in ready}
    previews = desktop.once("previews", (key, tuple(terms)),
                            lambda: [desk.preview(at.home, one, covered[one.file]) for one in ready])  # fmt: skip
    for one, change in zip(ready, previews, strict=True):
        filecard.change(upload.change(change, at.people), one.file)
    by = st.text_input("Who is loading (kept in the history)", at.who)
    if st.button(f"Load {plain(upload.numbers.times(len(ready), 'file'))}", type="primary"):
        desktop.run(lambda tell: desk.load_files(at.home, given, by, options, tuple(terms), tell)[0], by)
