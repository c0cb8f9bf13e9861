"""Is there a trend, and how steep: Kendall's tau against time and the Theil-Sen slope."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy

from wellmetrics.statistics.intervals import Interval, tail_of
from wellmetrics.statistics.tolerance import points, side

EXACT_UP_TO = 50  # values; beyond, the normal approximation is as good and much quicker


@dataclass(frozen=True, slots=True)
class Kendall:
    """tau-b of `n` values against time, -1 to 1, with its two-sided p; None in both where not defined."""

    tau: float | None
    p: float | None
    n: int


def kendall(values: Sequence[float | None]) -> Kendall:
    """Kendall's tau-b between values and time, and the chance of one so far from 0 (Kendall 1970; Mann 1945).

    p is exact up to 50 values, ties among them counted in; then the normal approximation. Oldest first; None
    values are skipped. Not defined for fewer than two values or where all are equal. No seasons: compare like
    terms. Raises ValueError for a value that is not finite.
    """
    ranks = _ranks([value for value in points(values) if value is not None])
    n, ties = len(ranks), Counter(ranks).values()
    pairs, apart = math.comb(n, 2), math.comb(n, 2) - sum(math.comb(t, 2) for t in ties)
    if not apart:
        return Kendall(None, None, n)
    order = np.array(ranks)
    score = int(np.triu(np.sign(order[None, :] - order[:, None])).sum())
    if n > EXACT_UP_TO:
        _, p = np.array(scipy.stats.kendalltau(range(n), ranks, method="asymptotic")).tolist()
    else:
        ways = _inversions(n, list(ties))
        p = min(1.0, 2 * sum(ways[: (apart - abs(score)) // 2 + 1]) / sum(ways))
    return Kendall(score / math.sqrt(pairs * apart), p, n)


def theil_sen(values: Sequence[float | None], level: float = 0.95) -> Interval:
    """Median slope between two values, per period, with its interval (Theil 1950; Sen 1968, JASA 63:1379).

    Oldest first, one a period; None is a missing period, which keeps its place in time. Fewer than two values
    give Interval.missing; too few for any limits at `level` (under 5 at 95%) a slope without them. Raises
    ValueError for a value that is not finite or a `level` outside 0.5..1.
    """
    tail = tail_of(level)
    if tail > 0.25:
        raise ValueError(f"level is {level}: give a share between 0.5 and 1, such as 0.95")
    found = [(place, value) for place, value in enumerate(points(values)) if value is not None]
    if len(found) < 2:
        return Interval.missing
    places, present = zip(*found, strict=True)
    slope, _, lower, upper = np.array(scipy.stats.theilslopes(present, places, level)).tolist()
    # Only 2 in n! orders leave the true slope outside all slopes: with few values even those hold too seldom.
    if 1 / math.factorial(len(found)) > tail:
        return Interval(slope, None, None)
    return Interval(slope, lower, upper)


def _ranks(values: Sequence[float]) -> list[int]:
    """The rank of each value from 0; values that differ by rounding alone share one."""
    rank, ranks = 0, [0] * len(values)
    order = sorted(range(len(values)), key=lambda i: values[i])
    for before, i in pairwise(order):
        rank += side(values[i], values[before])
        ranks[i] = rank
    return ranks


def _inversions(n: int, ties: Sequence[int]) -> list[int]:
    """How many orders of `n` values, tied in groups of these sizes, have 0, 1, 2, ... pairs the wrong way round.

    The coefficients of the Gaussian multinomial: (1 - q^j) for j up to n, over the same for every group.
    """
    length = math.comb(n, 2) - sum(math.comb(t, 2) for t in ties) + 1
    ways = [1] + [0] * (length - 1)
    for j in range(1, n + 1):
        for place in range(length - 1, j - 1, -1):
            ways[place] -= ways[place - j]
    for j in (j for t in ties for j in range(1, t + 1)):
        for place in range(j, length):
            ways[place] += ways[place - j]
    return ways
