"""Everything of a home that is somebody's, gathered in one look: rows, kept files, files that wait on the desk."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from wellmetrics.desk import waiting
from wellmetrics.desk.waiting import Waiting
from wellmetrics.intake.check import recognised
from wellmetrics.intake.checked import Context
from wellmetrics.keys import Key
from wellmetrics.opening import Tell, quiet
from wellmetrics.rights import files, marks
from wellmetrics.rights.files import Kept, Whose
from wellmetrics.rights.marks import Counted
from wellmetrics.vault import Load, Vault


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A file that waits; `rows` is None where nobody can read it as a table, and so nobody can tell."""

    path: Path
    about: Waiting
    rows: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """`kept` are files by batch; one that nobody can read any more counts as somebody's, as None."""

    loads: dict[int, Load]
    rows: list[Counted]
    kept: dict[int, Kept | None]
    desk: list[OnDesk]

    @property
    def in_vault(self) -> int:
        """Rows of loads, or of kept files where they never came to be rows."""
        of_files = sum(one.rows for one in self.kept.values() if one)
        return sum(rows for _, _, rows, *_ in self.rows) or of_files

    @property
    def nothing(self) -> bool:
        return not (self.in_vault or any(one.rows for one in self.desk))


def held(vault: Vault, whose: Whose, tell: Tell = quiet) -> Held:
    """What is of these people; their rows are marked in the vault."""
    marks.begin(vault.con)
    marks.people(vault.con, whose(marks.pseudonyms(vault.con)))
    rows, context = marks.counted(vault.con), vault.context()
    loads = {load.batch: load for load in vault.history()}
    with_rows, kept = {batch for _, batch, *_ in rows}, {}
    for batch, load in sorted(loads.items()):
        tell(f"Looking through {load.file}")
        lines = marks.lines_of(vault.con, batch)
        found = _kept(vault, context, whose, load, lines)
        if found and found.rows:
            kept[batch] = found
            marks.lines(vault.con, batch, found.lines)
        elif found is None and batch in with_rows and vault.holds_original(batch):
            kept[batch] = None
    marks.queries(vault.con)
    return Held(loads, rows, kept, list(_on_desk(vault.home, vault.key, context, whose)))


def _kept(vault: Vault, context: Context, whose: Whose, load: Load, lines: Collection[int]) -> Kept | None:
    if not vault.holds_original(load.batch):
        return None
    data = vault.original(load.batch)
    return files.looked_through(vault.key, context, whose, load.file, data, load.dataset, lines)


def _on_desk(home: Path, key: Key, context: Context, whose: Whose) -> Iterator[OnDesk]:
    for path, about in waiting.everybodys(home):
        data = key.unseal(path.read_bytes())
        dataset = recognised(about.file, data, about.options, context)
        found = files.looked_through(key, context, whose, about.file, data, dataset.name if dataset else "")
        if found is None or found.rows:
            yield OnDesk(path, about, found.rows if found else None)
