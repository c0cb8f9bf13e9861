"""The frame: who is asking, the menu of their role, and the screen they chose."""

import streamlit as st

from pages.parts import sidebar
from pages.parts.frame import here

st.set_page_config(page_title="wellmetrics", layout="wide")

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

at = here()
role = at.viewer.role


def screen(path: str, title: str):
    """A screen of another role is out of the menu, but its address still explains itself."""
    seen = role in ONLY.get(title, (role,))
    return st.Page(
        f"pages/{path}.py",
        title=title,
        url_path=path.split("/")[1],
        default=title == "Home",
        visibility="visible" if seen else "hidden",
    )


page = st.navigation({wing: [screen(*one) for one in screens] for wing, screens in MENU.items()})
sidebar.draw(at)
page.run()
