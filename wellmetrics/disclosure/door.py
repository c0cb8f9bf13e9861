"""Observations in, cells out: what each audience may see, decided once, when a release is built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from wellmetrics.disclosure import primary
from wellmetrics.disclosure.figures import SPREAD, STATES, VALUES, Columns, Figures
from wellmetrics.disclosure.grid import Grid
from wellmetrics.disclosure.heads import MARKS as HEADS
from wellmetrics.disclosure.heads import Heads
from wellmetrics.disclosure.memory import Memory
from wellmetrics.disclosure.tables import hide
from wellmetrics.observe import Observed

TABLE = (
    "indicator",
    "place",
    "period",
    "part",
    "people",
    "base_people",
    "denominator",
    "hidden",
    "kept",
    "published",
    "known",
    *HEADS,
)
WHERE = ("indicator", "place", "period", "part")
NONE = np.zeros(0, np.uint64)  # digests of no cells
AT_ONCE = (
    500_000  # cells of heads that are protected together: enough to share the work, few enough for memory
)


@dataclass(frozen=True, slots=True)
class Audience:
    """The cells of one release file. `pool` names the schools that a head's `other schools` are.

    `pool_of` is the group that they are of, in a file that holds single other schools; None in any other. `shown` are
    the digests of the cells that show a number: to be remembered once the file has been given out. `hides` are those of
    what the lead's file hides.
    """

    name: str  # lead, board, or a school's URN
    cells: pd.DataFrame
    pool: tuple[str, ...] = ()
    pool_of: str | None = None
    shown: np.ndarray = field(default_factory=lambda: NONE)
    hides: np.ndarray = field(default_factory=lambda: NONE)


def protect(
    observed: Observed, heads_see: str = "pool", memory: Memory | None = None, hides: np.ndarray = NONE
) -> Iterator[Audience]:
    """The lead's cells, the board's, and one set a school; with `schools`, heads see what the board does of some.

    What was protected before is taken from `memory`, and what is protected now is put there. What the audience was
    shown before stays shown, and hides nothing else: its reader may have kept it.

    Readers may talk: what the lead's file hides no other file shows, so all files together tell no more than the
    lead's. Where hers is made of other rows, it is what `hides` says.
    """
    memory = memory or Memory()
    figures = Figures(observed)
    grid, schools = Grid(figures, observed), figures.is_school
    lead, board = _marked(figures, "lead"), _marked(figures, "board")
    # Months of single schools are in the head's and the lead's files only.
    board["published"] &= ~(schools[figures.place] & (figures.grain == "month")[figures.period])
    (lead,) = _protected(figures, {"lead": lead}, memory)
    digests = figures.digests(lead, "lead")
    finished = _finished(figures, grid, lead, schools[None, :, None], "lead")
    yield Audience("lead", finished, shown=_shown(figures, lead, "lead"), hides=digests[lead["hidden"]])
    lead["hidden"] |= np.isin(digests, hides) & ~lead["kept"]
    board["hidden"] |= lead["hidden"]
    (board,) = _protected(figures, {"board": board}, memory)
    finished = _finished(figures, grid, board, schools[None, :, None], "board")
    yield Audience("board", finished, shown=_shown(figures, board, "board"))
    seen = board["hidden"] if heads_see == "schools" else None
    heads = Heads(figures, lead, seen)
    for urns in heads.batches(AT_ONCE):
        served = {urn: heads.cells(urn) for urn in urns}
        together = _protected(figures, {urn: one.cells for urn, one in served.items()}, memory, heads=True)
        for (urn, one), cells in zip(served.items(), together, strict=True):
            finished = _finished(figures, grid, cells, heads.due(urn), "lead")
            yield Audience(urn, finished, one.pool, one.pool_of, _shown(figures, cells, urn))


def _marked(figures: Figures, audience: primary.Keeper) -> Columns:
    """Every observation as a cell, with its primary marks."""
    where = {name: getattr(figures, name) for name in WHERE}
    everybody, nobody = figures.part == figures.everybody, np.zeros(len(figures.part), bool)
    hidden = primary.hidden(figures.numbers, figures.protection, everybody, audience) & ~figures.of_nobody()
    # Those who keep the records see managed figures of everybody as they are, whatever else must be hidden.
    stays = figures.protection == "open"
    if audience == "lead":
        stays = stays | figures.exact
    whole = figures.whole_part(everybody & stays)
    groups, only = figures.only_school()
    whole[groups] |= whole[only]
    kept = stays | whole
    marks = {"hidden": hidden & ~whole, "kept": kept}
    return {
        **where,
        **figures.numbers,
        **marks,
        "published": ~figures.by_year(audience, where),
    } | dict.fromkeys(HEADS, nobody)


def _protected(
    figures: Figures, audiences: Mapping[str, Columns], memory: Memory, heads: bool = False
) -> list[Columns]:
    """Secondary hiding of several audiences' cells, each by itself."""
    every = [
        cells | {"known": memory.has_shown(figures.digests(cells, name))} for name, cells in audiences.items()
    ]
    sizes = [len(cells["place"]) for cells in every]
    together = {name: np.concatenate([cells[name] for cells in every]) for name in TABLE}
    together["audience"] = np.repeat(np.arange(len(every)), sizes)
    marks = np.split(hide(figures, together, memory, heads), np.cumsum(sizes)[:-1])
    protected = [cells | {"hidden": hidden} for cells, hidden in zip(every, marks, strict=True)]
    return [cells | {"hidden": cells["hidden"] | _following(figures, cells)} for cells in protected]


def _shown(figures: Figures, cells: Columns, audience: str) -> np.ndarray:
    """The digests of the cells that the audience gets with a number."""
    shown = cells["published"] & ~cells["hidden"] & ~np.isnan(cells["denominator"])
    return figures.digests(cells, audience)[shown]


def _following(figures: Figures, cells: Columns) -> np.ndarray:
    """Cells whose denominator is what a hidden cell counts: they would tell it."""
    size = (len(figures.codes), len(figures.places), len(figures.periods), len(figures.parts))
    where = (cells["place"], cells["period"], cells["part"])
    followed = figures.follows[cells["indicator"]]
    hidden = np.ravel_multi_index((cells["indicator"], *where), size)[cells["hidden"] & cells["published"]]
    same_cell = np.ravel_multi_index((np.maximum(followed, 0), *where), size)
    return (followed >= 0) & np.isin(same_cell, hidden)


def _finished(
    figures: Figures, grid: Grid, cells: Columns, schools: np.ndarray, keeper: primary.Keeper
) -> pd.DataFrame:
    """The final states, and rows for what is absent. A cell that is not shown holds no number."""
    cells = {name: cells[name][cells["published"]] for name in (*WHERE, *VALUES, "hidden")}
    # Nobody needs the squares of a count, and with its sum they tell two hidden schools apart.
    spread = figures.has_spread[cells["indicator"]]
    cells |= {name: np.where(spread, cells[name], np.nan) for name in SPREAD}
    state = np.select(
        [
            np.isnan(cells["denominator"]),
            cells.pop("hidden"),
            cells["denominator"] == 0,
            cells["numerator"] == 0,
        ],
        [STATES.index(name) for name in ("missing", "hidden", "not applicable", "nil")],
        STATES.index("shown"),
    )
    silent = ~np.isin(state, [STATES.index("shown"), STATES.index("nil")])
    cells |= {"state": state, **{name: np.where(silent, np.nan, cells[name]) for name in VALUES}}
    absent = grid.absent(cells, schools, keeper)
    return figures.frame({name: np.concatenate([cells[name], absent[name]]) for name in cells})
