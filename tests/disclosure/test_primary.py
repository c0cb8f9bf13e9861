"""Which figures may point at a person by themselves: one line a rule, by class and by audience."""

from dataclasses import replace

import numpy as np
import pytest

from wellmetrics import catalogue
from wellmetrics.disclosure import primary

MANAGED = catalogue.indicator("days_lost_per_fte")
LONG = catalogue.indicator("long_term_absence")
OPEN = catalogue.indicator("active_60_minutes")
CONFIDENTIAL = catalogue.indicator("mental_health_days_per_fte")

SURVEY = replace(MANAGED, code="a_survey", protection="anonymous")

PLAIN = {
    "people": 8,
    "base_people": 40,
    "numerator": 30.0,
    "square_sum": 130.0,
    "largest": 9.0,
    "schools": 4,
    "largest_school": 0.4,
}


def hidden(indicator, audience, **cell) -> bool:
    given = {name: value for name, value in (PLAIN | cell).items() if name != "cut"}
    columns = {name: np.array([value], float) for name, value in given.items()}
    cut = cell.get("cut", "all")
    protection = np.array([primary.class_of(indicator, cut)])
    return bool(primary.hidden(columns, protection, np.array([cut == "all"]), audience)[0])


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
        (MANAGED, "board", {"base_people": 0, "people": 0, "cut": "sex"}, False),  # a group of nobody
        (MANAGED, "board", {"people": None}, True),
        (MANAGED, "board", {"base_people": None}, True),
        (LONG, "board", {"people": 4}, True),
        (LONG, "board", {"people": 5}, False),
        # open: everybody, and by way of measuring everybody whom that way counts; a pool is a pool
        *[(OPEN, who, {"people": 2, "cut": cut}, False) for who in ("lead", "board") for cut in ("all", "method")],
        (OPEN, "board", {"people": 2, "cut": "sex"}, True),
        (OPEN, "pool", {"people": 4}, True),
        # confidential: the same for everybody
        *[
            (CONFIDENTIAL, audience, cell, answer)
            for audience in ("lead", "board", "pool")
            for cell, answer in [
                ({}, False),
                ({"people": 0}, False),
                ({"people": 0, "numerator": 0, "largest": None}, False),  # totals of no day: nobody has most of them
                ({"people": 9, "largest": None}, True),
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
        # a survey: ten replies, and twenty where all are of one mind
        *[
            (SURVEY, audience, cell, answer)
            for audience in ("lead", "board", "pool")
            for cell, answer in [
                ({"base_people": 10}, False),
                ({"base_people": 9}, True),
                ({"base_people": None}, True),
                ({"base_people": 19, "numerator": 19, "square_sum": 19}, True),  # 19 yes of 19
                ({"base_people": 19, "numerator": 18, "square_sum": 18}, False),
                ({"base_people": 20, "numerator": 20, "square_sum": 20}, False),
                ({"base_people": 19, "numerator": 0, "square_sum": 0}, True),
                ({"base_people": 12, "numerator": 12 * 25, "square_sum": 12 * 25**2}, True),  # every score is 25
                ({"base_people": 12, "numerator": 12 * 25, "square_sum": 12 * 25**2 + 2}, False),
                ({"base_people": 19, "square_sum": None}, True),  # nobody knows whether they vary
            ]
        ],
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
