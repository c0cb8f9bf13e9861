"""`roll`: how many pupils each school has, by group: the denominator of pupils' figures."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, PUPIL_GROUPS, TERM, URN, listed
from wellmetrics.datasets.shared_checks import TERM_IN_THE_TRUST
from wellmetrics.model import Column, Dataset, RowCheck

ROLL = Dataset(
    name="roll",
    title="Pupils on roll",
    about=(
        "One row per school, term, year group, sex, pupil premium and special educational needs, with the number of "
        "pupils. One roll a year is enough; one a term is better."
    ),
    storage="snapshot",
    key=("urn", "academic_year", "term", "year_group", "sex", "pupil_premium", "send"),
    slice=("urn", "academic_year", "term"),
    order=4,
    by_term=True,
    columns=(
        URN,
        ACADEMIC_YEAR,
        TERM,
        *PUPIL_GROUPS,
        Column(
            "pupils",
            "integer",
            "How many pupils are on roll in this group.",
            "14",
            low=0,
            high=20000,
            aliases=listed("""
                number of pupils; number on roll; nor; headcount; on roll; pupils on roll; pupil count;
                pupil numbers; count of pupils; no of pupils; total pupils; number of students; students;
                count, if alone; total, if alone; number, if alone
            """),
        ),
    ),
    checks=(
        RowCheck(
            "far_fewer_pupils",
            "pupils",
            "query",
            """
            WITH moments AS (
                SELECT academic_year, term, min(first_day) AS moment FROM terms GROUP BY academic_year, term
            ),
            sent AS (
                SELECT urn, moment, min(line) AS line, sum(pupils) AS n
                FROM rows
                JOIN moments USING (academic_year, term)
                GROUP BY urn, moment
            ),
            earlier AS (
                SELECT urn, moment, sum(pupils) AS n
                FROM sent_before
                JOIN moments USING (academic_year, term)
                GROUP BY urn, moment
            ),
            last_roll AS (
                SELECT s.line, s.n, max_by(e.n, e.moment) AS before
                FROM sent AS s
                JOIN earlier AS e ON e.urn = s.urn AND e.moment < s.moment
                GROUP BY s.urn, s.line, s.n
            )
            SELECT line, n AS value, before AS detail
            FROM last_roll
            WHERE before >= 10 AND n < 0.6 * before
            """,
            "The school has only {value} pupils; the roll before it had {detail}.",
            "Check that every year group is in the file.",
            "earlier",
        ),
        *TERM_IN_THE_TRUST,
    ),
)
