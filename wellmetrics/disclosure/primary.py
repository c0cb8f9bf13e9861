"""Which figures may point at a person by themselves: privacy's table, by class and by audience."""

from typing import Literal

import numpy as np
import pandas as pd

from wellmetrics import catalogue
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


def marks(cells: pd.DataFrame, audience: Audience) -> pd.Series:
    """`hidden` for cells of many indicators."""
    parts = [
        hidden(part, catalogue.indicator(str(code)), audience) for code, part in cells.groupby("indicator")
    ]
    return pd.concat(parts).reindex(cells.index) if parts else pd.Series(dtype=bool)


def exact(cells: pd.DataFrame) -> pd.Series:
    """Those who keep the records see managed figures of everybody as they are, whatever else must be hidden."""
    managed = [
        c for c, i in catalogue.all_indicators().items() if i.protection == "managed" and not i.part_of
    ]
    return (cells["cut"] == "all") & cells["indicator"].isin(managed)


def whole_staff(cells: pd.DataFrame) -> pd.Series:
    """A staff group that is the whole staff says no more than the whole, which is shown: hiding it would be idle."""
    keys = ["indicator", "urn", "group", "grain", "period"]
    same = ["people", "base_people", "numerator", "denominator"]
    whole = cells.loc[(cells["cut"] == "all") & cells["kept"], [*keys, *same]]
    both = cells[[*keys, *same]].merge(whole, on=keys, how="left", suffixes=("", "_whole"))
    equal = np.logical_and.reduce([np.isclose(both[name], both[f"{name}_whole"]) for name in same])
    return (cells["cut"] == "staff_group") & equal
