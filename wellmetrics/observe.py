"""Facts to observations: the only place anything is counted. Every indicator becomes one table of additive sums.

`observe` leaves the temporary table `observation` in the vault's connection, one row an indicator, place, period and
part, for schools, the trust (no urn, no group) and every group.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import resources

import duckdb
import pyarrow as pa

from wellmetrics import catalogue, chunks, scoring, series
from wellmetrics.counting import BASES, EVERY_PART, PARTS, by_part, by_person, by_total
from wellmetrics.instruments import Instrument, for_home
from wellmetrics.model import WIDER, Indicator
from wellmetrics.school_calendar import school_days
from wellmetrics.vault import Vault

LONG_TERM_DAYS = 28
SMALL_SCHOOL = 50
SMALL_SCHOOLS_AT_LEAST = 3
# What is kept of every chunk of schools: calendar, denominators and what has come in; all of it is small.
KEPT = (
    *("period_term", "term_end", "absence_in", "term_staff", "roll_of_term", "roll_part"),
    *("lineage", "answer_given", "activity_count"),
)
OF_ALL_SCHOOLS = ("survey_option",)  # the facts that are made when every school's answers are known


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the door needs, as Arrow tables."""

    observations: pa.Table
    places: pa.Table  # every school and group: urn, group, name, kind, phase, headcount
    members: pa.Table  # group, urn, grain, period: who counted in a group's period
    periods: pa.Table  # period, grain, academic_year, term, first_day, last_day
    coverage: pa.Table  # urn, dataset, academic_year, term, state
    lineage: pa.Table  # urn, grain, period, batch, feed, by_rows
    sources: pa.Table  # batch, dataset, file, sha256, by, loaded_at, queries
    breaks: pa.Table  # indicator, urn, group, cut, part, since, reason: where a new series starts
    questions: (
        pa.Table
    )  # audience, code, wording, construct, scale and survey of every question that was asked
    public: pa.Table  # urn, roll, pupil_premium, send: what is publicly known of each school
    queries: pa.Table  # batch, line, column, problem: for the lead's figures only


def observe(vault: Vault, rows_at_once: int = chunks.ROWS_AT_ONCE) -> Observed:
    """Counts everything once, a chunk of schools after the other. The vault's rows are read, never written."""
    con, instruments = vault.con, for_home(vault.home)
    con.execute(_OBSERVATION)
    con.execute(PARTS)
    surveys: set[str] = set()
    with closing(worked_out(vault, KEPT, rows_at_once)) as parts:
        for met in parts:
            surveys |= set(met)
            _count(con, [i for i in _counted() if i.dataset not in OF_ALL_SCHOOLS])
    _put(con, "question", scoring.question_table(sorted(surveys), instruments))
    _facts(con, *OF_ALL_SCHOOLS)
    _count(con, [i for i in _counted() if i.dataset in OF_ALL_SCHOOLS])
    _put_together(con, instruments)
    return Observed(
        **{
            name: con.sql(f"SELECT * FROM {table}").to_arrow_table()
            for name, table in (
                ("observations", "observation"),
                ("places", "place"),
                ("members", "membership"),
                ("periods", "period"),
                ("coverage", "coverage"),
                ("lineage", "lineage"),
                ("sources", "source"),
                ("breaks", "series_break"),
                ("questions", "question"),
                ("public", "school_public"),
                ("queries", "source_query"),
            )
        }
    )


def worked_out(
    vault: Vault, kept: Iterable[str], rows_at_once: int = chunks.ROWS_AT_ONCE
) -> Generator[list[str]]:
    """The facts of one chunk of schools after the other, with the surveys met in it; `kept` is put together."""
    con, instruments = vault.con, for_home(vault.home)
    days = vault.setting("long_term_days") or str(LONG_TERM_DAYS)
    con.execute("SET VARIABLE long_term_days = CAST(? AS INTEGER)", [days])
    names = [f"{cut}/{part}" for cut, part in WIDER]
    con.execute("SET VARIABLE wider = MAP(?, ?)", [names, [part for _, part in WIDER.values()]])
    con.execute(series.MEDIAN_SCHOOL)
    terms = vault.standing("terms")
    urns = [urn for (urn,) in con.execute("SELECT urn FROM standing_schools ORDER BY urn").fetchall()]
    with closing(chunks.each(con, rows_at_once, kept)) as parts:
        for chunk in parts:
            _put(con, "school_day", school_days(terms, [urn for urn in urns if urn in chunk]))
            yield _work_out(con, instruments)


