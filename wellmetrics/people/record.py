"""Who did what and when: written once, never changed, never emptied. A restore does not take it back."""

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wellmetrics.model import CallError
from wellmetrics.opening import now
from wellmetrics.people.roles import Grant
from wellmetrics.people.store import reading, text, writing

READERS = ("administrator", "data protection officer")


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    done_at: datetime
    who: str
    what: str
    about: str


def note(home: Path, who: str, what: str, about: str) -> None:
    """Adds one entry, such as “load” about “batch 12: absence from autumn.csv”."""
    with writing(home) as con:
        add(con, who, what, about)


def add(con: sqlite3.Connection, who: str, what: str, about: str) -> None:
    """The same within a change, so that the change and its entry are there both or neither."""
    last = con.execute("SELECT number, digest FROM record ORDER BY number DESC LIMIT 1").fetchone() or (0, "")
    row = (last[0] + 1, text(now()), who, what, about)
    con.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", [*row, _digest(last[1], row)])


def entries(home: Path, asking: Grant, most: int = -1) -> list[Entry]:
    """Every entry, or the latest of them, the newest first. Raises CallError for a role that may not read them."""
    if asking.role not in READERS:
        raise CallError(
            "The record of who did what is for the administrator and the data protection officer."
        )
    with reading(home) as con:
        if con is None:
            return []
        rows = con.execute(
            "SELECT number, done_at, who, what, about FROM record ORDER BY number DESC LIMIT ?", [most]
        ).fetchall()
    return [Entry(number, datetime.fromisoformat(at), *rest) for number, at, *rest in rows]


def broken(home: Path) -> int | None:
    """The number of the first entry that was changed or follows one that is gone; None where the record is whole."""
    with reading(home) as con:
        if con is None:
            return None
        last = _anchor(con)
        rows = con.execute("SELECT number, done_at, who, what, about, digest FROM record ORDER BY number")
        for *row, digest in rows:
            if row[0] != last[0] + 1 or digest != _digest(last[1], tuple(row)):
                return row[0]
            last = (row[0], digest)
    return None


def _anchor(con: sqlite3.Connection) -> tuple[int, str]:
    """What the first entry follows on: nothing, or the last of those that a purge took out."""
    if not con.execute("SELECT 1 FROM sqlite_master WHERE name = 'record_anchor'").fetchone():
        return 0, ""
    return con.execute("SELECT number, digest FROM record_anchor").fetchone() or (0, "")


def _digest(before: str, row: tuple) -> str:
    return hashlib.sha256("\x1f".join([before, *map(str, row)]).encode()).hexdigest()
