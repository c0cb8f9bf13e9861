"""`workforce`: how many people work in each school, the denominator of staff figures."""

from wellmetrics.datasets.common import STAFF_GROUP, URN
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
            aliases=("date", "count date", "snapshot date"),
        ),
        STAFF_GROUP,
        Column(
            "headcount",
            "number",
            "How many people, each counted once.",
            "12",
            low=0,
            high=5000,
            aliases=("heads", "number of staff", "staff", "people"),
        ),
        Column(
            "fte",
            "number",
            "Their full-time equivalent: a half-time post is 0.5.",
            "10.4",
            low=0,
            high=5000,
            aliases=("full time equivalent", "total fte", "wte"),
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
    ),
)
