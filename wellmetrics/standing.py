"""What stands, as SQL: the newest batch that names a key or a slice wins, unless it is undone."""

from collections.abc import Iterable

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
    table = ident(dataset.name)
    if dataset.storage == "snapshot":
        filled = [f"({ident(c)} IS NULL)" for c in dataset.slice_by_filled]
        part = ", ".join([names(dataset.slice), *filled])
        return f"""
            SELECT * EXCLUDE (newest)
            FROM (SELECT r.*, max(batch) OVER (PARTITION BY {part}) AS newest
                  FROM {table} AS r SEMI JOIN standing_load USING (batch))
            WHERE batch = newest
        """
    latest = f"""
        SELECT * EXCLUDE (nth)
        FROM (SELECT r.*, row_number() OVER (PARTITION BY {names(dataset.key)} ORDER BY batch DESC) AS nth
              FROM {table} AS r SEMI JOIN standing_load USING (batch))
        WHERE nth = 1
    """
    if dataset.storage == "reference":
        return latest
    return f"""
        SELECT s.*
        FROM ({latest}) AS s
        WHERE NOT EXISTS (
            SELECT 1 FROM covered AS c SEMI JOIN standing_load USING (batch)
            WHERE c.batch > s.batch AND c.urn = s.urn AND s.{ident(dataset.period_column or "")} BETWEEN c.first_day AND c.last_day
        )
    """


def same_slice(dataset: Dataset, a: str, b: str) -> str:
    filled = [f"({a}.{ident(c)} IS NULL) = ({b}.{ident(c)} IS NULL)" for c in dataset.slice_by_filled]
    return " AND ".join([equal(dataset.slice, a, b), *filled])