def _counted() -> list[Indicator]:
    return [i for i in catalogue.all_indicators().values() if i.method not in ("median", "gap")]


def _work_out(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> list[str]:
    """All facts of the rows that stand, and what medians and lineage need of them. Returns the surveys that were met."""
    _facts(con, "absence", "workforce", "absence_summary", "roll", "referrals", "participation")
    surveys = _score(con, instruments)
    con.execute(_text("wellmetrics", "lineage"))
    for indicator in catalogue.all_indicators().values():
        if indicator.method == "median":
            con.execute(f"INSERT INTO median_school {series.of_school(indicator)}")
    return surveys


def _count(con: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator]) -> None:
    # Nothing is counted of a table without rows, but where what was sent makes nothing a true nought.
    tables = {name for i in indicators for name in (i.dataset, i.sent) if name}
    filled = {name for name in tables if con.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()}
    for indicator in indicators:
        if not (filled & {indicator.dataset, indicator.sent} or indicator.summary):
            continue
        for cut in (*(["all"] if indicator.whole else []), *indicator.cuts):
            selects = by_part(indicator, cut) or [("school_observation", by_person(indicator, cut))]
            for table, select in selects:
                con.execute(f"INSERT INTO {table} {select}")
            if indicator.summary:
                con.execute(f"INSERT INTO school_observation {by_total(indicator, cut)}")


