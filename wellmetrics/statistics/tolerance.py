"""When two numbers count as the same: a relative tolerance, so that rounding never raises a flag."""

import math
from collections.abc import Iterable

RELATIVE = 1e-9
ABSOLUTE = 1e-12  # around zero, where a relative tolerance has nothing to measure by


def side(a: float, b: float) -> int:
    """1 where `a` is above `b`, -1 where below, 0 where they are equal but for rounding."""
    if math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE):
        return 0
    return 1 if a > b else -1


def finite(*numbers: float | None) -> None:
    """Raise ValueError if a number is infinite or not a number; None, the missing value, passes."""
    for number in numbers:
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{number} is not a finite number; a missing value is None")


def points(values: Iterable[float | None]) -> list[float | None]:
    """`values` as plain floats, None kept; ValueError if one is not finite."""
    plain = [None if value is None else float(value) for value in values]
    finite(*plain)
    return plain
