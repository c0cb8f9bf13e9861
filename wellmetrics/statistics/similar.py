"""Schools like this one: the nearest by a stated recipe, with their distances."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wellmetrics.statistics.tolerance import finite

Feature = float | str | None
RECIPE = ("phase", "roll", "pupil_premium", "send")
LEAST = 3  # schools: fewer would point at one of them


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A school, its distance (0 alike, 1 as far as schools go), and the distance in each feature."""

    name: str
    distance: float
    apart: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Similar:
    """The nearest first (none where fewer than three are left), and why each school left out was."""

    nearest: list[Neighbour]
    left_out: dict[str, str]


def nearest(
    school: str,
    schools: Mapping[str, Mapping[str, Feature]],
    features: Sequence[str] = RECIPE,
    *,
    number: int = 5,
    struck: Collection[str] = (),
) -> Similar:
    """The `number` schools most like `school`, by Gower's distance (Gower 1971, Biometrics 27:857).

    The mean over `features` of: for words 0 where alike, else 1; for numbers the difference over the range of
    all schools with every feature. `schools` holds each school's features by name, `school` among them. Equal
    distances go by name. `struck` names are left out, and the ranges stay, so striking one moves no distance.
    A school that lacks a feature is left out; where that is `school` itself, or fewer than three are left,
    there are none. Raises ValueError for an unknown school, no features, a `number` under 3, or a feature that
    mixes words and numbers.
    """
    if school not in schools:
        raise ValueError(f"{school!r} is not one of the {len(schools)} schools")
    if not features or number < LEAST:
        raise ValueError(f"give at least one feature, and ask for at least {LEAST} schools")
    lacking = {name: [f for f in features if has.get(f) is None] for name, has in schools.items()}
    complete = {name: has for name, has in schools.items() if not lacking[name]}
    left_out = {name: f"no {', '.join(lacks)}" for name, lacks in lacking.items() if lacks}
    left_out |= {name: "struck out" for name in schools if name in struck and name != school}
    ranges = {feature: _range([has[feature] for has in complete.values()]) for feature in features}
    others = [name for name in complete if name != school and name not in left_out]
    if school not in complete or len(others) < LEAST:
        return Similar([], left_out)
    found = [_neighbour(name, complete[school], complete[name], ranges) for name in others]
    return Similar(sorted(found, key=lambda each: (round(each.distance, 12), each.name))[:number], left_out)


def _neighbour(
    name: str, one: Mapping[str, Feature], other: Mapping[str, Feature], ranges: Mapping[str, float | None]
) -> Neighbour:
    apart = {feature: _apart(one[feature], other[feature], span) for feature, span in ranges.items()}
    return Neighbour(name, math.fsum(apart.values()) / len(apart), apart)


def _apart(one: Feature, other: Feature, span: float | None) -> float:
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return 0.0 if one == other else 1.0
    return abs(one - other) / span if span else 0.0


def _range(values: Sequence[Feature]) -> float | None:
    """From the least to the most; None for words."""
    numbers = [value for value in values if not isinstance(value, str) and value is not None]
    if numbers and len(numbers) < len(values):
        raise ValueError("a feature is a word for every school or a number for every school")
    finite(*numbers)
    return max(numbers) - min(numbers) if numbers else None
