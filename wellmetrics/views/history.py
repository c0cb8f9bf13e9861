"""Every load, newest first: who brought what, what it changed, and whether it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

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

    @property
    def label(self) -> str:
        return f"Batch {self.batch}: {self.file}, {self.when}"


def view(loads: Iterable) -> tuple[LoadView, ...]:
    return tuple(_load(load) for load in loads)


def _load(load) -> LoadView:
    counts = f"{load.rows_new:,} new, {load.rows_changed:,} changed, {load.rows_same:,} the same, {load.rows_gone:,} gone"
    when = f"{numbers.day(load.loaded_at)}, {load.loaded_at:%H:%M}"
    return LoadView(
        load.batch,
        load.file,
        load.dataset,
        load.by,
        when,
        load.sha256[:16],
        counts,
        load.state,
        load.state == "loaded",
    )
