"""How far two groups are apart: differences of proportions, rates and means, and a relative risk."""

import math

import scipy

from wellmetrics.statistics.intervals import Interval, mean, proportion, rate, tail_of, variance


def difference(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """x1/n1 - x2/n2 with Newcombe's hybrid score interval, on -1..1 (Newcombe 1998, 17:873, method 10).

    Each limit joins the Wilson limits of the two shares that face that way. Interval.missing where a group is
    empty. Raises ValueError if a numerator is outside 0..n.
    """
    return _hybrid(proportion(x1, n1, level), proportion(x2, n2, level))


def rates(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """x1/n1 - x2/n2 for events in exposures, per one, by the hybrid of the two rates' own intervals.

    Newcombe's way of joining limits with those of `intervals.rate` (exact Poisson below 10 events, Byar from
    10): the method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27:1693; for
    rates Li and others 2011). Interval.missing where an exposure is zero. Raises ValueError if a count or an
    exposure is negative.
    """
    return _hybrid(rate(x1, n1, level), rate(x2, n2, level))


def means(
    n1: float,
    total1: float,
    square_sum1: float | None,
    n2: float,
    total2: float,
    square_sum2: float | None,
    level: float = 0.95,
) -> Interval:
    """total1/n1 - total2/n2 with Welch's interval, on the values' own scale (Welch 1947, Biometrika 34:28).

    From the number, sum and sum of squares of the values of each group; t on Satterthwaite's degrees of
    freedom, the groups' spreads not taken as equal. Interval.missing where a group is empty; a group of one,
    or without its sum of squares, leaves the difference without limits. Raises ValueError if a number is
    negative or the sums cannot come from real numbers.
    """
    first, second = mean(n1, total1, square_sum1, level), mean(n2, total2, square_sum2, level)
    if first.value is None or second.value is None:
        return Interval.missing
    gap = first.value - second.value
    if square_sum1 is None or square_sum2 is None or n1 <= 1 or n2 <= 1:
        return Interval(gap, None, None)
    part1, part2 = variance(n1, total1, square_sum1) / n1, variance(n2, total2, square_sum2) / n2
    if part1 + part2 == 0:
        return Interval(gap, gap, gap)
    # Shares first: the squares of very small variances would vanish.
    share1, share2 = part1 / (part1 + part2), part2 / (part1 + part2)
    df = 1 / (share1**2 / (n1 - 1) + share2**2 / (n2 - 1))
    half = float(scipy.stats.t.isf(tail_of(level), df)) * math.sqrt(part1 + part2)
    return Interval(gap, gap - half, gap + half)


def relative_risk(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """(x1/n1) / (x2/n2) with Katz's log interval, 1 being no gap (Katz and others 1978, Biometrics 34:469).

    Not defined, so Interval.missing, where a count or a group is zero. Raises ValueError if a numerator is
    outside 0..n.
    """
    p1, p2 = proportion(x1, n1, level).value, proportion(x2, n2, level).value
    if not p1 or not p2:
        return Interval.missing
    # max: with everybody counted in both groups rounding can leave a negative nothing.
    error = math.sqrt(max(0.0, (1 - p1) / x1 + (1 - p2) / x2))
    factor = math.exp(float(scipy.stats.norm.isf((1 - level) / 2)) * error)
    risk = p1 / p2
    return Interval(risk, risk / factor, risk * factor)


def _hybrid(first: Interval, second: Interval) -> Interval:
    """The difference of two figures, each limit joining those of the two that face that way."""
    if None in (first.value, second.value):
        return Interval.missing
    v1, l1, u1 = _numbers(first)
    v2, l2, u2 = _numbers(second)
    gap = v1 - v2
    return Interval(gap, gap - math.hypot(v1 - l1, u2 - v2), gap + math.hypot(u1 - v1, v2 - l2))


def _numbers(interval: Interval) -> tuple[float, float, float]:
    value, lower, upper = interval.value, interval.lower, interval.upper
    if value is None or lower is None or upper is None:
        raise ValueError("an interval without limits cannot be part of a gap")
    return value, lower, upper
