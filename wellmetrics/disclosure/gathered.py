"""What is known to whoever gathers several files: readers who put theirs together, or one who kept earlier releases.

The attacker's side.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure.attack import attack
from wellmetrics.disclosure.reader import WHERE
from wellmetrics.model import OTHERS


@dataclass(frozen=True, slots=True)
class File:
    """The cells of one reader's file; of a head's, the own school and the schools that the pool is of."""

    cells: pd.DataFrame
    own: str = ""
    pool: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Which loads stand behind each school's figures, and who is in each group: as tables of a release's file."""

    lineage: pd.DataFrame
    members: pd.DataFrame


def put_together(lead: pd.DataFrame, others: list[File], members: pd.DataFrame) -> pd.DataFrame:
    """Cells that the lead's file hides and that all files together tell, as `attack` finds them.

    A pool is one more group of schools. What another file simply shows is of `width` nought.
    """
    cells, shown = (
        _named(lead),
        pd.concat([_shown(file.cells[file.cells["group"] != OTHERS]) for file in others]),
    )
    at = pd.MultiIndex.from_frame(cells[WHERE])
    told = (cells["state"] == "hidden").to_numpy() & at.isin(pd.MultiIndex.from_frame(shown[WHERE]))
    told_cells = shown.drop_duplicates(WHERE).set_index(WHERE).reindex(at[told]).reset_index()
    pools = [_as_group(file, members) for file in others if file.own]
    every = [cells[~told], told_cells[cells.columns], *(pool for pool, _ in pools)]
    of = pd.concat([members, *(who for _, who in pools)], ignore_index=True)
    found = attack(pd.concat(every, ignore_index=True), of)
    return pd.concat(
        [cells[told].assign(width=0.0), found[found["group"].isin(cells["group"])]], ignore_index=True
    )


def _as_group(file: File, members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A head's pool by a name of its own, and who is in it: the own phase, or the trust, less the own school."""
    name = f"{OTHERS} than {file.own}"
    of_phase = members["group"].str.endswith(" schools") & ~members["group"].str.startswith("small ")
    by_group = members[of_phase | (members["group"] == "")].groupby("group")["urn"].agg(set)
    groups = [(len(of), group) for group, of in by_group.items() if of >= {*file.pool}]
    of_group = members["group"] == (min(groups)[1] if groups else None)
    who = members[of_group & (members["urn"] != file.own)]
    pool = _named(file.cells[file.cells["group"] == OTHERS])
    return pool.assign(group=name), who.assign(group=name)


def still_true(earlier: pd.DataFrame, then: Rows, now: Rows) -> pd.DataFrame:
    """What an earlier file of the same reader shows and what is so still: the same loads stand behind it now.

    A group's figure is so where that holds of every school, and where the same schools are in it.
    """
    shown = _shown(earlier)
    feed = shown["indicator"].map({code: i.feed for code, i in catalogue.all_indicators().items()})
    of_school = pd.MultiIndex.from_frame(shown[["urn", "grain", "period"]].assign(feed=feed))
    of_all = pd.MultiIndex.from_frame(shown[["grain", "period"]].assign(feed=feed))
    who = pd.MultiIndex.from_frame(shown[["group", "grain", "period"]].replace({"group": {OTHERS: ""}}))
    same_group = of_all.isin(_same(then.lineage, now.lineage, ["grain", "period", "feed"], ["urn", "batch"]))
    same_group &= who.isin(_same(then.members, now.members, ["group", "grain", "period"], ["urn"]))
    same_school = of_school.isin(
        _same(then.lineage, now.lineage, ["urn", "grain", "period", "feed"], ["batch"])
    )
    return shown[np.where(shown["urn"] != "", same_school, same_group)]


def _same(then: pd.DataFrame, now: pd.DataFrame, by: list[str], what: list[str]) -> list[tuple]:
    """The groups of rows that are the same in both tables."""
    one, other = (_rows_of(table, by, what) for table in (then, now))
    return [key for key, rows in one.items() if other.get(key) == rows]


def _rows_of(table: pd.DataFrame, by: list[str], what: list[str]) -> Mapping[tuple, set]:
    found: dict[tuple, set] = defaultdict(set)
    keys, rows = (table[names].astype(str).itertuples(index=False, name=None) for names in (by, what))
    for key, row in zip(keys, rows, strict=True):
        found[key].add(row)
    return found


def _shown(cells: pd.DataFrame) -> pd.DataFrame:
    return _named(cells[cells["state"].isin(["shown", "nil"])])


def _named(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.astype(dict.fromkeys([*WHERE, "state"], str))
