"""Small multiples: one figure at every school, a panel each, all on one scale, with the whole in grey behind."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.model import OTHERS, Cell, Indicator
from wellmetrics.release import Place, Release
from wellmetrics.views import breakdown, disputed, headlines, lines
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.lines import Key, Point
from wellmetrics.words import numbers, signals
from wellmetrics.words.signals import Signal

PANELS = 24  # on one screen; a larger trust turns pages
NAMED = 3
SHORT = {"none": "as usual", "too early": "too early to tell", "cannot tell": "cannot tell"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One school. A point is None where the school has no cell of that period: it had not joined, or had left."""

    urn: str
    name: str
    link: str
    chosen: bool
    points: tuple[Point | None, ...]
    verdict: str
    said: str  # the latest figure and its signal in words
    alt: str


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class Multiples:
    title: str
    subtitle: str
    labels: tuple[str, ...]
    percent: bool
    beside_name: str
    beside: tuple[float | None, ...]
    highest: float  # of every shown value: one scale for all panels
    panels: tuple[Panel, ...]
    parts: dict[str, str]  # the pages, where there are more schools than one screen holds
    part: str
    file: str
    lowest: float = 0.0  # below nought where a gap is
    beside_starts: tuple[bool, ...] = ()
    starts: tuple[str, ...] = ()  # where a new series starts, in words


def view(figures: Release, choice: Choice) -> Multiples | None:
    """None where the reader's file holds no second school: a head sees no single school but the own one."""
    indicator = indicators()[choice.indicator]
    found, periods = _lines(figures, indicator, choice)
    schools = _schools(figures, indicator, found)
    of_a_group = breakdown.chosen(figures, choice).people  # the panels are of everybody
    if len(schools) < 2 or not periods or of_a_group:
        return None
    latest = [
        (place, _latest(found[(indicator.code, place.urn, "")], indicator, periods[-1])) for place in schools
    ]
    chosen = set(figures.members(choice.place)) | {choice.place} if choice.place else set()
    parts = _parts(schools)
    part = choice.part if choice.part in parts else _part_of(schools, chosen)
    start = int(part) * PANELS
    whole = found.get((indicator.code, "", _behind(choice)), [])
    others, anew = {c.period: c.value for c in whole}, lines.starting(whole)
    shown = [cells for place in schools for cells in found[(indicator.code, place.urn, "")]]
    values = [v for v in (*(c.value for c in shown), *others.values()) if v is not None]
    panels = tuple(
        _panel(place, found, indicator, choice, periods, place.urn in chosen)
        for place in schools[start : start + PANELS]
    )
    return Multiples(
        title=_title(indicator, latest, periods[-1]),
        subtitle=_subtitle(indicator, periods),
        labels=tuple(map(numbers.term, periods)),
        percent=indicator.percent,
        beside_name="other schools together" if _behind(choice) else "the whole trust",
        beside=tuple(others.get(p) for p in periods),
        highest=max(values, default=0.0),
        lowest=min(0.0, *values, 0.0),
        panels=panels,
        parts=parts if len(parts) > 1 else {},
        part=part,
        file=f"{indicator.code}-every-school.csv",
        beside_starts=tuple(p in anew for p in periods),
        starts=_starts(panels),
    )  # fmt: skip


def _starts(panels: Sequence[Panel]) -> tuple[str, ...]:
    """Each new series once, with the schools where it is one school's own."""
    where: dict[tuple[str, str], list[str]] = {}
    for panel in panels:
        for p in panel.points:
            if p and p.starts:
                where.setdefault((p.label, p.starts), []).append(panel.name)
    return tuple(
        f"{label}{'' if len(names) == len(panels) else f' at {numbers.listed(names)}'}: {reason}"
        for (label, reason), names in where.items()
    )


def rows(figures: Release, choice: Choice) -> list[tuple[Place, Point]]:
    """Every school and period of the reader's file, for a download: more than one screen shows."""
    indicator = indicators()[choice.indicator]
    found, _ = _lines(figures, indicator, choice)
    return [
        (place, point)
        for place in _schools(figures, indicator, found)
        for point in lines.points(found[(indicator.code, place.urn, "")], indicator, choice.term)
    ]


def _lines(figures: Release, indicator: Indicator, choice: Choice) -> tuple[dict[Key, list[Cell]], list[str]]:
    """Every line of the indicator, and the periods that any has, in the order of time."""
    grain = lines.grain_of_schools(figures, indicator)
    found = lines.all_lines(figures, choice.term, grain, indicator.code)
    if grain == "year":
        found = {key: headlines.whole_years(figures, cells, choice.term) for key, cells in found.items()}
    met = {c.period for cells in found.values() for c in cells}
    return found, [p.period for p in figures.of_grain(grain) if p.period in met]


