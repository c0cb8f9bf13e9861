"""Has it changed? Process-behaviour charts, run charts and the same-term prediction interval."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

import numpy as np
import scipy

from wellmetrics.statistics.events import BURST as BURST

# What is sparse has a module of its own and is asked for here, beside the other ways to see a change.
from wellmetrics.statistics.events import Between as Between
from wellmetrics.statistics.events import Spaced as Spaced
from wellmetrics.statistics.events import between as between
from wellmetrics.statistics.events import burst as burst
from wellmetrics.statistics.events import days_between as days_between
from wellmetrics.statistics.intervals import tail_of
from wellmetrics.statistics.rules import Rule, lines, marks
from wellmetrics.statistics.tolerance import RELATIVE, points, side

Better = Literal["up", "down", "neither"]
RUN_CHART_FROM = 10  # points


@dataclass(frozen=True, slots=True)
class Xmr:
    """Centre, limits and rule for each value; None in a stretch too short, or where no rule marks it."""

    centre: list[float | None]
    lower: list[float | None]
    upper: list[float | None]
    rules: list[Rule | None]


@dataclass(frozen=True, slots=True)
class RunChart:
    """A median with its two tests; `signal` is True, False, or None below 10 points (too early)."""

    centre: float | None
    useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None
    signal: bool | None


@dataclass(frozen=True, slots=True)
class SameTerm:
    """What the last term was expected to be, from the same term in earlier years."""

    expected: float | None
    lower: float | None
    upper: float | None
    signal: Literal["higher", "lower", "none", "too early"]


TOO_EARLY = SameTerm(None, None, None, "too early")


def xmr(
    values: Sequence[float | None],
    trend: int = 7,
    better: Better = "neither",
    baseline: int | None = None,
    breaks: Sequence[int] = (),
    *,
    locked: tuple[int, int] | None = None,
) -> Xmr:
    """XmR chart: mean, limits 2.66 mean moving ranges away (Wheeler 2000; NHS Making Data Count rules).

    `values` one a period, oldest first, None where missing: no moving range crosses a gap, and runs skip it.
    A new stretch with its own lines starts at each index in `breaks`; below 13 useful values it has none.
    `baseline`: only the first so many points of each stretch fix its lines. `locked`: first and last index of
    points that alone fix the lines of the stretch they lie in. `trend`: points in a row that make one. `better`
    is checked and changes nothing here: the rules are the same whichever way is better. Raises ValueError for a
    value that is not finite, or a setting outside its range.
    """
    series = points(values)
    _check(len(series), trend, better, baseline, breaks)
    _check_locked(len(series), breaks, locked)
    chart = Xmr([], [], [], [])
    for start, end in pairwise(sorted({0, *breaks, len(series)})):
        stretch = series[start:end]
        three = lines(stretch, baseline, _within(locked, start, end))
        for column, line in zip((chart.centre, chart.lower, chart.upper), three or (None,) * 3, strict=True):
            column.extend([line] * len(stretch))
        chart.rules.extend(marks(stretch, *three, trend) if three else [None] * len(stretch))
    return chart


def assurance(
    xmr: Xmr, target: float | None, better: Better
) -> Literal["passes", "fails", "hit or miss"] | None:
    """Whether the process, left alone, will meet `target`: by the limits at the last point, strictly.

    None without limits, without a target, or where neither way is better (NHS England, Making Data Count).
    """
    if better not in ("up", "down", "neither"):
        raise ValueError(f'better is {better!r}: give "up", "down" or "neither"')
    lower, upper = (xmr.lower[-1], xmr.upper[-1]) if xmr.lower else (None, None)
    if lower is None or upper is None or target is None or better == "neither":
        return None
    above, below = side(lower, target) > 0, side(upper, target) < 0
    if not above and not below:
        return "hit or miss"
    return "passes" if above == (better == "up") else "fails"


def run_chart(values: Sequence[float | None]) -> RunChart:
    """Run chart, by median, longest run and crossings (Anhøj and Olesen 2014, PLoS ONE 9:e113825).

    Useful points are those off the median. A signal is a longest run over round(log2 useful) + 3, or fewer
    crossings than the 5% point of Binomial(useful - 1, 1/2). Limits are None without a useful point; below
    10 points `signal` is None. Raises ValueError for a value that is not finite; None is a missing value and
    is skipped.
    """
    present = [value for value in points(values) if value is not None]
    if not present:
        return RunChart(None, 0, 0, None, 0, None, None)
    centre = float(np.median(present))
    sides = [way for way in (side(value, centre) for value in present) if way]
    runs = [len(list(group)) for _, group in groupby(sides)]
    longest, crossings, useful = max(runs, default=0), max(len(runs) - 1, 0), len(sides)
    if not useful:
        signal = None if len(present) < RUN_CHART_FROM else False
        return RunChart(centre, 0, 0, None, 0, None, signal)
    longest_limit = round(math.log2(useful)) + 3
    crossings_limit = int(scipy.stats.binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0
    signal = longest > longest_limit or crossings < crossings_limit
    if len(present) < RUN_CHART_FROM:
        signal = None
    return RunChart(centre, useful, longest, longest_limit, crossings, crossings_limit, signal)


def same_term(values: Sequence[float | None], terms: Sequence[str], *, level: float = 0.99) -> SameTerm:
    """Test the last value against a prediction interval, 99% unless said, from the same term in earlier years.

    Mean of the m earlier values of that term +/- t(0.995, df) x s x sqrt(1 + 1/m); s is pooled within terms
    over the values before the last, df = sum of (m_k - 1) (prediction of one further value: Hahn and Meeker
    1991, 4.7). Oldest first; None values are skipped. "too early" with fewer than two earlier values, or
    where the last is None. Raises ValueError if the lists differ in length, a value is not finite or `level`
    is outside 0..1.
    """
    series, tail = points(values), tail_of(level)
    if len(series) != len(terms):
        raise ValueError(f"{len(series)} values for {len(terms)} terms: give one term for each value")
    earlier: dict[str, list[float]] = {}
    for value, term in zip(series[:-1], terms[:-1], strict=True):
        if value is not None:
            earlier.setdefault(term, []).append(value)
    last = series[-1] if series else None
    same = earlier.get(terms[-1], []) if series else []
    if last is None or len(same) < 2:
        return TOO_EARLY
    expected = math.fsum(same) / len(same)
    half = _reach(earlier.values(), tail) * math.sqrt(1 + 1 / len(same))
    lower, upper = expected - half, expected + half
    signal = "higher" if side(last, upper) > 0 else "lower" if side(last, lower) < 0 else "none"
    return SameTerm(expected, lower, upper, signal)


def _reach(series: Iterable[list[float]], tail: float) -> float:
    """t x s pooled within each of `series`; nothing where rounding is all that differs."""
    groups = [(group, math.fsum(group) / len(group)) for group in series]
    df = sum(len(group) - 1 for group, _ in groups)
    s = math.sqrt(math.fsum((value - centre) ** 2 for group, centre in groups for value in group) / df)
    largest = max(abs(value) for group, _ in groups for value in group)
    return float(scipy.stats.t.isf(tail, df)) * s if s > RELATIVE * largest else 0.0


def _check(length: int, trend: int, better: str, baseline: int | None, breaks: Sequence[int]) -> None:
    if trend < 3:
        raise ValueError(f"trend is {trend}: it takes at least 3 points to make one")
    if better not in ("up", "down", "neither"):
        raise ValueError(f'better is {better!r}: give "up", "down" or "neither"')
    if baseline is not None and baseline < 2:
        raise ValueError(f"baseline is {baseline}: it takes at least 2 points to have a moving range")
    wrong = [index for index in breaks if not 0 <= index < length]
    if wrong:
        raise ValueError(f"breaks at {wrong}: each must be the index of one of the {length} values")


def _within(locked: tuple[int, int] | None, start: int, end: int) -> slice | None:
    """The locked points, counted from the start of the stretch they lie in; None in another stretch."""
    if locked is None or not start <= locked[0] < end:
        return None
    return slice(locked[0] - start, locked[1] - start + 1)


def _check_locked(length: int, breaks: Sequence[int], locked: tuple[int, int] | None) -> None:
    if locked is None:
        return
    first, last = locked
    if not 0 <= first < last < length:
        raise ValueError(f"locked is {locked}: give the first and the last index of two points or more")
    if any(first < index <= last for index in breaks):
        raise ValueError(f"locked is {locked}: a new stretch starts inside, and lines never cross a break")
