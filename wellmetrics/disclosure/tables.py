"""Cells as tables for secondary hiding: nodes that several indicators share, and the sums that hold between them."""

import numpy as np
from scipy.sparse import csr_matrix

from wellmetrics.disclosure import secondary
from wellmetrics.disclosure.figures import Columns, Figures
from wellmetrics.disclosure.heads import MARKS
from wellmetrics.model import OTHERS, OVERLAPPING_CUTS

PART, WHOLE = 0.0, 3.0
# What cover costs, as a power of ten. One hub or phase often covers what would take four single schools.
# A head's own school is what the file is for: where other schools stand in it, what is summed goes first.
OWN = 4.0
COVER = {"hub": -0.3, "phase": -0.15, "school": 0.0, "last": 2.0}


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
        self.people = np.zeros(len(self.codes))
        np.maximum.at(self.people, self.of_cell, np.nan_to_num(cells["people"]))
        self.hidden = self._any(cells["hidden"] & cells["published"])
        self.kept = self._any(cells["kept"] & cells["published"])
        self.in_cut = self._any((part == node_part) & cells["published"])
        self.published = self._any(cells["published"] & ~np.isnan(cells["denominator"]))
        self.closed, self.with_own, self.own, self.in_trust, self.in_pool = (
            self._any(cells[name]) for name in MARKS
        )

    def _code(self, audience, sort, place, period, part) -> np.ndarray:
        sorts, places, periods, parts = self.size
        return (((audience * sorts + sort) * places + place) * periods + period) * parts + part

    def _any(self, of_cells: np.ndarray) -> np.ndarray:
        return np.bincount(self.of_cell[of_cells], minlength=len(self.codes)) > 0

    def number(self, of: np.ndarray, **other: np.ndarray | int) -> np.ndarray:
        """The node that is like each of `of` but for another place, period or part; -1 where there is none."""
        named = {name: other.get(name, getattr(self, name)[of]) for name in ("place", "period", "part")}
        codes = self._code(self.audience[of], self.sort[of], named["place"], named["period"], named["part"])
        found = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        there = self.codes[found] == codes
        for asked in other.values():
            there &= asked >= 0
        return np.where(there, found, -1)


def hide(figures: Figures, cells: Columns, heads: bool = False) -> np.ndarray:
    """Which cells to hide, of one audience or of many: a node is hidden for every indicator that shares it."""
    if not len(cells["place"]):
        return np.zeros(0, bool)
    nodes = Nodes(figures, cells)
    table = secondary.Table(
        people=nodes.people,
        cost=np.where(nodes.kept, np.inf, _cost(figures, nodes)),
        published=nodes.published,
        sums=_sums(figures, nodes, heads),
    )
    return secondary.protect(table, nodes.hidden)[nodes.of_cell]


def _cost(figures: Figures, nodes: Nodes) -> np.ndarray:
    """What readers can spare first: parts before wholes, hubs and phases before single schools.

    The small schools of a phase are all that a board sees of their long absence, so they are kept as the trust is.
    """
    cover = np.array([COVER[_kind(*place)] for place in figures.places])
    whole = np.where(nodes.part == figures.everybody, WHOLE, PART)
    spared = np.where(nodes.own & nodes.in_trust, OWN, cover[nodes.place])
    return 10.0 ** (spared + whole) * (1 + nodes.people / 1000)


def _kind(urn: str, group: str) -> str:
    if urn:
        return "school"
    if group in ("", OTHERS) or group.startswith("small "):
        return "last"
    return "phase" if group.endswith(" schools") else "hub"


def _sums(figures: Figures, nodes: Nodes, heads: bool) -> csr_matrix:
    """The sums that a reader knows: groups of schools, parts of a whole, terms of a year."""
    group, member = (_own_and_pool if heads else _members)(figures, nodes)
    every = np.arange(len(nodes.codes))
    apart = ~np.isin(figures.cut, ["all", *OVERLAPPING_CUTS])
    parts = every[apart[nodes.part] & nodes.in_cut]
    whole = nodes.number(parts, part=figures.everybody)
    # A whole has one sum for each cut of it.
    cuts = np.unique(figures.cut, return_inverse=True)[1]
    sum_of_part = whole * (cuts.max() + 1) + cuts[nodes.part[parts]]
    terms = every[figures.made_of_terms[nodes.sort] & figures.steady[nodes.place, nodes.period]]
    year = nodes.number(terms, period=figures.year_of[nodes.period[terms]])
    known = [
        (group, group, member),
        *(
            _by_school(nodes, inside, whole)
            for inside, whole in ((nodes.in_trust, figures.trust), (nodes.in_pool, figures.others))
        ),
        (sum_of_part, whole, parts),
        (year, year, terms),
    ]
    return _matrix(known, len(nodes.codes))


def _matrix(known: list[tuple[np.ndarray, np.ndarray, np.ndarray]], n: int) -> csr_matrix:
    """One row a sum, its total less its parts: from (sum, total, part) lists, without totals or parts of number -1."""
    rows, columns, values, number = [], [], [], 0
    for sums, totals, parts in known:
        there = (totals >= 0) & (parts >= 0)
        _, first, row = np.unique(sums[there], return_index=True, return_inverse=True)
        rows += [row + number, np.arange(len(first)) + number]
        columns += [parts[there], totals[there][first]]
        values += [np.ones(len(row)), -np.ones(len(first))]
        number += len(first)
    where = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.concatenate(values), where), shape=(number, n))


def _members(figures: Figures, nodes: Nodes) -> tuple[np.ndarray, np.ndarray]:
    """Every group's node with the node of each school in it."""
    groups = np.flatnonzero(~figures.is_school[nodes.place])
    which, school = np.nonzero(figures.member[nodes.place[groups], :, nodes.period[groups]])
    return groups[which], nodes.number(groups[which], place=school)


def _by_school(nodes: Nodes, inside: np.ndarray, whole: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """In a head's file that holds every school of a sum: trust or pool with each school in it."""
    schools = np.flatnonzero(inside)
    totals = nodes.number(schools, place=whole)
    return totals, totals, schools


def _own_and_pool(figures: Figures, nodes: Nodes) -> tuple[np.ndarray, np.ndarray]:
    """In a head's file: the trust's node with the pool's and, where it was in the trust, the own school's."""
    trust = np.flatnonzero(nodes.closed)
    schools = np.flatnonzero(nodes.own)
    own_place = np.full(nodes.audience.max() + 1, -1)
    own_place[nodes.audience[schools]] = nodes.place[schools]
    own = np.where(nodes.with_own[trust], own_place[nodes.audience[trust]], -1)
    parts = [nodes.number(trust, place=figures.others), nodes.number(trust, place=own)]
    return np.tile(trust, 2), np.concatenate(parts)
