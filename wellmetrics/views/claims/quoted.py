"""Whether a number in a sentence is the published one, to the places that were written."""

import re
from collections.abc import Iterable

from wellmetrics.model import OTHERS, Cell
from wellmetrics.views.claims.besides import published
from wellmetrics.views.claims.changes import EVENTS, SMALL, earlier_cell, few
from wellmetrics.views.claims.evidence import Bound, Evidence
from wellmetrics.views.claims.ruling import Ruling, hidden, no, unknown, yes
from wellmetrics.views.lines import counted
from wellmetrics.words import numbers
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.claims.amounts import Number
from wellmetrics.words.claims.statements import Statement

LOOSE = 0.05  # “about” is within so much of the number
ELSEWHERE = re.compile(r"other|rest|similar|comparable|neighbour|like|(most|many) schools", re.IGNORECASE)
NEAR = 0.08  # “nearly” and “just over” reach so far
# Shares as people write them: from and to.
SHARES = {
    "most": (0.5, 1.0), "nearly all": (0.9, 1.0), "half": (0.45, 0.55), "nearly half": (0.44, 0.5), "third": (0.30, 0.37),
    "quarter": (0.22, 0.28), "two thirds": (0.63, 0.70), "three quarters": (0.72, 0.78), "tenth": (0.085, 0.115),
    "fifth": (0.18, 0.22), "minority": (0.0, 0.5), "all": (1.0, 1.0), "none": (0.0, 0.0),
}  # fmt: skip


