"""What a reader of one file knows of numbers of people: which add up, and which are never more than others.

The attacker's side. People add up over schools; over parts and terms only where each is counted once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure.declared import same_people
from wellmetrics.disclosure.reader import ALL, Equations, Reader, told_nothing, triples
from wellmetrics.disclosure.years import terms_add, terms_average
from wellmetrics.model import Indicator

# Whoever is of the first is of the second too, by what the indicators declare to count.
AMONG = {
    "accepted referrals": "pupil referrals",
    "waiting referrals": "pupil referrals",
    "seen referrals": "pupil referrals",
    "referrals seen within 28 days": "seen referrals",
    "staff with low wellbeing": "staff scored",
    "pupils with low wellbeing": "pupils scored",
    "pupils with a low WHO-5 index": "pupils scored by WHO-5",
}


@dataclass(frozen=True, slots=True)
class Relations:
    """Row by row: `low` <= the sum of weighted unknowns <= `high`."""

    row: np.ndarray
    column: np.ndarray
    weight: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of people in a file: `value` where it is told (else not a number), and the most there can be."""

    relations: Relations
    value: np.ndarray
    most: np.ndarray
    whole_number: np.ndarray
    of_cell: np.ndarray

    def met(self, cells: np.ndarray) -> np.ndarray:
        """True for the quantities of these cells."""
        answer = np.zeros(len(self.value), bool)
        answer[self.of_cell[cells]] = True
        return answer


def counted(cells: pd.DataFrame, members: pd.DataFrame, pool: tuple[str, ...], own: str) -> Counted:
    """Everything that the reader knows of people."""
    reader = Reader(cells, members, same_people())
    told = ~told_nothing(cells)
    value = np.full(len(reader.at), np.nan)
    people = cells["people"].to_numpy(float)[told]
    # Where a figure is not applicable there is nobody to count.
    nobody = np.isnan(people) & (cells["state"] == "not applicable").to_numpy()[told]
    said = np.where(nobody, 0.0, people)
    value[reader.of_cell[told][~np.isnan(said)]] = said[~np.isnan(said)]
    value[reader.of_cell[not_sent(cells)]] = 0.0
    means = _chosen(reader, _is_mean)
    year = np.array([grain == "year" for grain, _ in reader.periods])[reader.split(reader.at)[2]]
    return Counted(
        _relations(reader, cells, told, pool, own),
        value,
        _most(reader, cells, told),
        ~(means & year),
        reader.of_cell,
    )


def not_sent(cells: pd.DataFrame) -> np.ndarray:
    """Absence of a term of which a school has sent none at all: nobody of it is in its year, whatever the year shows."""
    absence = {code for code, i in catalogue.all_indicators().items() if i.feed == "absence"}
    of_school = (cells["urn"] != "") & (cells["grain"] == "term") & cells["indicator"].isin(absence)
    missing = cells["state"] == "missing"
    term = cells.groupby(["urn", "period"], observed=True).ngroup().to_numpy()
    some = np.bincount(term, (of_school & ~missing).to_numpy()) > 0
    return (of_school & missing).to_numpy() & ~some[term]


def _chosen(reader: Reader, which: Callable[[Indicator], bool]) -> np.ndarray:
    """True for quantities of the figures whose indicators are all of a sort."""
    of = dict.fromkeys(reader.figures, True)
    for i in catalogue.all_indicators().values():
        if i.people in of:
            of[i.people] &= which(i)
    return np.array([of[name] for name in reader.figures], bool)[reader.split(reader.at)[0]]


def _is_mean(i: Indicator) -> bool:
    """Pupils who take part are counted a term; the year is the mean of its terms."""
    return i.feed == "participation"


