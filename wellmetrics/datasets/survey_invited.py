"""`survey_invited`: how many people were asked, the denominator of response rates."""

from wellmetrics.datasets.shared_checks import of_a_wave
from wellmetrics.datasets.survey_wave import COLUMNS, SLICE
from wellmetrics.model import Column, Dataset, RowCheck

SURVEY_INVITED = Dataset(
    name="survey_invited",
    title="Who was asked",
    about=(
        "One row per survey, school and wave, with the number of people who were asked. Where you know it by group, "
        "one row per group instead."
    ),
    storage="snapshot",
    key=(*SLICE, "respondent_group"),
    slice=SLICE,
    order=5,
    period_column="wave_date",
    columns=(
        *COLUMNS,
        Column(
            "respondent_group",
            "text",
            "The group, if you count by group: a staff group, a year group. Blank: everybody.",
            "",
            needed=False,
            blank=True,
            aliases=("group", "staff group", "year group"),
        ),
        Column(
            "invited",
            "integer",
            "How many people were asked.",
            "25",
            low=0,
            high=100000,
            aliases=("number invited", "asked", "sent to", "number sent"),
        ),
    ),
    checks=(
        RowCheck(
            "more_asked_than_there_are",
            "invited",
            "query",
            """
            WITH sent AS (
                SELECT urn, survey, wave_date, audience, min(line) AS line,
                       coalesce(max(CASE WHEN respondent_group IS NULL THEN invited END), sum(invited)) AS n
                FROM rows
                GROUP BY urn, survey, wave_date, audience
            ),
            censuses AS (SELECT urn, sum(headcount) AS n FROM workforce GROUP BY urn, census_date),
            rolls AS (SELECT urn, sum(pupils) AS n FROM roll GROUP BY urn, academic_year, term),
            known AS (
                SELECT urn, 'staff' AS audience, max(n) AS n FROM censuses GROUP BY urn
                UNION ALL
                SELECT urn, 'pupils', max(n) FROM rolls GROUP BY urn
            )
            SELECT s.line, s.n AS value, k.n AS detail, s.audience AS people
            FROM sent AS s
            JOIN known AS k ON k.urn = s.urn AND k.audience = s.audience
            WHERE s.n > 1.2 * k.n + 5
            """,
            "{value} {people} were asked, but the school has {detail}.",
            "Check the school's number, and whether the number of the whole trust stands here.",
            "earlier",
        ),
        *of_a_wave("wave_date"),
    ),
)
