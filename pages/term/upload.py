"""The lead's desk: drop files, see what is wrong, see what would change, confirm, and take back."""

import hashlib

import streamlit as st

from pages.parts import desktop, filecard
from pages.parts.frame import here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.views import choice, upload

at = here()
only(at, "lead")
st.title("Upload")
desktop.receipt(lambda batch, by: desk.undo(at.home, batch, by))

kinds = upload.kinds(desk.datasets())
files = st.file_uploader(
    "Drop files here: CSV, several at once, up to 10 MB each",
    type=["csv"], accept_multiple_files=True, key=f"files-{st.session_state.get('files', 0)}",
)  # fmt: skip
left, right = st.columns(2)
errors_out = left.checkbox("Leave these rows out: load the rest of a file that has wrong rows")
personal_out = left.checkbox("Leave personal columns out: nothing of them is kept")
kind = right.selectbox("What the files are", list(kinds), format_func=lambda name: kinds[name])
terms = right.multiselect("Whole terms that an absence file covers", desk.terms(at.home), help=desktop.COVERS)
options = desk.Options(kind or None, {}, personal_out, errors_out)

if not files:
    st.markdown(desktop.WELCOME)
    desktop.templates([(d.title, d.about, d.name, desk.template(d.name)) for d in desk.datasets()])
    st.stop()

given = [(file.name, file.getvalue()) for file in files]
marks = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in given)
key = (marks, str(options), choice.current(at.home))
checked = desktop.once("checked", key, lambda: desk.check_files(at.home, given, options))
st.header("Problems and decisions")
for i, one in enumerate(checked):
    filecard.draw(upload.view(one, desk.refused(one, options)), desk.report(one.problems), i)

ready = [one for one in checked if not desk.refused(one, options)]
if ready:
    st.header("What will change")
    names = choice.names(at.figures) if at.figures else {}
    covered = {one.file: tuple(terms) if upload.view(one, False).log else () for one in ready}
    previews = desktop.once("previews", (key, tuple(terms)),
                            lambda: [desk.preview(at.home, one, covered[one.file]) for one in ready])  # fmt: skip
    for one, change in zip(ready, previews, strict=True):
        filecard.change(upload.change(change, names), one.file)
    by = st.text_input("Who is loading (kept in the history)", "Wellbeing lead")
    if st.button(f"Load {plain(upload.numbers.times(len(ready), 'file'))}", type="primary"):
        desktop.run(lambda tell: desk.load_files(at.home, given, by, options, tuple(terms), tell)[0], by)
