"""Lines of cells: one indicator in one place over time, each point with its interval and its signal."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.signals import Signal

Key = tuple[str, str, str]  # indicator, urn, group


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


def all_lines(
    figures: Release, term: str, grain: str = "term", indicator: str | None = None
) -> dict[Key, list[Cell]]:
    """Every line of everybody (no cut), or those of one indicator, up to and with the chosen term."""
    last = next((p.last_day for p in figures.of_grain("term") if p.period == term), None)
    kept = {p.period for p in figures.of_grain(grain) if last is None or p.first_day <= last}
    found: dict[Key, list[Cell]] = {}
    for cell in figures.cells(indicator, grain=grain):
        if cell.period in kept:
            found.setdefault((cell.indicator, cell.urn, cell.group), []).append(cell)
    return found


def latest(cells: Sequence[Cell], term: str, indicator: Indicator) -> Signal | None:
    """The signal of the chosen term; None where the line has no such cell."""
    found = signals.latest(cells, indicator.better)
    return found if found and found.cell.period == term else None


def points(cells: Sequence[Cell], indicator: Indicator, term: str) -> tuple[Point, ...]:
    tested = signals.of_line(cells, indicator.better)
    return tuple(point(signal, indicator, term) for signal in tested)


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
        state="" if seen else numbers.state(cell),
        counted=counted(cell, indicator),
        text=numbers.figure(interval.value, indicator) if interval.value is not None else "",
        span=numbers.span(interval.lower, interval.upper, indicator),
        expected=numbers.span(signal.lower, signal.upper, indicator) if seen else "",
        change=sentences.change(signal),
    )


def counted(cell: Cell, indicator: Indicator) -> str:
    """`16 of 150 people`, `312.4 days over 128 FTE`: what was divided by what."""
    if cell.value is None or cell.numerator is None or cell.denominator is None:
        return ""
    join = "of" if indicator.method == "proportion" or indicator.percent else "over"
    return f"{numbers.count(cell.numerator)} {join} {numbers.count(cell.denominator)}"


def alternative(chart: LineChart) -> str:
    """A chart in words: what it shows, first and last figure, gaps."""
    seen = [p for p in chart.points if p.value is not None]
    if not seen:
        return f"{chart.title}. {chart.subtitle}. No figure can be shown."
    first, last = seen[0], seen[-1]
    gaps = len(chart.points) - len(seen)
    gap = f" {numbers.times(gaps, 'period')} without a figure." if gaps else ""
    beside = f" A dashed line shows {chart.beside_name}." if any(v is not None for v in chart.beside) else ""
    return (
        f"Line chart. {chart.title}. {chart.subtitle}. {first.label}: {first.text}; {last.label}: {last.text}, "
        f"{last.change}.{gap}{beside} The table on this page has every figure."
    )
