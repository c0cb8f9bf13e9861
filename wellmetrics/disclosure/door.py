"""Observations in, cells out: what each audience may see, decided once, when a release is built."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.grid import CELL, Grid
from wellmetrics.disclosure.heads import Heads
from wellmetrics.disclosure.tables import hide, node
from wellmetrics.observe import SUMS, Observed


@dataclass(frozen=True, slots=True)
class Audience:
    """The cells of one release file. `pool` names the schools that a head's `other schools` are."""

    name: str  # lead, board, or a school's URN
    cells: pd.DataFrame
    pool: tuple[str, ...] = ()


def protect(observed: Observed) -> Iterator[Audience]:
    """The lead's cells, the board's, and one set a school."""
    observations = observed.observations.to_pandas()
    members = observed.members.to_pandas().assign(of="")  # a member is a school, or in a head's file the pool
    grid = Grid(observed)
    yield Audience("lead", _audience(observations, members, "lead", grid))
    # Months of single schools are in the head's and the lead's files only.
    board = observations[~((observations["urn"] != "") & (observations["grain"] == "month"))]
    yield Audience("board", _audience(board, members, "board", grid))
    heads = Heads(observations, members)
    for urn in grid.urns:
        cells, sums, pool = heads.cells(urn)
        yield Audience(urn, _protected(cells, sums, grid, {urn}), pool)


def _audience(observations: pd.DataFrame, members: pd.DataFrame, audience, grid: Grid) -> pd.DataFrame:
    cells = observations.reset_index(drop=True)
    cells["hidden"] = primary.marks(cells, audience)
    cells["kept"] = primary.exact(cells) if audience == "lead" else False
    everybody = primary.whole_staff(cells)
    cells["hidden"], cells["kept"] = cells["hidden"] & ~everybody, cells["kept"] | everybody
    return _protected(cells, members, grid, set(grid.urns))


def _protected(cells: pd.DataFrame, members: pd.DataFrame, grid: Grid, urns: set[str]) -> pd.DataFrame:
    """Secondary hiding, people by people and year by year, and the final states."""
    cells = cells.copy()
    cells["node_cut"], cells["node_part"] = node(cells)
    cells["people_of"] = cells["indicator"].map({c: i.people for c, i in catalogue.all_indicators().items()})
    cells["year"] = cells["period"].map(grid.year_of)
    for _, table in cells.groupby(["people_of", "year"]):
        if table["hidden"].any():
            here = members[members["period"].isin(set(table["period"]))]
            cells.loc[table.index, "hidden"] = hide(table, here)
    cells["state"] = np.select(
        [cells["denominator"].isna(), cells["hidden"], cells["denominator"] == 0, cells["numerator"] == 0],
        ["missing", "hidden", "not applicable", "nil"],
        "shown",
    )
    cells.loc[~cells["state"].isin(["shown", "nil"]), list(SUMS)] = np.nan
    return pd.concat([cells[CELL], grid.absent(cells, urns)], ignore_index=True)
