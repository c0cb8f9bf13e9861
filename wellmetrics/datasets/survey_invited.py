"""`survey_invited`: how many people were asked, the denominator of response rates."""

from wellmetrics.datasets.common import URN
from wellmetrics.datasets.survey import AUDIENCE, SURVEY_NAME, WAVE_DATE
from wellmetrics.model import Column, Dataset

SURVEY_INVITED = Dataset(
    name="survey_invited",
    title="Who was asked",
    about=(
        "One row per survey, school and wave, with the number of people who were asked. Where you know it by group, "
        "one row per group instead."
    ),
    storage="snapshot",
    key=("survey", "urn", "wave_date", "audience", "respondent_group"),
    slice=("survey", "urn", "wave_date", "audience"),
    order=5,
    period_column="wave_date",
    columns=(
        SURVEY_NAME,
        URN,
        WAVE_DATE,
        AUDIENCE,
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
)
