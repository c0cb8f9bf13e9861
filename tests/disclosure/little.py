"""Tables of a few nodes, to look at secondary hiding alone."""

import numpy as np
from scipy.sparse import csr_matrix

from wellmetrics.disclosure import cover


def sums(nodes, *known) -> csr_matrix:
    """A row a sum (total, parts)."""
    matrix = np.zeros((len(known), nodes))
    for row, (total, parts) in zip(matrix, known, strict=True):
        row[total], row[parts] = -1.0, 1.0
    return csr_matrix(matrix)


def table_of(people, cost, sums, leader=None) -> cover.Table:
    """Published nodes, of any number of people at most."""
    n = len(people)
    return cover.Table(
        people=np.array(people, float),
        most=np.full(n, np.inf),
        cost=np.array(cost, float),
        times=np.ones(n),
        published=np.ones(n, bool),
        leader=np.full(n, -1) if leader is None else np.array(leader),
        sums=sums,
        known=np.zeros(n, bool),
        slack=np.full(n, -1.0),
    )


KNOWN = ((0, [1, 2, 3]), (4, [5, 6]), (5, [1, 3]))
PEOPLE, COST = np.array([20.0, 3, 9, 8, 20.0, 11, 9]), np.array([1000.0, 1, 2, 3, 1000.0, 1, 1])
FIRST = np.array([False, True, False, False, False, False, False])
