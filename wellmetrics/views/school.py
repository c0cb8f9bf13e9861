"""One school: its own figures first, then what is unusual in words, then each area as lines beside others."""

from dataclasses import dataclass, replace

from wellmetrics.model import OTHERS, Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import compare
from wellmetrics.views import headlines, lines
from wellmetrics.views.choice import TRUST, Choice, indicators, names, sentence_case, urn_and_group
from wellmetrics.views.lines import Key, LineChart, Point
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.certainty import interval_of

ALERT = 0.998
AREAS = {
    "How much": ("days_lost_per_fte", "absence_rate", "days_lost_per_teacher"),
    "How many people": ("staff_absent", "spells_per_person"),
    "Long absence": ("long_term_absence", "open_long_spells", "long_term_share"),
}
OTHER_AREA = "Why"


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


@dataclass(frozen=True, slots=True)
class SchoolView:
    title: str
    subtitle: str
    own: bool  # the reader is its head
    facts: str
    said: tuple[str, ...]
    budget: str
    compared_with: str
    figures: tuple[Figure, ...]
    charts: tuple[tuple[str, tuple[LineChart, ...]], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Whom the school stands beside: the keys of the cells, a name, and why they and no others."""

    urn: str
    group: str
    name: str
    why: str


def view(figures: Release, choice: Choice) -> SchoolView:
    urn, group = urn_and_group(figures, choice.place)
    beside = beside_whom(figures, choice)
    termly, yearly = (lines.all_lines(figures, choice.term, grain) for grain in ("term", "year"))
    found, charts = [], {}
    for indicator in indicators().values():
        whole = "term" in indicator.grains
        cells_of = _termly(termly) if whole else _yearly(yearly, figures, choice.term)
        own = cells_of((indicator.code, urn, group))
        others = cells_of((indicator.code, beside.urn, beside.group)) if beside.name else []
        points = lines.points(own, indicator, choice.term)
        area = next((name for name, codes in AREAS.items() if indicator.code in codes), OTHER_AREA)
        found.append(_figure(indicator, area, points, own, others, beside, choice))
        if whole and sum(p.value is not None for p in points) > 1:
            name = place_name(figures, choice)
            charts.setdefault(area, []).append(chart(indicator, name, points, others, beside, choice.term))
    tested = [
        s for key, cells in termly.items() if key[1:] == (urn, group) and (s := _latest(cells, key, choice))
    ]
    return SchoolView(
        title=place_name(figures, choice),
        subtitle=f"Staff absence, {numbers.term(choice.term)}",
        own=choice.viewer.role == "head",
        facts=_facts(figures, urn),
        said=tuple(_said(figures, choice, urn, tested)),
        budget=sentences.budget(*signals.budget(tested)),
        compared_with=beside.why,
        figures=tuple(found),
        charts=tuple((area, tuple(charts[area])) for area in (*AREAS, OTHER_AREA) if area in charts),
    )


def _termly(found: dict[Key, list[Cell]]):
    return lambda key: found.get(key, [])


def _yearly(found: dict[Key, list[Cell]], figures: Release, term: str):
    return lambda key: headlines.whole_years(figures, found.get(key, []), term)


def _latest(cells: list[Cell], key: Key, choice: Choice):
    return lines.latest(cells, choice.term, indicators()[key[0]]) if key[0] in indicators() else None


def place_name(figures: Release, choice: Choice) -> str:
    return names(figures)[choice.place] if choice.place else figures.trust


def beside_whom(figures: Release, choice: Choice) -> Beside:
    """A head sees one pool of other schools; those who see every school see the trust."""
    if choice.viewer.role == "head":
        pool = [p.name for p in figures.schools if p.urn in figures.pool]
        if not pool:
            return Beside(
                "", "", "", "There are too few other schools to compare with without showing one of them."
            )
        why = (
            f"Compared with {numbers.times(len(pool), 'other school')} of this trust, taken together: "
            f"{numbers.listed(pool, len(pool))}. Staff absence is about people's health, so single schools are not "
            "shown to one another, and none can be struck out: the difference would show it."
        )
        return Beside("", OTHERS, "other schools together", why)
    if not choice.place:
        return Beside(
            "", "", "", "This is the whole trust. Choose a school on the left to set it beside the trust."
        )
    return Beside(
        "", "", "the whole trust", "Compared with the whole trust, in which this school counts too."
    )


def _figure(
    indicator: Indicator, area: str, points: tuple[Point, ...], own: list[Cell], others: list[Cell],
    beside: Beside, choice: Choice,
) -> Figure:  # fmt: skip
    last = points[-1] if points else None
    other = next((c for c in others if own and c.period == own[-1].period), None)
    return Figure(
        code=indicator.code,
        title=indicator.title,
        area=area,
        point=last,
        unit=indicator.unit,
        when=last.label if last else "",
        beside=_beside(other, indicator),
        compared=_compared(own[-1] if own else None, other, indicator),
        link=choice.link("indicator", indicator=indicator.code),
    )


def _beside(other: Cell | None, indicator: Indicator) -> str:
    if other is None:
        return ""
    return numbers.figure(other.value, indicator) if other.value is not None else numbers.state(other)


def _compared(own: Cell | None, other: Cell | None, indicator: Indicator) -> str:
    """The school's own 99.8% interval against the others' figure: never a rank."""
    if own is None or other is None or own.value is None or other.value is None:
        return ""
    return compare.against(interval_of(own, indicator, ALERT), other.value)


def chart(
    indicator: Indicator, name: str, points: tuple[Point, ...], others: list[Cell], beside: Beside, term: str
) -> LineChart:
    value_of = {c.period: c.value for c in others}
    seen = [p.label for p in points]
    last = points[-1]
    drawn = LineChart(
        code=indicator.code,
        title=f"{indicator.short}: {last.change}",
        subtitle=f"{sentence_case(indicator.unit)}, each term, {seen[0]} to {seen[-1]}",
        percent=indicator.percent,
        name=name,
        points=points,
        beside_name=beside.name,
        beside=tuple(value_of.get(p.period) for p in points) if beside.name else (),
    )
    return replace(drawn, alt=lines.alternative(drawn))


def _facts(figures: Release, urn: str) -> str:
    if not urn:
        return ""
    place = figures.place(urn)
    staff = f"{numbers.count(place.headcount)} staff" if place.headcount else ""
    joined = f"joined the trust on {numbers.day(place.joined)}" if place.joined else ""
    left = f"left the trust on {numbers.day(place.left)}" if place.left else ""
    return ", ".join(
        filter(None, (numbers.capital(place.phase), place.local_authority or "", staff, joined, left))
    )


def _said(figures: Release, choice: Choice, urn: str, tested: list) -> list[str]:
    late = [r.period for r in figures.coverage() if urn and r.urn == urn and r.state == "missing"]
    order = [p.period for p in figures.of_grain("term")]
    late = [
        numbers.term(t)
        for t in sorted(late, key=order.index)
        if (t in order and t <= choice.term) or t in late
    ][-3:]
    said = [f"Nothing has come in for {numbers.listed(late)}: those terms show as not sent."] if late else []
    flagged = [s for s in tested if s.flagged]
    said += [sentences.own(s, indicators()[s.cell.indicator]) for s in flagged]
    if not flagged and any(s.tested for s in tested):
        said.append(sentences.NOTHING_NEW)
    elif not flagged and any(s.word == "too early" for s in tested):
        said.append(sentences.TOO_EARLY)
    if tested and all(s.cell.state == "hidden" for s in tested):
        said.append("Every figure of this term is hidden to protect people: too few are behind each.")
    return said


__all__ = ["TRUST", "Figure", "SchoolView", "beside_whom", "chart", "view"]
