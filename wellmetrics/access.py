"""Who is asking, and which release file is theirs. Every page and command obtains its figures here."""

import json
import os
from functools import lru_cache
from pathlib import Path

from wellmetrics import release
from wellmetrics.model import CallError, Viewer
from wellmetrics.release import Release


def home(given: str | os.PathLike | None = None) -> Path:
    """Where the vault and the releases lie: --home, else WELLMETRICS_HOME, else var/ in the checkout."""
    chosen = given or os.environ.get("WELLMETRICS_HOME") or Path(__file__).parent.parent / "var"
    return Path(chosen).resolve()


def open_release(at: Path, viewer: Viewer) -> Release:
    """The viewer's own file of the current release. Raises Refusal with a sentence where there is none."""
    return release.open_for(at, viewer)


def may_see(viewer: Viewer, urn: str) -> None:
    """Raises where a head asks for another school."""
    if viewer.role == "head" and urn and urn != viewer.urn:
        raise CallError(
            "A head sees the own school and the pool of other schools, never another school by itself."
        )


def roles(at: Path) -> list[Viewer]:
    """Everyone the role switch of the demo can be: lead, board, and the head of each school."""
    if release.current(at) is None:
        return [Viewer("lead"), Viewer("board")]
    return [Viewer("board"), Viewer("lead"), *(Viewer("head", urn) for urn in schools(at))]


def is_demo(at: Path) -> bool:
    """Whether the figures of this home are those of fictional schools: nobody need sign in to see them."""
    name = release.current(at)
    return bool(name) and _known(at, str(name))[0]


def schools(at: Path) -> dict[str, str]:
    """The schools by URN: publicly known names, and no figure."""
    name = release.current(at)
    return dict(_known(at, name)[1]) if name else {}


# Asked at every request.
@lru_cache(maxsize=8)
def _known(at: Path, name: str) -> tuple[bool, dict[str, str]]:
    """What everybody may know of a release: is it the demo trust's, and its schools by URN. No reader's file is opened."""
    path = at / "releases" / name / release.KNOWN
    if not path.exists():
        return _known_of_old(at, name)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return said["demo"], said["schools"]
    except (ValueError, KeyError):
        raise release.damaged(path) from None


def _known_of_old(at: Path, name: str) -> tuple[bool, dict[str, str]]:
    """A release from before this was written beside its files."""
    board = release.open_for(at, Viewer("board"), name)
    try:
        return board.meta.get("demo") == "yes", {place.urn: place.name for place in board.schools}
    finally:
        board.close()
