"""`roll`: how many pupils each school has, by group: the denominator of pupils' figures."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, PUPIL_GROUPS, TERM, URN
from wellmetrics.model import Column, Dataset

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
            aliases=("number of pupils", "number on roll", "nor", "headcount", "on roll"),
        ),
    ),
)
