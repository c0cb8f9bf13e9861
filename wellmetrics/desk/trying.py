"""Dry runs: what a load would change, in rows, in totals and in figures, worked out on a copy in memory."""

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wellmetrics import publish, release
from wellmetrics.build import about
from wellmetrics.desk.looking import Looked, covers, reading, refuse_if_changed
from wellmetrics.disclosure import memory
from wellmetrics.disclosure.attack import verify
from wellmetrics.disclosure.door import protect
from wellmetrics.imagined import Imagined
from wellmetrics.intake import aside
from wellmetrics.model import CallError, Viewer
from wellmetrics.observe import observe
from wellmetrics.opening import Tell, quiet
from wellmetrics.release import Release
from wellmetrics.totals import Total, changed, sums
from wellmetrics.vault import Change


@dataclass(frozen=True, slots=True)
class DryRun:
    """What loading all that is ready would do, file after file. `token` is that of what was looked at."""

    files: tuple[tuple[str, str, Change], ...]  # file, dataset, change: totals, and school by school
    totals: tuple[Total, ...]
    token: str


def dry_run(home: Path, looked: Looked, tell: Tell = quiet) -> DryRun:
    """Stores nothing. Raises Refusal where the rows have changed since they were looked at."""
    with _imagined(home, looked, tell) as vault:
        ready = looked.ready
        datasets = list(dict.fromkeys(one.dataset.name for _, one in ready if one.dataset))
        before = sums(vault, datasets)
        changes = tuple(_load(vault, looked, tell))
        return DryRun(changes, changed(before, sums(vault, datasets)), looked.token)


@contextmanager
def figures_to_be(
    home: Path, viewer: Viewer, looked: Looked, tell: Tell = quiet
) -> Iterator[tuple[Release | None, Release]]:
    """The lead's figures as they are and as they would be, both open until the context ends; then the latter are gone.

    They pass the same door as every release, and no other reader's file is written.
    """
    if viewer.role != "lead":
        raise CallError("Figures that do not stand yet are for the wellbeing lead alone.")
    folder = _folder(home)
    before = release.open_for(home, viewer) if release.current(home) else None
    try:
        after = Release(_write(folder, home, looked, tell))
        try:
            yield before, after
        finally:
            after.close()
    finally:
        if before:
            before.close()
        publish.remove(folder)


def _write(folder: Path, home: Path, looked: Looked, tell: Tell) -> Path:
    with _imagined(home, looked, tell) as vault:
        for _ in _load(vault, looked, tell):
            pass
        tell("Working out the figures as they would be")
        observed = observe(vault)
        audiences = protect(observed, memory=memory.read(home, vault.key))
        lead = next(verify(audience, observed) for audience in audiences)
        meta = about(vault, {}) | {"release": "to be", "made_at": ""}
        publish.write_files(folder, vault.key, observed, [lead], meta)
    return folder / "lead.duckdb"


@contextmanager
def _imagined(home: Path, looked: Looked, tell: Tell) -> Iterator[Imagined]:
    tell("Copying the rows that stand")
    with aside.begun(home) as beside:
        with reading(home, tell) as vault:
            refuse_if_changed(vault, looked.token)
            twin = Imagined(vault, beside.folder)
        with twin:
            yield twin


def _load(vault: Imagined, looked: Looked, tell: Tell) -> Iterator[tuple[str, str, Change]]:
    ready = looked.ready
    for number, (sent, checked) in enumerate(ready, 1):
        tell(f"Trying {checked.file}, {number} of {len(ready)}")
        change = vault.preview(checked, covers(sent, checked))
        vault.load(checked, "", covers(sent, checked))
        yield checked.file, checked.dataset.name if checked.dataset else "", change


def _folder(home: Path) -> Path:
    """A folder of the owner's alone. What a killed process left behind goes first."""
    releases = home / "releases"
    releases.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
    publish.sweep(releases)
    return Path(tempfile.mkdtemp(dir=releases, prefix=publish.TO_BE))
