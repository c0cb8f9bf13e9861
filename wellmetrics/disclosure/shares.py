"""How much of the figures of a term a reader is shown, by the class that protects them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.reader import told_nothing


@dataclass(frozen=True, slots=True)
class Share:
    """Term figures of everybody: shown, given by the year alone, and hidden."""

    of: str
    shown: int
    by_year: int
    hidden: int

    def __str__(self) -> str:
        total = max(self.shown + self.by_year + self.hidden, 1)
        by_year, hidden = (f"{100 * n / total:.1f}%" for n in (self.by_year, self.hidden))
        return f"{self.of} {100 * self.shown / total:.1f}% shown, {by_year} by the year, {hidden} hidden"


def shares(cells: pd.DataFrame, own: str = "") -> list[Share]:
    """By class, of one reader's file; of a head's, the own school's figures alone."""
    state, quiet = cells["state"].to_numpy(str), told_nothing(cells)
    terms = ((cells["grain"] == "term") & (cells["cut"] == "all")).to_numpy()
    terms = terms & (cells["urn"] == own).to_numpy() if own else terms
    declared = catalogue.all_indicators()
    number, codes = pd.factorize(cells["indicator"])
    classes = np.array([primary.class_of(declared[code], "all") for code in codes], object)[number]
    kinds = np.isin(state, ["shown", "nil"]), quiet & (state == "not applicable"), state == "hidden"
    return [
        Share(of, *(int((one & terms & (classes == of)).sum()) for one in kinds))
        for of in sorted(set(classes[terms]))
    ]


def together(several: Iterable[Share]) -> list[Share]:
    """The same classes of several files as one."""
    sums: dict[str, Share] = {}
    for one in several:
        had = sums.get(one.of, Share(one.of, 0, 0, 0))
        sums[one.of] = Share(
            one.of, had.shown + one.shown, had.by_year + one.by_year, had.hidden + one.hidden
        )
    return [sums[of] for of in sorted(sums)]
