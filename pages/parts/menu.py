"""The menu of the reader's role, and the screen they chose."""

import streamlit as st

from pages.parts import address, sidebar
from pages.parts.frame import here

MENU = {
    "": (("overview/home", "Home"),),
    "Overview": (
        ("overview/trust", "Trust"),
        ("overview/school", "School"),
        ("overview/indicator", "Indicator"),
        ("overview/referrals", "Referrals"),
        ("overview/participation", "Participation"),
        ("overview/voice", "Voice"),
    ),
    "This term": (("term/this_term", "This term"), ("term/upload", "Upload"), ("term/history", "History")),
    "About": (("about/methods", "Methods"), ("about/dictionary", "Dictionary")),
}
ONLY = {
    "Home": (),
    "Trust": ("board", "lead"),
    "This term": ("lead",),
    "Upload": ("lead",),
    "History": ("lead",),
}


def run() -> None:
    st.set_page_config(page_title="wellmetrics", layout="wide")
    at = here()
    wings = {
        wing: [_screen(path, title, at.viewer.role) for path, title in every] for wing, every in MENU.items()
    }
    page = st.navigation(wings, position="hidden")
    with st.sidebar:
        sidebar.draw(at)
        asked = {name: value for name, value in address.read().items() if value}
        for wing, screens in wings.items():
            _wing(wing, [screen for screen in screens if screen.visibility == "visible"], asked)
    page.run()


def _wing(wing: str, screens: list, asked: dict[str, str]) -> None:
    """The links carry the choice, so that a screen opened in a new tab shows the same school and term."""
    if screens:
        st.markdown(f"**{wing}**")
    for screen in screens:
        st.page_link(screen, query_params=asked)


def _screen(path: str, title: str, role: str):
    """A screen of another role is out of the menu, but its address still explains itself."""
    return st.Page(
        f"pages/{path}.py",
        title=title,
        url_path=path.split("/")[1],
        default=title == "Home",
        visibility="visible" if role in ONLY.get(title, (role,)) else "hidden",
    )
