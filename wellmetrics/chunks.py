"""A few schools at a time: so many that their rows fit into memory, whatever the vault holds.

What a row says is counted within its own school. So a chunk of schools is worked out alone, and only small tables are
kept of it.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

import duckdb

from wellmetrics import catalogue, opening
from wellmetrics.model import Dataset
from wellmetrics.standing import ident, standing

ROWS_AT_ONCE = 600_000  # spells, answers and rows of every other kind: about 2 GB while their facts are made
# A reply is as many rows as it has answers.
WEIGHTS = {"survey": "sum(cardinality(answers))"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """The schools from URN `first` on and before `end`; the last chunk has no end, so that every row is in one."""

    first: str = ""
    end: str | None = None

    def __contains__(self, urn: str) -> bool:
        return self.first <= urn and (self.end is None or urn < self.end)

    @property
    def condition(self) -> str:
        """A range, because DuckDB asks it of the rows before it looks for those that stand; a list it asks after."""
        until = "" if self.end is None else f" AND urn < {_text(self.end)}"
        return f"urn >= {_text(self.first)}{until}"


def split(rows: Iterable[tuple[str, int]], most: int) -> list[Chunk]:
    """Chunks of at most so many rows, or of one school that has more. `rows` are those of each URN, in order."""
    starts, held = [""], 0
    for urn, n in rows:
        if held and held + n > most:
            starts.append(urn)
            held = 0
        held += n
    return [Chunk(first, end) for first, end in zip(starts, [*starts[1:], None], strict=True)]


def each(con: duckdb.DuckDBPyConnection, most: int, kept: Iterable[str]) -> Generator[Chunk]:
    """One chunk after the other. While one is at work, only its rows stand; what it leaves of `kept` is put together.

    All else that it made goes. Where one chunk is enough, nothing is limited, kept or dropped.
    """
    rows = _rows(con)
    with (
        opening.all_threads(con, sum(n for _, n in rows)),
        closing(_each(con, split(rows, most), kept)) as chunks,
    ):
        yield from chunks


def _each(con: duckdb.DuckDBPyConnection, chunks: Sequence[Chunk], kept: Iterable[str]) -> Generator[Chunk]:
    if len(chunks) == 1:
        yield chunks[0]
        return
    before = _temporary(con)
    try:
        for chunk in chunks:
            _limit(con, chunk.condition)
            yield chunk
            for name in kept:
                if chunk is chunks[0]:
                    con.execute(f"CREATE OR REPLACE TEMP TABLE whole_{name} AS FROM {name} LIMIT 0")
                con.execute(f"INSERT INTO whole_{name} FROM {name}")
            for name in _temporary(con) - before - {f"whole_{name}" for name in kept}:
                con.execute(f"DROP TABLE {name}")
    finally:
        with suppress(duckdb.Error):  # a full disk may have closed the store
            _limit(con, "true")
    for name in kept:
        con.execute(f"DROP TABLE IF EXISTS {name}")
        con.execute(f"ALTER TABLE whole_{name} RENAME TO {name}")


def _by_school() -> list[Dataset]:
    return [d for d in catalogue.all_datasets().values() if d.storage != "reference" and "urn" in d.stored]


def _rows(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Rows as loaded, by school: to find those that stand, all of them would have to be in memory."""
    counts = " UNION ALL ".join(
        f"SELECT urn, {WEIGHTS.get(d.name, 'count(*)')} AS n FROM {ident(d.name)} GROUP BY urn"
        for d in _by_school()
    )
    return con.execute(
        f"SELECT urn, CAST(sum(n) AS BIGINT) FROM ({counts}) GROUP BY urn ORDER BY urn"
    ).fetchall()


def _limit(con: duckdb.DuckDBPyConnection, condition: str) -> None:
    for dataset in _by_school():
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW standing_{dataset.name} AS "
            f"SELECT * FROM ({standing(dataset)}) WHERE {condition}"
        )


def _temporary(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {
        name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    }


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