def _relations(
    reader: Reader, cells: pd.DataFrame, told: np.ndarray, pool: tuple[str, ...], own: str
) -> Relations:
    events = _chosen(reader, lambda i: i.feed == "referrals" and i.terms_make_year)
    absent, means = _chosen(reader, lambda i: i.feed == "absence"), _chosen(reader, _is_mean)
    asked = _chosen(reader, lambda i: i.feed == "survey")
    of_means = {i.people for i in catalogue.all_indicators().values() if _is_mean(i)}
    part, term, within = reader.parts_add(), terms_add(reader, reader.figures), reader.parts_of()
    _, place, period, _ = reader.split(reader.at)
    school = np.array([urn != "" for urn, _ in reader.places])[place]
    year = np.array([grain == "year" for grain, _ in reader.periods])[period]
    # Who is away for two reasons, or in two staff groups, is in two parts.
    once = ~absent & ~(asked & ~_one_wave(reader, cells, told)) & ~(means & year)
    steady = absent & school & ~_chosen(reader, lambda i: i.people == "staff on open long absence")
    exact = [*reader.places_add(pool, own), _only(part, once), _only(term, events)]
    return _together(
        _rows(*triples(exact), 0.0, 0.0),
        _rows(*terms_average(reader, of_means), 0.0, 0.0),
        _at_most(np.concatenate([within[~means[within[:, 0]]], _pairs(term, steady), _among(reader)])),
        _rows(
            *triples([_only(term, steady & _chosen(reader, lambda i: i.people == "absent staff"))]),
            0.0,
            np.inf,
        ),
        # Whoever is away is so for some reason, and in some group.
        _rows(*triples([_only(part, absent)]), 0.0, np.inf),
    )


def _one_wave(reader: Reader, cells: pd.DataFrame, told: np.ndarray) -> np.ndarray:
    """Wholes of surveys whose replies are as many as their people: asked once in the period."""
    same = told & (cells["denominator"] == cells["base_people"]).to_numpy()
    answer = np.zeros(len(reader.at), bool)
    answer[reader.of_cell[same]] = True
    return answer


def _only(sums: Equations, totals: np.ndarray) -> Equations:
    """The sums of these totals."""
    name, total, part = sums
    keep = totals[total]
    return name[keep], total[keep], part[keep]


def _pairs(sums: Equations, totals: np.ndarray) -> np.ndarray:
    """Parts with their totals, of these totals."""
    _, total, part = _only(sums, totals)
    return np.column_stack([part, total])


def _among(reader: Reader) -> np.ndarray:
    """Quantities with those that they are among: the same place, period and part of more people."""
    figure, place, period, part = reader.split(reader.at)
    number = {name: i for i, name in enumerate(reader.figures)}
    wider = np.array([number.get(AMONG.get(name, ""), -1) for name in reader.figures], int)[figure]
    at = np.where(wider < 0, -1, reader.find(np.maximum(wider, 0), place, period, part))
    return np.column_stack([np.flatnonzero(at >= 0), at[at >= 0]])


def _most(reader: Reader, cells: pd.DataFrame, told: np.ndarray) -> np.ndarray:
    """Never more staff than are employed, which any shown figure of the same place, period and staff group tells."""
    declared = catalogue.all_indicators()
    staff = (
        cells["indicator"].map({code: i.base == "workforce" for code, i in declared.items()}).to_numpy(bool)
    )
    headcount = cells["base_people"].to_numpy(float)
    use = np.flatnonzero(told & staff & ~np.isnan(headcount))
    _, place, period, part = reader.split(reader.at)
    everybody = np.isin([cut for cut, _ in reader.parts], ["staff_group"])
    where = (place * len(reader.periods) + period) * len(reader.parts)
    alone = where + np.where(everybody[part], part, reader.parts.index(ALL))
    most = np.full(len(reader.places) * len(reader.periods) * len(reader.parts), -1.0)
    np.maximum.at(most, alone[reader.of_cell[use]], headcount[use])
    known = np.where(most[alone] >= 0, most[alone], most[where + reader.parts.index(ALL)])
    return np.where(
        _chosen(reader, lambda i: i.base == "workforce" or i.feed == "absence") & (known >= 0), known, np.inf
    )


def _rows(row: np.ndarray, column: np.ndarray, weight: np.ndarray, low: float, high: float) -> Relations:
    many = int(row.max()) + 1 if len(row) else 0
    return Relations(row, column, weight, np.full(many, low), np.full(many, high))


def _at_most(pairs: np.ndarray) -> Relations:
    """The first of each pair is never more than the second."""
    many = len(pairs)
    weight = np.tile([1.0, -1.0], many)
    return Relations(
        np.repeat(np.arange(many), 2), pairs.ravel(), weight, np.full(many, -np.inf), np.zeros(many)
    )


def _together(*several: Relations) -> Relations:
    starts = np.cumsum([0, *(len(one.low) for one in several)])
    return Relations(
        np.concatenate([one.row + start for one, start in zip(several, starts[:-1], strict=True)]),
        *(
            np.concatenate([getattr(one, name) for one in several])
            for name in ("column", "weight", "low", "high")
        ),
    )
