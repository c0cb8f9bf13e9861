"""What only several cells or rows of an absence file show: spells that cannot be, or that somebody should look at."""

# Only expressions of this module are formatted into the SQL.
# ruff: noqa: S608

from wellmetrics.datasets.shared_checks import dated_in_the_trust, in_the_future, outside_the_calendar
from wellmetrics.model import RowCheck


def weekdays(first: str, last: str) -> str:
    """SQL: how many Mondays to Fridays there are from one day to another. 1 January 1900 was a Monday."""

    def until(day: str, itself: int) -> str:
        since = f"({day} - DATE '1900-01-01')"
        return f"({since} // 7 * 5 + least({since} % 7 + {itself}, 5))"

    return f"({until(last, 1)} - {until(first, 0)})"


END_BEFORE_START = RowCheck(
    "end_before_start",
    "last_day",
    "error",
    "SELECT line, last_day AS value, first_day AS detail FROM rows WHERE last_day < first_day",
    "The spell ends on {value}, before it starts on {detail}.",
    "Correct one of the two dates.",
)

NO_WORKING_DAY = RowCheck(
    "no_working_day",
    "first_day",
    "query",
    """
    SELECT line, first_day AS value, last_day AS detail
    FROM rows_on_calendar
    WHERE working_days = 0 AND last_day >= first_day
    """,
    "No working day of the school lies between {value} and {detail}, so the spell loses none.",
    "Check the dates against the term dates.",
)

# Weekdays and not the school's working days: those who work all year lose days in the holidays too.
MORE_DAYS_THAN_THE_SPELL_HAS = RowCheck(
    "more_days_than_the_spell_has",
    "days_lost",
    "query",
    f"""
    SELECT line, days_lost AS value, weekdays AS detail
    FROM (
        SELECT line, days_lost, fte, {weekdays("first_day", "last")} AS weekdays
        FROM (SELECT *, coalesce(last_day, greatest(first_day, day)) AS last FROM rows, today)
        WHERE days_lost IS NOT NULL AND last >= first_day
    )
    WHERE days_lost > weekdays * greatest(fte, 1) + 1e-9
    """,
    "{value} days lost, but the spell has {detail} weekdays.",
    "Check whether hours or calendar days stand under days_lost.",
)

DAYS_CUT_SHORT = RowCheck(
    "days_cut_short",
    "days_lost",
    "query",
    """
    SELECT line, days_lost AS value, round(working_days * fte, 1) AS detail
    FROM rows_on_calendar
    WHERE days_lost >= 0.1 AND last_day IS NOT NULL AND working_days > 20 AND days_lost < 0.6 * working_days * fte
    """,
    "{value} days lost, but the post has {detail} working days in the spell.",
    "Give the days of the whole spell, not those of one year or month, or leave days_lost blank.",
)

NEXT_TO_NOTHING_LOST = RowCheck(
    "next_to_nothing_lost",
    "days_lost",
    "query",
    """
    SELECT line, days_lost AS value, working_days AS detail,
           CASE WHEN working_days = 1 THEN 'day lies' ELSE 'days lie' END AS days
    FROM rows_on_calendar
    WHERE days_lost < 0.1 AND last_day IS NOT NULL AND working_days > 0
    """,
    "{value} days lost, though {detail} working {days} in the spell.",
    "Check whether the record was made by a change of system, or leave days_lost blank to have it worked out.",
)

VERY_LONG_SPELL = RowCheck(
    "very_long_spell",
    "last_day",
    "query",
    """
    SELECT line, CAST(last_day - first_day + 1 AS VARCHAR) AS value
    FROM rows
    WHERE last_day - first_day + 1 > 730
    """,
    "The spell is {value} calendar days long, more than two years.",
    "Check the years of both dates.",
)

OPEN_FOR_LONG = RowCheck(
    "open_for_long",
    "last_day",
    "query",
    """
    SELECT line, first_day AS value
    FROM rows
    WHERE last_day IS NULL AND first_day < (SELECT max(first_day) FROM rows) - 365
    """,
    "The spell began on {value} and has no last day, though the file goes on for a year and more.",
    "Enter the last day, or leave it blank if the person is still away.",
)

