"""What stands, as SQL: the newest batch that names a key or a slice wins, unless it is undone."""

from collections.abc import Iterable

import duckdb

from wellmetrics import catalogue
from wellmetrics.model import Dataset


def ident(name: str) -> str:
    """A declared name as SQL writes it. Only names out of a declaration ever come here."""
    return f'"{name}"'


def names(columns: Iterable[str], table: str = "") -> str:
    return ", ".join(f"{table}{ident(c)}" for c in columns)


def equal(columns: Iterable[str], a: str, b: str) -> str:
    return " AND ".join(f"{a}.{ident(c)} IS NOT DISTINCT FROM {b}.{ident(c)}" for c in columns)


def standing(dataset: Dataset) -> str:
    """SELECT of the rows that stand: the last batch that names a key or slice wins, unless it is undone."""
    loaded = f"loaded_{dataset.name}"
    if dataset.storage == "snapshot":
        filled = [f"({ident(c)} IS NULL)" for c in dataset.slice_by_filled]
        part = ", ".join([names(dataset.slice), *filled])
        return f"""
            SELECT * EXCLUDE (newest)
            FROM (SELECT r.*, max(batch) OVER (PARTITION BY {part}) AS newest
                  FROM {loaded} AS r)
            WHERE batch = newest
        """
    latest = f"""
        SELECT * EXCLUDE (nth)
        FROM (SELECT r.*, row_number() OVER (PARTITION BY {names(dataset.key)} ORDER BY batch DESC) AS nth
              FROM {loaded} AS r)
        WHERE nth = 1
    """
    if dataset.storage == "reference":
        return latest
    return f"""
        SELECT s.*
        FROM ({latest}) AS s
        WHERE NOT EXISTS (
            SELECT 1 FROM loaded_covered AS c
            WHERE c.batch > s.batch AND c.urn = s.urn AND s.{ident(dataset.period_column or "")} BETWEEN c.first_day AND c.last_day
        )
    """


def same_slice(dataset: Dataset, a: str, b: str) -> str:
    filled = [f"({a}.{ident(c)} IS NULL) = ({b}.{ident(c)} IS NULL)" for c in dataset.slice_by_filled]
    return " AND ".join([equal(dataset.slice, a, b), *filled])


def loaded(table: str) -> str:
    """SELECT of a table's rows of the loads that are not undone."""
    return f"SELECT r.* FROM {ident(table)} AS r SEMI JOIN standing_load USING (batch)"


def views(con: duckdb.DuckDBPyConnection) -> None:
    """What stands, as temporary views; which loads do is said once, and all that is counted goes through `loaded_...`."""
    con.execute("CREATE TEMP VIEW standing_load AS SELECT batch FROM load WHERE undone_at IS NULL")
    con.execute("CREATE TEMP VIEW seen_load AS FROM standing_load")
    datasets = catalogue.all_datasets().values()
    for table in ("covered", *(dataset.name for dataset in datasets)):
        con.execute(f"CREATE TEMP VIEW loaded_{table} AS {loaded(table)}")
    for dataset in datasets:
        con.execute(f"CREATE TEMP VIEW standing_{dataset.name} AS {standing(dataset)}")
