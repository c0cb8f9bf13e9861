"""One school: its own figures first, then what is unusual in words, then each area as lines beside others."""

from dataclasses import dataclass, replace

from wellmetrics.model import Cell, Feed, Indicator
from wellmetrics.release import Release
from wellmetrics.views import disputed, governors, headlines, lines, school_said, sent
from wellmetrics.views import found as looked
from wellmetrics.views.beside import (
    BY_WHICH_RANGE,
    Beside,
    beside_figure,
    beside_whom,
    compared,
    of_phase,
    others,
)
from wellmetrics.views.choice import TRUST, Choice, indicators, names, sentence_case, urn_and_group
from wellmetrics.views.lines import Key, LineChart, Point
from wellmetrics.words import numbers
from wellmetrics.words.questions import Question

NAMED: dict[Feed, str] = {
    "absence": "Staff absence",
    "survey": "Voice",
    "referrals": "Referrals",
    "participation": "PE and participation",
}
# The figures of each area that come first; the others are one click away.
FIRST: dict[Feed, tuple[str, ...]] = {
    "absence": (
        "days_lost_per_fte",
        "staff_absent",
        "long_term_absence",
        "mental_health_days_per_fte",
        "unknown_reason_share",
        "days_lost_per_teacher",
    ),
    "survey": (
        "staff_favourable",
        "intent_to_stay",
        "staff_response_rate",
        "pupil_favourable",
        "swemwbs_mean",
        "pupil_response_rate",
    ),
    "referrals": ("pupil_referrals_per_1000", "wait_median_days", "referrals_waiting", "seen_within_28_days"),
    "participation": ("two_hours_pe", "active_60_minutes", "any_club", "gap_any_club_sex"),
}
# Two drawings an area: what they are read with stands in the table above them.
DRAWN: dict[Feed, tuple[str, ...]] = {
    "absence": ("days_lost_per_fte", "long_term_absence"),
    "survey": ("staff_favourable", "pupil_favourable"),
    "referrals": ("pupil_referrals_per_1000", "wait_median_days"),
    "participation": ("two_hours_pe", "any_club"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of the school: its figure in words, what was expected, and how it stands beside others."""

    code: str
    title: str
    area: str
    point: Point | None
    unit: str
    when: str
    beside: str  # the figure of the others
    compared: str
    link: str
    companion: str = ""  # the code of what must be read with it
    with_it: str = ""  # and what it was in the same term
    disputed: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One feed of the school: the figures that come first, the others, and the drawings."""

    title: str
    first: tuple[Figure, ...]
    rest: tuple[Figure, ...]
    charts: tuple[LineChart, ...]


@dataclass(frozen=True, slots=True)
class SchoolView:
    title: str
    subtitle: str
    own: bool  # the reader is its head
    facts: str
    said: tuple[str, ...]
    budget: str
    questions: tuple[Question, ...]
    compared_with: str
    areas: tuple[Area, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for area in self.areas for f in (*area.first, *area.rest))

    @property
    def charts(self) -> tuple[tuple[str, tuple[LineChart, ...]], ...]:
        return tuple((area.title, area.charts) for area in self.areas)


def view(figures: Release, choice: Choice) -> SchoolView:
    urn, group = urn_and_group(figures, choice.place)
    beside = beside_whom(figures, choice)
    feeds = sent.feeds(figures)
    ours = [i for i in indicators().values() if i.feed in feeds and i.whole]
    of_all = _lines(figures, choice.term, ours, [(urn, group), (beside.urn, beside.group), looked.TRUST])
    areas = tuple(_area(figures, choice, feed, beside, of_all) for feed in feeds)
    place = next((p for p in figures.places if (p.urn, p.group) == (urn, group)), None)
    shown = [f.code for area in areas for f in (*area.first, *area.rest)]
    found = looked.find(figures, choice.term, shown, [place], of_all) if place else []
    return SchoolView(
        title=place_name(figures, choice),
        subtitle=numbers.term(choice.term),
        own=choice.viewer.role == "head",
        facts=school_said.facts(figures, urn, choice.term),
        said=(
            *school_said.said(figures, choice, urn, found),
            *_disputed(figures, choice, urn, group),
        ),
        budget=looked.budget(found),
        questions=governors.questions_of(figures, choice, found) if place and choice.place else (),
        compared_with=f"{beside.why} {BY_WHICH_RANGE}" if beside.name else beside.why,
        areas=areas,
    )


def _disputed(figures: Release, choice: Choice, urn: str, group: str) -> list[str]:
    """Head and lead read a school's disputes where they settle them."""
    if urn and choice.viewer.role != "board":
        return []
    return disputed.said(choice.disputed, disputed.inside(figures, urn, group), (choice.term,))


def _area(
    figures: Release, choice: Choice, feed: Feed, beside: Beside, of_all: dict[Key, list[Cell]]
) -> Area:
    """The area's figures that the place has ever had, with what each must be read with."""
    ours = [i for i in indicators().values() if i.feed == feed and i.whole]
    urn, group = urn_and_group(figures, choice.place)
    had = {
        i.code for i in ours if any(c.state not in lines.ABSENT for c in of_all.get((i.code, urn, group), []))
    }
    had |= {i.companion for i in ours if i.code in had and i.companion}
    first = [code for code in FIRST[feed] if code in had or feed == "absence"]
    rest = [i.code for i in ours if i.code not in first and (i.code in had or feed == "absence")]
    seen = {code: _points(of_all, code, urn, group, choice) for code in (*first, *rest)}

    def figure(code: str) -> Figure:
        own = of_all.get((code, urn, group), [])
        phase = of_phase(figures, choice, own[-1] if own else None)
        made = _figure(
            indicators()[code], seen[code], own, others(of_all, code, beside), beside, choice, phase
        )
        return replace(made, with_it=_with_it(made, seen))

    name = place_name(figures, choice)
    charts = [
        chart(indicators()[code], name, seen[code], others(of_all, code, beside), beside, choice.term)
        for code in DRAWN[feed]
        if code in seen and sum(p.value is not None for p in seen[code]) > 1
    ]
    return Area(NAMED[feed], tuple(map(figure, first)), tuple(map(figure, rest)), tuple(charts))


def _with_it(made: Figure, seen: dict[str, tuple[Point, ...]]) -> str:
    """What the figure must be read with, of the same term."""
    if made.companion not in seen or made.point is None or made.point.value is None:
        return ""
    companion = indicators()[made.companion]
    then = next((p for p in seen[made.companion] if p.period == made.point.period), None)
    said = (then.text or then.state) if then else "no figure"
    return f"{companion.short}: {said}"


def _lines(figures: Release, term: str, ours: list[Indicator], at: list[lines.At]) -> dict[Key, list[Cell]]:
    """Terms, and for what is counted or given by the year only the years that are over. The first place is the own."""
    grains = {i.code: lines.grain_of(figures, i, at[0][0]) for i in ours}
    termly, yearly = ([code for code, of in grains.items() if of == grain] for grain in ("term", "year"))
    years = lines.all_lines(figures, term, "year", yearly, at)
    return lines.all_lines(figures, term, "term", termly, at) | {
        key: headlines.whole_years(figures, cells, term) for key, cells in years.items()
    }


def _points(
    found: dict[Key, list[Cell]], code: str, urn: str, group: str, choice: Choice
) -> tuple[Point, ...]:
    return lines.points(found.get((code, urn, group), []), indicators()[code], choice.term)


def place_name(figures: Release, choice: Choice) -> str:
    return names(figures)[choice.place] if choice.place else figures.trust


def _figure(
    indicator: Indicator, points: tuple[Point, ...], own: list[Cell], others: list[Cell], beside: Beside,
    choice: Choice, phase: dict[str, Cell],
) -> Figure:  # fmt: skip
    last = points[-1] if points else None
    other = next((c for c in others if own and c.period == own[-1].period), None)
    return Figure(
        code=indicator.code,
        title=indicator.title,
        area=NAMED[indicator.feed],
        point=last,
        unit=indicator.unit,
        when=last.label if last else "",
        beside=beside_figure(other, indicator, beside),
        compared=compared(own[-1] if own else None, other, indicator, phase),
        link=choice.link("indicator", indicator=indicator.code),
        companion=indicator.companion or "",
        disputed=disputed.beside(choice.disputed, indicator.code, choice.place, last.period) if last else "",
    )


def chart(
    indicator: Indicator, name: str, points: tuple[Point, ...], others: list[Cell], beside: Beside, term: str
) -> LineChart:
    value_of = {c.period: c.value for c in others}
    anew = lines.starting(others)
    seen = [p.label for p in points]
    last = points[-1]
    pooled = not others or (others[0].urn, others[0].group) == (beside.urn, beside.group)
    drawn = LineChart(
        code=indicator.code,
        title=f"{indicator.short}: {last.change}",
        subtitle=f"{sentence_case(indicator.unit)}, {_each(points)}, {seen[0]} to {seen[-1]}",
        percent=indicator.percent,
        name=name,
        points=points,
        beside_name=beside.name if pooled else "the whole trust",
        beside=tuple(value_of.get(p.period) for p in points),
        beside_starts=tuple(p.period in anew for p in points),
        signed=indicator.method == "gap",
    )
    return replace(drawn, alt=lines.alternative(drawn))


def _each(points: tuple[Point, ...]) -> str:
    """A survey has the terms in which it was held."""
    seasons = {numbers.season(p.period) for p in points}
    if " " not in points[0].period:
        return "each year"
    return "each term" if len(seasons) > 1 else f"each {seasons.pop()}"


__all__ = ["TRUST", "Area", "Figure", "SchoolView", "beside_whom", "chart", "others", "view"]
