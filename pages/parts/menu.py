"""The menu of the reader's role, and the screen they chose."""

import streamlit as st

from pages.parts import sidebar
from pages.parts.frame import here

MENU = {
    "": (("overview/home", "Home"),),
    "Overview": (
        ("overview/trust", "Trust"),
        ("overview/school", "School"),
        ("overview/indicator", "Indicator"),
    ),
    "This term": (("term/upload", "Upload"), ("term/history", "History")),
    "About": (("about/methods", "Methods"), ("about/dictionary", "Dictionary")),
}
ONLY = {"Home": (), "Trust": ("board", "lead"), "Upload": ("lead",), "History": ("lead",)}


def run() -> None:
    st.set_page_config(page_title="wellmetrics", layout="wide")
    at = here()
    page = st.navigation(
        {
            wing: [_screen(path, title, at.viewer.role) for path, title in screens]
            for wing, screens in MENU.items()
        }
    )
    sidebar.draw(at)
    page.run()


def _screen(path: str, title: str, role: str):
    """A screen of another role is out of the menu, but its address still explains itself."""
    return st.Page(
        f"pages/{path}.py",
        title=title,
        url_path=path.split("/")[1],
        default=title == "Home",
        visibility="visible" if role in ONLY.get(title, (role,)) else "hidden",
    )
