"""What is worked out once and shared between runs: bounded, and kept by the path of a reader's own release file.

Two readers share a record only where they read the same file, so no cache can hand one what is another's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from wellmetrics import access
from wellmetrics.views.choice import Choice, Release, Viewer


@dataclass(frozen=True, slots=True)
class Opened:
    """A reader with figures to see."""

    viewer: Viewer
    figures: Release
    choice: Choice


@st.cache_resource(max_entries=4, show_spinner=False)
def viewers(home: str, current: str | None) -> list[Viewer]:
    return access.roles(Path(home))


@st.cache_resource(max_entries=64, show_spinner=False)
def opened(home: str, who: str, current: str, _viewer: Viewer) -> Release:
    return access.open_release(Path(home), _viewer)


def shown(view: Callable, at: Opened):
    """A view model, worked out once for a release, an audience and a choice. Its records are frozen."""
    name = f"{view.__module__}.{view.__qualname__}"
    return _shown(name, str(at.figures.path), at.choice, view, at.figures)


@st.cache_resource(max_entries=500, show_spinner=False)
def _shown(name: str, path: str, chosen: Choice, _view: Callable, _figures: Release):
    return _view(_figures, chosen)
