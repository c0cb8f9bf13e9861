"""How closely hidden numbers of people can be bounded from what is shown: the attacker's linear programmes.

Two solutions in whole numbers that are far enough apart clear a figure; only what none of a few solutions clears gets its
own least and greatest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from wellmetrics.disclosure.counted import Counted

NEAR = 1e-6
MANY = 0.95  # of what is open is left after a draw that was worth it
SWEEPS = 20  # of all relations; the programme finds the rest
SMALL = 200  # unknowns of a block that is solved in whole numbers
NODES = 2000  # for one figure in whole numbers; then its range without that stands
Range = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Programme:
    """`low` <= matrix @ x <= `high`, `least` <= x <= `most`; what shares no row is in another block."""

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray
    whole_number: np.ndarray
    block: np.ndarray  # of each unknown
    block_of_row: np.ndarray
    at: np.ndarray  # the quantity of each unknown

    def of(self, blocks: np.ndarray) -> "Programme":
        """The part of it that these blocks are."""
        rows, columns = np.isin(self.block_of_row, blocks), np.isin(self.block, blocks)
        return Programme(
            self.matrix[rows][:, columns], self.low[rows], self.high[rows], self.least[columns], self.most[columns],
            self.whole_number[columns], self.block[columns], self.block_of_row[rows], self.at[columns],
        )  # fmt: skip

    def solve(self, cost: np.ndarray, whole_numbers: bool = False) -> np.ndarray | None:
        """Where the cost is least; None where nothing fulfils the relations, or whole numbers take too long."""
        if not len(self.low):
            return np.where(cost < 0, self.most, self.least)
        found = milp(
            cost,
            integrality=self.whole_number.astype(int) if whole_numbers else None,
            bounds=(self.least, self.most),
            constraints=(self.matrix, self.low, self.high),
            options={"presolve": True, "node_limit": NODES} if whole_numbers else {"presolve": False},
        )
        return found.x if found.success else None


def programme(known: Counted, least: np.ndarray, most: np.ndarray, sought: np.ndarray) -> Programme:
    """The relations of what is not fixed, the fixed numbers put in; blocks without a sought quantity are left out."""
    tied, fixed = known.relations, least == most
    free = ~fixed[tied.column]
    value = np.where(fixed, least, 0.0)
    sums = np.bincount(tied.row, tied.weight * value[tied.column], minlength=len(tied.low))
    shape = (len(tied.low), len(fixed))
    graph = coo_array(
        (np.ones(free.sum()), (tied.row[free], shape[0] + tied.column[free])), shape=(sum(shape),) * 2
    )
    block = connected_components(graph, directed=False)[1]
    of_row, of_column = block[: shape[0]], block[shape[0] :]
    wanted = np.unique(of_column[sought & ~fixed])
    rows = np.isin(of_row, wanted)
    columns = np.isin(of_column, wanted) & ~fixed
    matrix = csr_array((tied.weight[free], (tied.row[free], tied.column[free])), shape=shape)[rows][
        :, columns
    ]
    return Programme(
        matrix, (tied.low - sums)[rows], (tied.high - sums)[rows], least[columns], most[columns],
        known.whole_number[columns], of_column[columns], of_row[rows], np.flatnonzero(columns),
    )  # fmt: skip


def each_row_tells(known: Counted, least: np.ndarray, most: np.ndarray) -> Range:
    """Limits that follow from one relation at a time, over and over: cheap, and most that is narrow shows here."""
    tied = known.relations
    up = tied.weight > 0
    for _ in range(SWEEPS):
        ends = (
            np.where(up, least[tied.column], most[tied.column]),
            np.where(up, most[tied.column], least[tied.column]),
        )
        low, high = (tied.weight * end for end in ends)
        of_row = [np.bincount(tied.row, one, minlength=len(tied.low))[tied.row] for one in (low, high)]
        # What the others of the row leave for this one.
        from_above = (tied.high[tied.row] - (of_row[0] - low)) / tied.weight
        from_below = (tied.low[tied.row] - (of_row[1] - high)) / tied.weight
        at_most, at_least = most.copy(), least.copy()
        np.minimum.at(at_most, tied.column, np.where(up, from_above, from_below))
        np.maximum.at(at_least, tied.column, np.where(up, from_below, from_above))
        at_least = np.where(known.whole_number, np.ceil(at_least - NEAR), at_least)
        at_most = np.where(known.whole_number, np.floor(at_most + NEAR), at_most)
        # Relations that contradict each other tell nothing by themselves.
        sound = at_least <= at_most
        at_least, at_most = np.where(sound, at_least, least), np.where(sound, at_most, most)
        if np.array_equal(at_least, least) and np.array_equal(at_most, most):
            break
        least, most = at_least, at_most
    return least, most


class Search:
    """The ranges of a programme's sought unknowns, as far as it takes to tell that they are `wide`, or how narrow."""

    def __init__(self, programme: Programme, sought: np.ndarray, wide: np.ndarray) -> None:
        self.programme, self.wide = programme, wide[programme.at] - NEAR
        self.open = sought[programme.at] & (programme.most - programme.least >= self.wide)
        size = np.unique(programme.block, return_inverse=True, return_counts=True)
        self.small = size[2][size[1]] <= SMALL
        # What solutions reached, and what none can go beyond.
        many = len(programme.at)
        self.reached = np.full(many, np.inf), np.full(many, -np.inf)
        self.low, self.high = programme.least.copy(), programme.most.copy()

    def run(self) -> None:
        """Everything least, everything most and random directions, while they clear many; then one by one."""
        draw, ways = np.random.default_rng(1), [1.0, -1.0]
        before = np.inf
        while ways or self.open.sum() < MANY * before:
            before = self.open.sum()
            random = draw.choice([-1.0, 1.0], len(self.open)) * draw.uniform(0.5, 1.5, len(self.open))
            self._try(np.where(self.open, ways.pop(0) if ways else random, 0.0))
        while self.open.any():
            self._settle(self._one_of_each_block())

    def _one_of_each_block(self) -> np.ndarray:
        at = np.flatnonzero(self.open)
        return at[np.unique(self.programme.block[at], return_index=True)[1]]

    def _try(self, cost: np.ndarray) -> np.ndarray:
        """One solution of every open block, taken up; not a number in blocks that contradict themselves."""
        found = np.full(len(cost), np.nan)
        for columns, part in self._solved(np.unique(self.programme.block[self.open]), cost):
            found[columns] = part
        whole = np.abs(found - np.round(found)) < NEAR
        # A large block is whole nearly everywhere: what is broken in one corner does not move the others far.
        broken = np.unique(self.programme.block[~whole & self.programme.whole_number & self.small])
        sound = ~np.isnan(found) & ~np.isin(self.programme.block, broken)
        least, most = self.reached
        least[sound], most[sound] = np.minimum(least, found)[sound], np.maximum(most, found)[sound]
        self.open &= ~(most - least >= self.wide)
        return found

    def _solved(self, blocks: np.ndarray, cost: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
        """Solutions of the blocks together; where there is none, of each half, down to the block that has none."""
        columns = np.flatnonzero(np.isin(self.programme.block, blocks))
        found = self.programme.of(blocks).solve(cost[columns])
        if found is not None:
            yield columns, found
        elif len(blocks) > 1:
            half = len(blocks) // 2
            yield from self._solved(blocks[:half], cost)
            yield from self._solved(blocks[half:], cost)
        else:
            # Who finds that the relations contradict each other can rely on none of them.
            self.open[columns] = False

    def _settle(self, ones: np.ndarray) -> None:
        """The least and the greatest of one unknown in every block, as far as they are not clear yet."""
        for sign, limit in ((1.0, self.low), (-1.0, self.high)):
            cost = np.zeros(len(self.open))
            cost[ones] = sign
            limit[ones] = self._try(cost)[ones]
        low, high = np.ceil(self.low[ones] - NEAR), np.floor(self.high[ones] + NEAR)
        low, high = np.where(
            self.programme.whole_number[ones], (low, high), (self.low[ones], self.high[ones])
        )
        for at, one_low, one_high in zip(ones, low, high, strict=True):
            if self.open[at] and self.small[at] and one_high - one_low >= self.wide[at]:
                one_low, one_high = self._in_whole_numbers(at, one_low, one_high)
            self.low[at], self.high[at] = one_low, one_high
        self.open[ones] = False

    def _in_whole_numbers(self, at: int, low: float, high: float) -> tuple[float, float]:
        block = np.array([self.programme.block[at]])
        columns = np.flatnonzero(np.isin(self.programme.block, block))
        part, cost = self.programme.of(block), (columns == at).astype(float)
        least, most = (part.solve(sign * cost, whole_numbers=True) for sign in (1.0, -1.0))
        inside = columns == at
        return (low if least is None else float(least[inside][0])), (
            high if most is None else float(most[inside][0])
        )


def roughly(known: Counted, told: np.ndarray) -> Range:
    """By quantity: limits between which it lies, which may be too far apart."""
    ceiling = 100.0 * (1 + np.nanmax(known.value, initial=0.0))
    least = np.where(told, known.value, 0.0)
    return each_row_tells(known, least, np.where(told, known.value, np.minimum(known.most, ceiling)))


def limits(known: Counted, told: np.ndarray, sought: np.ndarray, wide: np.ndarray) -> Range:
    """The same, and for what is sought the closest limits that there are, if they are less than `wide` apart."""
    least, most = roughly(known, told)
    part = programme(known, least, most, sought)
    search = Search(part, sought, wide)
    search.run()
    least[part.at], most[part.at] = search.low, search.high
    return least, most
