"""What a reader of one file knows of years: the terms that make them. The attacker's side."""

from collections.abc import Collection

import numpy as np

from wellmetrics.disclosure.reader import Equations, Reader, triples
from wellmetrics.model import OTHERS, TERMS


def terms_add(reader: Reader, made: Collection[str]) -> Equations:
    """Terms of the year, of the figures that are `made` so, where the schools stay the same."""
    year, term = _terms(reader, made)
    return year, year, term


def terms_average(reader: Reader, made: Collection[str], own: str | None = None) -> Equations:
    """The same of figures whose year is the mean of the terms that were sent: signed members of each equation.

    A group's year is that of its schools. A head (`own`), who sees none of the others, takes them to have sent the
    same terms, unless the pool and the own school have not.
    """
    year, term = _terms(reader, made)
    certain = ~_not_told(reader)[year]
    year, term = year[certain], term[certain]
    there = ~reader.not_sent[term]
    figure, place, period, part = reader.split(reader.at)
    school = np.array([urn != "" for urn, _ in reader.places])
    taken = school[place]
    # The year of a part is over the terms of its whole: in one without the part, nobody was in it.
    whole, many = reader.whole(), np.bincount(year[there], minlength=len(reader.at))
    many = np.where((whole >= 0) & (many[whole] > 0), many[whole], many)
    if own is not None:
        pool = reader.find(figure, reader.places.index(("", OTHERS)), period, part)
        mine = reader.places.index((own, "")) if (own, "") in reader.places else -1
        mine = reader.find(figure, mine, period, part) if mine >= 0 else np.full_like(pool, -1)
        taken = taken | ((pool >= 0) & (many[pool] == many) & ((mine < 0) | (many[mine] == many)))
        taken[pool[pool >= 0]] = True
    keep = there & taken[year]
    row, column, sign = triples([(year[keep], year[keep], term[keep])])
    return row, column, np.where(sign < 0, -many[column], 1.0)


def _terms(reader: Reader, made: Collection[str]) -> tuple[np.ndarray, np.ndarray]:
    """Quantities of years with those of their terms."""
    figure, place, period, part = reader.split(reader.at)
    number = {name: i for i, name in enumerate(reader.periods)}
    year_of = {
        number["term", f"{year} {term}"]: i
        for (grain, year), i in number.items()
        for term in TERMS
        if grain == "year" and ("term", f"{year} {term}") in number
    }
    in_year = np.array([year_of.get(i, -1) for i in range(len(reader.periods))], int)[period]
    year = np.where(in_year < 0, -1, reader.find(figure, place, in_year, part))
    so = np.array([name in made for name in reader.figures], bool)[figure] & ~_lacking(reader, year_of)
    term = np.flatnonzero(so & (year >= 0) & ~_moved(reader, year_of)[place, np.maximum(in_year, 0)])
    return year[term], term


def _lacking(reader: Reader, year_of: dict[int, int]) -> np.ndarray:
    """Quantities of a year, one of whose terms has the figure for everybody and not by this cut."""
    figure, place, period, part = reader.split(reader.at)
    cut, lacking = reader.cuts()[part], np.zeros(len(reader.at), bool)
    for term, year in year_of.items():
        among = np.isin(period, [term for term, of in year_of.items() if of == year])
        lacking |= among & np.isin(reader.code(figure, place, np.full(len(cut), term), cut), reader.lacks)
    return lacking


def _not_told(reader: Reader) -> np.ndarray:
    """Quantities whose cut has somebody of a group that is not known: some terms may tell their groups, others not."""
    figure, place, period, part = reader.split(reader.at)
    number = {name: i for i, name in enumerate(reader.parts)}
    not_known = np.array([number.get((cut, "not known"), -1) for cut, _ in reader.parts])[part]
    return (not_known >= 0) & (reader.find(figure, place, period, np.maximum(not_known, 0)) >= 0)


def _moved(reader: Reader, year_of: dict[int, int]) -> np.ndarray:
    """By place and year: not the same schools in every term and in the year, whose sum the terms then are not."""
    moved = np.zeros((len(reader.places), len(reader.periods)), bool)
    who = reader.members.groupby(["group", "period"])["school"].agg(frozenset).to_dict()
    nobody: frozenset[int] = frozenset()
    for group in reader.members["group"].unique():
        for term, year in year_of.items():
            moved[group, year] |= who.get((group, term), nobody) != who.get((group, year), nobody)
    if ("", OTHERS) in reader.places:
        # The pool is a part of the trust, and steady where that is.
        moved[reader.places.index(("", OTHERS))] |= moved[reader.places.index(("", ""))]
    return moved
