"""The file of who may sign in, who is signed in, and who did what: asked at every request, written at many.

SQLite and not DuckDB: it opens in a millisecond, several processes may have it open, and a trigger keeps the record
from being changed. Apart from the workbook, because a restore must not give a removed role back.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib import resources
from pathlib import Path

from wellmetrics.archive import PEOPLE
from wellmetrics.model import Refusal

WAIT = 10  # seconds for another process that writes
_READY: set[tuple[Path, int]] = set()


@contextmanager
def writing(home: Path) -> Iterator[sqlite3.Connection]:
    """One change, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened(home / PEOPLE) as con:
        con.execute("BEGIN IMMEDIATE")
        yield con
        con.execute("COMMIT")


@contextmanager
def reading(home: Path) -> Iterator[sqlite3.Connection | None]:
    """One question; None where nobody was ever invited and nothing was recorded."""
    if not (home / PEOPLE).exists():
        yield None
        return
    with _opened(home / PEOPLE) as con:
        yield con


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as con:
            _migrate(con, path)
            yield con
    except sqlite3.DatabaseError as error:
        raise Refusal(
            f"The file {path.name} cannot be used: {error}. Nobody can sign in until it can."
        ) from None


def _migrate(con: sqlite3.Connection, path: Path) -> None:
    """Numbered files, forwards only; the number of the last one stands in the file itself."""
    this = (path, path.stat().st_ino)
    if this in _READY:
        return
    path.chmod(0o600)
    con.execute("PRAGMA journal_mode = WAL")
    folder = resources.files("wellmetrics.people.migrations")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    # Two processes may be first: who waits for the lock finds the work done.
    con.execute("BEGIN IMMEDIATE")
    (done,) = con.execute("PRAGMA user_version").fetchone()
    for file in files[done:]:
        for statement in _statements(file.read_text()):
            con.execute(statement)
    con.execute(f"PRAGMA user_version = {len(files):d}")
    con.execute("COMMIT")
    _READY.add(this)


def _statements(script: str) -> Iterator[str]:
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


def text(moment: datetime) -> str:
    """A moment as the file keeps it: it sorts as it reads."""
    return moment.isoformat(timespec="microseconds")
