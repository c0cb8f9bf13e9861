"""`survey`: one row per reply (wide) or per answer (long). The vault keeps one row a reply."""

from dataclasses import replace

from wellmetrics.datasets.common import PUPIL_GROUPS, STAFF_GROUP, optional
from wellmetrics.datasets.shared_checks import of_a_wave
from wellmetrics.datasets.survey_wave import COLUMNS, QUESTION, SLICE
from wellmetrics.model import Column, Dataset, RowCheck

GROUPS = (STAFF_GROUP, *PUPIL_GROUPS)

SURVEY = Dataset(
    name="survey",
    title="Survey replies",
    about=(
        "One row per reply, with a column for each question; or one row per answer, with the columns respondent, "
        "question and answer. Which questions there are, and what an answer is worth, stands in the survey's "
        "instrument."
    ),
    storage="snapshot",
    key=(*SLICE, "respondent"),
    slice=SLICE,
    order=6,
    period_column="wave_date",
    stores=(*SLICE, "respondent", *(c.name for c in GROUPS), "answers"),
    columns=(
        *COLUMNS,
        *(optional(column, example="") for column in GROUPS),
        Column(
            "respondent",
            "reference",
            "Only where a row is one answer: the reply's own number. Stored only as a keyed code.",
            "17",
            needed=False,
            blank=True,
            aliases=("respondent id", "reply", "reply id", "response id"),
        ),
        replace(
            QUESTION,
            help="Only where a row is one answer: the question's code or wording.",
            needed=False,
            blank=True,
        ),
        replace(
            Column("answer", "text", "Only where a row is one answer.", "4", aliases=("response", "value")),
            needed=False,
            blank=True,
        ),
    ),
    checks=(
        RowCheck(
            "more_replies_than_asked",
            "survey",
            "query",
            """
            WITH sent AS (
                SELECT survey, urn, wave_date, audience, min(line) AS line, count(*) AS n FROM rows GROUP BY ALL
            ),
            asked AS (
                SELECT survey, urn, wave_date, audience,
                       coalesce(max(CASE WHEN respondent_group IS NULL THEN invited END), sum(invited)) AS invited
                FROM survey_invited
                GROUP BY ALL
            )
            SELECT s.line, CAST(s.n AS VARCHAR) AS value, CAST(a.invited AS VARCHAR) AS detail
            FROM sent AS s
            JOIN asked AS a
              ON a.survey = s.survey AND a.urn = s.urn AND a.wave_date = s.wave_date AND a.audience = s.audience
            WHERE s.n > a.invited
            """,
            "{value} replies came from {detail} who were asked, so the response rate has no figure.",
            "Check the number of people asked, and whether replies were sent twice.",
        ),
        RowCheck(
            "dates_of_replies",
            "wave_date",
            "query",
            """
            SELECT min(line) AS line, count(DISTINCT wave_date) AS value, max(wave_date) - min(wave_date) + 1 AS detail
            FROM rows
            GROUP BY survey, urn, audience
            HAVING count(DISTINCT wave_date) > 3 AND max(wave_date) - min(wave_date) < 60
            """,
            "The school's replies have {value} dates within {detail} days, and each counts as a wave of its own.",
            "Give every reply of a wave the day on which it opened.",
        ),
        RowCheck(
            "copied_wave",
            "wave_date",
            "query",
            """
            WITH replies AS (
                SELECT survey, urn, wave_date, line, hash(CAST(answers AS VARCHAR)) AS answers FROM rows
                UNION ALL
                SELECT survey, urn, wave_date, NULL, hash(CAST(answers AS VARCHAR)) FROM sent_before
            ),
            waves AS (
                SELECT survey, urn, wave_date, min(line) AS line, count(*) AS n, count(DISTINCT answers) AS different,
                       sum(CAST(answers AS HUGEINT)) AS said
                FROM replies
                GROUP BY survey, urn, wave_date, line IS NULL
            )
            SELECT s.line, s.n AS value, min(e.urn) AS school, min(e.wave_date) AS detail
            FROM waves AS s
            JOIN waves AS e
              ON e.survey = s.survey AND e.said = s.said AND e.n = s.n AND (e.urn <> s.urn OR e.wave_date <> s.wave_date)
             AND (e.line IS NULL OR e.line < s.line)
            WHERE s.line IS NOT NULL AND s.different >= 5
            GROUP BY s.line, s.n
            """,
            "All {value} replies are the same as those of school {school} on {detail}.",
            "Check the school and the date: the same file may have been sent for two.",
            "earlier",
        ),
        *of_a_wave("wave_date"),
    ),
)
