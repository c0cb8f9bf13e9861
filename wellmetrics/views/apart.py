"""Gaps: two groups of pupils side by side, their difference and ratio, over terms and years, and school by school."""

from dataclasses import dataclass

from wellmetrics.model import Cell
from wellmetrics.release import Release
from wellmetrics.statistics import gaps as statistics
from wellmetrics.views import disputed, gaps
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.gaps import GapView
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.words import numbers, sentences, signals

FIRST = "any_club"
HOW = (
    "A gap is the first group’s figure less the other’s. It is clear where its likely range (95%) leaves out nought. "
    "It also closes when the better-off group falls: read both lines."
)
NO_DATA = (
    "No figure has come in by group yet. Gaps come from **participation**, **referrals** and pupil surveys that are sent by "
    "sex, pupil premium and special educational needs."
)


@dataclass(frozen=True, slots=True)
class SchoolGap:
    """One school's gaps, one a cut: text with its range, and the same in a word."""

    name: str
    link: str
    chosen: bool
    gaps: tuple[tuple[str, str], ...]


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class ApartView:
    title: str
    subtitle: str
    figures: dict[str, str]
    figure: str
    said: tuple[str, ...]
    budget: str
    terms: tuple[GapView, ...]
    terms_said: str
    years: tuple[GapView, ...]
    schools: tuple[SchoolGap, ...]
    cuts: tuple[str, ...]
    empty: str = ""


def view(figures: Release, choice: Choice) -> ApartView:
    asked = Asked(figures, choice)
    of = _figure(choice)
    known = {i.gap.of: indicators()[i.gap.of].title for i in indicators().values() if i.gap}
    found = [g for cut in gaps.CUTS if (g := gaps.view(asked, of, cut))]
    drawn, said = gaps.split(found)
    years = [g for cut in gaps.CUTS if (g := gaps.view(asked, of, cut, "year"))]
    where = f" at {asked.name}" if asked.name else " in the whole trust"
    tested = [g.tested for g in drawn if g.tested]
    return ApartView(
        title=f"{indicators()[of].short}{where}: {_finding(drawn)}",
        subtitle=f"{indicators()[of].title}, {numbers.term(choice.term)} and before",
        figures=known,
        figure=of,
        said=(
            *_said(asked, of, found),
            *disputed.said(choice.disputed, asked.inside, (choice.term,), code=of),
        ),
        budget=sentences.budget(*signals.budget(tested)),
        terms=drawn,
        terms_said=said,
        years=gaps.split(years)[0],
        schools=_schools(asked, of),
        cuts=tuple(numbers.capital(gaps.NAMES[cut][0]) for cut in gaps.CUTS),
        empty="" if found else NO_DATA,
    )


def _figure(choice: Choice) -> str:
    """The figure that was asked for, or that a gap is of; else clubs."""
    asked = indicators()[choice.indicator]
    code = asked.gap.of if asked.gap else asked.code
    return code if f"gap_{code}_{gaps.CUTS[0]}" in indicators() else FIRST


def _finding(found: tuple[GapView, ...]) -> str:
    """The clear gaps by name; else that none is."""
    clear = [g for g in found if gaps.clear(g.last)]
    if not found or all(g.last.value is None for g in found):
        return "no gap can be told this term"
    if not clear:
        return "no clear gap"
    return numbers.listed([_less(g) for g in clear], len(clear))


def _less(g: GapView) -> str:
    _, first, second = gaps.NAMES[g.cut]
    return f"{first} {'less' if (g.last.value or 0) < 0 else 'more'} than {second}"


def _said(asked: Asked, of: str, found: list[GapView]) -> list[str]:
    return [f"{g.finding}. {g.change}.{_risk(asked, of, g.cut)}" for g in found if g.last.value is not None]


def _risk(asked: Asked, of: str, cut: str) -> str:
    """How many times as often, with Katz's range; for shares alone, and not where a count is nought."""
    indicator, gap = indicators()[of], indicators()[gaps.code(of, cut)].gap
    if indicator.method != "proportion" or gap is None:
        return ""
    now = {c.part: c for c in asked.line(of, gap.cut) if c.period == asked.choice.term}
    (x1, n1), (x2, n2) = _sums(now.get(gap.part)), _sums(now.get(gap.other))
    if not (n1 and n2):
        return ""
    risk = statistics.relative_risk(x1, n1, x2, n2)
    if risk.value is None or risk.lower is None or risk.upper is None:
        return ""
    likely = f"{numbers.rounded(risk.lower, 2)} to {numbers.rounded(risk.upper, 2)}"
    return f" That is {numbers.rounded(risk.value, 2)} times as often (likely range {likely})."


def _sums(cell: Cell | None) -> tuple[float, float]:
    """Nought over nought unless the figure is shown."""
    if cell is None or cell.numerator is None or cell.denominator is None:
        return 0, 0
    return cell.numerator, cell.denominator


def _schools(asked: Asked, of: str) -> tuple[SchoolGap, ...]:
    """By name. A head's file holds the own school alone."""
    by_cut = [
        {c.urn: gaps.difference(c, indicators()[of]) for c in asked.now(gaps.code(of, cut)) if c.urn}
        for cut in gaps.CUTS
    ]
    inside = asked.inside if asked.choice.place else set()
    return tuple(
        SchoolGap(
            place.name,
            asked.choice.link("gaps", school=place.urn),
            place.urn in inside,
            tuple(_told(found.get(place.urn)) for found in by_cut),
        )
        for place in asked.figures.schools
        if any(place.urn in found for found in by_cut)
    )


def _told(spot: Spot | None) -> tuple[str, str]:
    if spot is None or spot.value is None:
        return "", spot.state if spot else "not sent"
    said = f"{spot.text} ({spot.span})" if spot.span else spot.text
    if not gaps.clear(spot):
        return said, "no clear gap"
    return said, "less" if spot.value < 0 else "more"
