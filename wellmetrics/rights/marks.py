"""Marks the rows of a vault that are to go: whose they are, or how old. Nothing is removed here."""

from collections.abc import Collection, Iterable
from datetime import date

import duckdb

from wellmetrics import catalogue
from wellmetrics.model import Dataset
from wellmetrics.standing import equal, ident
from wellmetrics.tombstones import references

Counted = tuple[str, int, int, date | None, date | None]


def begin(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone (name VARCHAR, row BIGINT, batch INTEGER, line INTEGER, day DATE)"
    )


def pseudonyms(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Everybody whom a row names."""
    asked = [
        f"SELECT {ident(name)} FROM main.{ident(dataset.name)}"
        for dataset in catalogue.all_datasets().values()
        for name in references(dataset)
    ]
    return [name for (name,) in con.execute(" UNION ".join(asked)).fetchall()]


def people(con: duckdb.DuckDBPyConnection, named: Collection[str]) -> None:
    """The rows of these people in every load, also in those that are undone."""
    for dataset in catalogue.all_datasets().values():
        for name in references(dataset):
            at = ident(dataset.period_column) if dataset.period_column else "NULL"
            at = "wave_date" if dataset.stores else at
            con.execute(
                f"INSERT INTO gone SELECT ?, rowid, batch, line, {at} FROM main.{ident(dataset.name)} "
                f"WHERE list_contains(?, {ident(name)})",
                [dataset.name, list(named)],
            )


def older(con: duckdb.DuckDBPyConnection, dataset: Dataset, ends: str, before: date) -> None:
    """Rows that ended before a day. `ends` is SQL for the day on which a row `r` of the load `l` ended.

    What a later load put such a row in the place of goes with it, or it would stand again.
    """
    con.execute(
        f"""
        INSERT INTO gone
        SELECT ?, r.rowid, r.batch, r.line, {ends}
        FROM main.{ident(dataset.name)} AS r
        JOIN load AS l USING (batch)
        WHERE {ends} < ?
        """,
        [dataset.name, before],
    )
    con.execute(
        f"""
        INSERT INTO gone
        SELECT DISTINCT ?, r.rowid, r.batch, r.line, g.day
        FROM main.{ident(dataset.name)} AS r
        JOIN main.{ident(dataset.name)} AS later ON {equal(dataset.key, "r", "later")} AND later.batch > r.batch
        JOIN gone AS g ON g.name = ? AND g.row = later.rowid
        JOIN load AS l ON l.batch = later.batch AND l.undone_at IS NULL
        WHERE r.rowid NOT IN (SELECT row FROM gone WHERE name = ?)
        """,
        [dataset.name] * 3,
    )


def lines(con: duckdb.DuckDBPyConnection, batch: int, found: Iterable[int]) -> None:
    """Rows of a kept file that never came to the vault: what was doubtful in them goes too."""
    con.executemany("INSERT INTO gone VALUES ('', NULL, ?, ?, NULL)", [[batch, line] for line in found])


def queries(con: duckdb.DuckDBPyConnection) -> None:
    """What was doubtful in a marked row."""
    con.execute("""
        INSERT INTO gone
        SELECT DISTINCT 'load_query', q.rowid, q.batch, q.line, NULL
        FROM load_query AS q
        SEMI JOIN gone AS g ON g.batch = q.batch AND g.line = q.line
    """)


def queries_without_rows(con: duckdb.DuckDBPyConnection, dataset: str, batch: int) -> None:
    """What was doubtful in lines of a load that never came to be rows: it goes with the file."""
    con.execute(
        f"""
        INSERT INTO gone
        SELECT 'load_query', q.rowid, q.batch, q.line, NULL
        FROM load_query AS q
        WHERE q.batch = ?
          AND q.line NOT IN (SELECT r.line FROM main.{ident(dataset)} AS r WHERE r.batch = q.batch AND r.line IS NOT NULL)
        """,
        [batch],
    )


def of_batches(con: duckdb.DuckDBPyConnection, table: str, batches: Collection[int]) -> None:
    """Everything that a table has of these loads."""
    con.execute(
        f"INSERT INTO gone SELECT ?, rowid, batch, NULL, NULL FROM main.{ident(table)} WHERE list_contains(?, batch)",
        [table, list(batches)],
    )


def audit(con: duckdb.DuckDBPyConnection, before: date) -> int:
    """Old lines of the vault's own audit; returns how many."""
    con.execute(
        "INSERT INTO gone SELECT 'audit', rowid, NULL, NULL, NULL FROM audit WHERE done_at < ?", [before]
    )
    return con.execute("SELECT count(*) FROM gone WHERE name = 'audit'").fetchall()[0][0]


def notes(con: duckdb.DuckDBPyConnection) -> list[str]:
    """By what mark the workbook knows what was doubtful in the marked rows."""
    asked = (
        "SELECT DISTINCT mark FROM load_query WHERE rowid IN (SELECT row FROM gone WHERE name = 'load_query')"
    )
    return [mark for (mark,) in con.execute(asked).fetchall()]


def counted(con: duckdb.DuckDBPyConnection) -> list[Counted]:
    """Marked rows of datasets: dataset, batch, how many, and their first and last day."""
    names = list(catalogue.all_datasets())
    return con.execute(
        "SELECT name, batch, count(DISTINCT row), min(day), max(day) FROM gone WHERE list_contains(?, name) "
        "GROUP BY ALL ORDER BY batch, name",
        [names],
    ).fetchall()


def lines_of(con: duckdb.DuckDBPyConnection, batch: int) -> list[int]:
    found = con.execute("SELECT DISTINCT line FROM gone WHERE batch = ? AND line IS NOT NULL", [batch])
    return [line for (line,) in found.fetchall()]


def kept(table: str) -> str:
    """The rows of a table that are not marked."""
    return (
        f"SELECT * FROM main.{ident(table)} AS r "
        f"WHERE r.rowid NOT IN (SELECT row FROM gone WHERE name = '{table}' AND row IS NOT NULL)"
    )


def of_workbook(con: duckdb.DuckDBPyConnection, notes: Collection[str], before: date | None) -> None:
    """The same for the workbook: which notes go, and from when on who wrote what is kept."""
    con.execute("CREATE TEMP TABLE gone AS SELECT unnest(CAST(? AS VARCHAR[])) AS mark", [list(notes)])
    con.execute(
        "CREATE TEMP TABLE kept_from AS SELECT coalesce(CAST(? AS DATE), DATE '0001-01-01') AS day", [before]
    )


def kept_of_workbook(table: str) -> str:
    """The rows of a table of the workbook that stay. Who wrote a note that goes, and when, stays as long as the record."""
    where = {
        "note": "mark NOT IN (SELECT mark FROM gone)",
        "written": "done_at >= (SELECT day FROM kept_from)",
    }
    return f"SELECT * FROM main.{ident(table)} WHERE {where.get(table, 'true')}"
