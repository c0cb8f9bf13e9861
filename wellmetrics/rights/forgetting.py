"""The old end of the record goes, and the rest can still be proved: the digest it follows on is kept as an anchor."""

import sqlite3
from datetime import date
from pathlib import Path

from wellmetrics.people import record
from wellmetrics.people.store import reading, writing

_TRIGGER = "SELECT sql FROM sqlite_master WHERE name = 'record_is_not_emptied'"
_ANCHOR = "CREATE TABLE IF NOT EXISTS record_anchor (number INTEGER PRIMARY KEY, digest TEXT NOT NULL)"


def old(home: Path, before: date) -> int:
    """How many entries of the record are from before a day."""
    with reading(home) as con:
        return _last(con, before)[1] if con else 0


def forget(home: Path, who: str, before: date) -> int:
    """Removes entries, and roles that ended, before a day; returns how many entries. One change, whole or not at all."""
    with writing(home) as con:
        con.execute("PRAGMA secure_delete = ON")
        last, count = _last(con, before)
        con.execute("DELETE FROM granted WHERE coalesce(ended_at, until) < ?", [str(before)])
        if count:
            _cut(con, last)
            record.add(
                con,
                who,
                "record purged",
                f"{count} entries of the record before {before}, up to number {last}",
            )
    with reading(home) as con:
        if con:
            # Pages that were freed earlier still hold what stood in them, and so does the log.
            con.execute("VACUUM")
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def _last(con: sqlite3.Connection, before: date) -> tuple[int, int]:
    """The newest entry always stays: the next one follows on it."""
    (last, count) = con.execute(
        "SELECT coalesce(max(number), 0), count(*) FROM record "
        "WHERE done_at < ? AND number < (SELECT max(number) FROM record)",
        [str(before)],
    ).fetchone()
    return last, count


def _cut(con: sqlite3.Connection, last: int) -> None:
    (trigger,) = con.execute(_TRIGGER).fetchone()
    con.execute(_ANCHOR)
    con.execute("DELETE FROM record_anchor")
    con.execute("INSERT INTO record_anchor SELECT number, digest FROM record WHERE number = ?", [last])
    con.execute("DROP TRIGGER record_is_not_emptied")
    con.execute("DELETE FROM record WHERE number <= ?", [last])
    con.execute(trigger)
