"""A figure month by month: a process-behaviour chart, or a sentence that says why there is none."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice
from wellmetrics.views.lines import Point
from wellmetrics.words import methods, numbers, signals
from wellmetrics.words.signals import Signal

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
    method: str = "xmr"


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
    tested = signals.of_line(cells, indicator)
    last = next((i for i in reversed(range(len(points))) if points[i].value is not None), -1)
    now, rules = tested[last], tuple(methods.RULES[s.rule] if s.rule else "" for s in tested)
    title, note = _told(indicator, now, points[last], rules[last])
    marked = [f"{p.label} ({rule})" for p, rule in zip(points, rules, strict=True) if rule]
    limits = f" Usual range {numbers.span(now.lower, now.upper, indicator)}." if now.lower is not None else ""
    alt = (
        f"Line chart by month. {title}. {indicator.title}, {points[0].label} to {points[-1].label}.{limits} "
        f"{'Marked: ' + numbers.listed(marked, 6) + '.' if marked else 'No month is marked.'}{lines.said_starts(points)}"
    )
    subtitle = f"{indicator.title} ({indicator.unit}), each month, {points[0].label} to {points[-1].label}"
    first = max((i for i, p in enumerate(points) if p.starts), default=0)
    return MonthChart(
        title, subtitle, indicator.percent, points, now.expected, now.lower, now.upper, rules, note, alt, first,
        now.chosen.method,
    )  # fmt: skip


def _told(indicator: Indicator, now: Signal, point: Point, rule: str) -> tuple[str, str]:
    """The finding about the last month, and how to read the lines."""
    by_month = f"{indicator.short} by month"
    if now.word in ("too early", "not tested"):
        return f"{by_month}: too early to tell", f"{now.chosen.why}"
    stands = (
        f"{point.label} stands out ({rule})" if now.flagged else f"{point.label} is within its usual range"
    )
    if now.chosen.method == "run_chart":
        usual = stands if now.flagged else "no shift so far"
        return f"{by_month}: {usual}", f"The line is the median. {now.chosen.why}"
    if now.flagged:
        note = "The dashed lines are the limits of what chance alone does; marked points are beyond what it does."
    else:
        note = "The dashed lines are the limits of what chance alone does. Months are not adjusted for the season."
    return f"{by_month}: {stands}", note
