"""Figures of which nothing may be claimed yet: their term is not over, or most of what they usually rest on is missing."""

from collections.abc import Sequence

from wellmetrics.model import Cell, Indicator
from wellmetrics.words import numbers
from wellmetrics.words.certainty import SEEN

LEAST = 0.5  # of those who were counted in the same term before
OF_EVENTS = ("1.0", "days_lost", "answers")  # denominators that move with what happens, or with who replies


def why(series: Sequence[Cell], i: int, indicator: Indicator) -> str:
    """Why nothing may be claimed of the i-th cell of a series; empty where it may."""
    cell = series[i]
    if cell.until:
        return f"the {cell.grain} is not over until {numbers.day(cell.until)}"
    share = _share(series, i)
    if share is None or share >= _least(cell, indicator):
        return ""
    return f"it rests on {numbers.rounded(share * 100, 0)}% of what the same {cell.grain} rested on before"


def _least(cell: Cell, indicator: Indicator) -> float:
    """A month has too few events for their number to say that schools are missing."""
    return 0 if indicator.denominator in OF_EVENTS and cell.grain == "month" else LEAST


def _share(series: Sequence[Cell], i: int) -> float | None:
    """The denominator over that of the same term or month the last time; None for a school, which is all or nothing."""
    cell = series[i]
    if cell.urn or cell.denominator is None:
        return None
    same = (
        c for c in reversed(series[:i]) if _season(c) == _season(cell) and c.state in SEEN and c.denominator
    )
    before = next(same, None)
    return cell.denominator / before.denominator if before and before.denominator else None


def _season(cell: Cell) -> str:
    return cell.period.rpartition(" ")[2] if cell.grain == "term" else cell.period[-2:]
