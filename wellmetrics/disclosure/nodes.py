"""Cells as nodes: what several indicators share is hidden for all of them together."""

import numpy as np

from wellmetrics.disclosure import primary
from wellmetrics.disclosure.figures import Columns, Figures
from wellmetrics.disclosure.heads import MARKS


class Nodes:
    """What several indicators share: an audience, a sort of people, a place, a period and a part.

    `of_cell` is each cell's node; `number` finds a node, -1 where there is none.
    """

    def __init__(self, figures: Figures, cells: Columns) -> None:
        self.size = (len(figures.sorts), len(figures.places), len(figures.periods), len(figures.parts))
        indicator, part = cells["indicator"], cells["part"]
        node_part = figures.node_part_of[indicator, part]
        codes = self._code(
            cells["audience"], figures.sort_of[indicator], cells["place"], cells["period"], node_part
        )
        self.codes, self.of_cell = np.unique(codes, return_inverse=True)
        rest = self.codes
        rest, self.part = np.divmod(rest, self.size[3])
        rest, self.period = np.divmod(rest, self.size[2])
        rest, self.place = np.divmod(rest, self.size[1])
        self.audience, self.sort = np.divmod(rest, self.size[0])
        self.people, base = np.zeros(len(self.codes)), np.full(len(self.codes), np.inf)
        np.maximum.at(self.people, self.of_cell, np.nan_to_num(cells["people"]))
        known = np.where(figures.known_base[indicator], cells["base_people"], np.nan)
        np.minimum.at(base, self.of_cell, np.nan_to_num(known, nan=np.inf))
        self.base, self.away = base, figures.away[self.sort]
        self.hidden = self._any(cells["hidden"])
        self.kept = self._any(cells["kept"] & cells["published"])
        self.known = self._any(cells["known"])
        self.in_cut = self._any(part == node_part)
        # The parts of a cut by the number of the cut, in the place of that of the part.
        self._cut = np.unique(figures.cut, return_inverse=True)[1]
        where = self.audience, self.sort, self.place, self.period
        self._with_cut = np.unique(self._code(*where, self._cut[self.part]))
        self.published = self._any(cells["published"] & ~np.isnan(cells["denominator"]))
        self.closed, self.with_own, self.own, self.in_trust, self.in_pool = (
            self._any(cells[name]) for name in MARKS
        )

    def most(self, hidden: np.ndarray) -> np.ndarray:
        """How many people each may count. How many a group of fewer than five has is hidden with what it counts, where
        nothing else that is shown of the same staff tells: where all of that is hidden too, there may be more."""
        nobody = np.zeros(len(self.codes), int)
        same = np.unique(
            self._code(self.audience, nobody, self.place, self.period, self.part), return_inverse=True
        )[1]
        least = np.full(same.max(initial=-1) + 1, np.inf)
        np.minimum.at(least, same[self.away], np.where(hidden, np.inf, self.base)[self.away])
        told = np.where(self.away, least[same], np.inf)
        return np.maximum(np.minimum(np.maximum(self.base, primary.FEW), told), self.people)

    def _code(self, audience, sort, place, period, part) -> np.ndarray:
        sorts, places, periods, parts = self.size
        return (((audience * sorts + sort) * places + place) * periods + period) * parts + part

    def _any(self, of_cells: np.ndarray) -> np.ndarray:
        return np.bincount(self.of_cell[of_cells], minlength=len(self.codes)) > 0

    def number(self, of: np.ndarray, **other: np.ndarray | int) -> np.ndarray:
        """The node that is like each of `of` but for another sort, place, period or part; -1 where there is none."""
        named = {
            name: other.get(name, getattr(self, name)[of]) for name in ("sort", "place", "period", "part")
        }
        codes = self._code(self.audience[of], named["sort"], named["place"], named["period"], named["part"])
        found = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        there = self.codes[found] == codes
        for asked in other.values():
            there &= asked >= 0
        return np.where(there, found, -1)

    def has_cut(self, of: np.ndarray, **other: np.ndarray | int) -> np.ndarray:
        """Whether there is any part of the cut of each of `of`, at another place or in another period."""
        sort, place, period = (
            other.get(name, getattr(self, name)[of]) for name in ("sort", "place", "period")
        )
        code = self._code(self.audience[of], sort, place, period, self._cut[self.part[of]])
        return np.isin(code, self._with_cut)
