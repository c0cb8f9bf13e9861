"""One file on the desk: what it was taken for, its problems with the way back to the sender, and what is asked."""

import streamlit as st

from pages.parts import download, meanings, problems, say
from pages.parts.frame import Here, dark
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import desk as tables
from wellmetrics.desk import Checked, Waiting
from wellmetrics.views.asks import Ask, reworded
from wellmetrics.views.meanings import Asked
from wellmetrics.views.upload import ChangeView, FileView


def draw(
    at: Here, waiting: Waiting, checked: Checked, file: FileView, asks: tuple[Ask, ...], words: Asked, terms: list[str]
) -> None:  # fmt: skip
    opened = not file.loads or bool(asks) or words.open
    with st.expander(f"{plain(file.file)}: {plain(file.state)}", expanded=opened):
        st.markdown("\n".join(f"- {plain(decision)}" for decision in file.decisions))
        if file.read_as:
            st.html(tables.read_as(file.read_as, file.file, dark()))
        for number, group in enumerate(file.groups, 1):
            problems.show(group, f"{file.file}, problem {number}", f"{waiting.id}-{number}")
        meanings.ask(at, waiting, checked.dataset.name if checked.dataset else "", words)
        # What cannot be read cannot be marked either.
        if file.groups and checked.dataset:
            _back(waiting, checked)
        for survey, draft in desk.drafts(at.home, checked).items():
            label = f"Download a draft that declares the questions of “{plain(survey)}”"
            download.button(label, draft, f"{survey}.toml", key=f"draft-{waiting.id}-{survey}")
        say.ask(at, waiting, asks, reworded(checked), file.log, terms)
        if st.button("Take this file off the desk", key=f"out-{waiting.id}"):
            desk.take_out(at.home, at.who, [waiting.id])
            st.rerun()


def _back(waiting: Waiting, checked: Checked) -> None:
    """The sender's own file, worked out when somebody asks for it."""
    st.markdown("**Give me my file back with the problems marked**")
    stem = waiting.file.rpartition(".")[0]
    ways = (
        ("As an Excel workbook", f"{stem}-marked.xlsx", lambda: desk.marked_xlsx(checked)),
        ("As CSV", f"{stem}-marked.csv", lambda: desk.marked_csv(checked)),
        ("Only the list of problems", f"{stem}-problems.csv", lambda: desk.report(checked.problems)),
    )
    for place, (label, name, make) in zip(st.columns(3), ways, strict=True):
        with place:
            download.button(label, make, name, key=f"{name}-{waiting.id}")


def change(seen: ChangeView, file: str) -> None:
    st.markdown(f"**{plain(file)}**: {plain(seen.sentence)}")
    if seen.schools:
        st.html(tables.changes(seen, file, dark()))
