"""The gap between two groups, made from published cells alone: where one of them is hidden, so is the gap."""

from collections.abc import Iterable

from wellmetrics.model import Cell, Grain, Indicator, State
from wellmetrics.statistics import gaps
from wellmetrics.statistics.intervals import Interval
from wellmetrics.words.certainty import SEEN


def gap_cells(indicator: Indicator, of: Indicator, cells: Iterable[Cell]) -> list[Cell]:
    """One cell for each place and period of `cells`, which are those of `of` by the gap's cut, in the order of time.

    The estimate is the first group's figure less the other's, on the figure's own scale, with 95% limits.
    """
    if indicator.gap is None:
        raise ValueError(f"{indicator.code} is no gap")
    lines: dict[tuple[str, str, Grain, str], dict[str, Cell]] = {}
    for cell in cells:
        lines.setdefault((cell.urn, cell.group, cell.grain, cell.period), {})[cell.part] = cell
    return [_gap(indicator, of, where, parts) for where, parts in lines.items()]


def _gap(
    indicator: Indicator, of: Indicator, where: tuple[str, str, Grain, str], parts: dict[str, Cell]
) -> Cell:
    urn, group, grain, period = where
    assert indicator.gap  # noqa: S101  (said above)
    first, other = parts.get(indicator.gap.part), parts.get(indicator.gap.other)
    state = _state([first, other])
    interval = _interval(of, _sums(first), _sums(other)) if state == "shown" else Interval.missing
    if state == "shown" and interval.value is None:
        state = "not applicable"
    starts = next((c.starts for c in (first, other) if c and c.starts), "")
    until = next((c.until for c in parts.values()), None)
    return Cell(
        indicator.code, urn, group, period, grain, "all", "", state, estimate=interval.value, lower=interval.lower,
        upper=interval.upper, scale=of.scale, starts=starts, until=until,
    )  # fmt: skip


def _state(cells: list[Cell | None]) -> State:
    states = {cell.state for cell in cells if cell}
    if "hidden" in states:
        return "hidden"
    # A group that nobody is in has no cell; where no group has one, nothing came.
    if "missing" in states or not states & set(SEEN):
        return "missing"
    return "shown"


def _sums(cell: Cell | None) -> tuple[float, float, float | None]:
    """Numerator, denominator and sum of squares; of a group that nobody is in, nothing."""
    if cell is None or cell.state not in SEEN:
        return 0, 0, 0
    return cell.numerator or 0, cell.denominator or 0, cell.square_sum


def _interval(of: Indicator, first: tuple, other: tuple) -> Interval:
    (x1, n1, s1), (x2, n2, s2) = first, other
    if not n1 or not n2:
        return Interval.missing
    if of.method == "proportion":
        return gaps.difference(x1, n1, x2, n2)
    if of.method == "mean":
        return gaps.means(n1, x1, s1, n2, x2, s2)
    found = gaps.rates(x1, n1, x2, n2)
    return Interval(*(v if v is None else v * of.scale for v in (found.value, found.lower, found.upper)))
