"""What a published cell is told beside its numbers when it is read: a new series, a locked month, a period not over."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from wellmetrics.model import Cell
from wellmetrics.published import Break, Period
from wellmetrics.workbook import Baseline

Ends = Mapping[tuple[str, str], date]


def locked(cells: list[Cell], baselines: Iterable[Baseline]) -> list[Cell]:
    """Marks the months that a locked baseline holds."""
    of = {(b.indicator, b.urn, b.group): b for b in baselines}
    if not of:
        return cells
    held = [of.get((c.indicator, c.urn, c.group)) for c in cells]
    return [replace(c, locked=True) if b and b.holds(c) else c for c, b in zip(cells, held, strict=True)]


def in_series(
    cells: list[Cell], breaks: Mapping[str, Sequence[Break]], periods: Iterable[Period]
) -> list[Cell]:
    """Marks the first cell of each line from which a new series runs."""
    if not breaks:
        return cells
    first_day = {(p.grain, p.period): p.first_day for p in periods}
    done: set[tuple] = set()
    marked = []
    for cell in cells:
        starts = ""
        for number, one in enumerate(breaks.get(cell.indicator, ())):
            line = (number, cell.urn, cell.group, cell.grain, cell.cut, cell.part)
            if line not in done and one.holds(cell) and first_day[cell.grain, cell.period] >= one.since:
                done.add(line)
                starts = one.reason
        marked.append(replace(cell, starts=starts) if starts else cell)
    return marked


def by_year(cells: list[Cell], lines: Set[tuple[str, str]]) -> list[Cell]:
    """Marks the terms and months of lines, an indicator of a school each, that are given by the year."""
    if not lines:
        return cells
    return [
        replace(c, by_year=True) if c.state == "not applicable" and (c.indicator, c.urn) in lines else c
        for c in cells
    ]


def unfinished(cells: list[Cell], not_over: Ends) -> list[Cell]:
    """Marks the cells of periods that were not over."""
    if not not_over:
        return cells
    ends = (not_over.get((cell.grain, cell.period)) for cell in cells)
    return [replace(cell, until=end) if end else cell for cell, end in zip(cells, ends, strict=True)]


def not_over(meta: Mapping[str, str], periods: Iterable[Period], senders: set[str]) -> Ends:
    """By grain and period, with the last day: what was not over on the day of the release.

    What is made up for the demo trust is over on any day, as long as nobody has added a file to it.
    """
    made_up = meta.get("demo") == "yes" and senders <= {"demo"}
    if made_up or not meta.get("made_at"):
        return {}
    made = datetime.fromisoformat(meta["made_at"]).date()
    return {(p.grain, p.period): p.last_day for p in periods if made <= p.last_day}
