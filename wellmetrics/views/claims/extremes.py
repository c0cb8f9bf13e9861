"""Records, and states: the highest ever, too early to tell, hidden, not sent."""

from wellmetrics.views.claims.changes import _a_year as a_year
from wellmetrics.views.claims.evidence import Bound
from wellmetrics.views.claims.ruling import Ruling, no, unknown, yes
from wellmetrics.words import numbers
from wellmetrics.words.claims.statements import Statement


def extreme(stated: Statement, bound: Bound) -> Ruling:
    """A record is one only where every earlier figure is shown, and where the signal says the same."""
    if bound.signal is None or bound.signal.cell.value is None:
        return unknown(bound)
    cells = list(bound.cells)
    if stated.span and stated.span.count:
        cells = cells[-1 - stated.span.count * (a_year(bound) if stated.span.unit == "year" else 1) :]
    starts = max((i for i, c in enumerate(cells) if c.starts), default=0)
    if starts and any(c.value is not None for c in cells[:starts]):
        return no(bound, f"No claim crosses the start of a new series: {cells[starts].starts}.")
    if any(c.withheld for c in cells):
        return unknown(bound, "Some earlier figures are hidden to protect people.")
    values = [c.value for c in cells if c.value is not None]
    best = max(values) if stated.way == "up" else min(values)
    there = bound.signal.cell.value == best
    if there == stated.denied:
        return no(
            bound,
            f"The {'highest' if stated.way == 'up' else 'lowest'} figure is {numbers.figure(best, bound.indicator)}.",
        )
    word = "higher" if stated.way == "up" else "lower"
    if not stated.denied and bound.signal.word != word:
        return no(bound, f"One term is always the {word[:-2]}est; the figure is {bound.change}.")
    return yes(bound)


def state(stated: Statement, bound: Bound) -> Ruling:
    """What is said of a figure that cannot be told or shown."""
    cell = bound.cell
    found = {
        "too early": bound.signal is not None and bound.signal.word == "too early",
        "hidden": cell is not None and cell.withheld,
        "missing": cell is None or cell.state == "missing",
        "not asked": bound.why.startswith("not asked") or cell is None,
    }
    if found.get(stated.way, False) != stated.denied:
        return yes(bound, f"So it is: {bound.change}.")
    return no(bound, f"It is not so: {bound.change}.")


def held_against(stated: Statement, bound: Bound) -> Ruling:
    """`from 4 earlier summers`: how many figures the past was read from."""
    if bound.signal is None or stated.number is None:
        return unknown(bound)
    if bound.signal.against == stated.number.value:
        return yes(bound)
    return no(bound, f"It is held against {numbers.times(bound.signal.against, 'earlier figure')}.")
