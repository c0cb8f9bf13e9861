"""`survey_summary`: shares by question, where a survey firm gives totals and no replies."""

from wellmetrics.datasets.shared_checks import of_a_wave
from wellmetrics.datasets.survey_wave import COLUMNS, QUESTION, SLICE
from wellmetrics.model import Column, Dataset, RowCheck

SURVEY_SUMMARY = Dataset(
    name="survey_summary",
    title="Survey totals, by question",
    about=(
        "One row per survey, school, wave and question, with the number of valid answers and of favourable ones, for "
        "surveys whose replies nobody can send. Where the replies of the same survey, school and term have come, they "
        "count and this does not."
    ),
    storage="snapshot",
    key=(*SLICE, "question"),
    slice=SLICE,
    order=6,
    period_column="wave_date",
    columns=(
        *COLUMNS,
        QUESTION,
        Column(
            "answered",
            "number",
            "How many people gave a valid answer: the base of the percentage.",
            "54",
            low=0,
            high=1e7,
            aliases=("base", "valid answers", "n", "respondents"),
        ),
        Column(
            "favourable",
            "number",
            "How many of them answered favourably. From a percentage: the base times the percentage, unrounded.",
            "41",
            low=0,
            high=1e7,
            aliases=("favourable answers", "positive"),
        ),
    ),
    checks=(
        RowCheck(
            "more_favourable_than_answered",
            "favourable",
            "error",
            "SELECT line, favourable AS value, answered AS detail FROM rows WHERE favourable > answered * (1 + 1e-9)",
            "{value} favourable answers of {detail} answers.",
            "Check whether the two columns changed places, or whether a percentage stands under favourable.",
        ),
        RowCheck(
            "share_for_a_number",
            "favourable",
            "query",
            """
            SELECT line, favourable AS value, answered AS detail
            FROM (SELECT *, max(favourable) OVER (PARTITION BY survey, urn, wave_date, audience) AS most FROM rows)
            WHERE most <= 1 AND favourable > 0 AND favourable < 1
            """,
            "{value} favourable answers of {detail} answers looks like a share.",
            "Enter how many people answered favourably: the base times the share.",
        ),
        *of_a_wave("wave_date"),
    ),
)
