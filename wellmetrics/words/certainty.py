"""How sure a published cell is: the interval that its indicator's method asks for."""

from wellmetrics.model import Cell, Indicator
from wellmetrics.statistics import intervals
from wellmetrics.statistics.intervals import Interval

SEEN = ("shown", "nil")


def interval_of(cell: Cell, indicator: Indicator, level: float = 0.95) -> Interval:
    """The cell's value with its limits, unrounded and on the value's own scale.

    Interval.missing for a cell that is hidden, missing or not applicable, or whose denominator is zero.
    """
    x, n = cell.numerator, cell.denominator
    if cell.state not in SEEN:
        return Interval.missing
    if cell.estimate is not None:
        return Interval(cell.estimate, cell.lower, cell.upper)
    if x is None or not n:
        return Interval.missing
    match indicator.method:
        case "proportion":
            return intervals.proportion(x, n, level)
        case "rate":
            plain = intervals.rate(x, n, level)
            return Interval(*(v and v * indicator.scale for v in (plain.value, plain.lower, plain.upper)))
        case "mean":
            return intervals.mean(n, x, cell.square_sum, level)
        case "ratio":
            sums = (cell.square_sum, cell.cross_sum, cell.denominator_square_sum)
            return intervals.ratio(x, n, *sums, cell.base_people, level)
        case _:
            return Interval.missing
