"""A figure month by month: a process-behaviour chart, or a sentence that says why there is none."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import change
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice
from wellmetrics.views.lines import Point
from wellmetrics.words import methods, numbers

PEOPLE_A_MONTH = 1


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class MonthChart:
    title: str
    subtitle: str
    percent: bool
    points: tuple[Point, ...]
    centre: float | None
    lower: float | None
    upper: float | None
    rules: tuple[str, ...]  # words of the rule that marks each point; empty where none does
    note: str
    alt: str
    first: int = 0  # where the last series starts, to which middle and limits belong


def by_month(
    figures: Release, indicator: Indicator, urn: str, group: str, choice: Choice
) -> tuple[MonthChart | None, str]:
    """The process-behaviour chart, or a sentence that says why there is none."""
    if "month" not in indicator.grains:
        return None, ""
    found = lines.all_lines(figures, choice.term, "month", indicator.code).get(
        (indicator.code, urn, group), []
    )
    last = next((p.last_day for p in figures.of_grain("term") if p.period == choice.term), None)
    until = {p.period for p in figures.of_grain("month") if last is None or p.first_day <= last}
    cells = [c for c in found if c.period in until]
    seen = [c for c in cells if c.value is not None]
    if not cells:
        return (
            None,
            "Months of single schools are in the files of their heads and of the wellbeing lead only.",
        )
    if not seen:
        return None, "No month can be shown."
    if sum(c.people or 0 for c in seen) / len(seen) < PEOPLE_A_MONTH:
        return None, "There is fewer than one person a month: a chart of months would show chance alone."
    return _month_chart(indicator, cells), ""


def _month_chart(indicator: Indicator, cells: list[Cell]) -> MonthChart:
    points = lines.points(cells, indicator, "")
    breaks = tuple(i for i, p in enumerate(points) if p.starts)
    xmr = change.xmr(
        [c.value for c in cells], better=indicator.better, breaks=breaks, locked=methods.locked(cells)
    )
    centre, lower, upper = (column[-1] for column in (xmr.centre, xmr.lower, xmr.upper))
    rules = tuple(methods.RULES[rule] if rule else "" for rule in xmr.rules)
    last = next((i for i in reversed(range(len(points))) if points[i].value is not None), -1)
    if centre is None:
        title, note = f"{indicator.short} by month: too early to tell", "Limits are drawn from 13 months on."
    elif rules[last]:
        title = f"{indicator.short} by month: {points[last].label} stands out ({rules[last]})"
        note = "The dashed lines are the limits of what chance alone does; marked points are beyond what it does."
    else:
        title = f"{indicator.short} by month: {points[last].label} is within its usual range"
        note = "The dashed lines are the limits of what chance alone does. Months are not adjusted for the season."
    marked = [f"{p.label} ({rule})" for p, rule in zip(points, rules, strict=True) if rule]
    limits = f" Usual range {numbers.span(lower, upper, indicator)}." if lower is not None else ""
    alt = (
        f"Line chart by month. {title}. {indicator.title}, {points[0].label} to {points[-1].label}.{limits} "
        f"{'Marked: ' + numbers.listed(marked, 6) + '.' if marked else 'No month is marked.'}{lines.said_starts(points)}"
    )
    subtitle = f"{indicator.title} ({indicator.unit}), each month, {points[0].label} to {points[-1].label}"
    return MonthChart(title, subtitle, indicator.percent, points, centre, lower, upper, rules, note, alt,
                      max(breaks, default=0))  # fmt: skip
