"""The menu of the reader's role, and the screen they chose."""

import streamlit as st

from pages.parts import address, looking, seen, sidebar, watching
from pages.parts.frame import asked, here
from pages.parts.screens import WINGS, in_menu


def run() -> None:
    st.set_page_config(page_title="wellmetrics", layout="wide")
    at = asked()
    wings = {title: [_screen(wing, name, at.grant.role) for name in names] for wing, title, names in WINGS}
    page = st.navigation(wings, position="hidden")
    figures = here() if at.grant.viewer else None
    with st.sidebar:
        sidebar.draw(at, figures)
        chosen = {name: value for name, value in address.read().items() if value}
        for wing, screens in wings.items():
            _wing(wing, [screen for screen in screens if screen.visibility == "visible"], chosen)
        if at.reader.who:
            watching.watch(at.reader)
    looking.say(at)
    seen.note(at, page.url_path)
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
        visibility="visible" if in_menu(name, role) else "hidden",
    )
