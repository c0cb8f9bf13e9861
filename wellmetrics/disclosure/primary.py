"""Which figures may point at a person by themselves: privacy's table, by class and by audience."""

from typing import Literal

import pandas as pd

from wellmetrics.model import Indicator

Audience = Literal["lead", "board", "pool"]
FEW = 5  # 1 to 4 people are few
SMALL_GROUP = 10
DOMINANT = 0.5
CONFIDENTIAL_CUTS = ("reason",)
POOL_SCHOOLS = 3
POOL_LARGEST = 0.6


def few(people: pd.Series) -> pd.Series:
    """1 to 4 people, or nobody knows how many."""
    return people.isna() | ((people > 0) & (people < FEW))


def hidden(cells: pd.DataFrame, indicator: Indicator, audience: Audience) -> pd.Series:
    """True where the cell may not be shown to the audience for its own sake.

    `cells` are observations of one indicator, with `schools` and `largest_school` for pools. `lead` stands for a
    head's own school too: both keep the records.
    """
    by_cut = cells["cut"].isin(CONFIDENTIAL_CUTS)
    confidential = _confidential(cells)
    if indicator.protection == "confidential":
        answer = confidential
    else:
        answer = confidential.where(by_cut, _managed(cells, audience))
    if audience == "pool":
        answer = answer | (cells["schools"] < POOL_SCHOOLS) | (cells["largest_school"] > POOL_LARGEST)
    return answer


def _managed(cells: pd.DataFrame, audience: Audience) -> pd.Series:
    if audience == "lead":
        return (cells["cut"] != "all") & few(cells["people"])
    return few(cells["people"]) | ~(cells["base_people"] >= SMALL_GROUP)


def _confidential(cells: pd.DataFrame) -> pd.Series:
    """Few people, few others, or one person with more than half of the days."""
    others = cells["base_people"] - cells["people"]
    unknown = cells["largest"].isna() & (cells["people"] < SMALL_GROUP)
    dominated = (cells["people"] > 0) & (cells["largest"] > DOMINANT * cells["numerator"])
    everyone = (cells["people"] > 0) & (others <= 0)
    return few(cells["people"]) | few(others) | everyone | dominated | unknown
