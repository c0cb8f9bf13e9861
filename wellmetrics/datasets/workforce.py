"""`workforce`: how many people work in each school, the denominator of staff figures."""

from wellmetrics.datasets.common import STAFF_GROUP, URN, listed
from wellmetrics.datasets.shared_checks import dated_in_the_trust, in_the_future
from wellmetrics.model import Column, Dataset, RowCheck

WORKFORCE = Dataset(
    name="workforce",
    title="Staff in post",
    about="One row per school, census day and staff group. One census a year is enough; one a term is better.",
    storage="snapshot",
    key=("urn", "census_date", "staff_group"),
    slice=("urn", "census_date"),
    order=4,
    period_column="census_date",
    columns=(
        URN,
        Column(
            "census_date",
            "date",
            "The day the staff were counted.",
            "06/11/2025",
            aliases=listed("""
                count date; snapshot date; census day; date of census; census reference date;
                reference date; date counted; as at date; as at; date, if alone; snapshot, if alone
            """),
        ),
        STAFF_GROUP,
        Column(
            "headcount",
            "number",
            "How many people, each counted once.",
            "12",
            low=0,
            high=5000,
            aliases=listed("""
                heads; number of staff; head count; total headcount; staff headcount; number of people;
                number in post; staff in post; number of employees; count of staff; total staff;
                staff, if alone; people, if alone; employees, if alone; count, if alone; number, if alone
            """),
        ),
        Column(
            "fte",
            "number",
            "Their full-time equivalent: a half-time post is 0.5.",
            "10.4",
            low=0,
            high=5000,
            aliases=listed("""
                full time equivalent; total fte; wte; fte total; sum of fte; total wte;
                whole time equivalent; full time equivalents; fte in post
            """),
        ),
    ),
    checks=(
        RowCheck(
            "fte_above_headcount",
            "fte",
            "query",
            "SELECT line, fte AS value, headcount AS detail FROM rows WHERE fte > headcount * 1.5",
            "{value} full-time equivalent is more than {detail} people can work.",
            "Check whether the two columns changed places.",
        ),
        RowCheck(
            "headcount_not_whole",
            "headcount",
            "query",
            "SELECT line, headcount AS value FROM rows WHERE headcount <> floor(headcount)",
            "{value} people is not a whole number.",
            "Check whether headcount and full-time equivalent changed places.",
        ),
        RowCheck(
            "far_fewer_staff",
            "headcount",
            "query",
            """
            WITH sent AS (
                SELECT urn, census_date, min(line) AS line, sum(headcount) AS n FROM rows GROUP BY urn, census_date
            ),
            earlier AS (
                SELECT urn, census_date, sum(headcount) AS n FROM sent_before GROUP BY urn, census_date
            ),
            last_census AS (
                SELECT s.line, s.n, max_by(e.n, e.census_date) AS before
                FROM sent AS s
                JOIN earlier AS e ON e.urn = s.urn AND e.census_date < s.census_date
                GROUP BY s.urn, s.line, s.n
            )
            SELECT line, n AS value, before AS detail
            FROM last_census
            WHERE before >= 10 AND n < 0.6 * before
            """,
            "The school has only {value} staff; the census before it had {detail}.",
            "Check that every staff group is in the file.",
            "earlier",
        ),
        *in_the_future("census_date"),
        *dated_in_the_trust("census_date"),
    ),
)
