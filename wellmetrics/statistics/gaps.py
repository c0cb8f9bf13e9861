"""How far two groups are apart: a difference of proportions and a relative risk."""

import math

from scipy import stats

from wellmetrics.statistics.intervals import Interval, proportion


def difference(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """x1/n1 - x2/n2 with Newcombe's hybrid score interval, on -1..1 (Newcombe 1998, 17:873, method 10).

    Each limit joins the Wilson limits of the two shares that face that way. Interval.missing where a group is
    empty. Raises ValueError if a numerator is outside 0..n.
    """
    first, second = proportion(x1, n1, level), proportion(x2, n2, level)
    if None in (first.value, second.value):
        return Interval.missing
    p1, l1, u1 = _numbers(first)
    p2, l2, u2 = _numbers(second)
    gap = p1 - p2
    return Interval(gap, gap - math.hypot(p1 - l1, u2 - p2), gap + math.hypot(u1 - p1, p2 - l2))


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
    factor = math.exp(float(stats.norm.isf((1 - level) / 2)) * error)
    risk = p1 / p2
    return Interval(risk, risk / factor, risk * factor)


def _numbers(interval: Interval) -> tuple[float, float, float]:
    value, lower, upper = interval.value, interval.lower, interval.upper
    if value is None or lower is None or upper is None:
        raise ValueError("an interval without limits cannot be part of a gap")
    return value, lower, upper
