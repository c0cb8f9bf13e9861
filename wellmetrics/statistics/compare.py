"""Higher, similar or lower: one interval against a value, and many schools in a funnel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

from wellmetrics.statistics import spread
from wellmetrics.statistics.intervals import Interval
from wellmetrics.statistics.tolerance import points, side

Flag = Literal["higher", "lower", "similar"]
Kind = Literal["proportion", "rate", "ratio", "mean"]
SMALL = 5  # expected people below which the transformed scales are too rough
# Lower and upper limit for 95%, then for 99.8%: the share of chance below each, and its normal score.
TAILS = [(p, NormalDist().inv_cdf(p)) for p in (0.025, 0.975, 0.001, 0.999)]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Schools around their common centre; the last seven are lists, an entry a school (None: not judged).

    `z` and `phi` are before over-dispersion is allowed for; limits and flags after.
    """

    centre: float | None
    phi: float | None
    tau2: float | None
    z: list[float | None]
    lower95: list[float | None]
    upper95: list[float | None]
    lower998: list[float | None]
    upper998: list[float | None]
    flags95: list[Flag | None]
    flags998: list[Flag | None]


def against(interval: Interval, value: float | None) -> Literal["higher", "lower", "similar", "cannot tell"]:
    """Where `interval` lies beside `value`: "higher" is wholly above it, "similar" holds or touches it.

    "cannot tell" where the limits or the value are None.
    """
    if interval.lower is None or interval.upper is None or value is None:
        return "cannot tell"
    if side(interval.lower, value) > 0:
        return "higher"
    return "lower" if side(interval.upper, value) < 0 else "similar"


def funnel(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    kind: Kind = "proportion",
    errors: Sequence[float | None] | None = None,
    *,
    widened: bool = True,
) -> Funnel:
    """Funnel of schools whose limits allow for over-dispersion (Spiegelhalter 2005; and others 2012).

    The centre is the sum of numerators over the sum of denominators. Proportions and rates are judged by
    square-root scales, or by exact quantiles with tau2 = 0 where any school expects fewer than 5 people (for
    proportions, 5 others too); kinds "ratio" and "mean" by the standard errors in `errors`, on the figure's
    scale. Not `widened`: the plain limits, tau2 = 0. A school with a missing value, a zero denominator or a zero standard error is not judged. Raises
    ValueError for lists of unequal length, an unknown kind, `errors` missing or not wanted, a negative
    number or a share above 1.
    """
    x, n, e = _checked(numerators, denominators, kind, errors)
    counted = [(i, a, b) for i, (a, b) in enumerate(zip(x, n, strict=True)) if a is not None and b]
    judged = [school for school in counted if e is None or e[school[0]]]
    columns: list[list[Any]] = [[None] * len(x) for _ in range(7)]
    if not judged:
        return Funnel(_centre(counted), None, None, *columns)
    centre = _centre(counted) or 0.0
    places, xs, ns = zip(*judged, strict=True)
    scale = _scale(kind, xs, ns, centre, [e[i] or 0.0 for i in places] if e else [])
    phi, tau2 = spread.over_dispersion(scale.z, scale.errors)
    exact = _exact(kind, ns, centre)
    tau2 = tau2 if widened and not exact else 0.0
    for (i, a, b), z, error in zip(judged, scale.z, scale.errors, strict=True):
        limits = [exact(p, b, centre) if exact else scale.limit(error, tau2, q) for p, q in TAILS]
        flags = [_flag(a / b, *limits[:2]), _flag(a / b, *limits[2:])]
        for column, entry in zip(columns, (z, *limits, *flags), strict=True):
            column[i] = entry
    return Funnel(centre, phi, tau2, *columns)


def _centre(schools: Sequence[tuple[int, float, float]]) -> float | None:
    return math.fsum(a for _, a, _ in schools) / math.fsum(b for _, _, b in schools) if schools else None


def _flag(value: float, lower: float, upper: float) -> Flag:
    return "higher" if side(value, upper) > 0 else "lower" if side(value, lower) < 0 else "similar"


def _scale(
    kind: Kind, x: Sequence[float], n: Sequence[float], centre: float, errors: Sequence[float]
) -> spread.Scale:
    if kind == "proportion":
        return spread.arcsine(x, n, centre)
    return spread.square_root(x, n, centre) if kind == "rate" else spread.plain(x, n, centre, errors)


def _exact(kind: Kind, n: Sequence[float], centre: float):
    """What gives exact limits, where a school is too small for the transformed scale; else None."""
    smallest = min(n)
    if kind == "proportion" and smallest * min(centre, 1 - centre) < SMALL:
        return spread.exact_binomial
    return spread.exact_poisson if kind == "rate" and smallest * centre < SMALL else None


def _checked(numerators, denominators, kind, errors):
    if kind not in ("proportion", "rate", "ratio", "mean"):
        raise ValueError(f'kind is {kind!r}: give "proportion", "rate", "ratio" or "mean"')
    if (errors is None) != (kind in ("proportion", "rate")):
        raise ValueError(
            'kinds "ratio" and "mean" take standard errors in `errors`; the others work out their own'
        )
    x, n, e = points(numerators), points(denominators), None if errors is None else points(errors)
    if len(x) != len(n) or (e is not None and len(e) != len(x)):
        raise ValueError(
            "numerators, denominators and errors must be as long as one another: one entry a school"
        )
    never_negative = [*n, *(e or []), *(x if e is None else [])]
    if any(value is not None and value < 0 for value in never_negative):
        raise ValueError("a count, a denominator or a standard error is never negative")
    if kind == "proportion":
        x = [a if a is None or b is None else _share(a, b) for a, b in zip(x, n, strict=True)]
    return x, n, e


def _share(a: float, b: float) -> float:
    if side(a, b) > 0:
        raise ValueError(
            f"{a} of {b} is not a proportion: the numerator must lie between 0 and the denominator"
        )
    return min(a, b)
