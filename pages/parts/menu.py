"""The menu of the reader's role, and the screen they chose."""

import streamlit as st

from pages.parts import address, sidebar
from pages.parts.frame import here

# Folder of the screens, what the menu calls it, and its screens.
WINGS = (
    ("overview", "", ("home",)),
    (
        "overview",
        "Overview",
        ("trust", "school", "indicator", "change", "compare", "gaps", "referrals", "participation", "voice"),
    ),
    ("term", "This term", ("this_term", "upload", "queries", "history")),
    ("about", "About", ("methods", "dictionary")),
)
LEADS = ("lead",)
ONLY = {"home": (), "trust": ("board", "lead"), **dict.fromkeys(WINGS[2][2], LEADS)}


def run() -> None:
    st.set_page_config(page_title="wellmetrics", layout="wide")
    at = here()
    wings = {title: [_screen(wing, name, at.viewer.role) for name in names] for wing, title, names in WINGS}
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


def _screen(wing: str, name: str, role: str):
    """A screen of another role is out of the menu, but its address still explains itself."""
    return st.Page(
        f"pages/{wing}/{name}.py",
        title=name.replace("_", " ").capitalize(),
        url_path=name,
        default=name == "home",
        visibility="visible" if role in ONLY.get(name, (role,)) else "hidden",
    )
