"""Facts to observations: the only place anything is counted. Every indicator becomes one table of additive sums.

`observe` leaves the temporary table `observation` in the vault's connection, one row an indicator, place, period and
part, for schools, the trust (no urn, no group) and every group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import duckdb
import pyarrow as pa

from wellmetrics import catalogue, scoring
from wellmetrics.instruments import Instrument, for_home
from wellmetrics.model import Indicator
from wellmetrics.school_calendar import school_days
from wellmetrics.statistics import intervals
from wellmetrics.vault import Vault

SUMS = (
    "numerator", "denominator", "people", "base_people", "square_sum", "cross_sum", "denominator_square_sum",
)  # fmt: skip
LONG_TERM_DAYS = 28
BASES = {"workforce": ("staff_group",), "staff": (), "roll": ("year_group", "sex", "pupil_premium", "send")}
SMALL_SCHOOL = 50
SMALL_SCHOOLS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the door needs, as Arrow tables."""

    observations: pa.Table
    places: pa.Table  # every school and group: urn, group, name, kind, phase, headcount
    members: pa.Table  # group, urn, grain, period: who counted in a group's period
    periods: pa.Table  # period, grain, academic_year, term, first_day, last_day
    coverage: pa.Table  # urn, dataset, academic_year, term, state
    lineage: pa.Table  # urn, grain, period, batch, feed
    sources: pa.Table  # batch, dataset, file, sha256, by, loaded_at, queries
    breaks: pa.Table  # indicator, urn, group, cut, part, since, reason: where a new series starts
    questions: (
        pa.Table
    )  # audience, code, wording, construct, scale and survey of every question that was asked
    queries: pa.Table  # batch, line, column, problem: for the lead's figures only


def observe(vault: Vault) -> Observed:
    """Counts everything once. The vault's rows are read, never written."""
    con = vault.con
    days = vault.setting("long_term_days") or str(LONG_TERM_DAYS)
    con.execute("SET VARIABLE long_term_days = CAST(? AS INTEGER)", [days])
    urns = [urn for (urn,) in con.execute("SELECT urn FROM standing_schools ORDER BY urn").fetchall()]
    con.register("calendar_rows", school_days(vault.standing("terms"), urns))
    con.execute("CREATE OR REPLACE TEMP TABLE school_day AS SELECT * FROM calendar_rows")
    con.unregister("calendar_rows")
    instruments = for_home(vault.home)
    _facts(con, "absence", "workforce", "absence_summary", "roll", "referrals", "participation")
    _score(con, instruments)
    con.execute(_OBSERVATION)
    counted = [i for i in catalogue.all_indicators().values() if i.method not in ("median", "gap")]
    for indicator in counted:
        for cut in (*(["all"] if indicator.whole else []), *indicator.cuts):
            con.execute(f"INSERT INTO school_observation {_by_person(indicator, cut)}")
            if indicator.summary:
                con.execute(f"INSERT INTO school_observation {_by_total(indicator, cut)}")
        if indicator.summary and indicator.feed == "survey":
            con.execute(_ONE_YEAR, [indicator.code])
    con.execute(_ONE_ROW)
    con.execute(_EVERY_REASON, [list(catalogue.dataset("absence").column("reason").choices)])
    con.execute("SET VARIABLE small_school = ?", [SMALL_SCHOOL])
    con.execute("SET VARIABLE small_schools = ?", [SMALL_SCHOOLS_AT_LEAST])
    con.execute((resources.files("wellmetrics") / "observe.sql").read_text())
    for indicator in catalogue.all_indicators().values():
        if indicator.method == "median":
            _medians(con, indicator)
        if indicator.never_mixed:
            con.execute(_unmixed(indicator))
    _breaks(con, instruments)
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
                ("queries", "source_query"),
            )
        }
    )


def _facts(con: duckdb.DuckDBPyConnection, *steps: str) -> None:
    for step in steps:
        con.execute((resources.files("wellmetrics.datasets") / f"{step}.sql").read_text())


