"""One figure: the finding as title, its line among the others, months, every number behind it, and what it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from wellmetrics.model import Cell, Feed, Indicator
from wellmetrics.release import Release
from wellmetrics.views import breakdown, disputed, headlines, lines, noted, school
from wellmetrics.views.breakdown import Parts, Which
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.found import RECORDING, TRUST
from wellmetrics.views.lines import Key, LineChart, Point
from wellmetrics.views.months import MonthChart, by_month
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.signals import Signal

QUERIES_SHOWN = 100
LEGEND = (
    "Rings are the same term of other years; the full point is the chosen term; triangles are terms that were not as "
    "usual. The band is the likely range (95%) of each figure."
)
BY_YEAR = "Given by the year, to protect people: too few are behind a term of a school of this size."


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One file behind the figure."""

    file: str
    dataset: str
    sha256: str
    loaded: str
    by: str
    batch: int
    queries: int | None  # the lead alone is told


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
    parts: Parts = ()  # where there is no figure for everybody: the latest of each part
    parts_title: str = ""
    back: tuple[str, str] = ("", "")  # from one part to them all: what it is called, and the way
    wordings: Mapping[str, str] = field(default_factory=dict)  # by period, of a question that was reworded
    disputed: Mapping[str, str] = field(default_factory=dict)  # by period
    waits: tuple[str, ...] = ()  # what board and heads see later of these files, for the lead


def view(figures: Release, choice: Choice) -> IndicatorView:
    declared, which = indicators()[choice.indicator], breakdown.chosen(figures, choice)
    indicator = breakdown.of_part(figures, declared, which, choice.term)
    urn, group = urn_and_group(figures, choice.place)
    grain = lines.grain_of(figures, indicator, urn)
    found = _lines(figures, choice, indicator, which, grain)
    cells = found.get((indicator.code, urn, group), [])
    points = lines.points(cells, indicator, choice.term)
    seen = [p.period for p in points]
    last = signals.latest(cells, indicator)
    name = names(figures)[choice.place] if choice.place else ""
    months, no_months = by_month(figures, indicator, urn, group, choice) if not which.part else (None, "")
    period = cells[-1].period if cells else choice.term
    sources = _sources(figures, urn, group, grain, period, indicator.feed)
    queries, queries_title = _queries(figures, sources)
    parts, parts_title = breakdown.latest(figures, indicator, choice) if not which.part else ((), "")
    way = which.part or headlines.way(figures, indicator, cells[-1] if cells else None)
    published = headlines.england(
        indicator, points[-1] if points and not which.people else None, choice.term, way
    )
    return IndicatorView(
        title=("" if which.part else breakdown.title(indicator, last, name, parts))
        or sentences.finding(last, name, indicator),
        subtitle=_subtitle(indicator, points),
        verdict=last.verdict if last else "neither",
        said=(
            *_said(indicator, last, points),
            *([BY_YEAR] if (indicator.code, urn) in figures.by_year else []),
            *_companion(indicator, found.get((indicator.companion or "", urn, group), []), last, parts),
            *breakdown.groups(figures, indicator, urn, group, period),
            *breakdown.budget(indicator, parts),
            *breakdown.mixed(indicator, last, parts, choice.term),
            *([f"{published}."] if published else []),
            *([] if group else noted.said(figures, urn, grain, period, indicator.feed)),
            *disputed.said(
                choice.disputed, disputed.inside(figures, urn, group), seen, code=choice.indicator
            ),
        ),
        chart=_chart(figures, indicator, choice, points, found),
        months=months,
        no_months=no_months,
        points=points,
        counted=indicator.counted,
        about=(*breakdown.about(figures, which, choice.term), *_about(indicator, choice.term)),
        sources=sources,
        sources_of=f"{name or 'the whole trust'}, {numbers.term(period)}",
        queries=queries,
        queries_title=queries_title,
        file=f"{'-'.join(filter(None, (indicator.code, which.part, urn or group or 'trust')))}.csv".replace(
            " ", "-"
        ),
        parts=parts,
        parts_title=parts_title,
        back=breakdown.back(declared, which, choice),
        wordings=breakdown.wordings(figures, declared, which, seen),
        disputed=disputed.by_period(choice.disputed, choice.indicator, urn, seen),
        waits=_waits(figures, sources),
    )


