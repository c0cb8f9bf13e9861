"""One kind of problem: what it is, what to do, its first lines, and the rest for whoever wants to see them."""

import streamlit as st

from pages.parts.frame import dark
from pages.parts.text import plain
from wellmetrics.charts import desk as tables
from wellmetrics.views.upload import Group


def show(group: Group, name: str, key: str) -> None:
    st.markdown(f"**{plain(group.title)}**  \n{plain(group.fix)} ({plain(group.says)})")
    if not group.rows:
        return
    if group.every and st.toggle(f"Show {group.every}", key=f"every-{key}"):
        page = _page(group.pages, key)
        which = f"{group.pages[page]} of {group.count:,}"
        st.html(tables.rows(group, group.page(page), which, name, dark()))
    else:
        st.html(tables.rows(group, group.rows, group.shown, name, dark()))


def _page(pages: dict[int, str], key: str) -> int:
    if len(pages) == 1:
        return 0
    return (
        st.radio("Lines", list(pages), format_func=pages.__getitem__, horizontal=True, key=f"page-{key}") or 0
    )