def _put(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.register("given_rows", table)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given_rows")
    con.unregister("given_rows")


def _score(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> None:
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
    _put(con, "question", scoring.question_table(surveys, instruments))


def _medians(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """A median does not add over schools: it is worked out from the rows of each set of schools."""
    rows = con.execute(f"""
        WITH fact AS (
            SELECT urn, grain, period, CAST({indicator.numerator} AS DOUBLE) AS x
            FROM {indicator.dataset}
            WHERE cut = 'all' AND {indicator.where}
        ),
        place AS (
            SELECT urn, '' AS "group", urn AS school, grain, period FROM {indicator.sent}
            UNION ALL
            SELECT '', m."group", s.urn, s.grain, s.period
            FROM {indicator.sent} AS s
            JOIN membership AS m ON m.urn = s.urn AND m.grain = s.grain AND m.period = s.period
        ),
        school AS (
            SELECT p.urn, p."group", p.school, p.grain, p.period, max(b.headcount) AS headcount,
                   list(f.x) FILTER (f.x IS NOT NULL) AS xs, count(f.x) AS n
            FROM place AS p
            LEFT JOIN fact AS f ON f.urn = p.school AND f.grain = p.grain AND f.period = p.period
            LEFT JOIN base_{indicator.base} AS b
              ON b.urn = p.school AND b.grain = p.grain AND b.period = p.period AND b.cut = 'all'
            GROUP BY ALL
        )
        SELECT urn, "group", grain, period, flatten(list(xs) FILTER (xs IS NOT NULL)) AS xs, sum(headcount),
               count(*), max(n) / nullif(sum(n), 0)
        FROM school
        GROUP BY ALL
        ORDER BY ALL
    """).fetchall()
    found = []
    for urn, group, grain, period, values, headcount, schools, largest_school in rows:
        values = values or []
        n = float(len(values))
        middle = intervals.median(values)
        found.append(
            (
                indicator.code, urn, group, grain, period, "all", "", None, n, n, headcount, None, None, None,
                1.0 if n else 0.0, schools, largest_school, middle.value, middle.lower, middle.upper,
            )
        )  # fmt: skip
    if found:
        con.executemany(f"INSERT INTO observation VALUES ({', '.join('?' * 20)})", found)


def _unmixed(indicator: Indicator) -> str:
    """Deletes figures of sets of schools that measured in more than one way: only the parts by way stay."""
    return f"""
        DELETE FROM observation
        WHERE indicator = '{indicator.code}' AND urn = '' AND cut <> '{indicator.never_mixed}'
          AND ("group", grain, period) IN (
              SELECT m."group", m.grain, m.period
              FROM {indicator.dataset} AS f
              JOIN membership AS m ON m.urn = f.urn AND m.grain = f.grain AND m.period = f.period
              WHERE f.cut = 'all' AND {indicator.where}
              GROUP BY ALL
              HAVING count(DISTINCT coalesce(f.{indicator.never_mixed}, '')) > 1
          )
    """


def _breaks(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> None:
    """Where a new series starts: a changed definition, a reworded question, another way of measuring."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE series_break (
            indicator VARCHAR, urn VARCHAR, "group" VARCHAR, cut VARCHAR, part VARCHAR, since DATE, reason VARCHAR
        )
    """)
    years = dict(con.execute("SELECT period, first_day FROM period WHERE grain = 'year'").fetchall())
    rows = []
    for indicator in catalogue.all_indicators().values():
        changes = [(year, "", "", reason) for year, reason in indicator.breaks]
        changes += [c for cut in indicator.cuts for c in scoring.rewordings(indicator, cut, instruments)]
        for year, cut, part, reason in changes:
            since = min((day for name, day in years.items() if name >= year), default=None)
            if since is not None and since > min(years.values()):
                rows.append((indicator.code, None, None, cut or None, part or None, since, reason))
        if indicator.never_mixed:
            con.execute(_other_way(indicator))
    if rows:
        con.executemany("INSERT INTO series_break VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _other_way(indicator: Indicator) -> str:
    """A school that measures in another way than the term before starts a new series; so does a set of schools."""
    way = indicator.never_mixed
    return f"""
        INSERT INTO series_break
        WITH school AS (
            SELECT f.urn, f.period, max(f.{way}) AS way
            FROM {indicator.dataset} AS f
            WHERE f.cut = 'all' AND f.grain = 'term' AND {indicator.where}
            GROUP BY ALL
        ),
        place AS (
            SELECT urn, '' AS "group", period, way FROM school
            UNION ALL
            SELECT '', m."group", s.period, max(s.way)
            FROM school AS s
            JOIN membership AS m ON m.urn = s.urn AND m.grain = 'term' AND m.period = s.period
            GROUP BY ALL
            HAVING count(DISTINCT coalesce(s.way, '')) = 1
        ),
        dated AS (
            SELECT p.*, d.first_day,
                   lag(coalesce(p.way, '')) OVER (PARTITION BY p.urn, p."group" ORDER BY d.first_day) AS before
            FROM place AS p
            JOIN period AS d ON d.grain = 'term' AND d.period = p.period
        )
        SELECT '{indicator.code}', urn, "group", NULL, NULL, first_day,
               'measured by ' || coalesce(way, 'a way not said') || ' from here, before by '
               || coalesce(nullif(before, ''), 'a way not said')
        FROM dated
        WHERE before <> coalesce(way, '')
    """


_OBSERVATION = """
CREATE OR REPLACE TEMP TABLE school_observation (
    indicator VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR, cut VARCHAR, part VARCHAR,
    numerator DOUBLE, denominator DOUBLE, people DOUBLE, base_people DOUBLE,
    square_sum DOUBLE, cross_sum DOUBLE, denominator_square_sum DOUBLE, largest DOUBLE
)
"""


# Replies of one term and totals of another are one year.
_ONE_YEAR = """
CREATE OR REPLACE TEMP TABLE school_observation AS
SELECT * FROM school_observation WHERE indicator <> $1
UNION ALL
SELECT indicator, urn, grain, period, cut, part, sum(numerator), sum(denominator), max(people), max(base_people),
       CASE WHEN count(*) = count(square_sum) THEN sum(square_sum) END,
       CASE WHEN count(*) = count(cross_sum) THEN sum(cross_sum) END,
       CASE WHEN count(*) = count(denominator_square_sum) THEN sum(denominator_square_sum) END, max(largest)
FROM school_observation
WHERE indicator = $1
GROUP BY ALL
"""


# A year of which some terms came by spells and some in totals has a row of each: they are one figure, without a range.
_ONE_ROW = """
CREATE OR REPLACE TEMP TABLE school_observation AS
SELECT indicator, urn, grain, period, cut, part,
       sum(numerator) AS numerator, max(denominator) AS denominator, max(people) AS people,
       max(base_people) AS base_people,
       CASE WHEN count(*) = 1 THEN max(square_sum) END AS square_sum,
       CASE WHEN count(*) = 1 THEN max(cross_sum) END AS cross_sum,
       CASE WHEN count(*) = 1 THEN max(denominator_square_sum) END AS denominator_square_sum,
       CASE WHEN count(*) = 1 THEN max(largest) END AS largest
FROM school_observation
GROUP BY indicator, urn, grain, period, cut, part
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


def _source_cut(indicator: Indicator, cut: str) -> tuple[str, str]:
    """Which cut of the fact is read, and a condition on its part."""
    if indicator.only_part and cut == "all":
        return indicator.only_part[0], f"part = '{indicator.only_part[1]}'"
    return cut, "true"


def _grains(indicator: Indicator, cut: str) -> str:
    """Months are counted for everybody only: a month of a staff group is a handful of people."""
    grains = [grain for grain in indicator.grains if cut == "all" or grain != "month"]
    return "grain IN (" + ", ".join(f"'{grain}'" for grain in grains) + ")"


def _number(expression: str, indicator: Indicator) -> str:
    """A yes/no expression counts 1 or 0. People with nothing to count have no row, never a blank one."""
    if indicator.method == "proportion" and not indicator.counts:
        return f"CASE WHEN {expression} THEN 1.0 ELSE 0.0 END"
    return f"CAST({expression} AS DOUBLE)"


def _sums(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums over the rows of a fact that an indicator counts."""
    source_cut, condition = _source_cut(indicator, cut)
    part = "part" if source_cut == cut else "''"
    people = "sum(num)" if indicator.counts else "sum(CASE WHEN num > 0 THEN 1.0 ELSE 0.0 END)"
    base_people = "sum(den)" if indicator.counts else "count(*)"
    return f"""
        SELECT urn, grain, period, part,
               sum(numerator) AS numerator, sum(denominator) AS denominator,
               -- The same people may answer on several occasions: at least so many are behind the sum.
               max(people) AS people, max(base_people) AS base_people,
               sum(square_sum) AS square_sum, sum(cross_sum) AS cross_sum,
               sum(denominator_square_sum) AS denominator_square_sum, max(largest) AS largest
        FROM (
            SELECT urn, grain, period, part, occasion,
                   sum(num) AS numerator, sum(den) AS denominator,
                   {people} AS people, {base_people} AS base_people,
                   sum(num * num) AS square_sum, sum(num * den) AS cross_sum, sum(den * den) AS denominator_square_sum,
                   max(num) AS largest
            FROM (
                SELECT urn, grain, period, {part} AS part, {indicator.occasion} AS occasion,
                       {_number(indicator.numerator, indicator)} AS num,
                       CAST({indicator.denominator} AS DOUBLE) AS den
                FROM {indicator.dataset}
                WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)} AND {indicator.where}
            )
            GROUP BY ALL
        )
        GROUP BY ALL
    """


def _by_person(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums over the people of a fact, joined to the base where it counts more people."""
    source_cut, condition = _source_cut(indicator, cut)
    sums = _sums(indicator, cut)
    if indicator.base is None:
        if cut != "all" or not indicator.sent:
            return f"SELECT '{indicator.code}', urn, grain, period, '{cut}', part, {', '.join(SUMS)}, largest FROM ({sums})"
        coalesced = ", ".join(f"coalesce(s.{name}, 0)" for name in (*SUMS, "largest"))
        return f"""
            SELECT '{indicator.code}', b.urn, b.grain, b.period, 'all', '', {coalesced}
            FROM (SELECT DISTINCT urn, grain, period FROM {indicator.sent}) AS b
            LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period
            WHERE b.{_grains(indicator, cut)}
        """
    base_has_cut = source_cut in ("all", *BASES[indicator.base])
    part = "part" if source_cut == cut else "''"
    base = f"""
        SELECT urn, grain, period, {part if base_has_cut else "''"} AS part, {indicator.denominator} AS denominator,
               headcount AS base_people, {indicator.denominator}_square_sum AS denominator_square_sum
        FROM base_{indicator.base}
        WHERE cut = '{source_cut if base_has_cut else "all"}' AND {condition if base_has_cut else "true"}
          AND {_grains(indicator, cut)}
    """
    if not base_has_cut:
        # The base does not know the part, so each part stands over everybody; only parts that are met have rows.
        base = f"""
            SELECT b.urn, b.grain, b.period, p.part, b.denominator, b.base_people, b.denominator_square_sum
            FROM ({base}) AS b
            CROSS JOIN (
                SELECT DISTINCT part FROM {indicator.dataset} WHERE cut = '{source_cut}' AND {indicator.where}
            ) AS p
        """
    counted = f"""
        SELECT '{indicator.code}', b.urn, b.grain, b.period, '{cut}', b.part,
               coalesce(s.numerator, 0), b.denominator, coalesce(s.people, 0), b.base_people,
               coalesce(s.square_sum, 0), coalesce(s.cross_sum, 0), b.denominator_square_sum, coalesce(s.largest, 0)
        FROM ({base}) AS b
        JOIN (SELECT DISTINCT urn, grain, period FROM {indicator.sent}) AS i
          ON i.urn = b.urn AND i.grain = b.grain AND i.period = b.period
        LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period AND s.part = b.part
    """
    if not base_has_cut or cut == "all":
        return counted
    # A part that the base does not know has people and no denominator: it is missing, and part of the whole.
    return f"""
        {counted}
        UNION ALL
        SELECT '{indicator.code}', s.urn, s.grain, s.period, '{cut}', s.part,
               s.numerator, NULL, s.people, NULL, NULL, NULL, NULL, s.largest
        FROM ({sums}) AS s
        ANTI JOIN ({base}) AS b ON b.urn = s.urn AND b.grain = s.grain AND b.period = s.period AND b.part = s.part
    """


def _whose(indicator: Indicator) -> str:
    return f"audience = '{indicator.audience}'" if indicator.audience else "true"


def _by_total(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums where only totals came: no people's squares."""
    source_cut, condition = _source_cut(indicator, cut)
    numerator, denominator = indicator.summary or ("", "")
    return f"""
        SELECT '{indicator.code}', urn, grain, period, '{cut}', {"part" if source_cut == cut else "''"},
               {numerator}, {denominator}, people, base_people, NULL, NULL, NULL, NULL
        FROM {indicator.summary_from}
        WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)}
          AND {_whose(indicator)} AND {numerator} IS NOT NULL AND {denominator} > 0
    """
