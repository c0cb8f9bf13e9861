"""Who is asking and what they chose, the same on every screen. Every page obtains its figures here."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.parts import address, kept
from wellmetrics import access
from wellmetrics.views import choice
from wellmetrics.views.choice import Choice, Release, Viewer

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Here:
    """The reader, their own release file, and their choice. `figures` is None where there are none yet."""

    home: Path
    viewer: Viewer
    viewers: list[Viewer]
    figures: Release | None
    choice: Choice | None
    notes: tuple[str, ...]

    @property
    def people(self) -> dict[str, str]:
        return choice.names(self.figures) if self.figures else {}

    @property
    def who(self) -> str:
        """The reader as a history names them."""
        return choice.who(self.viewer, self.people)


def here() -> Here:
    """Stops with a sentence where nobody may be served."""
    if st.get_option("server.address") not in LOOPBACK:
        st.error(
            "No sign-in is set up, so this dashboard serves this machine only. Set server.address to 127.0.0.1."
        )
        st.stop()
    home = access.home()
    return _here(str(home), choice.current(home), tuple(sorted(address.read().items())))


@st.cache_resource(max_entries=100, show_spinner=False)
def _here(home: str, current: str | None, asked: tuple[tuple[str, str], ...]) -> Here:
    """The same for the same address and release: who may be served is checked before."""
    address_says, viewers = dict(asked), kept.viewers(home, current)
    viewer, note = choice.viewer(address_says.get("role"), viewers)
    figures = kept.opened(home, str(viewer), current, viewer) if current else None
    chosen = choice.choose(figures, viewer, address_says) if figures else None
    notes = (note, *(chosen.notes if chosen else ()))
    return Here(Path(home), viewer, viewers, figures, chosen, tuple(n for n in notes if n))


def dark() -> bool:
    return st.context.theme.type == "dark"
