"""Which figures may point at a person by themselves: one line a rule, by class and by audience."""

import pandas as pd
import pytest

from wellmetrics import catalogue
from wellmetrics.disclosure import primary

MANAGED = catalogue.indicator("days_lost_per_fte")
LONG = catalogue.indicator("long_term_absence")
CONFIDENTIAL = catalogue.indicator("mental_health_days_per_fte")

PLAIN = {
    "cut": "all",
    "people": 8,
    "base_people": 40,
    "numerator": 30.0,
    "largest": 9.0,
    "schools": 4,
    "largest_school": 0.4,
}


def hidden(indicator, audience, **cell) -> bool:
    return bool(primary.hidden(pd.DataFrame([PLAIN | cell]), indicator, audience).iloc[0])


@pytest.mark.parametrize(
    ("indicator", "audience", "cell", "is_hidden"),
    [
        # managed records: exact for those who keep them
        (MANAGED, "lead", {"people": 1}, False),
        (MANAGED, "lead", {"people": 1, "base_people": 3}, False),
        (MANAGED, "lead", {"people": 0}, False),
        (LONG, "lead", {"people": 2}, False),
        # ... whose cuts hide 1 to 4
        (MANAGED, "lead", {"people": 1, "cut": "staff_group"}, True),
        (MANAGED, "lead", {"people": 4, "cut": "staff_group"}, True),
        (MANAGED, "lead", {"people": 5, "cut": "staff_group"}, False),
        (MANAGED, "lead", {"people": 0, "cut": "staff_group"}, False),
        # the board: a group of ten, five people absent
        (MANAGED, "board", {"people": 5}, False),
        (MANAGED, "board", {"people": 4}, True),
        (MANAGED, "board", {"people": 0}, False),
        (MANAGED, "board", {"base_people": 10}, False),
        (MANAGED, "board", {"base_people": 9}, True),
        (MANAGED, "board", {"people": None}, True),
        (MANAGED, "board", {"base_people": None}, True),
        (LONG, "board", {"people": 4}, True),
        (LONG, "board", {"people": 5}, False),
        # confidential: the same for everybody
        *[
            (CONFIDENTIAL, audience, cell, answer)
            for audience in ("lead", "board", "pool")
            for cell, answer in [
                ({}, False),
                ({"people": 0}, False),
                ({"people": 1}, True),
                ({"people": 4}, True),
                ({"people": 5}, False),
                ({"people": 36}, True),  # four were not
                ({"people": 40}, True),  # everybody was
                ({"largest": 15.1}, True),  # one person has more than half of the days
                ({"largest": 15.0}, False),
            ]
        ],
        # a reason is confidential whatever the indicator
        (MANAGED, "lead", {"cut": "reason", "people": 3}, True),
        (MANAGED, "lead", {"cut": "reason", "people": 8, "largest": 20.0}, True),
        (MANAGED, "lead", {"cut": "reason", "people": 8}, False),
        # a pool: at least three other schools, none above 60% of its denominator
        (MANAGED, "pool", {}, False),
        (MANAGED, "pool", {"schools": 3}, False),
        (MANAGED, "pool", {"schools": 2}, True),
        (MANAGED, "pool", {"largest_school": 0.6}, False),
        (MANAGED, "pool", {"largest_school": 0.61}, True),
        (MANAGED, "pool", {"people": 4}, True),
    ],
)  # fmt: skip
def test_privacys_table_holds(indicator, audience, cell, is_hidden):
    assert hidden(indicator, audience, **cell) is is_hidden