def _put_together(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> None:
    """Schools' sums to the observations of every place."""
    con.execute(_ONE_PART)
    con.execute(f"INSERT INTO school_observation {EVERY_PART}")
    con.execute(_ONE_ROW, {"based": [i.code for i in _counted() if i.base]})
    told = [i for i in _counted() if i.feed != "absence"]
    con.execute(
        _NOT_TOLD,
        {
            "based": [i.code for i in told if i.base],
            "counted": [i.code for i in told],
            "groups": [*{cut for cuts in BASES.values() for cut in cuts}, "staff_kind"],
        },
    )
    con.execute(_EVERY_REASON, [list(catalogue.dataset("absence").column("reason").choices)])
    con.execute("SET VARIABLE small_school = ?", [SMALL_SCHOOL])
    con.execute("SET VARIABLE small_schools = ?", [SMALL_SCHOOLS_AT_LEAST])
    con.execute(_text("wellmetrics", "observe"))
    for indicator in catalogue.all_indicators().values():
        if indicator.method == "median":
            series.medians(con, indicator)
        if indicator.never_mixed:
            con.execute(series.unmixed(indicator))
    series.breaks(con, instruments)


def _text(room: str, name: str) -> str:
    return (resources.files(room) / f"{name}.sql").read_text()


def _facts(con: duckdb.DuckDBPyConnection, *steps: str) -> None:
    for step in steps:
        con.execute(_text("wellmetrics.datasets", step))


def _put(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.register("given_rows", table)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given_rows")
    con.unregister("given_rows")


def _score(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> list[str]:
    """Replies to facts: each distinct answer and each distinct set of items is judged once, in Python."""
    surveys = [
        name
        for (name,) in con.execute(
            """SELECT survey FROM standing_survey UNION SELECT survey FROM standing_survey_invited
            UNION SELECT survey FROM standing_survey_summary ORDER BY 1"""
        ).fetchall()
    ]
    answers = con.execute("""
        SELECT DISTINCT survey, answer.key, answer.value
        FROM (SELECT survey, unnest(map_entries(answers)) AS answer FROM standing_survey)
        ORDER BY ALL
    """).fetchall()
    _put(con, "instrument", scoring.instrument_table(surveys, instruments))
    _put(con, "worth", scoring.worth_table(answers, instruments))
    _put(con, "asked", scoring.asked_table(surveys, instruments))
    _put(con, "scored_item", scoring.scored_items(surveys, instruments))
    _facts(con, "survey")
    items = con.execute("SELECT DISTINCT score, items FROM reply_items ORDER BY ALL").fetchall()
    _put(con, "item_score", scoring.score_table(items))
    totals = con.execute(
        "SELECT DISTINCT survey, question FROM standing_survey_summary ORDER BY ALL"
    ).fetchall()
    _put(con, "question_code", scoring.code_table(totals, instruments))
    _facts(con, "survey_facts")
    return surveys


_OBSERVATION = """
CREATE OR REPLACE TEMP TABLE school_observation (
    indicator VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR, cut VARCHAR, part VARCHAR,
    numerator DOUBLE, denominator DOUBLE, people DOUBLE, base_people DOUBLE,
    square_sum DOUBLE, cross_sum DOUBLE, denominator_square_sum DOUBLE, largest DOUBLE
)
"""


# A year of which some terms came by spells and some in totals has a row of each: they are one figure, without a range.
_ONE_ROW = """
CREATE OR REPLACE TEMP TABLE school_observation AS
SELECT indicator, urn, grain, period, cut, part,
       sum(numerator) AS numerator,
       -- A base has counted both already; what the rows count themselves adds up.
       CASE WHEN list_contains($based, indicator) THEN max(denominator) ELSE sum(denominator) END AS denominator,
       max(people) AS people,
       max(base_people) AS base_people,
       CASE WHEN count(*) = 1 THEN max(square_sum) END AS square_sum,
       CASE WHEN count(*) = 1 THEN max(cross_sum) END AS cross_sum,
       CASE WHEN count(*) = 1 THEN max(denominator_square_sum) END AS denominator_square_sum,
       CASE WHEN count(*) = 1 THEN max(largest) END AS largest
FROM school_observation
GROUP BY indicator, urn, grain, period, cut, part
"""


# The one service that a trust ever sent anybody to is everybody: it would say no more, and where it is hidden it would
# be given away by the whole. Reasons have parts of nobody beside them, below.
_ONE_PART = """
DELETE FROM part_met
WHERE cut <> 'reason' AND (indicator, cut) IN (
    SELECT (indicator, cut) FROM part_met GROUP BY indicator, cut HAVING count(DISTINCT part) = 1
)
"""


# Of a school that tells no groups in a year in which others do, everybody is of a group that is not known: else the parts of the trust
# would not make its whole.
_NOT_TOLD = """
INSERT INTO school_observation
SELECT a.indicator, a.urn, a.grain, a.period, c.cut, 'not known', a.numerator,
       CASE WHEN based THEN NULL ELSE a.denominator END,
       a.people,
       CASE WHEN based THEN NULL ELSE a.base_people END,
       CASE WHEN based THEN NULL ELSE a.square_sum END,
       CASE WHEN based THEN NULL ELSE a.cross_sum END,
       CASE WHEN based THEN NULL ELSE a.denominator_square_sum END,
       a.largest
FROM (
    SELECT *, period[:7] AS year, list_contains($based, indicator) AS based FROM school_observation WHERE cut = 'all'
) AS a
JOIN (
    SELECT DISTINCT indicator, period[:7] AS year, cut FROM school_observation WHERE list_contains($groups, cut)
) AS c ON c.indicator = a.indicator AND c.year = a.year
ANTI JOIN school_observation AS h
  ON h.indicator = a.indicator AND h.urn = a.urn AND h.grain = a.grain AND h.period = a.period AND h.cut = c.cut
WHERE list_contains($counted, a.indicator) AND a.grain <> 'month' AND a.denominator > 0 AND (a.people > 0 OR NOT based)
"""


# A school whose days all have one reason would give that reason away by being the only part of a shown whole: the
# reasons that nobody had are parts too, with nobody in them.
_EVERY_REASON = """
INSERT INTO school_observation
SELECT a.indicator, a.urn, a.grain, a.period, 'reason', p.part, 0, a.denominator, 0, a.base_people,
       a.square_sum * 0, a.cross_sum * 0, a.denominator_square_sum, 0
FROM (SELECT * FROM school_observation WHERE cut = 'all') AS a
SEMI JOIN (SELECT * FROM school_observation WHERE cut = 'reason') AS c USING (indicator, urn, grain, period)
CROSS JOIN (SELECT unnest(?) AS part) AS p
WHERE (a.indicator, a.urn, a.grain, a.period, p.part) NOT IN (
    SELECT (indicator, urn, grain, period, part) FROM school_observation WHERE cut = 'reason'
)
"""
