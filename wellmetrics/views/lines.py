"""Lines of cells: one indicator in one place over time, each point with its interval and its signal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wellmetrics import catalogue
from wellmetrics.model import OTHERS, Cell, Grain, Indicator
from wellmetrics.release import Release
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.signals import Signal

Key = tuple[str, str, str]  # indicator, urn, group
At = tuple[str, str]  # urn, group
ABSENT = ("missing", "not applicable")
MIXED = "measured in more than one way"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a line, as numbers and as words. Where there is no figure, `state` says why."""

    period: str
    label: str
    value: float | None
    lower: float | None
    upper: float | None
    low_expected: float | None
    high_expected: float | None
    word: str
    verdict: str
    same_term: bool  # the chosen term, or the same term of another year
    state: str
    counted: str  # numerator of denominator
    text: str  # the figure
    span: str  # its 95% range
    expected: str
    change: str
    starts: str = ""  # why a new series starts here; the first figures of a line start nothing


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class LineChart:
    """A line to draw: own points, and a dashed line to compare with."""

    code: str
    title: str
    subtitle: str
    percent: bool
    name: str
    points: tuple[Point, ...]
    beside_name: str = ""
    beside: tuple[float | None, ...] = ()
    alt: str = ""
    beside_starts: tuple[bool, ...] = ()  # where the dashed line starts anew
    signed: bool = False  # a gap lies on either side of zero


def all_lines(
    figures: Release,
    term: str,
    grain: str = "term",
    indicator: str | Iterable[str] | None = None,
    places: Iterable[At] | None = None,
) -> dict[Key, list[Cell]]:
    """Every line of everybody (no cut), or those of some indicators and places, up to and with the chosen term.

    Gaps come only when they are asked for. A survey's line has the terms in which anybody was asked, and no others.
    """
    codes = [indicator] if indicator is None or isinstance(indicator, str) else list(indicator)
    kept = _until(figures, term, grain)
    found: dict[Key, list[Cell]] = {}
    cells = (_pooled(figures, c) for c in _read(figures, codes, grain, places) if c.period in kept)
    for cell in _asked(cells):
        found.setdefault((cell.indicator, cell.urn, cell.group), []).append(cell)
    return found


def grain_of(figures: Release, indicator: Indicator, urn: str = "") -> Grain:
    """Terms; years of what is counted by the year, or is given so of a small school."""
    return "term" if "term" in indicator.grains and (indicator.code, urn) not in figures.by_year else "year"


def grain_of_schools(figures: Release, indicator: Indicator) -> Grain:
    """Where schools stand side by side: years, where most of them are given by the year."""
    by_year = sum(code == indicator.code for code, _ in figures.by_year)
    return "year" if 2 * by_year > len(figures.schools) else grain_of(figures, indicator)


def _read(
    figures: Release, codes: Sequence[str | None], grain: str, places: Iterable[At] | None
) -> Iterable[Cell]:
    """A few places are read in one go each: but for gaps, which are made one by one."""
    if places is None:
        for code in codes:
            yield from figures.cells(code, grain=grain)
        return
    declared = catalogue.all_indicators()
    gaps = [code for code in codes if code and declared[code].gap]
    for urn, group in dict.fromkeys(places):
        if len(gaps) < len(codes):
            for cell in figures.cells(urn=urn, group=group, grain=grain):
                if None in codes or cell.indicator in codes:
                    yield cell
        for code in gaps:
            yield from figures.cells(code, urn=urn, group=group, grain=grain)


def _pooled(figures: Release, cell: Cell) -> Cell:
    """A pool that measures in two ways has no figure, as the whole trust has none; its schools have sent theirs all the same."""
    if cell.group != OTHERS or cell.state != "missing" or not catalogue.indicator(cell.indicator).never_mixed:
        return cell
    whole = figures.cells(cell.indicator, urn="", group="", grain=cell.grain, period=cell.period)
    return replace(cell, state="not applicable") if any(c.state == "not applicable" for c in whole) else cell


def by_part(
    figures: Release, term: str, code: str, cut: str, grain: str = "term", places: Iterable[At] | None = None
) -> dict[tuple[str, str, str], list[Cell]]:
    """The lines of an indicator by one of its cuts: urn, group and part."""
    kept = _until(figures, term, grain)
    wanted = [(None, None)] if places is None else list(dict.fromkeys(places))
    cells = [
        c
        for urn, group in wanted
        for c in figures.cells(code, urn=urn, group=group, grain=grain, cut=cut)
        if c.period in kept
    ]
    found: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in _asked(cells):
        found.setdefault((cell.urn, cell.group, cell.part), []).append(cell)
    return found


def of_part(
    figures: Release, term: str, indicator: Indicator, cut: str, part: str, grain: str, places: Iterable[At]
) -> dict[Key, list[Cell]]:
    """The lines of one part of a cut, as those of everybody are given."""
    kept = _until(figures, term, grain)
    cells = [
        cell
        for urn, group in dict.fromkeys(places)
        for cell in figures.cells(indicator.code, urn=urn, group=group, grain=grain, cut=cut)
        if cell.part == part and cell.period in kept
    ]
    found: dict[Key, list[Cell]] = {}
    for cell in _asked(cells):
        found.setdefault((cell.indicator, cell.urn, cell.group), []).append(cell)
    return found


