"""Who is asking and what they chose, the same on every screen. Every page obtains its figures here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.parts import address
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A reader with figures to see."""

    viewer: Viewer
    figures: Release
    choice: Choice


def here() -> Here:
    """Stops with a sentence where nobody may be served."""
    if st.get_option("server.address") not in LOOPBACK:
        st.error(
            "No sign-in is set up, so this dashboard serves this machine only. Set server.address to 127.0.0.1."
        )
        st.stop()
    home, asked = access.home(), address.read()
    current = choice.current(home)
    viewers = _viewers(str(home), current)
    viewer, note = choice.viewer(asked.get("role"), viewers)
    figures = _open(str(home), str(viewer), current, viewer) if current else None
    chosen = choice.choose(figures, viewer, asked) if figures else None
    notes = (note, *(chosen.notes if chosen else ()))
    return Here(home, viewer, viewers, figures, chosen, tuple(n for n in notes if n))


@st.cache_resource(max_entries=4, show_spinner=False)
def _viewers(home: str, current: str | None) -> list[Viewer]:
    return access.roles(Path(home))


@st.cache_resource(max_entries=64, show_spinner=False)
def _open(home: str, who: str, current: str, _viewer):
    return access.open_release(Path(home), _viewer)


def shown(view: Callable, at: Opened):
    """A view model, worked out once for a release, an audience and a choice. Its records are frozen, so shared."""
    name = f"{view.__module__}.{view.__qualname__}"
    return _shown(name, str(at.figures.path), at.choice, view, at.figures)


@st.cache_resource(max_entries=500, show_spinner=False)
def _shown(name: str, path: str, chosen: Choice, _view: Callable, _figures: Release):
    return _view(_figures, chosen)


def dark() -> bool:
    return st.context.theme.type == "dark"
