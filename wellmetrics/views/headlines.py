"""The six figures of the front page: each with its range, its past, and England where England publishes it."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.lines import Key, Point
from wellmetrics.words import numbers, sentences

HOW_MANY = 6
WANTED = (
    "days_lost_per_fte",
    "staff_absent",
    "long_term_absence",
    "open_long_spells",
    "mental_health_days_per_fte",
    "days_lost_per_teacher",
    "spells_per_person",
    "absence_rate",
)


@dataclass(frozen=True, slots=True)
class Headline:
    title: str
    short: str
    value: str
    unit: str
    span: str
    change: str
    verdict: str
    beside: str  # England or the companion, in words
    when: str
    points: tuple[Point, ...]
    link: str


def six(figures: Release, all_lines: dict[Key, list[Cell]], choice: Choice) -> tuple[Headline, ...]:
    """The wanted figures; one that may not be shown gives its place to the next that may."""
    years = lines.all_lines(figures, choice.term, "year")
    all_of_them = [
        _headline(i, figures, all_lines, years, choice) for i in map(indicators().get, WANTED) if i
    ]
    chosen = sorted(all_of_them, key=lambda h: not h.unit)[:HOW_MANY]
    return tuple(h for h in all_of_them if h in chosen)


def _headline(indicator: Indicator, figures: Release, all_lines, years, choice: Choice) -> Headline:
    key = (indicator.code, "", "")
    termly = "term" in indicator.grains
    cells = all_lines.get(key, []) if termly else whole_years(figures, years.get(key, []), choice.term)
    points = lines.points(cells, indicator, choice.term)
    last = points[-1] if points else None
    return Headline(
        title=indicator.title,
        short=indicator.short,
        value=last.text or last.state if last else "no figure yet",
        unit=indicator.unit if last and last.value is not None else "",
        span=_range(last),
        change=_change(last, termly),
        verdict=last.verdict if last else "neither",
        beside=england(indicator, last) or _companion(indicator, all_lines, choice),
        when=last.label if last else "",
        points=points,
        link=choice.link("indicator", indicator=indicator.code, school=""),
    )


def _range(point: Point | None) -> str:
    return f"likely range {point.span}" if point and point.span else ""


def _change(point: Point | None, termly: bool) -> str:
    if point is None or point.value is None:
        return ""
    return numbers.capital(point.change) if termly else "A year is not tested for change"


def whole_years(figures: Release, cells: list[Cell], term: str) -> list[Cell]:
    """Years whose three terms are over by the chosen term: a part of a year is no year."""
    ends = {p.period: p.last_day for p in figures.of_grain("year")}
    last = next((p.last_day for p in figures.of_grain("term") if p.period == term), None)
    return [c for c in cells if last is None or (c.period in ends and ends[c.period] <= last)]


def england(indicator: Indicator, point: Point | None) -> str:
    """The published figure of the same year, else the latest before it, with its year."""
    if not indicator.comparators or point is None:
        return ""
    past = [c for c in indicator.comparators if c.year <= point.period[:7]]
    best = max(past, key=lambda c: c.year, default=None)
    return f"{best.label}: {numbers.figure(best.value, indicator)} in {best.year}" if best else ""


def _companion(indicator: Indicator, all_lines: dict[Key, list[Cell]], choice: Choice) -> str:
    """What must stand beside the figure."""
    if not indicator.companion:
        return ""
    companion = indicators()[indicator.companion]
    signal = lines.latest(all_lines.get((companion.code, "", ""), []), choice.term, companion)
    if signal is None:
        return ""
    said = sentences.change(signal)
    if signal.cell.value is None:
        return f"{companion.short}: {said}"
    return f"{companion.short}: {numbers.with_unit(signal.cell.value, companion)}, {said}"
