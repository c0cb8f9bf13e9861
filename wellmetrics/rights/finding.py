"""Where a home holds somebody: counts, days and files, and nothing of what the rows say."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wellmetrics import archive
from wellmetrics.build import WAIT
from wellmetrics.model import CallError
from wellmetrics.opening import Tell, quiet
from wellmetrics.rights.held import Held, held
from wellmetrics.vault import Vault


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` is None where a file on the desk cannot be read as a table."""

    where: str
    dataset: str
    batch: int | None
    file: str
    rows: int | None
    first_day: date | None
    last_day: date | None
    state: str


def find(home: Path, reference: str, tell: Tell = quiet) -> list[Found]:
    """Every place that holds a reference as the trust writes it. Leaves nothing behind."""
    if not (home / archive.VAULT).exists():
        return []
    with Vault(home, WAIT, tell) as vault:
        named = set(vault.key.pseudonyms([checked(reference)]))
        return list(places(held(vault, named.intersection, tell)))


def checked(reference: str) -> str:
    if not reference.strip():
        raise CallError("Say whom: the reference as the trust's own files write it.")
    return reference


def places(of: Held) -> list[Found]:
    found = [
        Found("rows", name, batch, of.loads[batch].file, rows, first, last, of.loads[batch].state)
        for name, batch, rows, first, last in of.rows
    ]
    for batch, kept in of.kept.items():
        load = of.loads[batch]
        found.append(
            Found("kept file", load.dataset, batch, load.file, kept and kept.rows, None, None, load.state)
        )
    found += [Found("desk", "", None, one.about.file, one.rows, None, None, "waits") for one in of.desk]
    return sorted(found, key=lambda one: (one.batch or 1 << 30, one.where != "rows"))