SPELLS_OVERLAP = RowCheck(
    "spells_overlap",
    "first_day",
    "query",
    """
    SELECT line, first_day AS value, CAST(before_line AS VARCHAR) AS detail
    FROM rows_that_follow
    WHERE coalesce(before_last, DATE '2999-12-31') >= first_day
    """,
    "This spell, from {value}, overlaps the same person's spell in row {detail}. Each day counts once.",
    "Correct the dates if the rows are two spells; leave them if one was entered twice.",
)

# Dates whose day and month changed places fall on weekends as often as any: on two days of seven.
WEEKEND_STARTS = RowCheck(
    "weekend_starts",
    "first_day",
    "query",
    """
    SELECT min(line) FILTER (WHERE weekend) AS line, count(*) FILTER (WHERE weekend) AS value, count(*) AS detail
    FROM (SELECT line, urn, (first_day - DATE '1900-01-01') % 7 > 4 AS weekend FROM rows)
    GROUP BY urn
    HAVING count(*) >= 20 AND count(*) FILTER (WHERE weekend) > 0.2 * count(*)
    """,
    "{value} of the school's {detail} spells begin on a Saturday or Sunday.",
    "Check whether day and month changed places in the export.",
)

FAR_FEWER_ROWS = RowCheck(
    "far_fewer_rows",
    "urn",
    "query",
    """
    WITH sent AS (
        SELECT *
        FROM school_terms
        WHERE term IS NOT NULL
        QUALIFY (academic_year, term) = max((academic_year, term)) OVER (PARTITION BY urn)
    ),
    earlier AS (
        SELECT urn, academic_year, term, count(*) AS n, max(first_day) AS moment
        FROM standing_on_calendar
        WHERE term IS NOT NULL
        GROUP BY urn, academic_year, term
    ),
    last_term AS (
        SELECT s.urn, s.academic_year, s.term, s.line, s.n, max_by(e.n, e.moment) AS before
        FROM sent AS s
        JOIN earlier AS e ON e.urn = s.urn AND (e.academic_year, e.term) < (s.academic_year, s.term)
        GROUP BY ALL
    )
    SELECT line, n || CASE n WHEN 1 THEN ' row' ELSE ' rows' END || ' for ' || term || ' ' || academic_year AS value,
           CAST(before AS VARCHAR) AS detail
    FROM last_term
    WHERE before >= 10 AND n < 0.6 * before
    """,
    "The school has only {value}; the term before it had {detail}.",
    "Check that the export covers the whole term and every member of staff.",
    "earlier",
)

MORE_ABSENT_THAN_STAFF = RowCheck(
    "more_absent_than_staff",
    "staff_ref",
    "query",
    """
    WITH census AS (
        SELECT urn, max(headcount) AS headcount
        FROM (SELECT urn, census_date, sum(headcount) AS headcount FROM workforce GROUP BY urn, census_date)
        GROUP BY urn
    ),
    -- People are counted only where even the spells outnumber the staff: no term has more people than spells.
    busy AS (
        SELECT urn, academic_year, term FROM school_terms JOIN census USING (urn) WHERE n > headcount
    ),
    absent AS (
        SELECT urn, academic_year, term, min(line) AS line, count(DISTINCT staff_ref) AS people
        FROM rows_on_calendar
        JOIN busy USING (urn, academic_year, term)
        GROUP BY urn, academic_year, term
    )
    SELECT line, CAST(people AS VARCHAR) || ' people in ' || term || ' ' || academic_year AS value,
           CAST(CAST(headcount AS INTEGER) AS VARCHAR) AS detail
    FROM absent
    JOIN census USING (urn)
    WHERE people > headcount
    """,
    "{value} were absent, but the largest census of the school counts {detail}.",
    "Check the school's number on these rows, or send the newest workforce file.",
    "earlier",
)

CHECKS = (
    END_BEFORE_START,
    NO_WORKING_DAY,
    MORE_DAYS_THAN_THE_SPELL_HAS,
    DAYS_CUT_SHORT,
    NEXT_TO_NOTHING_LOST,
    VERY_LONG_SPELL,
    OPEN_FOR_LONG,
    SPELLS_OVERLAP,
    WEEKEND_STARTS,
    *in_the_future("first_day"),
    outside_the_calendar("first_day"),
    *dated_in_the_trust("first_day"),
    FAR_FEWER_ROWS,
    MORE_ABSENT_THAN_STAFF,
)
