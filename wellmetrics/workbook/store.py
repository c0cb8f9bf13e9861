"""The file of the workbook, open for one question or one sentence at a time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

import duckdb

from wellmetrics import archive, opening, people

WAIT = 10


@contextmanager
def opened(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Waits a little where another process has it; says damage and a full disk in a sentence."""
    path = home / archive.WORKBOOK
    con = opening.connect(path, WAIT)
    try:
        opening.migrate(con, resources.files("wellmetrics.workbook.migrations"), lambda _: None)
        yield con
    except (duckdb.Error, OSError) as error:
        raise opening.refusal(error, path) or error from None
    finally:
        con.close()


def wrote(home: Path, con: duckdb.DuckDBPyConnection, who: str, what: str, about: str) -> None:
    """Says who did what, without the words: here, and in the record. What cannot be recorded is not written."""
    con.execute("INSERT INTO written VALUES (?, ?, ?, ?)", [opening.now(), who, what, about])
    people.note(home, who, what, about)


def written(home: Path) -> list[people.Said]:
    """Who wrote what about what, and when, as the workbook itself has it."""
    if not (home / archive.WORKBOOK).exists():
        return []
    with opened(home) as con:
        return [people.Said(*row) for row in con.execute("SELECT * FROM written").fetchall()]


def state(home: Path) -> tuple[tuple[int, int], ...]:
    """Changes whenever somebody writes: what was read before need not be read again."""
    path, found = home / archive.WORKBOOK, []
    for file in (path, Path(f"{path}.wal")):
        with suppress(FileNotFoundError):
            stat = file.stat()
            found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)
