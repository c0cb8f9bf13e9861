"""Whether the record and the books of vault and workbook say the same: a process may die between the one and the other."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from wellmetrics.people.store import reading

What = tuple[str, str, str]  # who, what, about
# What stands in both. Who signed in, looked and saved stands in the record alone.
TWICE = (
    *("load", "undo", "redo", "release", "export", "settings", "erase", "purge"),
    *(
        "confirmation",
        "dispute",
        "dispute settled",
        "note",
        "note taken back",
        "baseline",
        "baseline unlocked",
    ),
)


class Said(NamedTuple):
    """One line of a book."""

    done_at: datetime
    who: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class Apart:
    """`lacks`: what the book says and the record does not; `more`: the other way round."""

    lacks: tuple[What, ...]
    more: tuple[What, ...]


def apart(home: Path, book: Sequence[Said]) -> Apart:
    """Since both were kept. A restore puts an earlier book in place and takes nothing out of the record."""
    record, since = _record(home)
    book = [one for one in book if one.what in TWICE]
    if not record or not book:
        return Apart((), ())
    kinds, since = {one.what for one in book}, max(since, min(book).done_at)
    restored = max((one.done_at for one in record if one.what == "restore"), default=since)
    lacks = Counter(one[1:] for one in book if one.done_at >= since)
    lacks.subtract(one[1:] for one in record if one.what in kinds)
    more = Counter(one[1:] for one in record if one.what in kinds and one.done_at >= max(since, restored))
    more.subtract(one[1:] for one in book)
    return Apart(tuple((+lacks).elements()), tuple((+more).elements()))


def _record(home: Path) -> tuple[list[Said], datetime]:
    """Its lines that stand in a book too, with restores, and when it begins."""
    asked = "SELECT done_at, who, what, about FROM record WHERE what IN (SELECT value FROM json_each(?))"
    with reading(home) as con:
        rows = con.execute(asked, [json.dumps([*TWICE, "restore"])]).fetchall() if con else []
        begins = con.execute("SELECT min(done_at) FROM record").fetchone()[0] if con else None
    found = [Said(datetime.fromisoformat(at), *rest) for at, *rest in rows]
    return found, datetime.fromisoformat(begins) if begins else datetime.max
