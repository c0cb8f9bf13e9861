"""What does not add over schools, and where a line breaks: medians, ways of measuring, changed definitions."""

from collections.abc import Sequence

import duckdb

from wellmetrics import catalogue, scoring
from wellmetrics.instruments import Instrument
from wellmetrics.model import Indicator
from wellmetrics.statistics import intervals

MEDIAN_SCHOOL = """
CREATE OR REPLACE TEMP TABLE median_school (
    indicator VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR, headcount DOUBLE, xs DOUBLE[], n BIGINT
)
"""


def of_school(indicator: Indicator) -> str:
    """SELECT of what a median is worked out from, for each school and period that was sent."""
    return f"""
        SELECT '{indicator.code}', s.urn, s.grain, s.period, max(b.headcount), list(f.x) FILTER (f.x IS NOT NULL),
               count(f.x)
        FROM {indicator.sent} AS s
        LEFT JOIN (
            SELECT urn, grain, period, CAST({indicator.numerator} AS DOUBLE) AS x
            FROM {indicator.dataset}
            WHERE cut = 'all' AND {indicator.where}
        ) AS f ON f.urn = s.urn AND f.grain = s.grain AND f.period = s.period
        LEFT JOIN base_{indicator.base} AS b
          ON b.urn = s.urn AND b.grain = s.grain AND b.period = s.period AND b.cut = 'all'
        GROUP BY s.urn, s.grain, s.period
    """


def medians(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """A median does not add over schools: it is worked out from the rows of each set of schools."""
    rows = con.execute(
        """
        WITH school AS (
            SELECT * FROM median_school WHERE indicator = ?
        ),
        place AS (
            SELECT urn, '' AS "group", grain, period, headcount, xs, n FROM school
            UNION ALL
            SELECT '', m."group", s.grain, s.period, s.headcount, s.xs, s.n
            FROM school AS s
            JOIN membership AS m ON m.urn = s.urn AND m.grain = s.grain AND m.period = s.period
        )
        SELECT urn, "group", grain, period, flatten(list(xs) FILTER (xs IS NOT NULL)), sum(headcount),
               count(*), max(n) / nullif(sum(n), 0)
        FROM place
        GROUP BY urn, "group", grain, period
        ORDER BY urn, "group", grain, period
        """,
        [indicator.code],
    ).fetchall()
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


def unmixed(indicator: Indicator) -> str:
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


def breaks(con: duckdb.DuckDBPyConnection, instruments: Sequence[Instrument]) -> None:
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
