"""A published figure as a reader meets it, and what the parts of a breakdown are called."""

from dataclasses import dataclass
from typing import Any

from wellmetrics import catalogue
from wellmetrics.model import Cell, Indicator
from wellmetrics.words import numbers
from wellmetrics.words.certainty import interval_of

PARTS = {
    "sex": {"F": "Girls", "M": "Boys"},
    "pupil_premium": {"Y": "Eligible for the pupil premium", "N": "Not eligible"},
    "staff_kind": {"leaders and teachers": "Leaders and teachers", "all other staff": "All other staff"},
    "any_send": {"Y": "With special educational needs", "N": "No special educational needs"},
    "send": {
        "none": "No special educational needs",
        "support": "SEN support",
        "plan": "Education, health and care plan",
    },
    "year_group": {"N": "Nursery", "R": "Reception"},
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure in numbers and in words. Where there is none, `state` says why, and there is no number at all."""

    period: str
    label: str
    state: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    text: str = ""
    span: str = ""  # the 95% range
    starts: str = ""  # why a new series starts here


def told(cell: Cell, indicator: Indicator) -> dict[str, Any]:
    """What a record of one figure is made of."""
    interval = interval_of(cell, indicator)
    bare = {"period": cell.period, "label": numbers.term(cell.period), "starts": cell.starts}
    if interval.value is None:
        return {**bare, "state": numbers.state(cell)}
    return {
        **bare,
        "state": "",
        "value": interval.value,
        "lower": interval.lower,
        "upper": interval.upper,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "text": numbers.figure(interval.value, indicator),
        "span": numbers.span(interval.lower, interval.upper, indicator),
    }


def part_name(cut: str, part: str) -> str:
    """`Girls`, `Year 8`, `School counselling`."""
    if cut == "year_group" and part.isdigit():
        return f"Year {part}"
    return PARTS.get(cut, {}).get(part) or numbers.capital(part)


def order(cut: str, part: str) -> int:
    """The order of the templates; what they do not name, such as “not known”, comes last."""
    choices = next(
        (c.choices for c in catalogue.dataset("survey").columns if c.name == cut), tuple(PARTS.get(cut, ()))
    )
    return choices.index(part) if part in choices else len(choices)
