"""The attacker: takes what one audience can fetch and solves for what is hidden. Shares no code with the door.

It knows the published relations and the shown numbers, exactly: what is rounded for downloads tells less. A hidden
figure that the shown ones determine, or whose people they bound too closely, fails the build.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.bounds import limits, roughly
from wellmetrics.disclosure.counted import counted, not_sent
from wellmetrics.disclosure.declared import same_numerator
from wellmetrics.disclosure.exact import determined
from wellmetrics.disclosure.reader import Reader, remembered, together, told_nothing, triples
from wellmetrics.disclosure.years import terms_add, terms_average
from wellmetrics.model import OTHERS, Refusal
from wellmetrics.observe import Observed

WIDE = 5  # between the fewest and the most people that a hidden figure may count
SLIGHT = 1e-6


def verify(audience, observed: Observed):
    """The audience, unchanged. Raises Refusal where a hidden figure of it can be worked out.

    How closely the people behind the others are bounded is told by `doctor --attack`: it takes longer, and a trust of a
    few people would have no release at all.
    """
    own = "" if audience.name in ("lead", "board") else audience.name
    many = worked_out(audience.cells, known_members(audience, observed), audience.pool, own).sum()
    if many:
        raise Refusal(
            f"The release was not made: {many} hidden figures could be worked out from shown ones. The earlier release "
            "stays. Report this with the output of “doctor”."
        )
    return audience


def known_members(audience, observed: Observed) -> pd.DataFrame:
    """Who counted in each group; where a head sees single schools, the pool is a group like any other."""
    members = observed.members.to_pandas()
    if audience.pool_of is None:
        return members
    pool = members[(members["group"] == audience.pool_of) & (members["urn"] != audience.name)]
    return pd.concat([members[members["group"] == ""], pool.assign(group=OTHERS)], ignore_index=True)


def attack(
    cells: pd.DataFrame,
    members: pd.DataFrame,
    pool: tuple[str, ...] = (),
    own: str = "",
    earlier: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Hidden cells that follow from shown ones: their numerator, or their people within fewer than five (`width`).

    `own` is a head's school, whose pool is `pool`. `earlier` are cells of the same audience's earlier files which
    still stand: what they show is known.
    """
    cells = remembered(cells.reset_index(drop=True), earlier)
    width = np.full(len(cells), np.nan)
    if (cells["state"] == "hidden").any():
        width = narrow(cells, members, pool, own)
        width[worked_out(cells, members, pool, own)] = 0
    return cells.assign(width=width)[~np.isnan(width)]


def worked_out(cells: pd.DataFrame, members: pd.DataFrame, pool: tuple[str, ...], own: str) -> np.ndarray:
    """True for hidden cells whose numerator follows from shown numerators."""
    hidden = (cells["state"] == "hidden").to_numpy()
    if not hidden.any():
        return hidden
    reader = Reader(cells, members, same_numerator())
    # A figure that is missing is as unknown as a hidden one, but nobody is harmed when it follows.
    unknown = np.ones(len(reader.at), bool)
    unknown[reader.of_cell[~told_nothing(cells)]] = False
    sought = np.zeros(len(reader.at), bool)
    sought[reader.of_cell[hidden]] = True
    declared = catalogue.all_indicators()
    made = {code for code, i in declared.items() if i.terms_make_year}
    means = {code for code in made if declared[code].feed == "participation"}
    sums = triples([*reader.places_add(pool, own), reader.parts_add(), terms_add(reader, made - means)])
    equations = together(sums, terms_average(reader, means, own if ("", OTHERS) in reader.places else None))
    got = ~unknown | determined(equations, unknown, sought & unknown)
    return hidden & got[reader.of_cell]


def narrow(cells: pd.DataFrame, members: pd.DataFrame, pool: tuple[str, ...], own: str) -> np.ndarray:
    """By cell, how closely its people are bounded, if closer than five and than the rules tell; else not a number."""
    known = counted(cells, members, pool, own)
    hidden, told = (cells["state"] == "hidden").to_numpy(), ~np.isnan(known.value)
    by_rule = told & known.met((_in_any_case(cells, own) & ~told_nothing(cells)) | not_sent(cells))
    least, most = roughly(known, by_rule)
    wide = np.minimum(WIDE, most - least)
    low, high = limits(known, told, known.met(hidden), wide)
    # What is told to be of nobody, or of five or more, would be shown but for what it covers; that is sought itself.
    few = (low < WIDE - SLIGHT) & (high > SLIGHT) | (known.most - high < WIDE - SLIGHT)
    close = known.met(hidden) & few & (high - low < wide - SLIGHT)
    if close.any():
        least, most = limits(known, by_rule, close, wide)
        close &= high - low < most - least - SLIGHT
    return np.where(hidden, np.where(close, high - low, np.nan)[known.of_cell], np.nan)


def _in_any_case(cells: pd.DataFrame, own: str) -> np.ndarray:
    """True where the rules show a figure whatever it is: records to those who keep them, open figures to everybody."""
    declared = catalogue.all_indicators()
    codes, cuts = cells["indicator"].tolist(), cells["cut"].tolist()
    classes = {
        pair: primary.class_of(declared[pair[0]], pair[1]) for pair in set(zip(codes, cuts, strict=True))
    }
    of = np.array([classes[pair] for pair in zip(codes, cuts, strict=True)], object)
    everybody = np.array(
        [cut == "all" and not declared[code].part_of for code, cut in zip(codes, cuts, strict=True)]
    )
    school = (cells["urn"] != "").to_numpy()
    pooled = bool((cells["group"] == OTHERS).any())
    # In a head's file the sums of places follow other rules; a trust without a pool is the school itself.
    direct = school | (not pooled)
    records = (of == "managed") & everybody & ((cells["urn"] == own).to_numpy() if own and pooled else direct)
    keeps = not (records & school & (cells["state"] == "hidden").to_numpy()).any()
    shown = (records & keeps) | ((of == "open") & direct)
    # Where all staff are teachers, the teachers' figure is that of all; and a trust of which one school alone has sent
    # something is that school.
    of_all = _same(cells, shown & (cells["cut"] == "all").to_numpy(), ["urn", "group"])
    own_trust = (cells["urn"] == "") & (cells["group"] == "")
    of_own = (
        _same(cells, shown & school & (cells["urn"] == own).to_numpy(), ["cut", "part"])
        & own_trust.to_numpy()
    )
    return shown | of_all | of_own | (cells["state"] == "nil").to_numpy()


def _same(cells: pd.DataFrame, known: np.ndarray, apart: list[str]) -> np.ndarray:
    """Cells of the same numbers as the known one of their indicator and period that is like them in `apart`."""
    where = ["indicator", "grain", "period", *apart]
    numbers = cells.columns.intersection(["people", "base_people", "numerator", "denominator"])
    found = cells[[*where, *numbers]].merge(
        cells.loc[known, [*where, *numbers]], on=where, how="left", suffixes=("", " known")
    )
    return np.all([np.isclose(found[name], found[f"{name} known"]) for name in numbers], axis=0)
