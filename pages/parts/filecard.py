"""One uploaded file on the Upload screen: what it was taken for, its problems, what it would change."""

import streamlit as st

from pages.parts.frame import dark
from pages.parts.text import plain
from wellmetrics.charts import desk as tables
from wellmetrics.views.upload import ChangeView, FileView


def draw(file: FileView, report: str, position: int) -> None:
    st.subheader(f"{plain(file.file)}: {plain(file.state)}")
    st.markdown("\n".join(f"- {plain(decision)}" for decision in file.decisions))
    for number, group in enumerate(file.groups, 1):
        times = f"{group.count:,} × " if group.count > 1 else ""
        where = f"{group.column}: " if group.column else ""
        st.markdown(f"**{plain(times + where + group.problem)}**  \n{plain(group.fix)} ({plain(group.says)})")
        if group.rows:
            st.html(tables.rows(group, f"{file.file}, problem {number}", dark()))
    if file.groups:
        st.download_button(
            "Download every problem as CSV",
            report,
            f"problems-{position + 1}.csv",
            "text/csv",
            key=f"report-{position}",
        )


def change(seen: ChangeView, file: str) -> None:
    st.markdown(f"**{plain(file)}**: {plain(seen.sentence)}")
    if seen.schools:
        st.html(tables.changes(seen, file, dark()))
