"""A checked file on its way into the vault: its rows, what it covers and what it says has come in, as temporary tables."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from wellmetrics.intake.checked import Checked
from wellmetrics.intake.read import encoded
from wellmetrics.intake.texts import texts
from wellmetrics.keys import Key
from wellmetrics.model import CallError, Dataset, Refusal
from wellmetrics.school_calendar import school_days
from wellmetrics.standing import equal, ident, same_slice

QUERIES_KEPT = 1000
AT_ONCE = 100_000  # references that become pseudonyms at once
_QUERY = pa.schema(
    [("line", pa.int32()), *((name, pa.string()) for name in ("column", "value", "problem", "code"))]
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a load does to the standing rows; `schools` holds the same per URN ("" where rows have none)."""

    new: int
    changed: int
    same: int
    gone: int
    schools: tuple[tuple[str, "Change"], ...] = ()
    erased: int = 0  # rows that stay out: they are of people who were erased

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def __str__(self) -> str:
        said = f"{self.new} new, {self.changed} changed, {self.same} the same, {self.gone} gone"
        return f"{said}, {self.erased} left out: erased" if self.erased else said


class Staging:
    """Works in the vault's connection and changes nothing that stays."""

    def __init__(self, con: duckdb.DuckDBPyConnection, key: Key) -> None:
        self.con, self.key = con, key

    def stage(self, checked: Checked, covers: Iterable[str]) -> Dataset:
        dataset, rows = checked.dataset, checked.rows
        if dataset is None or rows is None or rows.num_rows == 0:
            raise Refusal(
                f"{checked.file}: no row of it can be loaded. Correct the problems and send it again."
            )
        for column in dataset.columns:
            if column.kind == "reference":
                rows = rows.set_column(
                    rows.column_names.index(column.name), column.name, self._pseudonyms(rows[column.name])
                )
        # The Arrow rows as they are: a table of the vault's own would be one more copy of them.
        self.con.register("staged", rows)
        self._stage_cover(dataset, tuple(covers))
        self._stage_returns(dataset)
        return dataset

    def _pseudonyms(self, references: pa.ChunkedArray) -> pa.Array:
        column = encoded(references)
        distinct = column.dictionary
        parts = [
            pa.array(self.key.pseudonyms(texts(distinct.slice(start, AT_ONCE))), pa.string())
            for start in range(0, max(len(distinct), 1), AT_ONCE)
        ]
        return pa.DictionaryArray.from_arrays(column.indices, pa.concat_arrays(parts), safe=False)

    def calendar(self) -> None:
        urns = [urn for (urn,) in self.con.execute("SELECT urn FROM standing_schools").fetchall()]
        self.con.register(
            "calendar_rows",
            school_days(
                self.con.sql("SELECT * EXCLUDE (batch, line) FROM standing_terms").to_arrow_table(), urns
            ),
        )
        self.con.execute("CREATE OR REPLACE TEMP TABLE school_day AS SELECT * FROM calendar_rows")
        self.con.unregister("calendar_rows")

    def _stage_cover(self, dataset: Dataset, covers: tuple[str, ...]) -> None:
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE staged_cover (urn VARCHAR, first_day DATE, last_day DATE)"
        )
        if covers and dataset.storage != "log":
            raise CallError(
                f"--covers is for logs such as absence; {dataset.name} is replaced by what the file names."
            )
        if dataset.period_column:
            self.calendar()
        known = {f"{year} {term}" for year, term in self._terms()}
        for cover in covers:
            if cover not in known:
                raise CallError(f"“{cover}” is not a term of the calendar. Write it as 2025/26 Autumn.")
            year, term = cover.split(" ", 1)
            self.con.execute(
                """
                INSERT INTO staged_cover
                SELECT urn, min(day), max(day) FROM school_day
                WHERE academic_year = ? AND term = ? AND urn IN (SELECT urn FROM staged)
                GROUP BY urn
                """,
                [year, term],
            )

    def _terms(self) -> list[tuple[str, str]]:
        return self.con.execute("SELECT DISTINCT academic_year, term FROM standing_terms").fetchall()

    def _stage_returns(self, dataset: Dataset) -> None:
        """A file that names a school in a term says that its data for that term is complete."""
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE staged_return "
            "(dataset VARCHAR, urn VARCHAR, academic_year VARCHAR, term VARCHAR, state VARCHAR)"
        )
        if dataset.by_term:
            self.con.execute(
                "INSERT INTO staged_return SELECT DISTINCT ?, urn, academic_year, term, 'complete' FROM staged",
                [dataset.name],
            )
        if not dataset.period_column:
            return
        period = dataset.column(dataset.period_column)
        # A month belongs to the term that has most of its working days.
        day = "d.day" if period.kind == "date" else "date_trunc('month', d.day)"
        only_working = "" if period.kind == "date" else "AND d.working"
        self.con.execute(
            f"""
            INSERT INTO staged_return
            SELECT DISTINCT ?, urn, split_part(term, ' ', 1), split_part(term, ' ', 2), 'complete'
            FROM (
                SELECT s.urn, s.moment, arg_max(d.academic_year || ' ' || d.term, d.days) AS term
                FROM (SELECT DISTINCT urn, {ident(period.name)} AS moment FROM staged) AS s
                JOIN (SELECT urn, {day} AS moment, academic_year, term, count(*) AS days
                      FROM school_day AS d WHERE true {only_working} GROUP BY ALL) AS d
                  ON d.urn = s.urn AND d.moment = s.moment
                GROUP BY s.urn, s.moment
            )
            UNION
            SELECT DISTINCT ?, c.urn, d.academic_year, d.term, 'complete'
            FROM staged_cover AS c
            JOIN school_day AS d ON d.urn = c.urn AND d.day = c.last_day
            """,
            [dataset.name, dataset.name],
        )

    def stage_queries(self, checked: Checked, dataset: Dataset) -> None:
        """What was doubtful, with the school and the term of its row, and a mark by which it is known again.

        The mark holds the row's key, so that a note on it stays when the row comes again. Where a line has no row
        (it repeats another, or the doubt is about the whole file) it is known again in the same bytes only.
        """
        shown = checked.queries[:QUERIES_KEPT]
        given = {
            name: [getattr(q, name) for q in shown] for name in ("line", "column", "value", "problem", "code")
        }
        self.con.register("given_query", pa.table(given, _QUERY))
        has_urn = "urn" in dataset.stored
        urn = "s.urn" if has_urn else "NULL"
        key = ", ".join(f"coalesce(CAST(s.{ident(c)} AS VARCHAR), '')" for c in dataset.key)
        self.con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE staged_query AS
            SELECT q.line, q."column", q.value, q.problem, q.code,
                   coalesce({urn}, $only, '') AS urn,
                   coalesce({_term_of_row(dataset)}, '') AS period,
                   CASE WHEN s.line IS NULL
                        THEN sha256(concat_ws(chr(31), $dataset, q.code, q."column", q.value, $sha256, q.line))
                        ELSE sha256(concat_ws(chr(31), $dataset, q.code, q."column", {key}))
                   END AS mark
            FROM given_query AS q
            LEFT JOIN staged AS s ON s.line = q.line
            """,
            {
                "only": self._only_school() if has_urn else None,
                "dataset": dataset.name,
                "sha256": checked.sha256,
            },
        )
        self.con.unregister("given_query")

    def _only_school(self) -> str | None:
        found = self.con.execute("SELECT min(urn), count(DISTINCT urn) FROM staged").fetchall()
        return found[0][0] if found[0][1] == 1 else None

    def change(self, dataset: Dataset) -> Change:
        key = list(dataset.key)
        every = list(dataset.stored)
        if dataset.storage == "log":
            going = f"""
                JOIN staged_cover AS c
                  ON c.urn = v.urn AND v.{ident(dataset.period_column or "")} BETWEEN c.first_day AND c.last_day
            """
        elif dataset.storage == "snapshot":
            going = f"SEMI JOIN staged AS c ON {same_slice(dataset, 'c', 'v')}"
        else:
            going = "SEMI JOIN staged AS c ON false"
        # The trust's own words belong to no school.
        staged, stands = ("s.urn", "v.urn") if "urn" in every else ("''", "''")
        found = self.con.execute(
            f"""
            SELECT urn, sum(new), sum(changed), sum(same), sum(gone)
            FROM (
                SELECT {staged} AS urn,
                       CASE WHEN v.batch IS NULL THEN 1 ELSE 0 END AS new,
                       CASE WHEN v.batch IS NOT NULL AND NOT ({equal(every, "s", "v")}) THEN 1 ELSE 0 END AS changed,
                       CASE WHEN v.batch IS NOT NULL AND {equal(every, "s", "v")} THEN 1 ELSE 0 END AS same,
                       0 AS gone
                FROM staged AS s
                LEFT JOIN standing_{dataset.name} AS v ON {equal(key, "s", "v")}
                UNION ALL
                SELECT {stands}, 0, 0, 0, 1
                FROM standing_{dataset.name} AS v
                {going}
                WHERE NOT EXISTS (SELECT 1 FROM staged AS s WHERE {equal(key, "s", "v")})
            )
            GROUP BY urn
            ORDER BY urn
            """
        ).fetchall()
        counted = [
            (urn or "", int(new), int(changed), int(same), int(gone))
            for urn, new, changed, same, gone in found
        ]
        schools = tuple((urn, Change(new, changed, same, gone)) for urn, new, changed, same, gone in counted)
        totals = [
            sum(getattr(change, name) for _, change in schools) for name in ("new", "changed", "same", "gone")
        ]
        return Change(totals[0], totals[1], totals[2], totals[3], schools)


def _term_of_row(dataset: Dataset) -> str:
    """SQL for the term of a staged row `s`, such as 2025/26 Autumn; NULL where it has none."""
    if dataset.by_term:
        return "s.academic_year || ' ' || s.term"
    if not dataset.period_column:
        return "NULL"
    moment = f"s.{ident(dataset.period_column)}"
    if dataset.column(dataset.period_column).kind == "month":
        return f"""(SELECT arg_max(term, days)
                    FROM (SELECT d.academic_year || ' ' || d.term AS term, count(*) AS days FROM school_day AS d
                          WHERE d.urn = s.urn AND d.working AND date_trunc('month', d.day) = {moment} GROUP BY ALL))"""
    return f"(SELECT d.academic_year || ' ' || d.term FROM school_day AS d WHERE d.urn = s.urn AND d.day = {moment})"
