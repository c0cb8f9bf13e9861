"""Faults that only several cells or rows together show: repeats, unknown schools, and the dataset's own checks."""

import re
from collections.abc import Hashable, Iterable, Iterator
from functools import cache, lru_cache

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.checked import Context
from wellmetrics.intake.problems import Problems
from wellmetrics.intake.read import encoded
from wellmetrics.intake.row_keys import Part, in_order
from wellmetrics.intake.values import TYPES
from wellmetrics.model import Dataset, RowCheck
from wellmetrics.school_calendar import on_calendar, school_days

MEMORY = "384MB"  # of DuckDB's own, for a large file; what is more it lays aside too
_NO_SPELLS = pa.schema(
    [("line", pa.int32()), ("first_day", pa.date32()), ("last_day", pa.date32())]
).empty_table()
_TABLES = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")


class RowChecks:
    """Typed rows of one file against one another and against the rows that stand.

    Beside `rows` and the tables of the context, SQL may read `today` (day), `sent_before` (the rows of the same
    dataset that stand), `rows_that_follow`, and of rows with a first and a last day `rows_on_calendar`,
    `standing_on_calendar` and `school_terms` (urn, academic_year, term, line, n).
    """

    def __init__(
        self, dataset: Dataset, context: Context, problems: Problems, aside: Aside = IN_MEMORY
    ) -> None:
        self.dataset, self.standing, self.today = dataset, context.standing, context.today
        self.aside = aside
        self.problems, self.say = problems, problems.say

    def check(self, rows: pa.Table) -> pa.Table:
        """The rows that may be loaded: those without an error, exact repeats once."""
        with self._opened() as con:
            # Queries read the Arrow columns as they are: a table of DuckDB's own would be one more copy of the rows.
            con.register("rows", rows)
            self._beside(con)
            self._calendar(con, rows)
            wrong = self._in_order_of_key(con, rows)
            if self.dataset.name != "schools" and "urn" in rows.column_names:
                wrong |= self.unknown_schools(rows)
            if self.dataset.by_term:
                self.unknown_terms(con)
            for rule in self.dataset.checks:
                lines = self.row_check(con, rule)
                wrong |= lines if rule.level == "error" else set()
        if not wrong:
            return rows
        drop = pa.array(sorted(wrong), pa.int32())
        return self.aside.kept(rows, pc.invert(pc.is_in(rows["line"], drop)))

    def _opened(self) -> duckdb.DuckDBPyConnection:
        """Tables and rows of one check are another's business never: they are temporary, so of this connection alone."""
        if self.aside.folder is None:
            return _in_memory().cursor()
        return _database(str(self.aside.folder / "sorted"), memory_limit=MEMORY)

    def _beside(self, con: duckdb.DuckDBPyConnection) -> None:
        """What the rows are compared with: only what a check of the dataset names is read."""
        con.register("today", pa.table({"day": [self.today]}))
        asked = {name for rule in self.dataset.checks for name in _TABLES.findall(rule.sql)}
        for name in asked & set(self.standing):
            con.register(name, self.standing[name])
        if "sent_before" in asked:
            known = self.dataset.name in self.standing
            con.register("sent_before", self.standing[self.dataset.name] if known else _empty(self.dataset))

    def _calendar(self, con: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
        if not self.dataset.period_column or "last_day" not in rows.column_names:
            return
        days = school_days(
            self.standing["terms"], [str(urn) for urn in pc.unique(rows["urn"]).drop_null().to_pylist()]
        )
        con.register("rows_on_calendar", self._on_calendar(rows, days))
        con.register("standing_on_calendar", self._on_calendar(self.standing[self.dataset.name], days))
        # Several checks want it: the rows are gone through once.
        con.execute("""
            CREATE TEMP TABLE school_terms AS
            SELECT urn, academic_year, term, min(line) AS line, count(*) AS n
            FROM rows_on_calendar
            GROUP BY urn, academic_year, term
        """)

    def _on_calendar(self, rows: pa.Table, days: pa.Table) -> pa.Table:
        """Only what is added is laid aside once more."""
        parts = (rows.slice(part.start, part.stop - part.start) for part in self.aside.slices(rows.num_rows))
        added = self.aside.table(on_calendar(part, days).drop(rows.column_names) for part in parts)
        return pa.Table.from_arrays(
            [*rows.columns, *added.columns], names=[*rows.column_names, *added.column_names]
        )

    def _in_order_of_key(self, con: duckdb.DuckDBPyConnection, rows: pa.Table) -> set[int]:
        """Sorts the rows once by the key, its day last: rows of one key stand together, and so do a person's spells.

        Gives SQL `rows_that_follow` (line, first_day, before_line, before_last): each row that agrees in the rest
        of the key with one of an earlier day, and that one's line and last day.
        """
        day = self.dataset.period_column
        key = sorted(self.dataset.key, key=lambda name: name == day)
        spells = day in key and "last_day" in rows.column_names
        again: list[np.ndarray] = []

        def follow() -> Iterator[pa.Table]:
            for part in in_order(rows, key, self.aside):
                again.append(part.again)
                yield _that_follow(rows if spells else _NO_SPELLS, part)

        con.register("rows_that_follow", self.aside.table(follow()))
        doubtful = np.sort(np.concatenate(again))
        if not len(doubtful):
            return set()
        con.register("doubtful_rows", rows.take(doubtful))
        return self.repeated_keys(con)

    def _columns(self, names: Iterable[str]) -> str:
        return ", ".join(f'"{name}"' for name in names)

    def repeated_keys(self, con: duckdb.DuckDBPyConnection) -> set[int]:
        """Exact repeats count once (a query); the same key with other values is an error on both rows."""
        key = self._columns(self.dataset.key)
        every = self._columns(self.dataset.stored)
        repeats = con.execute(f"""
            WITH twice AS (
                SELECT {key}, min(line) AS first_line FROM doubtful_rows GROUP BY {key}
            ),
            doubtful AS (
                SELECT r.*, t.first_line,
                       row_number() OVER (PARTITION BY t.first_line ORDER BY r.line) AS nth
                FROM doubtful_rows AS r
                JOIN twice AS t ON {" AND ".join(f'r."{k}" IS NOT DISTINCT FROM t."{k}"' for k in self.dataset.key)}
            ),
            versions AS (SELECT {key}, count(*) AS versions
                         FROM (SELECT DISTINCT {every} FROM doubtful) GROUP BY {key})
            SELECT d.line, d.first_line, d.nth, v.versions
            FROM doubtful AS d
            JOIN versions AS v ON {" AND ".join(f'd."{k}" IS NOT DISTINCT FROM v."{k}"' for k in self.dataset.key)}
            ORDER BY d.line
        """).fetchall()
        wrong = set()
        names = ", ".join(self.dataset.key)
        for line, first_line, nth, versions in repeats:
            if versions > 1:
                wrong.add(line)
                other = "a later row" if nth == 1 else f"row {first_line}"
                self.say("repeated_key", line, self.dataset.key[0], other=other, key=names)
            elif nth > 1:
                wrong.add(line)
                self.say("repeated_row", line, first=first_line)
        return wrong

    def unknown_schools(self, rows: pa.Table) -> set[int]:
        known = self.standing["schools"]["urn"].combine_chunks()
        urn = encoded(rows["urn"])
        unknown = pc.invert(pc.is_in(urn.dictionary, known)).take(urn.indices).fill_null(False)
        found = rows.select(["line", "urn"]).filter(unknown).to_pylist()  # type: ignore[arg-type]
        for row in found if len(known) else found[:1]:
            code = "unknown_school" if len(known) else "no_schools"
            self.say(code, row["line"], "urn", row["urn"])
        return {row["line"] for row in found}

    def unknown_terms(self, con: duckdb.DuckDBPyConnection) -> None:
        """A term outside the calendar is kept, and shows nowhere until its dates are there."""
        known = {(row["academic_year"], row["term"]) for row in self.standing["terms"].to_pylist()}
        terms = con.execute(
            "SELECT academic_year, term, min(line) FROM rows GROUP BY academic_year, term ORDER BY min(line)"
        ).fetchall()
        for year, term, line in terms:
            if known and (year, term) not in known:
                self.say("unknown_term", line, "term", f"{term} {year}")

    def row_check(self, con: duckdb.DuckDBPyConnection, rule: RowCheck) -> set[int]:
        cursor = _answered(con, f"SELECT line, * EXCLUDE (line) FROM ({rule.sql}) ORDER BY line")
        names = [column[0] for column in cursor.description]
        lines = set()
        for row in cursor.fetchall():
            found = {name: _words(value) for name, value in zip(names, row, strict=True)}
            del found["line"]
            lines.add(row[0])
            self.say(rule.code, row[0], rule.column, found.pop("value", ""), **found)
        return lines


def _database(temporary: str, **config: str | int) -> duckdb.DuckDBPyConnection:
    """What somebody sent is never laid down where the process happens to run."""
    con = duckdb.connect(config={"temp_directory": temporary, **config})
    con.execute("SET enable_progress_bar = false")
    return con


@cache
def _in_memory() -> duckdb.DuckDBPyConnection:
    """One for all small files: to open another for each takes longer than to check it."""
    return _database("", threads=1)


def _answered(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    try:
        return con.execute(sql)
    except duckdb.OutOfMemoryException:
        con.execute(
            "RESET memory_limit"
        )  # some questions cannot be laid aside: better in more memory than not at all
        return con.execute(sql)


def _that_follow(rows: pa.Table, part: Part) -> pa.Table:
    at = part.that_follow if rows.num_rows else np.empty(0, int)
    later = rows.select(["line", "first_day"]).take(part.at[at + 1])
    earlier = rows.select(["line", "last_day"]).take(part.at[at])
    names = ["line", "first_day", "before_line", "before_last"]
    return pa.Table.from_arrays([*later.columns, *earlier.columns], names=names)


def _empty(dataset: Dataset) -> pa.Table:
    """No rows of a dataset: what stands where nothing was sent before."""
    kinds = {column.name: TYPES.get(column.kind, pa.string()) for column in dataset.columns}
    kinds["answers"] = pa.map_(pa.string(), pa.string())
    return pa.schema([(name, kinds[name]) for name in dataset.stored]).empty_table()


@lru_cache(1_000, typed=True)  # many rows say the same day
def _words(value: Hashable) -> str:
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")  # type: ignore[attr-defined]
    return f"{value:g}" if isinstance(value, float) else str(value)
