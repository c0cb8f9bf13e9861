"""What every file of a survey begins with: which survey, which school, which wave and whom it asked."""

from wellmetrics.datasets.common import URN
from wellmetrics.model import Column

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

COLUMNS = (SURVEY_NAME, URN, WAVE_DATE, AUDIENCE)
SLICE = tuple(column.name for column in COLUMNS)  # a wave is replaced as a whole

QUESTION = Column(
    "question",
    "text",
    "The question's code, or its wording.",
    "S01",
    aliases=("question code", "item", "question text"),
)