def _schools(figures: Release, indicator: Indicator, found: dict[Key, list[Cell]]) -> list[Place]:
    """By name: the schools that the figure applies to and the reader's file holds."""
    return [
        place
        for place in figures.schools
        if any(
            c.by_year or c.state != "not applicable" for c in found.get((indicator.code, place.urn, ""), [])
        )
    ]


def _behind(choice: Choice) -> str:
    return OTHERS if choice.viewer.role == "head" else ""


def _parts(schools: Sequence[Place]) -> dict[str, str]:
    starts = range(0, len(schools), PANELS)
    return {
        str(n): f"{start + 1} to {min(start + PANELS, len(schools))} of {len(schools)}, by name"
        for n, start in enumerate(starts)
    }


def _part_of(schools: Sequence[Place], chosen: set[str]) -> str:
    """The page of the chosen school, else the first."""
    return str(next((i for i, place in enumerate(schools) if place.urn in chosen), 0) // PANELS)


def _latest(cells: list[Cell], indicator: Indicator, period: str) -> Signal | None:
    found = signals.latest(cells, indicator)
    return found if found and found.cell.period == period else None


def _title(indicator: Indicator, latest: list[tuple[Place, Signal | None]], period: str) -> str:
    """The finding: where it is unusual, by name while the names are few."""
    tested = [signal for _, signal in latest if signal and signal.tested]
    said = [f"{word} than usual at {_where(names, len(tested))}" for word, names in _flagged(latest)]
    if said:
        return f"{indicator.short}: {', '.join(said)}"
    if tested:
        every = (
            "every school" if len(tested) == len(latest) else f"the {numbers.times(len(tested), 'school')}"
        )
        can = "" if len(tested) == len(latest) else " that can be tested"
        return f"{indicator.short}: as usual at {every}{can}"
    if any(signal and signal.cell.value is not None for _, signal in latest):
        untested = "too early to tell" if " " in period else "a year is not tested for change"
        return f"{indicator.short} at every school: {untested}"
    return f"{indicator.short}: no school's figure can be shown for {numbers.term(period)}"


def _flagged(latest: list[tuple[Place, Signal | None]]) -> list[tuple[str, list[str]]]:
    groups = [
        (word, [place.name for place, signal in latest if signal and signal.word == word])
        for word in ("higher", "lower")
    ]
    return [(word, names) for word, names in groups if names]


def _where(names: list[str], tested: int) -> str:
    return numbers.listed(names) if len(names) <= NAMED else f"{len(names)} of {tested} schools"


def _subtitle(indicator: Indicator, periods: list[str]) -> str:
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return f"{indicator.title}{unit}, {numbers.term(periods[0])} to {numbers.term(periods[-1])}"


def _panel(
    place: Place, found: dict[Key, list[Cell]], indicator: Indicator, choice: Choice, periods: list[str], chosen: bool
) -> Panel:  # fmt: skip
    cells = found[(indicator.code, place.urn, "")]
    point_of = {p.period: p for p in lines.points(cells, indicator, choice.term)}
    points = tuple(point_of.get(period) for period in periods)
    last = points[-1]
    doubt = disputed.beside(choice.disputed, indicator.code, place.urn, last.period) if last else ""
    return Panel(
        urn=place.urn,
        name=place.name,
        link=choice.link("indicator", school=place.urn),
        chosen=chosen,
        points=points,
        verdict=last.verdict if last else "neither",
        said=", ".join(filter(None, (_said(last, place), doubt))),
        alt=_alt(place.name, points),
    )


def _said(last: Point | None, place: Place) -> str:
    if last is None:
        return "not in the trust" if place.left else "no figure"
    if last.value is None:
        return last.state
    if last.word == "not tested":
        return last.text
    return (
        f"{last.text}, {last.change if last.word in ('higher', 'lower') else SHORT.get(last.word, last.word)}"
    )


def _alt(name: str, points: Sequence[Point | None]) -> str:
    """A panel in words: first and last figure, the span between, gaps."""
    seen = [p for p in points if p and p.value is not None]
    if not seen:
        return f"{name}: no figure can be shown."
    low, high = min(seen, key=_value), max(seen, key=_value)
    gaps = sum(p is not None and p.value is None for p in points)
    gap = f" {numbers.times(gaps, 'period')} without a figure." if gaps else ""
    return (
        f"{name}, {seen[0].label} to {seen[-1].label}: lowest {low.text} in {low.label}, highest {high.text} in "
        f"{high.label}, last {seen[-1].text}.{gap}{lines.said_starts(points)}"
    )


def _value(point: Point) -> float:
    return point.value or 0.0
