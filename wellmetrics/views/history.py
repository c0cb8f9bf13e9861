"""Every load, newest first: who brought what, what it changed, and whether it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from wellmetrics.desk.looking import SCHOOLS_CLOCK
from wellmetrics.words import numbers


@dataclass(frozen=True, slots=True)
class LoadView:
    batch: int
    file: str
    dataset: str
    by: str
    when: str
    sha256: str
    counts: str
    state: str
    undoable: bool
    why: str = ""

    @property
    def label(self) -> str:
        return f"Batch {self.batch}: {self.file}, {self.when}"


def view(loads: Iterable) -> tuple[LoadView, ...]:
    return tuple(_load(load) for load in loads)


def _load(load) -> LoadView:
    counts = f"{load.rows_new:,} new, {load.rows_changed:,} changed, {load.rows_same:,} the same, {load.rows_gone:,} gone"
    return LoadView(
        load.batch, load.file, load.dataset, load.by, moment(load.loaded_at), load.sha256[:16], counts,
        ". ".join(filter(None, (_state(load), load.waits))), load.state == "loaded", load.why,
    )  # fmt: skip


def _state(load) -> str:
    """`loaded`, `undone by ... on ...: ...`, `loaded again by ...`."""
    if load.changed_at is None:
        return load.state
    did = "undone" if load.state == "undone" else "loaded again"
    said = f"{did} by {load.changed_by}, {moment(load.changed_at)}"
    return f"{said}: {load.changed_why}" if load.changed_why else said


def moment(at: datetime) -> str:
    here = at.replace(tzinfo=UTC).astimezone(SCHOOLS_CLOCK)
    return f"{numbers.day(here)}, {here:%H:%M}"