def _until(figures: Release, term: str, grain: str) -> set[str]:
    last = next((p.last_day for p in figures.of_grain("term") if p.period == term), None)
    return {p.period for p in figures.of_grain(grain) if last is None or p.first_day <= last}


def _asked(cells: Iterable[Cell]) -> Iterable[Cell]:
    """Without the periods in which nobody at all was asked; a new series then starts at the next that is kept."""
    cells, declared = list(cells), catalogue.all_indicators()
    met = {(c.indicator, c.period) for c in cells if c.state not in ABSENT}
    waiting: dict[tuple, str] = {}
    for cell in cells:
        line = (cell.indicator, cell.urn, cell.group, cell.cut, cell.part)
        starts = cell.starts or waiting.pop(line, "")
        if declared[cell.indicator].feed == "survey" and (cell.indicator, cell.period) not in met:
            if starts:
                waiting[line] = starts
            continue
        yield cell if starts == cell.starts else replace(cell, starts=starts)


def latest(cells: Sequence[Cell], term: str, indicator: Indicator) -> Signal | None:
    """The signal of the chosen term; None where the line has no such cell."""
    found = signals.latest(cells, indicator)
    return found if found and found.cell.period == term else None


def points(cells: Sequence[Cell], indicator: Indicator, term: str) -> tuple[Point, ...]:
    """A new series starts only where there was one before: a break before the first figure breaks nothing."""
    found, seen = [], False
    for signal in signals.of_line(cells, indicator):
        one = point(signal, indicator, term)
        found.append(replace(one, starts=signal.cell.starts) if seen and signal.cell.starts else one)
        seen = seen or one.value is not None
    return tuple(found)


def starting(cells: Sequence[Cell]) -> dict[str, str]:
    """The periods of a line in which a new series starts, with the reason."""
    found, seen = {}, False
    for cell in cells:
        if seen and cell.starts:
            found[cell.period] = cell.starts
        seen = seen or cell.value is not None
    return found


def point(signal: Signal, indicator: Indicator, term: str = "") -> Point:
    cell = signal.cell
    interval = interval_of(cell, indicator)
    seen = interval.value is not None
    return Point(
        period=cell.period,
        label=numbers.term(cell.period),
        value=interval.value,
        lower=interval.lower,
        upper=interval.upper,
        low_expected=signal.lower if seen else None,
        high_expected=signal.upper if seen else None,
        word=signal.word,
        verdict=signal.verdict,
        same_term=bool(term) and cell.grain == "term" and numbers.season(cell.period) == numbers.season(term),
        state="" if seen else state(cell, indicator),
        counted=counted(cell, indicator),
        text=numbers.figure(interval.value, indicator) if interval.value is not None else "",
        span=numbers.span(interval.lower, interval.upper, indicator),
        expected=numbers.span(signal.lower, signal.upper, indicator) if seen else "",
        change=sentences.change(signal, indicator) if seen else state(cell, indicator),
    )


def state(cell: Cell, indicator: Indicator) -> str:
    """Why there is no figure: schools that measure in two ways have none together, though each has sent one."""
    if cell.state == "not applicable" and not cell.urn and indicator.never_mixed:
        return MIXED
    return numbers.state(cell)


def counted(cell: Cell, indicator: Indicator) -> str:
    """`16 of 150`, `312.4 over 128`, `463 staff replies`: what was divided by what, or whom a mean is of."""
    if cell.value is None or cell.denominator is None:
        return ""
    if indicator.method in ("mean", "median"):
        return f"{numbers.count(cell.denominator)} {indicator.people}"
    if cell.numerator is None:
        return ""
    join = "of" if indicator.method == "proportion" or indicator.percent else "over"
    return f"{numbers.count(cell.numerator)} {join} {numbers.count(cell.denominator)}"


def alternative(chart: LineChart) -> str:
    """A chart in words: what it shows, first and last figure, gaps, and where a new series starts."""
    seen = [p for p in chart.points if p.value is not None]
    if not seen:
        return f"{chart.title}. {chart.subtitle}. No figure can be shown."
    first, last = seen[0], seen[-1]
    gaps = len(chart.points) - len(seen)
    gap = f" {numbers.times(gaps, 'period')} without a figure." if gaps else ""
    beside = f" A dashed line shows {chart.beside_name}." if any(v is not None for v in chart.beside) else ""
    return (
        f"Line chart. {chart.title}. {chart.subtitle}. {first.label}: {first.text}; {last.label}: {last.text}, "
        f"{last.change}.{gap}{said_starts(chart.points)}{beside} The table on this page has every figure."
    )


def said_starts(points: Iterable[Point | None]) -> str:
    """` A new series starts in Spring 2025: the question S02 was reworded.`"""
    return "".join(f" A new series starts in {p.label}: {p.starts}." for p in points if p and p.starts)
