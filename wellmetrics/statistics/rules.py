"""The lines and the four rules of a process-behaviour chart, over one stretch of it."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from wellmetrics.statistics.tolerance import side

Rule = Literal["limits", "trend", "two_of_three", "run"]
PRECEDENCE: tuple[Rule, ...] = ("limits", "trend", "two_of_three", "run")
RUN = 7
XMR_FROM = 13  # useful values in a stretch
SCALE = 2.66  # three sigma from the mean moving range of two: 3 / 1.128 (Wheeler)


def lines(
    stretch: Sequence[float | None], baseline: int | None, locked: slice | None = None
) -> tuple[float, float, float] | None:
    """Centre, lower and upper limit by the `locked` part, else by the first `baseline` points, else by all.

    None where the stretch has too few useful values, or no two that adjoin.
    """
    places = [place for place, value in enumerate(stretch) if value is not None]
    if len(places) < XMR_FROM:
        return None
    fixing = stretch[locked or slice(places[:baseline][-1] + 1)]
    present = [value for value in fixing if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(fixing) if a is not None and b is not None]
    if not ranges:
        return None
    centre = math.fsum(present) / len(present)
    reach = SCALE * math.fsum(ranges) / len(ranges)
    return centre, centre - reach, centre + reach


def marks(
    values: Sequence[float | None], centre: float, lower: float, upper: float, trend: int
) -> list[Rule | None]:
    """The rule that marks each value, None where none does; where rules meet, the first in PRECEDENCE.

    A missing value (None) is never marked and does not break a run: the rules see only the points there are.
    """
    places = [place for place, value in enumerate(values) if value is not None]
    points = [value for value in values if value is not None]
    found = {
        "limits": beyond(points, lower, upper),
        "trend": _trend(points, trend),
        "two_of_three": _two_of_three(points, centre, lower, upper),
        "run": run(points, centre),
    }
    marked: list[Rule | None] = [None] * len(values)
    for rule in reversed(PRECEDENCE):
        for index in found[rule]:
            marked[places[index]] = rule
    return marked


def beyond(points: Sequence[float], lower: float, upper: float) -> set[int]:
    """Places of the points strictly past a limit."""
    return {i for i, point in enumerate(points) if side(point, upper) > 0 or side(point, lower) < 0}


def run(points: Sequence[float], centre: float) -> set[int]:
    """Places of the points in a run of seven or more strictly on one side of the centre."""
    sides = [side(point, centre) for point in points]
    return {i for start, end in _streaks(sides, RUN) for i in range(start, end)}


def _trend(points: Sequence[float], least: int) -> set[int]:
    steps = [side(later, earlier) for earlier, later in pairwise(points)]
    # A streak of steps has one point more than it has steps.
    return {i for start, end in _streaks(steps, least - 1) for i in range(start, end + 1)}


def _two_of_three(points: Sequence[float], centre: float, lower: float, upper: float) -> set[int]:
    sides = [side(point, centre) for point in points]
    far = beyond(points, centre - (centre - lower) * 2 / 3, centre + (upper - centre) * 2 / 3)
    found: set[int] = set()
    for start in range(len(points) - 2):
        three = range(start, start + 3)
        two = far.intersection(three)
        if len(two) >= 2 and abs(sum(sides[i] for i in three)) == 3:
            found |= two
    return found


def _streaks(signs: Sequence[int], least: int) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each unbroken streak of 1 or of -1 that is at least `least` long."""
    start = 0
    for sign, group in groupby(signs):
        end = start + len(list(group))
        if sign and end - start >= least:
            yield start, end
        start = end
