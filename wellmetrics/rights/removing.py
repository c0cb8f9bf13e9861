"""Takes marked rows out for good: the stores are written anew without them, and one rename puts them in place."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from wellmetrics import archive, opening, people, tombstones
from wellmetrics.model import Refusal
from wellmetrics.opening import Tell, now, quiet
from wellmetrics.rights import held, marks
from wellmetrics.rights.files import Kept
from wellmetrics.vault import Vault
from wellmetrics.words.numbers import times


@dataclass(frozen=True, slots=True)
class Removal:
    """What is done besides the marked rows. `files` are kept files that go, or stay as other bytes.

    `erased` are the digests of everybody who was ever erased; None where nobody more was. Who wrote what in the workbook
    `before` a day goes too.
    """

    what: str
    who: str
    said: str
    rows: int
    files: Mapping[int, bytes | None] = field(default_factory=dict)
    erased: Collection[str] | None = None
    remove: Sequence[Path] = ()
    before: date | None = None


def carry_out(vault: Vault, removal: Removal, tell: Tell = quiet) -> None:
    """All of it or nothing, and no byte of it stays in the home. The vault is closed afterwards."""
    home = vault.home
    marks.of_batches(vault.con, "original", removal.files.keys())
    tell("Writing the vault anew")
    with archive.rewriting(home) as folder, _workbook(home, folder, vault, removal.before):
        _copy(vault, folder / archive.VAULT, removal)
        if removal.erased is not None:
            tombstones.write(folder, removal.erased)
        for path in folder.iterdir():
            path.chmod(0o600)
        # What is in its log goes into the file, so that closing it later writes nothing beside the new one.
        vault.con.execute("CHECKPOINT")
        if os.name == "nt":  # Windows does not replace a file that is open
            vault.con.close()
        tell("Putting it in place")
        archive.put_rewritten(home, folder, removal.remove)
    vault.con.close()
    with suppress(Refusal):  # what was done stands, and the vault's own audit has it
        people.note(home, removal.who, removal.what, removal.said)


def _copy(vault: Vault, to: Path, removal: Removal) -> None:
    with duckdb.connect(str(to)) as copy:
        opening.copy(vault.con, copy, rows=marks.kept)
        for batch, data in removal.files.items():
            if data is not None:
                copy.execute("INSERT INTO original VALUES (?, 0, ?)", [batch, vault.key.seal(data)])
        copy.execute("INSERT INTO removal VALUES (?, ?, ?)", [now(), removal.what, removal.rows])
        copy.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?)", [now(), removal.who, removal.what, removal.said]
        )


@contextmanager
def _workbook(home: Path, folder: Path, vault: Vault, before: date | None) -> Iterator[None]:
    """The workbook without notes on what was doubtful in the rows; nobody writes into it meanwhile."""
    path, notes = home / archive.WORKBOOK, marks.notes(vault.con)
    if not ((notes or before) and path.exists()):
        yield
        return
    with opening.connect(path, wait=10) as con, duckdb.connect(str(folder / archive.WORKBOOK)) as copy:
        marks.of_workbook(con, notes, before)
        opening.copy(con, copy, rows=marks.kept_of_workbook)
        copy.close()
        con.execute("CHECKPOINT")
        if os.name == "nt":
            con.close()
        yield


def instead(kept: Mapping[int, Kept | None]) -> dict[int, bytes | None]:
    """Files that are kept, each as it is without the rows; what nobody can read goes."""
    return {batch: one.without() if one else None for batch, one in kept.items()}


def apply_again(home: Path, erased: Collection[str], tell: Tell = quiet) -> int:
    """What was erased is erased from a home that is put back. Returns how many rows went."""
    tombstones.write(home, erased)
    if not erased:
        return 0
    with Vault(home) as vault:
        found = held.held(vault, lambda names: tombstones.among(vault.key, erased, names), tell)
        rows = found.in_vault
        if not rows:
            return 0
        said = f"{times(rows, 'row')} of people erased before"
        carry_out(vault, Removal("erase", "restore", said, rows, instead(found.kept)), tell)
    return rows