def quoted(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling:
    """The verdict on one number."""
    number = stated.number
    if number is None or bound.signal is None:
        return unknown(bound)
    if stated.target is not None:
        return _of_target(stated, number, bound, evidence)
    cell = _cell(stated, bound, evidence)
    if cell is not None and cell.withheld:
        return hidden(bound)
    if cell is None or cell.value is None:
        return unknown(bound, f"There is no figure to check the number with: {_why(cell, bound)}.")
    if stated.role == "expected":
        return _expected(number, bound)
    if stated.role == "change":
        return _change(stated, number, bound, evidence)
    if any(fits(number, stated.soft, actual) for actual in actuals(number, cell, bound)) != stated.denied:
        return yes(bound, "The number is the published one.")
    return no(bound, f"The published figure for {numbers.term(cell.period)} is {_said(cell, bound)}.")


def _of_target(stated: Statement, number: Number, bound: Bound, evidence: Evidence) -> Ruling:
    """A number that is England's, or the whole trust's."""
    value, whose = _compared(stated, bound, evidence)
    if value is None:
        return unknown(bound, "There is no such figure in this release to check the number with.")
    if fits(number, stated.soft, value * (100 if bound.indicator.percent else 1)):
        return yes(bound, "The number beside it is the published one.")
    return no(bound, f"{whose}: {numbers.figure(value, bound.indicator)}.")


def _compared(stated: Statement, bound: Bound, evidence: Evidence) -> tuple[float | None, str]:
    """The figure of what is compared with, of the time that is said of it, and whose it is."""
    period = _period(stated, bound, evidence)
    if stated.target is not None and stated.target.what == "england":
        figure = published(bound, evidence, period if stated.when else "")
        return (figure.value, f"{figure.label}, {figure.year}") if figure else (None, "")
    key, whose = "", "The whole trust"
    if stated.target is not None and stated.target.kind == "target" and ELSEWHERE.search(stated.target.text):
        # Without the own school: only a head's release holds them together.
        key, whose = OTHERS, "Other schools together"
    if key not in {p.urn or p.group for p in evidence.figures.places}:
        return None, ""
    line = evidence.line(bound.indicator.code, key, bound.cells[-1].grain, bound.cut, bound.part)
    return next((c.value for c in line if c.period == period), None), whose


def _cell(stated: Statement, bound: Bound, evidence: Evidence) -> Cell | None:
    """A number may have a time of its own; what something rose from is the year before's."""
    if stated.when is not None and stated.when.ago:
        return bound.back(stated.when.ago)
    if stated.when is not None and stated.when.unit == "day":
        return None
    if stated.when is not None:
        period = _period(stated, bound, evidence)
        return next((c for c in bound.cells if c.period == period), None)
    if stated.role == "before":
        return earlier_cell(stated.reference, bound, evidence)
    return bound.cells[-1]


def _period(stated: Statement, bound: Bound, evidence: Evidence) -> str:
    """The time of a number: its own, else that of its figure."""
    if stated.when is None:
        return bound.period
    if stated.when.unit == "year" and stated.when.academic and stated.when.year:
        return f"{stated.when.year}/{(stated.when.year + 1) % 100:02}"
    return evidence.period(stated.when, bound.cells[-1].grain, [c.period for c in bound.cells])


def _why(cell: Cell | None, bound: Bound) -> str:
    return numbers.state(cell) if cell else bound.why or "no figure of that time"


def _said(cell: Cell, bound: Bound) -> str:
    value = numbers.with_unit(cell.value or 0, bound.indicator)
    behind = counted(cell, bound.indicator)
    return f"{value} ({behind})" if behind else value


def actuals(number: Number, cell: Cell, bound: Bound) -> Iterable[float]:
    """What the number may be of this figure, by its unit: the value, or who was counted."""
    indicator, value = bound.indicator, cell.value or 0.0
    if number.noun and _whom(number.noun) not in (
        "",
        indicator.audience or ("staff" if "staff" in indicator.people else "pupils"),
    ):
        return []
    if number.of is not None and indicator.unit.endswith(f"of {number.of:.0f}"):
        return [value]  # a score out of 35
    if number.of is not None:
        return [number.value] if (cell.numerator, cell.denominator) == (number.value, number.of) else []
    if number.unit == "%":
        return _signs(value * 100, number, indicator.method) if indicator.percent else []
    if number.unit == "points":
        fitting = indicator.method == "gap" or (not indicator.percent and "points" in indicator.unit)
        return _signs(value * (100 if indicator.percent else 1), number, indicator.method) if fitting else []
    if number.unit == "day":
        lost = [cell.numerator] if cell.numerator is not None and indicator.method == "ratio" else []
        return [value, *lost] if indicator.unit.startswith("days") else []
    if number.unit.startswith("per"):
        return [value] if number.unit in (f"per {indicator.scale:,.0f}", "per fte") else []
    return _counts(number, cell, bound, value)


def _whom(noun: str) -> str:
    """Whose number it is, where its noun says so."""
    if re.match(r"pupil|child|student|girl|boy|young", noun):
        return "pupils"
    return "staff" if re.match(r"staff|member|colleague|teacher|employee", noun) else ""


def _counts(number: Number, cell: Cell, bound: Bound, value: float) -> list[float]:
    indicator = bound.indicator
    if number.noun.startswith(("repl", "respon")) and indicator.method == "mean":
        return [cell.denominator] if cell.denominator is not None else []
    people = [cell.numerator] if cell.numerator is not None and indicator.method in EVENTS else []
    if number.noun:
        return people
    shown = [] if indicator.percent and indicator.method != "gap" else [value]
    return [*people, *shown, *([-value] if indicator.method == "gap" else [])]


def _signs(value: float, number: Number, method: str) -> list[float]:
    """A gap is often written without its sign."""
    return [value, -value] if method == "gap" and not number.signed else [value]


def fits(number: Number, soft: str, actual: float) -> bool:
    """Whether `actual` is the number as written: rounded alike, or as loose as its words say."""
    half = 0.5 * 10**-number.places * (1 + 1e-9) + 1e-9
    half = max(half, number.slack)
    near = max(1.2 * half, 1.0 * 10**-number.places, NEAR * abs(number.value))
    match soft.removeprefix("just ").removeprefix("well "):
        case "about" | "around" | "roughly" | "approximately" | "some" | "close to":
            return abs(actual - number.value) <= max(
                half, 1.5 * number.slack, 10**-number.places, LOOSE * abs(number.value)
            )
        case "nearly" | "almost":
            return number.value - near <= actual <= number.value
        case "over" | "more than" | "above":
            return actual > number.value and (not soft.startswith("just") or actual <= number.value + near)
        case "under" | "fewer than" | "less than" | "below":
            return actual < number.value and (not soft.startswith("just") or actual >= number.value - near)
        case "at least" | "or more":
            return actual >= number.value - half
        case "up to" | "no more than" | "at most":
            return actual <= number.value + half
    return abs(actual - number.value) <= half


def _expected(number: Number, bound: Bound) -> Ruling:
    """What the past led to expect: a limit as the product prints it."""
    signal = bound.signal
    if signal is None or signal.expected is None:
        return unknown(bound, f"Nothing is expected of it: {bound.change}.")
    scale = 100 if bound.indicator.percent else 1
    limits = [
        v * scale
        for v in (signal.lower, signal.upper, signal.expected if signal.past_alike else None)
        if v is not None
    ]
    at_the_end = [100.0] if scale == 100 and signal.upper is not None and signal.upper >= 1 else []
    shown = [v for v in limits if v >= 0 or bound.indicator.method == "gap"]
    if any(
        fits(number, "", limit)
        for limit in (*shown, *at_the_end, *(-v for v in limits if bound.indicator.method == "gap"))
    ):
        return yes(bound, "The number is what the past led to expect.")
    return no(bound, "The past led to expect something else.")


def _change(stated: Statement, number: Number, bound: Bound, evidence: Evidence) -> Ruling:
    """“Up 38% on last autumn”: against the same term, by the counts or by the figure."""
    earlier = earlier_cell(stated.reference, bound, evidence)
    if earlier is not None and earlier.withheld:
        return hidden(bound)
    if earlier is None or not earlier.value:
        return unknown(bound, "There is no earlier figure to compare it with.")
    if number.unit == "%" and few(bound, earlier):
        return no(bound, f"The counts are small (fewer than {SMALL}): say both counts, not a percentage.")
    if any(fits(number, stated.soft, amount) for amount in _amounts(stated, number, bound, earlier)):
        return yes(
            bound,
            f"It was {numbers.figure(earlier.value, bound.indicator)} in {numbers.term(earlier.period)}.",
        )
    return no(
        bound,
        f"It was {numbers.figure(earlier.value, bound.indicator)} in {numbers.term(earlier.period)}, and the change is not that.",
    )


def _amounts(stated: Statement, number: Number, bound: Bound, earlier: Cell) -> list[float]:
    now, sign = bound.cells[-1], -1 if stated.way in ("down", "narrower") else 1
    pairs = [(now.value, earlier.value)]
    if bound.indicator.method in EVENTS:
        pairs.append((now.numerator, earlier.numerator))
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    if number.unit == "%":
        return [sign * 100 * (a - b) / abs(b) for a, b in known if b]
    if number.unit == "points":
        return [sign * (known[0][0] - known[0][1]) * (100 if bound.indicator.percent else 1)]
    return [sign * (a - b) for a, b in (known if not number.unit else known[:1])]


def share(word: str, bound: Bound) -> Ruling:
    """“Most staff”, “half of pupils”: of a figure that counts people."""
    if bound.signal and bound.signal.cell.withheld:
        return hidden(bound)
    if bound.signal is None or bound.signal.cell.value is None:
        return unknown(bound)
    if word == "none" and bound.indicator.method in EVENTS:
        return yes(bound) if not bound.signal.cell.value else no(bound, f"There are: {bound.amount}.")
    if word not in SHARES or bound.indicator.method != "proportion":
        return unknown(bound, "The figure does not count people in a way that this could be checked with.")
    low, high = SHARES[word]
    value = bound.signal.cell.value
    inside = low < value <= high if word in ("most", "minority") else low <= value <= high
    interval = interval_of(bound.signal.cell, bound.indicator)
    if inside:
        return yes(
            bound,
            f"The figure is {numbers.figure(value, bound.indicator)}, likely range {numbers.span(interval.lower, interval.upper, bound.indicator)}.",
        )
    return no(bound, f"The figure is {numbers.figure(value, bound.indicator)}.")
