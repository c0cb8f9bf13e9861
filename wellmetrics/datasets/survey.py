"""`survey`: one row per reply (wide) or per answer (long). The vault keeps one row a reply."""

from dataclasses import replace

from wellmetrics.datasets.common import PUPIL_GROUPS, STAFF_GROUP, URN, optional
from wellmetrics.model import Column, Dataset, RowCheck

SURVEY_NAME = Column(
    "survey",
    "text",
    "Which survey: the code or the title of its instrument.",
    "staff-voice",
    aliases=("survey name", "survey title", "questionnaire"),
)

WAVE_DATE = Column(
    "wave_date",
    "date",
    "The day the wave opened; the same for every reply of the wave.",
    "02/03/2026",
    aliases=("wave", "survey date", "date of survey"),
)

AUDIENCE = Column(
    "audience",
    "choice",
    "Who answered: staff, pupils, trustees or families.",
    "staff",
    choices=("staff", "pupils", "trustees", "families"),
    aliases=("respondent type", "who answered"),
    value_aliases={"colleagues": "staff", "employees": "staff", "students": "pupils", "children": "pupils",
                   "governors": "trustees", "board": "trustees", "parents": "families", "parents and carers": "families",
                   "carers": "families"},
)  # fmt: skip

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
    key=("survey", "urn", "wave_date", "audience", "respondent"),
    slice=("survey", "urn", "wave_date", "audience"),
    order=6,
    period_column="wave_date",
    stores=("survey", "urn", "wave_date", "audience", "respondent", *(c.name for c in GROUPS), "answers"),
    columns=(
        SURVEY_NAME,
        URN,
        WAVE_DATE,
        AUDIENCE,
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
        Column(
            "question",
            "text",
            "Only where a row is one answer: the question's code or wording.",
            "S01",
            needed=False,
            blank=True,
            aliases=("question code", "item", "question text"),
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
    ),
)
