"""One figure: the finding as title, its line among the others, months, every number behind it, and what it is."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Feed, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import change
from wellmetrics.views import headlines, lines, school
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.lines import LineChart, Point
from wellmetrics.words import numbers, sentences, signals

RULES = {
    "limits": "beyond the limits",
    "trend": "seven in a row rising or falling",
    "two_of_three": "two of three near a limit",
    "run": "seven in a row on one side of the middle",
}
PEOPLE_A_MONTH = 1
QUERIES_SHOWN = 100
LEGEND = (
    "Rings are the same term of other years; the full point is the chosen term; triangles are terms that were not as "
    "usual. The band is the likely range (95%) of each figure."
)


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


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One file behind the figure."""

    file: str
    dataset: str
    sha256: str
    loaded: str
    by: str
    batch: int
    queries: int


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One thing that was doubtful in one of the files, at the row that a spreadsheet shows."""

    file: str
    row: str
    column: str
    problem: str


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorView:
    title: str
    subtitle: str
    verdict: str
    said: tuple[str, ...]
    chart: LineChart | None
    months: MonthChart | None
    no_months: str
    points: tuple[Point, ...]
    counted: str
    about: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    sources_of: str
    queries: tuple[QueryRow, ...]  # empty for all but the lead: their words may hold what somebody typed
    queries_title: str
    file: str


def view(figures: Release, choice: Choice) -> IndicatorView:
    indicator = indicators()[choice.indicator]
    urn, group = urn_and_group(figures, choice.place)
    grain = "term" if "term" in indicator.grains else "year"
    found = lines.all_lines(figures, choice.term, grain)
    cells = found.get((indicator.code, urn, group), [])
    if grain == "year":
        cells = headlines.whole_years(figures, cells, choice.term)
    points = lines.points(cells, indicator, choice.term)
    last = signals.latest(cells, indicator.better)
    name = names(figures)[choice.place] if choice.place else ""
    months, no_months = _months(figures, indicator, urn, group, choice)
    period = cells[-1].period if cells else choice.term
    sources = _sources(figures, urn, group, grain, period, indicator.feed)
    queries, queries_title = _queries(figures, sources)
    return IndicatorView(
        title=sentences.finding(last, name, indicator),
        subtitle=_subtitle(indicator, points),
        verdict=last.verdict if last else "neither",
        said=tuple(_said(indicator, last, found, urn, group, points)),
        chart=_chart(figures, indicator, choice, points, found),
        months=months,
        no_months=no_months,
        points=points,
        counted=indicator.counted,
        about=_about(indicator),
        sources=sources,
        sources_of=f"{name or 'the whole trust'}, {numbers.term(period)}",
        queries=queries,
        queries_title=queries_title,
        file=f"{indicator.code}-{urn or group or 'trust'}.csv".replace(" ", "-"),
    )


def _subtitle(indicator: Indicator, points: tuple[Point, ...]) -> str:
    when = f", {points[0].label} to {points[-1].label}" if points else ""
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return f"{indicator.title}{unit}{when}"


def _said(indicator: Indicator, last, found, urn: str, group: str, points: tuple[Point, ...]) -> list[str]:
    said = []
    if last and last.cell.value is not None:
        point = points[-1]
        span = f", likely range {point.span}" if point.span else ", without a range: only totals were sent"
        said.append(
            f"{numbers.with_unit(last.cell.value, indicator)} in {point.label}{span}: {point.counted}."
        )
        if last.lower is not None:
            said.append(
                f"From the same term of earlier years, {point.expected} was to be expected (99% range)."
            )
        if last.word == "too early":
            said.append(sentences.TOO_EARLY)
    if last and last.cell.state == "hidden":
        said.append(
            "The figure is hidden to protect people: too few are behind it, or it would give away another that is hidden."
        )
    beside = headlines.england(indicator, points[-1] if points else None)
    return [*said, *_companion(indicator, found, urn, group, last), *([f"{beside}."] if beside else [])]


def _companion(indicator: Indicator, found, urn: str, group: str, last) -> list[str]:
    """What must be read beside the figure; where it moved, no claim stands."""
    if not indicator.companion:
        return []
    companion = indicators()[indicator.companion]
    beside = signals.latest(found.get((companion.code, urn, group), []), companion.better)
    if beside is None:
        return []
    said = [f"Beside it: {sentences.own(beside, companion)}"]
    if last and last.flagged and beside.flagged:
        said.append("Recording moved at the same time, so no change is claimed.")
    return said


def _chart(figures: Release, indicator: Indicator, choice: Choice, points, found) -> LineChart | None:
    if sum(p.value is not None for p in points) < 1:
        return None
    beside = school.beside_whom(figures, choice)
    others = found.get((indicator.code, beside.urn, beside.group), []) if beside.name else []
    name = names(figures)[choice.place]
    return school.chart(indicator, name, points, others, beside, choice.term)


def _months(figures: Release, indicator: Indicator, urn: str, group: str, choice: Choice):
    """The process-behaviour chart, or a sentence that says why there is none."""
    if "month" not in indicator.grains:
        return None, ""
    found = lines.all_lines(figures, choice.term, "month").get((indicator.code, urn, group), [])
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
    xmr = change.xmr([c.value for c in cells], better=indicator.better)
    points = lines.points(cells, indicator, "")
    centre, lower, upper = (column[-1] for column in (xmr.centre, xmr.lower, xmr.upper))
    rules = tuple(RULES[rule] if rule else "" for rule in xmr.rules)
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
        f"{'Marked: ' + numbers.listed(marked, 6) + '.' if marked else 'No month is marked.'}"
    )
    subtitle = f"{indicator.title} ({indicator.unit}), each month, {points[0].label} to {points[-1].label}"
    return MonthChart(title, subtitle, indicator.percent, points, centre, lower, upper, rules, note, alt)


def _about(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    better = {
        "down": "Lower is better.",
        "up": "Higher is better.",
        "neither": "Neither way is better by itself.",
    }
    said = (
        ("Why it matters", indicator.why),
        ("How it is counted", indicator.counted),
        ("Which way", better[indicator.better]),
        ("What it may lead to", indicator.incentive),
        ("The guard against it", indicator.guard),
        ("Published beside it", "; ".join(_published(indicator))),
        (
            "Definition",
            f"Version {indicator.version}, since {indicator.since}. Next review: {indicator.review}.",
        ),
        ("Owner", indicator.owner),
        ("Code", indicator.code),
    )
    return tuple((heading, text) for heading, text in said if text)


def _published(indicator: Indicator) -> list[str]:
    return [
        f"{c.label}, {c.year}: {numbers.figure(c.value, indicator)} ({c.source})"
        for c in indicator.comparators
    ]


def _sources(
    figures: Release, urn: str, group: str, grain: str, period: str, feed: Feed
) -> tuple[SourceRow, ...]:
    urns = figures.members(group) if group else (urn,)
    found = {s.batch: s for one in urns for s in figures.sources(one, grain, period, feed)}
    return tuple(
        SourceRow(
            s.file,
            s.dataset,
            s.sha256,
            f"{numbers.day(s.loaded_at)}, {s.loaded_at:%H:%M}",
            s.by,
            s.batch,
            s.queries,
        )
        for _, s in sorted(found.items())
    )


def _queries(figures: Release, sources: tuple[SourceRow, ...]) -> tuple[tuple[QueryRow, ...], str]:
    """What was doubtful in the files behind a figure, and what the list is called."""
    file_of = {s.batch: s.file for s in sources}
    found = figures.queries(file_of)
    rows = tuple(
        QueryRow(
            f"{file_of[q.batch]}, batch {q.batch}",
            str(q.line) if q.line else "whole file",
            q.column,
            q.problem,
        )
        for q in found[:QUERIES_SHOWN]
    )
    title = f"What was doubtful in these files: {numbers.times(len(found), 'query', 'queries')}"
    return rows, f"{title}, the first {QUERIES_SHOWN}" if len(found) > QUERIES_SHOWN else title