def _lines(
    figures: Release, choice: Choice, indicator: Indicator, which: Which, grain: str
) -> dict[Key, list[Cell]]:
    """Every line of the figure and of what must stand beside it; of one part, those of the places that are shown."""
    codes = tuple(filter(None, (indicator.code, indicator.companion)))
    found = lines.all_lines(figures, choice.term, grain, codes)
    if which.part:
        beside = school.beside_whom(figures, choice)
        places = (urn_and_group(figures, choice.place), (beside.urn, beside.group), TRUST)
        found |= lines.of_part(figures, choice.term, indicator, *which, grain, places)
    if grain == "year":
        found = {key: headlines.whole_years(figures, cells, choice.term) for key, cells in found.items()}
    return found


def _subtitle(indicator: Indicator, points: tuple[Point, ...]) -> str:
    when = f", {points[0].label} to {points[-1].label}" if points else ""
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return f"{indicator.title}{unit}{when}"


def _said(indicator: Indicator, last: Signal | None, points: tuple[Point, ...]) -> list[str]:
    said = []
    if last and last.cell.value is not None:
        point = points[-1]
        span = f", likely range {point.span}" if point.span else f", without a range: {_no_range(last.cell)}"
        counted = f": {point.counted}" if point.counted else ""
        said.append(f"{numbers.with_unit(last.cell.value, indicator)} in {point.label}{span}{counted}.")
        if last.past_alike:
            said.append(
                f"Every earlier {numbers.season(last.cell.period)} was {point.expected}, so that any other figure stands "
                "out, however near: this alone is no finding."
            )
        elif last.lower is not None:
            said.append(
                f"From the same term of earlier years, {point.expected} was to be expected (99% range)."
            )
        if last.word == "too early":
            said.append(sentences.too_early([last]))
    if last and last.cell.state == "hidden":
        said.append(
            "The figure is hidden to protect people: too few are behind it, or it would give away another that is hidden."
        )
    return said + [
        f"A new series starts in {p.label}: {p.starts}. No claim crosses it." for p in points if p.starts
    ]


def _no_range(cell: Cell) -> str:
    """One person has no spread; a total does not tell it; a median of a few has none."""
    if cell.estimate is not None or (cell.denominator or 0) <= 1:
        return "too few are behind it"
    return "only totals were sent"


def _companion(indicator: Indicator, cells: list[Cell], last: Signal | None, parts: Parts) -> list[str]:
    """What must be read beside the figure; where it moved, no claim stands."""
    if not indicator.companion:
        return []
    companion = indicators()[indicator.companion]
    if last:  # of the same term: a later survey of other people says nothing of this one
        periods = [c.period for c in cells]
        cells = cells[: periods.index(last.cell.period) + 1] if last.cell.period in periods else []
    beside = signals.latest(cells, companion)
    if beside is None:
        return [f"Beside it: {companion.short}: no figure."]
    said = [f"Beside it: {sentences.own(beside, companion)}"]
    moved = last.flagged if last else any(p.point.word in ("higher", "lower") for p in parts)
    if moved and beside.flagged and companion.code in RECORDING:
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
            f"Version {indicator.version}, agreed for {indicator.since}; every period here is counted by it. Next review: {indicator.review}.",
        ),
        ("Owner", indicator.owner),
        ("Code", indicator.code),
    )
    return tuple((heading, text) for heading, text in said if text)


def _published(indicator: Indicator, term: str) -> list[str]:
    """Every published series with its years, people, source and address."""
    series: dict[tuple[str, ...], list[str]] = {}
    for c in indicator.comparators:
        said = f"{numbers.figure(c.value, indicator)} in {c.year}{headlines.stale(c.year, term)}"
        series.setdefault((c.label, c.population, c.source, c.url, c.note), []).append(said)
    return [
        f"{label}: {numbers.listed(said, len(said))}. {'. '.join(filter(None, about))}"
        for (label, *about), said in series.items()
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


def _waits(figures: Release, sources: tuple[SourceRow, ...]) -> tuple[str, ...]:
    """Only the lead's file says it of a load."""
    said = json.loads(figures.meta.get("waits", "{}"))
    return tuple(said[str(s.batch)] for s in sources if str(s.batch) in said)


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
