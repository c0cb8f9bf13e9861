"""`absence`: one row per spell of staff sickness, as the HR system exports it."""

from wellmetrics.datasets.common import REASON, STAFF_GROUP, URN
from wellmetrics.model import Column, Dataset, RowCheck

HALF = {
    "full": "N",
    "full day": "N",
    "part": "Y",
    "part day": "Y",
    "half": "Y",
    "half day": "Y",
    "am": "Y",
    "pm": "Y",
}

ABSENCE = Dataset(
    name="absence",
    title="Staff sickness, by spell",
    about=(
        "One row per spell of sickness. Send the whole term, and last term's spells that have ended since: a "
        "spell is known by school, staff reference, first day and post, and is updated, never doubled."
    ),
    storage="log",
    key=("urn", "staff_ref", "first_day", "post"),
    order=5,
    period_column="first_day",
    columns=(
        Column(
            "staff_ref",
            "reference",
            "A reference that stays the same for a person, never a name. Only a keyed hash of it is stored.",
            "P4-0137",
            aliases=(
                "personal ref",
                "payroll no",
                "payroll number",
                "employee ref",
                "employee id",
                "employee number",
                "staff code",
                "staff reference",
                "staff id",
                "pay number",
            ),
        ),
        URN,
        Column(
            "post",
            "text",
            "Which post, where a person has two at one school.",
            "",
            needed=False,
            blank=True,
            aliases=("position ref", "post ref", "position", "post number", "contract"),
        ),
        STAFF_GROUP,
        Column(
            "fte",
            "number",
            "The post's full-time equivalent: 1 is full time, 0.5 half time.",
            "0.8",
            above=0,
            high=1.5,
            aliases=("full time equivalent", "wte", "fte of post"),
        ),
        Column(
            "first_day",
            "date",
            "The first day of sickness.",
            "05/09/2025",
            aliases=(
                "start date",
                "absence start date",
                "start",
                "absence start",
                "first day of absence",
                "from",
            ),
        ),
        Column(
            "last_day",
            "date",
            "The last day of sickness. Blank while the person is still away.",
            "09/09/2025",
            needed=False,
            blank=True,
            aliases=("end date", "absence end date", "end", "absence end", "last day of absence", "to"),
        ),
        Column(
            "half_first",
            "flag",
            "Y where the first day was a half day.",
            "N",
            needed=False,
            blank=True,
            value_aliases=HALF,
            aliases=("half day start", "first day half", "full or part first day"),
        ),
        Column(
            "half_last",
            "flag",
            "Y where the last day was a half day.",
            "N",
            needed=False,
            blank=True,
            value_aliases=HALF,
            aliases=("half day end", "last day half", "full or part last day"),
        ),
        REASON,
        Column(
            "days_lost",
            "number",
            "Full-time-equivalent working days of the whole spell. Blank: worked out from the calendar.",
            "",
            needed=False,
            blank=True,
            low=0,
            high=2000,
            aliases=("working days lost", "fte days lost", "days lost"),
        ),
    ),
    checks=(
        RowCheck(
            "end_before_start",
            "last_day",
            "error",
            "SELECT line, last_day AS value, first_day AS detail FROM rows WHERE last_day < first_day",
            "The spell ends on {value}, before it starts on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "no_working_day",
            "first_day",
            "query",
            """
            SELECT line, first_day AS value, last_day AS detail
            FROM rows_on_calendar
            WHERE working_days = 0 AND last_day IS NOT NULL
            """,
            "No working day of the school lies between {value} and {detail}, so the spell loses none.",
            "Check the dates against the term dates.",
        ),
        RowCheck(
            "more_days_than_the_spell_has",
            "days_lost",
            "query",
            """
            SELECT line, days_lost AS value, CAST(last_day - first_day + 1 AS VARCHAR) AS detail
            FROM rows
            WHERE days_lost > (last_day - first_day + 1) * greatest(fte, 1)
            """,
            "{value} days lost, but the spell is {detail} calendar days long.",
            "Check whether hours or calendar days stand under days_lost.",
        ),
        RowCheck(
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
        ),
        RowCheck(
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
        ),
        RowCheck(
            "after_the_school_left",
            "first_day",
            "query",
            """
            SELECT line, first_day AS value, "left" AS detail
            FROM rows
            JOIN schools USING (urn)
            WHERE first_day > "left"
            """,
            "The spell starts on {value}, after the school left the trust on {detail}.",
            "Check the school's number, or its leaving date in the schools file.",
        ),
        RowCheck(
            "far_fewer_rows",
            "urn",
            "query",
            """
            WITH sent AS (
                SELECT urn, academic_year, term, min(line) AS line, count(*) AS n
                FROM rows_on_calendar
                WHERE term IS NOT NULL
                GROUP BY urn, academic_year, term
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
            SELECT line, CAST(n AS VARCHAR) || ' rows for ' || term || ' ' || academic_year AS value,
                   CAST(before AS VARCHAR) AS detail
            FROM last_term
            WHERE before >= 10 AND n < 0.6 * before
            """,
            "School has only {value}; the term before it had {detail}.",
            "Check that the export covers the whole term and every member of staff.",
        ),
        RowCheck(
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
                SELECT urn, academic_year, term
                FROM rows_on_calendar
                JOIN census USING (urn)
                WHERE term IS NOT NULL
                GROUP BY urn, academic_year, term
                HAVING count(*) > max(headcount)
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
        ),
    ),
)
