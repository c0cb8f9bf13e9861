"""Which unknowns a system of sums fixes: the attacker's exact solving, of numerators whatever they are."""

from functools import lru_cache
from typing import Any

import numpy as np
from scipy.linalg import qr
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsmr

from wellmetrics.disclosure.reader import Equations

TOLERANCE = 1e-7
OUT_OF_STEPS = 7  # what lsmr says
DENSE = 120  # larger systems are solved step by step


def determined(equations: Equations, unknown: np.ndarray, sought: np.ndarray) -> np.ndarray:
    """True for the sought quantities that every solution of the equations gives the same value."""
    answer = np.zeros(len(unknown), bool)
    row, column, sign = (one[unknown[equations[1]]] for one in equations)
    while True:
        in_row, met = np.bincount(row), np.bincount(column, minlength=len(unknown))
        # The last unknown of an equation follows. One that takes up whatever the others leave makes it say nothing.
        last = in_row[row] == 1
        answer[column[last]] = True
        once = met[column] == 1
        slack = np.bincount(row, weights=once * np.where(sought[column], 1, 2), minlength=len(in_row))
        stays = ~answer[column] & ~(slack[row] > 1)
        if stays.all():
            break
        row, column, sign = row[stays], column[stays], sign[stays]
    for rows, columns, signs in _blocks(row, column, sign):
        names, at = np.unique(columns, return_inverse=True)
        numbers, equation = np.unique(rows, return_inverse=True)
        shape = (len(numbers), len(names))
        matrix = csr_array((signs, (equation, at)), shape=shape)
        if max(shape) <= DENSE:
            fixed = np.array(_fixed(matrix.toarray().tobytes(), shape), int)
        else:
            fixed = _fixed_step_by_step(matrix, shape)
        answer[names[fixed]] = True
    return answer & sought


def _blocks(row: np.ndarray, column: np.ndarray, sign: np.ndarray) -> list[Equations]:
    """Equations and unknowns in sets that share nothing, so that each is small."""
    if not len(row):
        return []
    rows, equation = np.unique(row, return_inverse=True)
    columns, at = np.unique(column, return_inverse=True)
    size = len(rows) + len(columns)
    ties = coo_array((np.ones(len(row)), (equation, len(rows) + at)), shape=(size, size))
    block = connected_components(ties, directed=False)[1][equation]
    order = np.argsort(block, kind="stable")
    cut = np.flatnonzero(np.diff(block[order])) + 1
    return [(row[i], column[i], sign[i]) for i in np.split(order, cut)]


@lru_cache(maxsize=100_000)
def _fixed(matrix: bytes, shape: tuple[int, int]) -> tuple[int, ...]:
    """Columns that no direction in the null space moves. Most tables repeat a pattern that was met before."""
    dense = np.frombuffer(matrix).reshape(shape)
    found: tuple[Any, ...] = qr(dense.T, mode="economic", pivoting=True)
    directions, sizes = found[:2]
    # A unit vector that lies in the space of the rows has no part in the null space.
    inside = (directions[:, np.abs(np.diag(sizes)) > TOLERANCE] ** 2).sum(axis=1)
    return tuple(np.flatnonzero(1 - inside < TOLERANCE).tolist())


def _fixed_step_by_step(matrix: csr_array, shape: tuple[int, int]) -> np.ndarray:
    """The same for a large block: what is left of random vectors beside the space of the rows."""
    left = []
    for seed in (1, 2):
        draw = np.random.default_rng(seed).standard_normal(shape[1])
        # The least squares fit of the draw by rows, without forming the product of the matrix with itself.
        fit, why, *_ = lsmr(matrix.T, draw, atol=1e-13, btol=1e-13, maxiter=20 * sum(shape))
        if why == OUT_OF_STEPS:
            return np.array(_fixed(matrix.toarray().tobytes(), shape), int)
        left.append(np.abs(draw - matrix.T @ fit))
    return np.flatnonzero(np.max(left, axis=0) < 1e-6)
