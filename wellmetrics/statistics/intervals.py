"""How sure a figure is: confidence intervals for proportions, rates, means, medians and ratios."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
import scipy

from wellmetrics.statistics.tolerance import finite, points, side

BYAR_FROM = 10  # below 10 events Byar's approximation is too rough: 48% off at 1 event
ROUNDING = 1e-12  # a sum of squares this small beside its parts is rounding, not variation


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its lower and upper limit, all on one scale; None in each where not defined."""

    value: float | None
    lower: float | None
    upper: float | None
    missing: ClassVar["Interval"]


Interval.missing = Interval(None, None, None)


def proportion(x: float, n: float, level: float = 0.95) -> Interval:
    """Wilson score interval for `x` of `n`, as shares of 1 (Wilson 1927; Newcombe 1998, 17:857, method 3).

    `n` may be fractional, because headcounts are means over censuses. `n == 0` gives Interval.missing.
    Raises ValueError if x is outside 0..n or `level` outside 0..1.
    """
    finite(x, n)
    z = _normal(level)
    if n < 0 or x < 0 or side(x, n) > 0:
        raise ValueError(
            f"{x} of {n} is not a proportion: the numerator must lie between 0 and the denominator"
        )
    if n == 0:
        return Interval.missing
    x = min(x, n)
    inner = 2 * x + z * z + z * math.sqrt(z * z + 4 * x * (1 - x / n))
    # The lower root by the product of the roots: the usual difference loses digits when x is small.
    lower = 2 * x * x / (n * inner)
    upper = inner / (2 * (n + z * z)) if x < n else 1.0
    return Interval(x / n, lower, upper)


def rate(x: float, n: float, level: float = 0.95) -> Interval:
    """Interval for `x` events in exposure `n`, per one: exact Poisson below 10 events, Byar from 10.

    Exact: Garwood 1936, by chi-square. Byar: Breslow and Day 1987, p. 69; the rule for choosing is Public
    Health England's. `n == 0` gives Interval.missing. Raises ValueError if x or n is negative.
    """
    finite(x, n)
    if x < 0 or n < 0:
        raise ValueError(f"{x} events in {n} is not a rate: neither may be negative")
    lower, upper = _byar(x, _normal(level)) if x >= BYAR_FROM else _exact_poisson(x, tail_of(level))
    return Interval(x / n, lower / n, upper / n) if n else Interval.missing


def mean(n: float, total: float, square_sum: float | None, level: float = 0.95) -> Interval:
    """Student t interval for a mean, from the sum and the sum of squares of `n` values (Student 1908).

    On the values' own scale. `n == 0` gives Interval.missing; one value, or no sum of squares, gives the
    mean without limits. Raises ValueError if n is negative or the sums cannot come from real numbers.
    """
    finite(n, total, square_sum)
    tail = tail_of(level)
    if n < 0:
        raise ValueError(f"n is {n}: a number of people is never negative")
    if n == 0:
        return Interval.missing
    value = total / n
    if n <= 1 or square_sum is None:
        return Interval(value, None, None)
    half = float(scipy.stats.t.ppf(1 - tail, n - 1)) * math.sqrt(variance(n, total, square_sum) / n)
    return Interval(value, value - half, value + half)


def median(values: Sequence[float | None], level: float = 0.95) -> Interval:
    """Median with the distribution-free interval of order statistics (Conover 1999, 3.2; Hahn and Meeker 1991).

    On the values' own scale; None, a missing value, is left out. The middle value, or the mean of the middle
    two. Limits are the r-th value from each end, r the largest with P(Binomial(n, 1/2) < r) at most half of
    1 - `level`: exact, no interpolation, so they hold the median at least as often as `level` says, ties or
    not. With too few values for any r (under 6 at 95%, under 10 at 99.8%) there are no limits; with none,
    Interval.missing. Raises ValueError for a value that is not finite or a `level` outside 0..1.
    """
    tail = tail_of(level)
    ordered = sorted(value for value in points(values) if value is not None)
    if not ordered:
        return Interval.missing
    value = float(np.median(ordered))
    rank = _median_rank(len(ordered), tail)
    return Interval(value, ordered[rank - 1], ordered[-rank]) if rank else Interval(value, None, None)


def ratio(
    numerator: float,
    denominator: float,
    square_sum: float | None,
    cross_sum: float | None,
    denominator_square_sum: float | None,
    n: float | None,
    level: float = 0.95,
) -> Interval:
    """Normal interval for a ratio of two sums over `n` people, as days lost per FTE (Cochran 1977, ch. 6).

    With d and f each person's part of the numerator and the denominator: `square_sum` = sum of d2,
    `cross_sum` = sum of d x f, `denominator_square_sum` = sum of f2. The limits are reported as they come:
    where people are few the lower one may be below zero, which says that the figure is too unsure to use.
    Without the three sums, or with one person or none, the value has no limits. `denominator == 0` gives
    Interval.missing. Raises ValueError if the denominator is negative or the sums cannot come from real
    numbers.
    """
    finite(numerator, denominator, square_sum, cross_sum, denominator_square_sum, n)
    z = _normal(level)
    if denominator < 0:
        raise ValueError(f"the denominator is {denominator}: it is never negative")
    if denominator == 0:
        return Interval.missing
    value = numerator / denominator
    if square_sum is None or cross_sum is None or denominator_square_sum is None or n is None or n <= 1:
        return Interval(value, None, None)
    parts = (square_sum, -2 * value * cross_sum, value * value * denominator_square_sum)
    spread = _not_negative(math.fsum(parts), math.fsum(map(abs, parts)))
    half = z * math.sqrt(n / (n - 1) * spread) / denominator
    return Interval(value, value - half, value + half)


def variance(n: float, total: float, square_sum: float) -> float:
    """Sample variance (n - 1 below) of `n` values, more than one, from their sum and their sum of squares.

    Exactly 0 where only rounding is left. Raises ValueError if the sums cannot come from real numbers.
    """
    return _not_negative(square_sum - total * (total / n), square_sum) / (n - 1)


def tail_of(level: float) -> float:
    """The share of chance beyond each limit at `level`; ValueError unless it lies between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level}: give a share between 0 and 1, such as 0.95")
    return (1 - level) / 2


@lru_cache(maxsize=16)  # the distribution takes longer than all the rest of an interval
def _normal(level: float) -> float:
    return float(scipy.stats.norm.isf(tail_of(level)))


def _median_rank(n: int, tail: float) -> int:
    rank = int(scipy.stats.binom.ppf(tail, n, 0.5))
    # ppf stops at the first count that reaches the tail; where it meets it exactly, that count may go too.
    return rank + 1 if side(float(scipy.stats.binom.cdf(rank, n, 0.5)), tail) <= 0 else rank


def _exact_poisson(x: float, tail: float) -> tuple[float, float]:
    lower = float(scipy.stats.chi2.ppf(tail, 2 * x)) / 2 if x else 0.0
    return lower, float(scipy.stats.chi2.isf(tail, 2 * x + 2)) / 2


def _byar(x: float, z: float) -> tuple[float, float]:
    lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * math.sqrt(x + 1))) ** 3
    return lower, upper


def _not_negative(spread: float, scale: float) -> float:
    """`spread`, or 0 where only rounding is left; ValueError where the sums contradict each other."""
    if spread < -1e-6 * scale or scale < 0:
        raise ValueError(
            "the sums of squares are too small for their totals: they cannot come from one set of people"
        )
    return spread if spread > ROUNDING * scale else 0.0
