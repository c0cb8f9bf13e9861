"""Hides a little more, so that no hidden figure can be had by subtracting shown ones from a shown total.

A table is a set of nodes (a place, a period and a part) with the sums that hold between them. The solver over
everything published together takes the place of `protect`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_matrix, csr_matrix, hstack, identity
from scipy.sparse.linalg import splu

from wellmetrics.disclosure.primary import FEW

RIDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes by number. A sum is (total, parts): the total's count is that of its parts together.

    `people` per node; `cost` of hiding it, infinite where it stays shown whatever happens; `published` is false for nodes that a reader never gets but that sums
    run over.
    """

    people: np.ndarray
    cost: np.ndarray
    published: np.ndarray
    sums: Sequence[tuple[int, Sequence[int]]]


def protect(table: Table, primary: np.ndarray) -> np.ndarray:
    """Which nodes to hide: the primary ones, and enough others that none of them can be worked out.

    For each primary node that the sums give away, the cheapest set of nodes that could all move together with it is
    found by linear programming and hidden too (the heuristic of Kelly, Golden and Assad 1992).
    """
    hidden = primary.copy()
    _close(table, hidden, primary)
    equations = _equations(table)
    while len(exposed := exposed_nodes(table, hidden, equations)):
        before = hidden.copy()
        for node in sorted(exposed, key=lambda n: (-table.cost[n], n)):
            if node in exposed_nodes(table, hidden, equations):
                hidden |= _moving_with(table, hidden, node, equations)
        if (hidden == before).all():
            break
    return hidden


def _equations(table: Table) -> csr_matrix:
    """One row a sum: its total less its parts is nought."""
    rows, columns, values = [], [], []
    for number, (total, parts) in enumerate(table.sums):
        rows += [number] * (1 + len(parts))
        columns += [total, *parts]
        values += [-1.0] + [1.0] * len(parts)
    return csr_matrix((values, (rows, columns)), shape=(len(table.sums), len(table.people)))


def _moving_with(table: Table, hidden: np.ndarray, node: int, equations: csr_matrix) -> np.ndarray:
    """The cheapest change of the nodes that keeps every sum and moves `node` by one; true where it moves a node."""
    n = len(table.people)
    cost = np.where(hidden | ~table.published, 1e-6, table.cost)
    both = hstack([equations, -equations]).tocsr()
    bounds = np.array([[0.0, np.inf]] * (2 * n))
    bounds[np.tile(np.isinf(cost), 2)] = 0.0
    cost = np.where(np.isinf(cost), 0.0, cost)
    bounds[node] = [1.0, 1.0]
    bounds[n + node] = [0.0, 0.0]
    found = linprog(
        np.concatenate([cost, cost]),
        A_eq=both,
        b_eq=np.zeros(len(table.sums)),
        bounds=bounds,
        method="highs-ds",
    )
    if found.x is None:
        return np.zeros(n, bool)
    return (np.abs(found.x[:n] - found.x[n:]) > 1e-7) & table.published


def _close(table: Table, hidden: np.ndarray, primary: np.ndarray) -> None:
    """Until the unknown parts under a shown total are not few together: two ones under a total of two are known."""
    for total, parts in table.sums:
        nodes = (total, *parts)
        if not any(primary[n] for n in nodes):
            continue
        unknown = [n for n in nodes if hidden[n] or not table.published[n]]
        while total not in unknown and table.people[unknown].sum() < FEW:
            shown = [n for n in nodes if n not in unknown and np.isfinite(table.cost[n])]
            if not shown:
                break
            chosen = _cheapest(table, shown)
            hidden[chosen] = True
            unknown.append(chosen)


def _cheapest(table: Table, nodes: list[int]) -> int:
    """Nobody-there is poor cover: among nodes that cost the same, one without people comes last."""
    return min(nodes, key=lambda n: (table.people[n] <= 0, table.cost[n], n))


def exposed_nodes(table: Table, hidden: np.ndarray, equations: csr_matrix) -> np.ndarray:
    """Hidden nodes that the sums taken together determine, however many steps it takes.

    A hidden node is free when some change of the unknowns keeps every sum and moves it. A random vector projected on
    those changes moves every free node, save with probability nought.
    """
    unknown = np.flatnonzero(hidden | ~table.published)
    if not len(unknown) or not table.sums:
        return np.array([], int)
    sums = equations[:, unknown]
    met = np.diff(sums.indptr) > 0
    sums = csc_matrix(sums[met])
    # Sums may repeat one another; the small ridge keeps the system solvable and moves nothing by more than itself.
    solve = splu(csc_matrix(sums @ sums.T + RIDGE * identity(int(met.sum()))))
    draws = np.random.default_rng(20251122).standard_normal((len(unknown), 2))
    moved = np.abs(draws - sums.T @ solve.solve(sums @ draws)).max(axis=1)
    return unknown[(moved < 1e-4) & hidden[unknown]]
