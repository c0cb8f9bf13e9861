"""What was doubtful in the rows that stand, with what was found out about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa

from wellmetrics import catalogue, workbook
from wellmetrics.model import Viewer
from wellmetrics.standing import ident
from wellmetrics.vault import Vault
from wellmetrics.workbook import Note


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a load that stands. `urn` and `period` (a term) are empty where the doubt is not about one row.

    `about` says whom the row is of, where a dataset holds several: `pupil` or `staff`, or the audience of a survey.
    """

    batch: int
    dataset: str
    file: str
    line: int | None
    column: str
    value: str
    problem: str
    code: str
    urn: str
    period: str
    mark: str
    about: str
    note: Note | None = None

    @property
    def state(self) -> Literal["open", "waiting", "settled"]:
        """Waiting: somebody was asked, and the note says so."""
        return "open" if self.note is None else "settled" if self.note.settled else "waiting"


# Footnotes: the queries that have a note, as a release keeps them.
FOOTNOTES = pa.schema(
    [
        ("batch", pa.int32()),
        ("line", pa.int32()),
        *(
            (name, pa.string())
            for name in ("dataset", "column", "problem", "urn", "period", "about", "note", "by")
        ),
        ("written_at", pa.timestamp("us")),
        ("settled", pa.bool_()),
        ("shared", pa.bool_()),
    ]
)

BASELINES = pa.schema(
    [
        *((name, pa.string()) for name in ("indicator", "urn", "group", "first", "last", "reason", "by")),
        ("locked_at", pa.timestamp("us")),
    ]
)
WRITTEN = {"footnotes": FOOTNOTES, "baselines": BASELINES}
WHOSE = ("person", "audience")  # columns that say whom a row is of
MOVING = ("batch", "line", "by", "written_at")


def standing_queries(vault: Vault, viewer: Viewer) -> list[Asked]:
    """Every query whose row stands, the newest load first, with its note."""
    kept = workbook.notes(vault.home, viewer)
    met = vault.con.execute("SELECT DISTINCT dataset FROM load SEMI JOIN load_query USING (batch)").fetchall()
    rows = [row for (name,) in sorted(met) for row in vault.con.execute(_standing(name)).fetchall()]
    asked = [Asked(*row) for row in rows]
    asked.sort(key=lambda one: (-one.batch, one.line or 0, one.column))
    return [replace(one, note=kept.get(one.mark)) for one in asked]


def _standing(name: str) -> str:
    """A query goes when its row was corrected by a later load; one about the whole file when no row of it stands."""
    dataset = catalogue.dataset(name)
    table, whose = ident(dataset.name), [c.name for c in dataset.columns if c.name in WHOSE]
    about = (
        f"(SELECT any_value({whose[0]}) FROM {table} AS r WHERE r.batch = q.batch AND r.line = q.line)"
        if whose
        else "''"
    )
    return f"""
        WITH stands AS (SELECT batch, line FROM standing_{name} SEMI JOIN load_query USING (batch))
        SELECT q.batch, l.dataset, l.file, q.line, q."column", q.value, q.problem, q.code, q.urn, q.period, q.mark,
               coalesce({about}, '')
        FROM load_query AS q
        JOIN load AS l ON l.batch = q.batch AND l.dataset = '{name}' AND l.undone_at IS NULL
        WHERE EXISTS (SELECT 1 FROM stands AS s WHERE s.batch = q.batch AND s.line = q.line)
           OR (NOT EXISTS (SELECT 1 FROM {table} AS r WHERE r.batch = q.batch AND r.line = q.line)
               AND EXISTS (SELECT 1 FROM stands AS s WHERE s.batch = q.batch))
    """


def footnotes(vault: Vault) -> pa.Table:
    """The notes that stand, for a release."""
    rows = [
        {
            **{
                name: getattr(one, name)
                for name in ("batch", "line", "dataset", "column", "problem", "urn", "period", "about")
            },
            **{name: getattr(one.note, name) for name in ("by", "written_at", "settled", "shared")},
            "note": one.note.text,
        }
        for one in standing_queries(vault, Viewer("lead"))
        if one.note
    ]
    return pa.Table.from_pylist(rows, FOOTNOTES)


def written(vault: Vault) -> dict[str, pa.Table]:
    """What people wrote that stands in a release: the notes that stand, and the locked baselines."""
    locked = [
        {name: getattr(one, name) for name in BASELINES.names} for one in workbook.baselines(vault.home)
    ]
    return {"footnotes": footnotes(vault), "baselines": pa.Table.from_pylist(locked, BASELINES)}


def state(tables: Mapping[str, pa.Table]) -> str:
    """Changes when something of it changes; empty where nothing is written."""
    told: list[str] = []
    for table in tables.values():
        # Not by batch and line: a row that comes again unchanged brings both anew.
        kept = table.drop_columns([name for name in MOVING if name in table.column_names])
        told += sorted(map(repr, kept.to_pylist()))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32] if told else ""
