"""How a school compares: higher, similar, lower or cannot tell, from one function for every page, table and sentence."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

import scipy

from wellmetrics.model import Cell, Indicator
from wellmetrics.statistics import compare
from wellmetrics.statistics.compare import Funnel
from wellmetrics.words.certainty import SEEN, interval_of

Mark = Literal["higher", "lower", "similar", "cannot tell", ""]
FUNNEL_FROM = 10  # schools of a phase
ALERT = 0.998
KINDS: tuple[str, ...] = get_args(compare.Kind)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The schools of one phase in one period. `marks` by URN; "" where there is no figure to judge.

    `funnel` and `urns` go together, an entry a school; None with fewer than ten, where each school's own 99.8%
    interval is held against the trust's value, `centre`.
    """

    marks: Mapping[str, Mark]
    centre: float | None
    urns: tuple[str, ...] = ()
    funnel: Funnel | None = None
    plain: Funnel | None = None  # before it was widened by how much more than chance schools differ


def of_phase(cells: Mapping[str, Cell], trust: Cell | None, indicator: Indicator) -> Comparison:
    """Compares the schools of a phase, by URN: never a rank. `cells` are of one period, the trust's too."""
    seen = {urn: c for urn, c in cells.items() if c.state in SEEN and c.value is not None}
    centre = trust.value if trust and trust.state in SEEN else None
    funnel = _funnel(list(seen.values()), indicator) if len(seen) >= FUNNEL_FROM else None
    if funnel is None:
        return Comparison({urn: against(cells[urn], centre, indicator) for urn in cells}, centre)
    flags = dict(zip(seen, funnel.flags998, strict=True))
    marks: dict[str, Mark] = {urn: (flags[urn] or "cannot tell") if urn in flags else "" for urn in cells}
    scale = indicator.scale if indicator.method == "rate" else 1
    plain = _funnel(list(seen.values()), indicator, widened=False) if funnel.tau2 else None
    return Comparison(marks, funnel.centre and funnel.centre * scale, tuple(seen), funnel, plain)


def against(own: Cell | None, value: float | None, indicator: Indicator) -> Mark:
    """The school's own 99.8% interval against one figure. A median and a gap come with their 95% limits only."""
    if own is None or value is None or own.state not in SEEN or own.value is None or own.estimate is not None:
        return ""
    return compare.against(interval_of(own, indicator, ALERT), value)


def _funnel(cells: list[Cell], indicator: Indicator, *, widened: bool = True) -> Funnel | None:
    """None where the figure has no funnel: medians and gaps."""
    if indicator.method not in KINDS or any(c.numerator is None or c.denominator is None for c in cells):
        return None
    x, n, kind = (
        [c.numerator for c in cells],
        [c.denominator for c in cells],
        cast(compare.Kind, indicator.method),
    )
    errors = [error(c, indicator) for c in cells] if kind in ("ratio", "mean") else None
    return compare.funnel(x, n, kind, errors, widened=widened)


def error(cell: Cell, indicator: Indicator) -> float | None:
    """The standard error of a mean or a ratio, from its 95% interval; None where it has none."""
    found = interval_of(cell, indicator)
    if found.lower is None or found.upper is None:
        return None
    people = cell.denominator or 0
    reach = (
        scipy.stats.t.ppf(0.975, people - 1) if indicator.method == "mean" else scipy.stats.norm.ppf(0.975)
    )
    half = (found.upper - found.lower) / 2
    return half / float(reach) if math.isfinite(reach) and reach else None
