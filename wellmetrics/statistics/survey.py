"""Answers into scores: SWEMWBS, WHO-5 and SDQ by their published rules, and whether a set of items hangs together.

Items are known here by their numbers alone: the wordings are licensed and belong to their owners.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import scipy

from wellmetrics.statistics.intervals import ROUNDING, tail_of, variance
from wellmetrics.statistics.tolerance import points, side

Version = Literal["self", "parent", "teacher"]
Band = Literal["close to average", "slightly raised", "high", "very high"]

# Raw totals 7 to 35 on the metric scale (Stewart-Brown and others 2009, HQLO 7:15; Warwick conversion table).
METRIC = (
    *(7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36),
    *(16.88, 17.43, 17.98, 18.59, 19.25, 19.98, 20.73, 21.54, 22.35, 23.21),
    *(24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00),
)
SWEMWBS_METRIC: Mapping[int, float] = MappingProxyType(dict(enumerate(METRIC, start=7)))
# Low is a metric score below this, about the lowest 15% of adults in England (Ng Fat and others 2017, QLR 26:1129).
SWEMWBS_LOW_BELOW = 19.5
# Low is a score of this or less, the usual screening cut-off (Topp and others 2015, Psychother Psychosom 84:167).
WHO5_LOW_UP_TO = 50

SDQ_SCALES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "emotional": (3, 8, 13, 16, 24),
        "conduct": (5, 7, 12, 18, 22),
        "hyperactivity": (2, 10, 15, 21, 25),
        "peer": (6, 11, 14, 19, 23),
        "prosocial": (1, 4, 9, 17, 20),
    }
)
SDQ_REVERSED = frozenset({7, 11, 14, 21, 25})
# The totals at which slightly raised, high and very high begin (sdqinfo.org, scoring for age 4-17, August 2014).
SDQ_BANDS_FROM: Mapping[Version, tuple[int, int, int]] = MappingProxyType(
    {"self": (15, 18, 20), "parent": (14, 17, 20), "teacher": (12, 16, 19)}
)
SDQ_LEAST_ANSWERED = 3  # of the five items of a subscale
SDQ_HIGH: frozenset[Band] = frozenset({"high", "very high"})


@dataclass(frozen=True, slots=True)
class Sdq:
    """Five subscales of 0 to 10, total difficulties of 0 to 40 and its band; None where too few are answered."""

    emotional: int | None
    conduct: int | None
    hyperactivity: int | None
    peer: int | None
    prosocial: int | None
    total: int | None
    band: Band | None
    version: Version


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha with its limits (None where not defined), for `n` people with every one of `items`."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    items: int


def swemwbs(items: Sequence[float | None]) -> float | None:
    """Metric score, 7 to 35, from the seven answers of SWEMWBS, each 1 to 5 (Stewart-Brown and others 2009).

    The raw total goes through the published conversion table; means are of converted scores. The table is for
    totals of seven answers, so a person with a missing item (None) has no score: None. Low is below
    SWEMWBS_LOW_BELOW. Raises ValueError, naming the item, for an answer that is not 1 to 5.
    """
    answers = _answers(items, 7, 1, 5)
    return None if None in answers else SWEMWBS_METRIC[_total(answers)]


def who5(items: Sequence[float | None]) -> int | None:
    """WHO-5 score, 0 (worst) to 100, from its five answers, each 0 to 5 (Topp and others 2015).

    The sum times 4; None where an item is missing (None). Low is WHO5_LOW_UP_TO or less. Raises ValueError,
    naming the item, for an answer that is not 0 to 5.
    """
    answers = _answers(items, 5, 0, 5)
    return None if None in answers else 4 * _total(answers)


def sdq(items: Sequence[float | None], version: Version) -> Sdq:
    """SDQ for age 4 to 17 from its 25 items in the published order, each 0 to 2 as ticked (Goodman 1997).

    The first box is 0, the middle 1, the last 2, for every item: items 7, 11, 14, 21 and 25 are reversed here. A subscale with 3 or 4 of its 5 items is scaled up to five and rounded to a whole number, halves up;
    with fewer it is None. The total leaves out the prosocial subscale and is None where one of its four is.
    Bands are the four of the scoring sheet, which differ by `version`; the self version is for age 11 to 17.
    Raises ValueError, naming the item, for an answer that is not 0 to 2, and for an unknown version.
    """
    if version not in get_args(Version):
        raise ValueError(f'version is {version!r}: give "self", "parent" or "teacher"')
    answers = _answers(items, 25, 0, 2)
    scores = {name: _subscale(answers, numbers) for name, numbers in SDQ_SCALES.items()}
    difficulties = [score for name, score in scores.items() if name != "prosocial"]
    if None in difficulties:
        return Sdq(**scores, total=None, band=None, version=version)
    total = _total(difficulties)
    band: Band = get_args(Band)[bisect_right(SDQ_BANDS_FROM[version], total)]
    return Sdq(**scores, total=total, band=band, version=version)


def alpha(rows: Sequence[Sequence[float | None]], level: float = 0.95) -> Alpha:
    """Cronbach's alpha, k/(k - 1) x (1 - sum of item variances / variance of totals), with Feldt's interval.

    `rows` are people, each with one answer an item, already reversed; a row with a missing answer (None) is
    left out. Limits: 1 - (1 - alpha) F, F at both tails on n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt
    1965, Psychometrika 30:357; Feldt, Woodruff and Salih 1987). Alpha may be negative and is reported so. Not
    defined with fewer than two complete rows or two items, or where totals do not vary. Raises ValueError for
    rows of different lengths, or an answer that is not a finite number.
    """
    tail = tail_of(level)
    k = len(rows[0]) if rows else 0
    for place, row in enumerate(rows, start=1):
        if len(row) != k:
            raise ValueError(f"row {place} has {len(row)} answers, row 1 has {k}: give one for each item")
    people = [points(row) for row in rows]
    complete = [[answer for answer in row if answer is not None] for row in people if None not in row]
    n = len(complete)
    if n < 2 or k < 2:
        return Alpha(None, None, None, n, k)
    within = math.fsum(_variance(item) for item in zip(*complete, strict=True))
    between = _variance([math.fsum(row) for row in complete])
    if between <= ROUNDING * within:
        return Alpha(None, None, None, n, k)
    doubt = max(0.0, 1 - k / (k - 1) * (1 - within / between))
    f = scipy.stats.f(n - 1, (n - 1) * (k - 1))
    return Alpha(1 - doubt, 1 - doubt * float(f.isf(tail)), 1 - doubt * float(f.ppf(tail)), n, k)


def share(answers: Sequence[float | None], favourable_from: float, minimum: int) -> float | None:
    """One person's share, 0 to 1, of valid answers at or above `favourable_from`; answers already reversed.

    None is a missing answer, which is not valid. With fewer than `minimum` valid answers there is no share:
    None. Raises ValueError if `minimum` is under 1 or an answer is not a finite number.
    """
    if minimum < 1:
        raise ValueError(f"minimum is {minimum}: a share needs at least 1 valid answer")
    valid = [answer for answer in points(answers) if answer is not None]
    if len(valid) < minimum:
        return None
    return sum(side(answer, favourable_from) >= 0 for answer in valid) / len(valid)


def _answers(items: Sequence[float | None], count: int, low: int, high: int) -> list[int | None]:
    if len(items) != count:
        raise ValueError(
            f"{len(items)} answers for {count} items: give one for each, None where it is missing"
        )
    for number, item in enumerate(items, start=1):
        if item is not None and item not in range(low, high + 1):
            raise ValueError(f"item {number} is {item!r}: give a whole number from {low} to {high}, or None")
    return [None if item is None else int(item) for item in items]


def _total(answers: Sequence[int | None]) -> int:
    return sum(answer for answer in answers if answer is not None)


def _subscale(answers: Sequence[int | None], numbers: Sequence[int]) -> int | None:
    given = {number: answer for number in numbers if (answer := answers[number - 1]) is not None}
    n = len(given)
    if n < SDQ_LEAST_ANSWERED:
        return None
    raw = sum(2 - answer if number in SDQ_REVERSED else answer for number, answer in given.items())
    # floor(5 raw / n + 1/2) in whole numbers: Python's round would take a half to the even side.
    return (10 * raw + n) // (2 * n)


def _variance(values: Sequence[float]) -> float:
    return variance(len(values), math.fsum(values), math.fsum(value * value for value in values))
