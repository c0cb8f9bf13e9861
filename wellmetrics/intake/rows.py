"""Faults that only several cells or rows together show: repeats, unknown schools, and the dataset's own checks."""

from collections.abc import Callable, Iterable, Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.model import Dataset, RowCheck
from wellmetrics.school_calendar import school_days

Say = Callable[[int | None, str, str, str, str, str, str], None]


class RowChecks:
    """Typed rows of one file against one another and against the rows that stand.

    `say` takes line, column, value, level, problem, fix and code.
    """

    def __init__(self, dataset: Dataset, standing: Mapping[str, pa.Table], say: Say) -> None:
        self.dataset, self.standing, self.say = dataset, standing, say

    def check(self, rows: pa.Table) -> pa.Table:
        """The rows that may be loaded: those without an error, exact repeats once."""
        with duckdb.connect() as con:
            con.execute("SET enable_progress_bar = false")
            con.register("arrow_rows", rows)
            con.execute("CREATE TABLE all_rows AS SELECT * FROM arrow_rows")
            for name, table in self.standing.items():
                if name != self.dataset.name or name in ("schools", "terms", "workforce"):
                    con.register(name, table)
            self._calendar(con, rows)
            wrong: set[int] = set()
            wrong |= self.repeated_keys(con)
            con.execute("CREATE VIEW rows AS SELECT * FROM all_rows")
            if self.dataset.name != "schools":
                wrong |= self.unknown_schools(con)
            for rule in self.dataset.checks:
                lines = self.row_check(con, rule)
                wrong |= lines if rule.level == "error" else set()
        drop = pa.array(sorted(wrong), pa.int32())
        return rows.filter(pc.invert(pc.is_in(rows["line"], drop)))

    def _calendar(self, con: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
        if not self.dataset.period_column or "last_day" not in rows.column_names:
            return
        days = school_days(
            self.standing["terms"], [str(urn) for urn in pc.unique(rows["urn"]).drop_null().to_pylist()]
        )
        con.register("school_day", days)
        con.register("standing", self.standing[self.dataset.name])
        for view, source in (("rows_on_calendar", "all_rows"), ("standing_on_calendar", "standing")):
            # Where a spell begins before the calendar does, its first day counts none; the check stays quiet.
            con.execute(f"""
                CREATE TABLE {view} AS
                SELECT s.*, a.academic_year, a.term,
                       coalesce(b.n - a.n + CASE WHEN a.working THEN 1 ELSE 0 END, 1) AS working_days
                FROM {source} AS s
                LEFT JOIN school_day AS a ON a.urn = s.urn AND a.day = s.first_day
                LEFT JOIN school_day AS b ON b.urn = s.urn AND b.day = s.last_day
            """)

    def _columns(self, names: Iterable[str]) -> str:
        return ", ".join(f'"{name}"' for name in names)

    def repeated_keys(self, con: duckdb.DuckDBPyConnection) -> set[int]:
        """Exact repeats count once (a query); the same key with other values is an error on both rows."""
        key = self._columns(self.dataset.key)
        every = self._columns(c.name for c in self.dataset.columns)
        repeats = con.execute(f"""
            WITH twice AS (
                SELECT {key}, min(line) AS first_line FROM all_rows GROUP BY {key} HAVING count(*) > 1
            ),
            doubtful AS (
                SELECT r.*, t.first_line,
                       row_number() OVER (PARTITION BY t.first_line ORDER BY r.line) AS nth
                FROM all_rows AS r
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
                self.say(
                    line, self.dataset.key[0], "", "error", f"This row and {other} agree in {names} but differ elsewhere.",
                    "Keep the right one.", "repeated_key",
                )  # fmt: skip
            elif nth > 1:
                wrong.add(line)
                self.say(
                    line, "", "", "query", f"This row repeats row {first_line} exactly. It counts once.",
                    "Remove it if it was sent twice.", "repeated_row",
                )  # fmt: skip
        return wrong

    def unknown_schools(self, con: duckdb.DuckDBPyConnection) -> set[int]:
        found = con.execute("""
            SELECT line, urn FROM rows
            WHERE urn IS NOT NULL AND urn NOT IN (SELECT urn FROM schools) ORDER BY line
        """).fetchall()
        known = con.execute("SELECT count(*) FROM schools").fetchone()
        none_yet = not known or known[0] == 0
        fix = (
            "Load the schools file first."
            if none_yet
            else "Correct the number, or add the school to the schools file."
        )
        for line, urn in found:
            self.say(
                line, "urn", urn, "error", f"{urn} is not a school of this trust.", fix, "unknown_school"
            )
        return {line for line, _ in found}

    def row_check(self, con: duckdb.DuckDBPyConnection, rule: RowCheck) -> set[int]:
        cursor = con.execute(f"SELECT * FROM ({rule.sql}) ORDER BY line")
        names = [column[0] for column in cursor.description]
        lines = set()
        for row in cursor.fetchall():
            found = dict(zip(names, row, strict=True))
            words = {name: _words(value) for name, value in found.items()}
            lines.add(found["line"])
            self.say(
                found["line"], rule.column, words.get("value", ""), rule.level,
                rule.problem.format(**words), rule.fix, rule.code,
            )  # fmt: skip
        return lines


def _words(value: object) -> str:
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")  # type: ignore[attr-defined]
    return f"{value:g}" if isinstance(value, float) else str(value)
