"""Days between events: whether what happens less than about once a period has become more or less frequent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from scipy import special

from wellmetrics.statistics.rules import beyond
from wellmetrics.statistics.tolerance import finite, points, side

Mark = Literal["limits", "together"]
Signal = Literal["higher", "lower", "none", "too early"]
BETWEEN_FROM = 8  # gaps, so that five have three to be set beside
TOGETHER = 5  # gaps: sees events come twice or four times as often sooner than three or four gaps do
BEYOND_ONE, BEYOND_FIVE = 0.00135, 0.005  # the share of chance past each limit, for one gap and for five
BURST_FROM, BURST = 3, 0.002  # periods, and the share of chance
SAME_DAY = 0.5  # two events on one day: half a day stands for nought, than which no chance is shorter


@dataclass(frozen=True, slots=True)
class Between:
    """Median days between events, limits for one gap, and the rule that marks each gap and the one still open.

    `signal` is about how often: "higher" where the newest gaps are short, "lower" where they are long.
    """

    centre: float | None
    lower: float | None
    upper: float | None
    rules: list[Mark | None]
    since: Mark | None
    signal: Signal


@dataclass(frozen=True, slots=True)
class Spaced:
    """Days between events, the period in which each gap ends, and days from the last event to the end."""

    days: list[float | None]
    ends: list[int]
    since: float | None


def between(days: Sequence[float | None], since: float | None = None) -> Between:
    """Judge days between events, one gap and five together, by exact limits for chance (Xie and others 2002).

    Where events come at chance, gaps are exponential, and the share that r of m gaps have in their total is
    Beta(r, m - r), however rare the events and however few the gaps. "limits": a gap past 99.73% of chance;
    "together": five in a row whose sum is past 99% of it, all of them marked. Oldest first; None is a gap not
    known, which the rules step over. `since`: days since the last event; once longer than the median it counts
    as one more gap, and may end a signal that events come more often but never begin one. "too early" below 8
    gaps. Raises ValueError for a number that is negative or not finite. (Xie and others: RESS 77:143.)
    """
    series, open_gap = points(days), points([since])[0]
    if any(gap is not None and gap < 0 for gap in (*series, open_gap)):
        raise ValueError("days between events are never negative: give the events oldest first")
    gaps = [max(gap, SAME_DAY) for gap in series if gap is not None]
    marked: list[Mark | None] = [None] * len(series)
    if len(gaps) < BETWEEN_FROM:
        return Between(None, None, None, marked, None, "too early")
    centre = float(np.median(gaps))
    marks, signal = _judged(gaps)
    waited = open_gap if open_gap is not None and side(open_gap, centre) > 0 else None
    if waited is not None:
        now = _judged([*gaps, waited])
        if now[1] in ("lower", signal):
            (marks, signal), gaps = now, [*gaps, waited]
        else:
            signal = "none"
    for place, mark in zip((i for i, gap in enumerate(series) if gap is not None), marks, strict=False):
        marked[place] = mark
    since_mark = marks[-1] if waited is not None and signal == "lower" else None
    return Between(centre, *_limits(gaps, 1, BEYOND_ONE), marked, since_mark, signal)


def burst(counts: Sequence[float | None]) -> bool:
    """Whether the last period holds more events than chance brings, by those before (Przyborowski and Wilenski 1940).

    Given the events of all periods, each falls in the last with the chance 1 in the number of periods: exact, by the
    binomial, at 2 in 1,000. False with fewer than three periods known or none last. None is a count not known. Gaps
    alone are slow to see a burst, because the first of them reaches back to the event before it. (Biometrika 31:313.)
    """
    known = [count for count in points(counts) if count is not None]
    if len(known) < BURST_FROM or not counts or counts[-1] is None:
        return False
    total, last = round(math.fsum(known)), round(known[-1])
    return bool(scipy.stats.binom.sf(last - 1, total, 1 / len(known)) <= BURST)


def days_between(counts: Sequence[float | None], lengths: Sequence[float]) -> Spaced:
    """Days between events from the number of events in each period and the period's length in days.

    Published figures hold counts, not dates, so the events of a period are taken as evenly spread over it: the
    k-th of c falls (k - 1/2) / c of the way through. Counts oldest first; None is a count not known, and so is
    the gap across it. Raises ValueError for a count that is no whole number, a length that is not above 0, or
    lists of unequal length (on charts of what lies between events: Benneyan 2001, HCMS 4:305).
    """
    spaced, clock, last, known = Spaced([], [], None), 0.0, None, True
    for period, (count, length) in enumerate(zip(*_checked(counts, lengths), strict=True)):
        known = known and count is not None
        for k in range(int(count or 0)):
            moment = clock + (k + 0.5) / int(count or 1) * length
            if last is not None:
                spaced.days.append(moment - last if known else None)
                spaced.ends.append(period)
            last, known = moment, True
        clock += length
    return Spaced(spaced.days, spaced.ends, clock - last if last is not None and known else None)


def _limits(gaps: Sequence[float], r: int, beyond: float) -> tuple[float, float]:
    """What the sum of `r` of these gaps stays within, but for a share `beyond` of chance on each side."""
    total, rest = math.fsum(gaps), len(gaps) - r
    lower, upper = special.betaincinv(r, rest, beyond), special.betainccinv(r, rest, beyond)
    return float(lower) * total, float(upper) * total


def _judged(gaps: Sequence[float]) -> tuple[list[Mark | None], Signal]:
    """The mark of each gap, and what the newest says of how often events come."""
    sums = [math.fsum(gaps[i : i + TOGETHER]) for i in range(len(gaps) - TOGETHER + 1)]
    five, one = _limits(gaps, TOGETHER, BEYOND_FIVE), _limits(gaps, 1, BEYOND_ONE)
    fives = {i + k for i in beyond(sums, *five) for k in range(TOGETHER)}
    far = beyond(gaps, *one)
    marks: list[Mark | None] = [None] * len(gaps)
    for i in fives | far:
        marks[i] = "limits" if i in far else "together"
    if marks[-1] is None:
        return marks, "none"
    longer = gaps[-1] > one[1] if marks[-1] == "limits" else sums[-1] > five[1]
    return marks, "lower" if longer else "higher"


def _checked(
    counts: Sequence[float | None], lengths: Sequence[float]
) -> tuple[list[float | None], list[float]]:
    number, days = points(counts), [float(length) for length in lengths]
    finite(*days)
    if len(number) != len(days):
        raise ValueError(f"{len(number)} counts for {len(days)} periods: give one count for each period")
    if any(count is not None and (count < 0 or count != int(count)) for count in number):
        raise ValueError("a number of events is a whole number, 0 or more")
    if any(length <= 0 for length in days):
        raise ValueError("a period has a length above 0 days")
    return number, days
