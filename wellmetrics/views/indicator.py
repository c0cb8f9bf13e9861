"""One figure: the finding as title, its line among the others, months, every number behind it, and what it is."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Feed, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import change
from wellmetrics.views import breakdown, headlines, lines, school
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.found import RECORDING
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
    first: int = 0  # where the last series starts, to which middle and limits belong


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
    parts: tuple[tuple[str, Point], ...] = ()  # where there is no figure for everybody: the latest of each part
    parts_title: str = ""


def view(figures: Release, choice: Choice) -> IndicatorView:
    indicator = indicators()[choice.indicator]
    urn, group = urn_and_group(figures, choice.place)
    grain = "term" if "term" in indicator.grains else "year"
    codes = tuple(filter(None, (indicator.code, indicator.companion)))
    found = lines.all_lines(figures, choice.term, grain, codes)
    if grain == "year":
        found = {key: headlines.whole_years(figures, cells, choice.term) for key, cells in found.items()}
    cells = found.get((indicator.code, urn, group), [])
    points = lines.points(cells, indicator, choice.term)
    last = signals.latest(cells, indicator.better)
    name = names(figures)[choice.place] if choice.place else ""
    months, no_months = _months(figures, indicator, urn, group, choice)
    period = cells[-1].period if cells else choice.term
    sources = _sources(figures, urn, group, grain, period, indicator.feed)
    queries, queries_title = _queries(figures, sources)
    parts, parts_title = breakdown.latest(figures, indicator, urn, group, choice.term)
    way = headlines.way(figures, indicator, cells[-1] if cells else None)
    published = headlines.england(indicator, points[-1] if points else None, choice.term, way)
    return IndicatorView(
        title=breakdown.title(indicator, last, name, parts) or sentences.finding(last, name, indicator),
        subtitle=_subtitle(indicator, points),
        verdict=last.verdict if last else "neither",
        said=(
            *_said(indicator, last, found, urn, group, points),
            *breakdown.groups(figures, indicator, urn, group, period),
            *breakdown.mixed(indicator, last, parts, choice.term),
            *([f"{published}."] if published else []),
        ),
        chart=_chart(figures, indicator, choice, points, found),
        months=months,
        no_months=no_months,
        points=points,
        counted=indicator.counted,
        about=_about(indicator, choice.term),
        sources=sources,
        sources_of=f"{name or 'the whole trust'}, {numbers.term(period)}",
        queries=queries,
        queries_title=queries_title,
        file=f"{indicator.code}-{urn or group or 'trust'}.csv".replace(" ", "-"),
        parts=parts,
        parts_title=parts_title,
    )


def _subtitle(indicator: Indicator, points: tuple[Point, ...]) -> str:
    when = f", {points[0].label} to {points[-1].label}" if points else ""
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return f"{indicator.title}{unit}{when}"


def _said(indicator: Indicator, last, found, urn: str, group: str, points: tuple[Point, ...]) -> list[str]:
    said = []
    if last and last.cell.value is not None:
        point = points[-1]
        span = f", likely range {point.span}" if point.span else f", without a range: {_no_range(last.cell)}"
        counted = f": {point.counted}" if point.counted else ""
        said.append(f"{numbers.with_unit(last.cell.value, indicator)} in {point.label}{span}{counted}.")
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
    said += [f"A new series starts in {p.label}: {p.starts}. No claim crosses it." for p in points if p.starts]
    return [*said, *_companion(indicator, found, urn, group, last)]


def _no_range(cell: Cell) -> str:
    """One person has no spread; a total does not tell it; a median of a few has none."""
    if cell.estimate is not None or (cell.denominator or 0) <= 1:
        return "too few are behind it"
    return "only totals were sent"


def _companion(indicator: Indicator, found, urn: str, group: str, last) -> list[str]:
    """What must be read beside the figure; where it moved, no claim stands."""
    if not indicator.companion:
        return []
    companion = indicators()[indicator.companion]
    cells = found.get((companion.code, urn, group), [])
    if last:  # of the same term: a later survey of other people says nothing of this one
        periods = [c.period for c in cells]
        cells = cells[: periods.index(last.cell.period) + 1] if last.cell.period in periods else []
    beside = signals.latest(cells, companion.better)
    if beside is None:
        return [f"Beside it: {companion.short}: no figure."]
    said = [f"Beside it: {sentences.own(beside, companion)}"]
    if last and last.flagged and beside.flagged and companion.code in RECORDING:
        who = "Who replied" if companion.feed == "survey" else "Recording"
        said.append(f"{who} moved at the same time, so no change is claimed.")
    return said


def _chart(figures: Release, indicator: Indicator, choice: Choice, points, found) -> LineChart | None:
    if sum(p.value is not None for p in points) < 1:
        return None
    beside = school.beside_whom(figures, choice)
    others = school.others(found, indicator.code, beside)
    name = names(figures)[choice.place]
    return school.chart(indicator, name, points, others, beside, choice.term)


def _months(figures: Release, indicator: Indicator, urn: str, group: str, choice: Choice):
    """The process-behaviour chart, or a sentence that says why there is none."""
    if "month" not in indicator.grains:
        return None, ""
    found = lines.all_lines(figures, choice.term, "month", indicator.code).get((indicator.code, urn, group), [])
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
    xmr = change.xmr([c.value for c in cells], better=indicator.better, breaks=breaks)
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
        f"{'Marked: ' + numbers.listed(marked, 6) + '.' if marked else 'No month is marked.'}{lines.said_starts(points)}"
    )
    subtitle = f"{indicator.title} ({indicator.unit}), each month, {points[0].label} to {points[-1].label}"
    return MonthChart(title, subtitle, indicator.percent, points, centre, lower, upper, rules, note, alt,
                      max(breaks, default=0))  # fmt: skip


def _about(indicator: Indicator, term: str) -> tuple[tuple[str, str], ...]:
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
        ("Published beside it", "; ".join(_published(indicator, term))),
        (
            "Definition",
            f"Version {indicator.version}, since {indicator.since}. Next review: {indicator.review}.",
        ),
        ("Owner", indicator.owner),
        ("Code", indicator.code),
    )
    return tuple((heading, text) for heading, text in said if text)


def _published(indicator: Indicator, term: str) -> list[str]:
    """Every published figure with its year, people, source and address; nothing of it is shown as the trust's."""
    return [
        f"{c.label}, {c.year}{headlines.stale(c.year, term)}: {numbers.figure(c.value, indicator)}. "
        f"{'. '.join(filter(None, (c.population, c.source, c.url, c.note)))}"
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
