"""Who is asking, and which release file is theirs. Every page and command obtains its figures here."""

import os
from pathlib import Path

from wellmetrics import release
from wellmetrics.model import CallError, Refusal, Viewer
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
    try:
        lead = open_release(at, Viewer("lead"))
    except Refusal:
        return [Viewer("lead"), Viewer("board")]
    heads = [Viewer("head", place.urn) for place in lead.schools]
    lead.close()
    return [Viewer("board"), Viewer("lead"), *heads]
