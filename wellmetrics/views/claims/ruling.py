"""A verdict with its figure and its reason, and how several become one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wellmetrics.views.claims.evidence import Bound

Verdict = Literal["supported", "not supported", "cannot be checked"]
ORDER: tuple[Verdict, ...] = ("not supported", "cannot be checked", "supported")
NO_CLAIM = "No claim about a figure."
OPINION = "An opinion of a figure: it states no change, no comparison and no number that could be checked."
HIDDEN = "The figure is hidden to protect people: a number of it should not stand in a paper."
HOPE = "A hope, a plan, a question or a possibility: no claim that a figure could carry."


@dataclass(frozen=True, slots=True)
class Ruling:
    verdict: Verdict
    reason: str
    figure: str = ""
    instead: str = ""  # a sentence that the writer can use
    warning: str = ""  # what the writer must know whatever else the sentence says


def yes(bound: Bound, reason: str = "") -> Ruling:
    return Ruling("supported", reason or f"The figure says so: {bound.change}.", bound.said)


def no(bound: Bound, reason: str) -> Ruling:
    """With a sentence that the writer can use instead."""
    return Ruling("not supported", reason, bound.said, bound.sentence)


def unknown(bound: Bound, reason: str = "") -> Ruling:
    said = reason or f"There is no figure to check it with: {bound.why or bound.change}."
    return Ruling("cannot be checked", said, bound.said)


def hidden(bound: Bound) -> Ruling:
    """A number of what is hidden: whether it is the true one is not said."""
    return Ruling("cannot be checked", HIDDEN, bound.said, warning=HIDDEN)


def cannot(reason: str, figure: str = "") -> Ruling:
    return Ruling("cannot be checked", reason, figure)


def together(rulings: Sequence[Ruling]) -> Ruling:
    """Every part of a sentence must hold: the worst verdict is the sentence's, with the reasons of that verdict."""
    if not rulings:
        return cannot(NO_CLAIM)
    verdict: Verdict = next(v for v in ORDER if any(r.verdict == v for r in rulings))
    worst = [r for r in rulings if r.verdict == verdict]
    reasons = [
        *dict.fromkeys([*(r.warning for r in rulings if r.warning), *(r.reason for r in worst)]),
        *dict.fromkeys(f"Say: “{r.instead}”" for r in worst if r.instead),
    ]
    figures = dict.fromkeys(r.figure for r in rulings if r.figure)
    return Ruling(verdict, " ".join(reasons), " | ".join(figures))
