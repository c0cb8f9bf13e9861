"""`absence_summary`: a school's month in totals, for trusts whose payroll gives no spells."""

from wellmetrics.datasets.common import REASON, STAFF_GROUP, URN, listed, optional
from wellmetrics.datasets.shared_checks import dated_in_the_trust, in_the_future
from wellmetrics.model import Column, Dataset, RowCheck

ABSENCE_SUMMARY = Dataset(
    name="absence_summary",
    title="Staff sickness, by month",
    about=(
        "One row per school and month, and where you have it per staff group or per reason: one breakdown a "
        "file. Where a school also sends spells for the term, the spells count and this does not."
    ),
    storage="snapshot",
    key=("urn", "month", "staff_group", "reason"),
    slice=("urn", "month"),
    slice_by_filled=("staff_group", "reason"),
    order=6,
    period_column="month",
    columns=(
        URN,
        Column(
            "month",
            "month",
            "The month: 2025-11, 11/2025, or any day of it.",
            "2025-11",
            aliases=listed("""
                month end; month ending; month of absence; reporting month; calendar month; month end date;
                month year; period end, if alone; date, if alone; period, if alone
            """),
        ),
        optional(STAFF_GROUP, example=""),
        optional(REASON, example="", value_aliases={k: v for k, v in REASON.value_aliases.items() if k}),
        Column(
            "days_lost",
            "number",
            "Full-time-equivalent working days lost to sickness in the month.",
            "41.5",
            low=0,
            high=1e7,
            aliases=listed("""
                fte days lost; working days lost; full time equivalent days lost; total days lost;
                days lost to sickness; wte days lost; sickness days; sick days
            """),
        ),
        Column(
            "days_available",
            "number",
            "Full-time-equivalent working days that could have been worked. Blank: worked out from the census.",
            "812.0",
            needed=False,
            blank=True,
            low=0,
            high=1e8,
            aliases=listed("""
                fte days available; available working days; full time equivalent days available;
                total days available; wte days available; contracted days
            """),
        ),
        Column(
            "staff_absent",
            "integer",
            "How many people lost a working day.",
            "14",
            needed=False,
            blank=True,
            low=0,
            high=1e6,
            aliases=listed("""
                people absent; absent staff; employees absent; number of staff absent;
                number of people absent; headcount absent; staff with absence
            """),
        ),
        Column(
            "spells",
            "integer",
            "How many spells lost a working day.",
            "17",
            needed=False,
            blank=True,
            low=0,
            high=1e6,
            aliases=listed("""
                absence spells; number of spells; number of absences; absence occasions; occasions;
                episodes; number of episodes; absence instances; instances
            """),
        ),
    ),
    checks=(
        RowCheck(
            "more_lost_than_available",
            "days_lost",
            "error",
            "SELECT line, days_lost AS value, days_available AS detail FROM rows WHERE days_lost > days_available",
            "{value} days were lost of {detail} available.",
            "Check whether the two columns changed places.",
        ),
        RowCheck(
            "total_and_groups",
            "staff_group",
            "error",
            """
            SELECT line, urn AS value, substr(CAST(month AS VARCHAR), 1, 7) AS detail
            FROM (
                SELECT line, urn, month,
                       (staff_group IS NULL) <> bool_or(staff_group IS NULL) OVER school_month
                       OR (reason IS NULL) <> bool_or(reason IS NULL) OVER school_month AS mixed
                FROM rows
                WINDOW school_month AS (PARTITION BY urn, month)
            )
            WHERE mixed
            """,
            "School {value} has rows with and without a group for the month {detail}: they would be added twice.",
            "Send the total and each breakdown in files of their own.",
        ),
        RowCheck(
            "more_lost_than_staff_have",
            "days_lost",
            "query",
            """
            -- No month has more than 23 weekdays.
            SELECT line, days_lost AS value, fte * 23 AS detail
            FROM rows
            JOIN (
                SELECT urn, max(fte) AS fte
                FROM (SELECT urn, census_date, sum(fte) AS fte FROM workforce GROUP BY urn, census_date)
                GROUP BY urn
            ) USING (urn)
            WHERE days_lost > fte * 23
            """,
            "{value} days lost in the month, but all staff together have {detail} at most.",
            "Check whether hours stand under days_lost, or the days of several months.",
            "earlier",
        ),
        *in_the_future("month"),
        *dated_in_the_trust("month", joined="date_trunc('month', joined)"),
    ),
)
