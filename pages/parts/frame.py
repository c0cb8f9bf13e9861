"""Who is asking and what they chose, the same on every screen. Every page obtains its figures here."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from pages.parts import address, asking, kept
from pages.parts.readers import Asked, Here
from pages.parts.text import plain
from wellmetrics import access
from wellmetrics.people import Grant
from wellmetrics.views import choice
from wellmetrics.views.choice import Refusal

Says = tuple[tuple[str, str], ...]


def asked() -> Asked:
    """Stops with a sentence where nobody may be served."""
    reader = asking.reader()
    given = (reader.looks_as,) if reader.looks_as else reader.grants
    grant, note = choice.grant(address.read().get("role"), given)
    # Whoever is signed in has the roles they have: an address that names another was somebody else's.
    return Asked(access.home(), reader, grant, "" if reader.who else note)


def here() -> Here:
    """The same with the figures of the role. Stops where the role has none."""
    at = asked()
    if at.grant.viewer is None:
        st.title("This screen is not in your menu")
        st.markdown(f"The role {at.grant.words.lower()} sees no figures. Choose a screen in the menu.")
        st.stop()
    current, says = choice.current(at.home), tuple(sorted(address.read().items()))
    try:
        return _here(str(at.home), current, str(at.grant), at.reader.who, at.looks, at.note, says)
    except Refusal as refusal:
        st.title("No figures yet")
        st.markdown(plain(str(refusal)))
        st.stop()


@st.cache_resource(max_entries=100, show_spinner=False)
def _here(home: str, current: str | None, role: str, email: str, looks: bool, note: str, asked: Says) -> Here:
    """The same for the same role, address and release: who may be served is checked before."""
    grant, says = Grant.parse(role), dict(asked)
    assert grant.viewer is not None  # noqa: S101
    viewer = replace(grant.viewer, looks=looks)
    figures = kept.opened(home, str(viewer), current, viewer) if current else None
    chosen = choice.choose(figures, viewer, says) if figures else None
    notes = tuple(filter(None, (note, *(chosen.notes if chosen else ()))))
    return Here(Path(home), grant, viewer, figures, chosen, notes, email)


def dark() -> bool:
    return st.context.theme.type == "dark"


__all__ = ["Asked", "Here", "asked", "dark", "here"]
