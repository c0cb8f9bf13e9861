"""Hides a little more, so that no hidden figure can be had by subtracting shown ones from a shown total.

A table is a set of nodes (a place, a period and a part) with the sums that hold between them. Tables that share no
sum, such as those of two audiences, may stand in one: each block is worked on by itself, all of them at a time. The
solver over everything published together takes the place of `protect`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix, hstack, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from wellmetrics.disclosure.primary import FEW

RIDGE = 1e-9
# Nodes of a block that one linear programme covers together; where no change moves them all, one alone.
AT_ONCE = 8
NODES_AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes by number. A sum is a row: -1 at the total, 1 at each of its parts.

    `people` per node; `cost` of hiding it, infinite where it stays shown whatever happens; `published` is false for
    nodes that a reader never gets but that sums run over.
    """

    people: np.ndarray
    cost: np.ndarray
    published: np.ndarray
    sums: csr_matrix


def protect(table: Table, primary: np.ndarray) -> np.ndarray:
    """Which nodes to hide: the primary ones, and enough others that none of them can be worked out.

    For each node that the sums give away, the cheapest set of nodes that could all move together with it is found
    by linear programming and hidden too (the heuristic of Kelly, Golden and Assad 1992). A round takes one such node
    of every block, the dearest first.
    """
    hidden = primary.copy()
    blocks = _Blocks(table, hidden)
    # What no change of the nodes can move is as it is: the attacker tells whether that matters.
    idle = np.zeros(len(hidden), bool)
    idle[_fixed(blocks.of(np.flatnonzero(hidden)))] = True
    changed = hidden
    while changed.any():
        # Cover is often company enough; only what is still few together gets more.
        _cover(table, hidden, idle, blocks, blocks.of(np.flatnonzero(changed)))
        before = hidden.copy()
        _close(table, hidden, primary)
        changed = hidden & ~before
    return hidden


def _cover(table: Table, hidden: np.ndarray, idle: np.ndarray, blocks: "_Blocks", part: "Part") -> None:
    """Rounds of linear programmes until the sums give nothing hidden away."""
    while len(part.nodes):
        exposed = exposed_nodes(table, hidden, part)
        exposed = exposed[~idle[exposed]]
        exposed = exposed[np.lexsort([exposed, -table.cost[exposed], blocks.number[exposed]])]
        part = blocks.of(exposed)
        every = np.split(exposed, np.flatnonzero(np.diff(blocks.number[exposed])) + 1)
        for some in _batches(blocks, [block for block in every if len(block)]):
            idle[_rise(table, hidden, blocks, some)] = True


def _batches(blocks: "_Blocks", every: list[np.ndarray]) -> Iterator[list[np.ndarray]]:
    """Small blocks together, so that a linear programme is worth its start."""
    batch: list[np.ndarray] = []
    size = 0
    for block in every:
        batch.append(block)
        size += blocks.sizes[blocks.number[block[0]]]
        if size >= NODES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _rise(table: Table, hidden: np.ndarray, blocks: "_Blocks", some: list[np.ndarray]) -> np.ndarray:
    """Hides what lets the first few exposed nodes of each block rise together; returns those nodes."""
    part = blocks.of(np.concatenate(some))
    several = [_apart(part, block) for block in some]
    chosen = np.concatenate(several)
    moved = _moving_with(table, hidden, chosen, part)
    if not len(moved) and len(some) > 1:
        return np.concatenate([_rise(table, hidden, blocks, [block]) for block in some])
    if not len(moved):
        chosen = chosen[:1]
        moved = _moving_with(table, hidden, chosen, part)
    hidden[moved] = True
    return chosen


def _apart(part: "Part", nodes: np.ndarray) -> np.ndarray:
    """The first few of the nodes that share no sum: those that do cannot all rise."""
    at = np.searchsorted(part.nodes, nodes)
    taken = np.zeros(part.count, bool)
    chosen = []
    for node, column in zip(nodes, at, strict=True):
        sums = part.sums.indices[part.sums.indptr[column] : part.sums.indptr[column + 1]]
        if not taken[sums].any():
            taken[sums] = True
            chosen.append(node)
        if len(chosen) == AT_ONCE:
            break
    return np.array(chosen, int)


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks of a table: which nodes may move, and the sums between them, a column a node."""

    nodes: np.ndarray
    sums: csc_matrix
    count: int  # of sums


class _Blocks:
    """Sets of nodes that no sum ties together. Nodes that stay shown whatever happens tie nothing."""

    def __init__(self, table: Table, hidden: np.ndarray) -> None:
        self.free = hidden | ~table.published | np.isfinite(table.cost)
        self.sums = table.sums
        ties = coo_matrix(table.sums)
        row, column = ties.row[self.free[ties.col]], ties.col[self.free[ties.col]]
        sums, nodes = len(table.sums.indptr) - 1, len(hidden)
        graph = coo_matrix((np.ones(len(row)), (column, nodes + row)), shape=(nodes + sums,) * 2)
        self.count, number = connected_components(graph, directed=False)
        self.number, self.of_sum = number[:nodes], number[nodes:]
        self.sizes = np.bincount(self.number[self.free], minlength=self.count)

    def of(self, nodes: np.ndarray) -> Part:
        """The blocks of the nodes."""
        wanted = np.zeros(self.count, bool)
        wanted[self.number[nodes]] = True
        inside = np.flatnonzero(wanted[self.number] & self.free)
        sums = wanted[self.of_sum]
        return Part(inside, csc_matrix(self.sums[sums])[:, inside], int(sums.sum()))


def _moving_with(table: Table, hidden: np.ndarray, chosen: np.ndarray, part: Part) -> np.ndarray:
    """The nodes of the cheapest change that keeps every sum and moves the chosen node of each block by one."""
    nodes = part.nodes
    if not len(nodes):
        return nodes
    cost = np.where(hidden[nodes] | ~table.published[nodes], 1e-6, table.cost[nodes])
    up = np.isin(nodes, chosen)
    # Every change is a rise or a fall, each of them a variable that is nought or more.
    low = np.concatenate([up.astype(float), np.zeros(len(nodes))])
    high = np.concatenate([np.where(up, 1.0, np.inf), np.where(up, 0.0, np.inf)])
    found = linprog(
        np.concatenate([cost, cost]),
        A_eq=hstack([part.sums, -part.sums], format="csc"),
        b_eq=np.zeros(part.count),
        bounds=np.column_stack([low, high]),
        method="highs-ds",
    )
    if found.x is None:
        return nodes[:0]
    moved = np.abs(found.x[: len(nodes)] - found.x[len(nodes) :]) > 1e-7
    return nodes[moved & table.published[nodes]]


def _close(table: Table, hidden: np.ndarray, primary: np.ndarray) -> None:
    """Until the unknown parts under a shown total are not few together: two ones under a total of two are known."""
    ties = abs(table.sums)
    unknown = hidden | ~table.published
    total_unknown = (table.sums < 0) @ unknown
    about = (ties @ primary > 0) & ~(total_unknown > 0) & (ties @ (unknown * table.people) < FEW)
    for number in np.flatnonzero(about):
        nodes = table.sums.indices[table.sums.indptr[number] : table.sums.indptr[number + 1]]
        is_total = table.sums.data[table.sums.indptr[number] : table.sums.indptr[number + 1]] < 0
        shown = [n for n in nodes if not hidden[n] and table.published[n] and np.isfinite(table.cost[n])]
        unknown = hidden[nodes] | ~table.published[nodes]
        few = table.people[nodes[unknown]].sum()
        while shown and few < FEW and not unknown[is_total].any():
            chosen = min(shown, key=lambda n: _as_cover(table, n))
            shown.remove(chosen)
            hidden[chosen] = unknown[nodes == chosen] = True
            few += table.people[chosen]


def _as_cover(table: Table, node: int) -> tuple[bool, float, int]:
    """Nobody-there is poor cover: among nodes that cost the same, one without people comes last."""
    return bool(table.people[node] <= 0), float(table.cost[node]), int(node)


def exposed_nodes(table: Table, hidden: np.ndarray, part: Part) -> np.ndarray:
    """Hidden nodes that the sums taken together determine, however many steps it takes."""
    unknown = (hidden | ~table.published)[part.nodes]
    fixed = _fixed(Part(part.nodes[unknown], part.sums[:, unknown], part.count))
    return fixed[hidden[fixed]]


def _fixed(part: Part) -> np.ndarray:
    """The nodes that no change of them all moves, while every sum is kept.

    A random vector projected on those changes moves every free node, save with probability nought.
    """
    rows = part.sums.tocsr()
    met = np.diff(rows.indptr) > 0
    if not len(part.nodes) or not met.any():
        return part.nodes[:0]
    sums = csc_matrix(rows[met])
    # Sums may repeat one another; the small ridge keeps the system solvable and moves nothing by more than itself.
    solve = splu(csc_matrix(sums @ sums.T + RIDGE * identity(int(met.sum()))))
    draws = np.random.default_rng(20251122).standard_normal((len(part.nodes), 2))
    moved = np.abs(draws - sums.T @ solve.solve(sums @ draws)).max(axis=1)
    return part.nodes[moved < 1e-4]
