"""The schools of one phase side by side in one term: who stands out, by one rule, and never a rank."""

from dataclasses import dataclass, replace

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Place, Release
from wellmetrics.views import alike, disputed, headlines, lines
from wellmetrics.views.alike import Alike
from wellmetrics.views.beside import beside_whom, sees_schools
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.words import comparing, numbers
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.comparing import ALERT, FUNNEL_FROM, Comparison

MARKED = {
    "higher": "higher", "lower": "lower", "similar": "similar", "cannot tell": "cannot tell: its range has no limits", "": "",
}  # fmt: skip
HOW_FUNNEL = (
    "The solid curve is what 998 schools in 1,000 keep within by chance, the dotted one what 95 in 100 do; a school has "
    "a mark only beyond the solid one."
)
HOW_RANGES = (
    f"With fewer than {FUNNEL_FROM} schools of a phase there is no funnel: a school has a mark where its own range, which "
    "holds the true figure 998 times in 1,000, lies wholly on one side of the whole trust’s figure."
)
HOW_TOTALS = (
    "Only totals were sent, or too few people are behind each figure: without a range nobody can say which difference is "
    "more than chance, so no school has a mark."
)
DISPERSED = (
    "These schools differ more than chance alone makes schools differ (phi {phi}), so the limits are widened by that: "
    "something other than chance, such as how absence is recorded, sets them apart."
)


@dataclass(frozen=True, slots=True)
class Dot:
    """One school: its figure, its range or its limits, and its mark; no numbers where there is no figure."""

    urn: str
    name: str
    link: str  # empty where the reader has no screen of the school
    chosen: bool
    mark: str
    verdict: str
    text: str
    counted: str
    value: float | None = None
    size: float | None = None  # what the figure is over: people, or full-time equivalents
    lower: float | None = None
    upper: float | None = None
    lower95: float | None = None
    upper95: float | None = None
    plain_lower: float | None = None  # limits before they were widened
    plain_upper: float | None = None
    disputed: str = ""


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class CompareView:
    title: str
    subtitle: str
    said: tuple[str, ...]
    phases: dict[str, str]
    phase: str
    funnel: bool
    percent: bool
    unit: str
    centre: float | None
    centre_name: str
    dots: tuple[Dot, ...]
    how: str
    alt: str
    alike: Alike | None
    no_schools: str = ""  # why single schools are not shown


def view(figures: Release, choice: Choice) -> CompareView:
    indicator = indicators()[choice.indicator]
    if not sees_schools(figures, choice, indicator):
        return _for_a_head(figures, choice, indicator)
    cells, period = of_period(figures, indicator, choice)
    phases = _phases(figures, cells)
    phase = _phase(choice, figures, phases)
    places = [p for p in figures.schools if p.phase == phase]
    found = comparing.of_phase(
        {p.urn: cells[p.urn, ""] for p in places if (p.urn, "") in cells}, cells.get(("", "")), indicator
    )
    dots = tuple(_dot(p, cells[p.urn, ""], found, indicator, choice) for p in places if (p.urn, "") in cells)
    when = numbers.term(period)
    title = (
        f"{indicator.short}, {phase} schools, {when}: {finding(dots)}"
        if dots
        else f"{indicator.short}: {_NONE}"
    )
    return CompareView(
        title=title,
        subtitle=f"{indicator.title} ({indicator.unit})" if indicator.unit else indicator.title,
        said=(
            *_said(indicator, found, dots, phase),
            *disputed.said(choice.disputed, {p.urn for p in places}, (period,), code=indicator.code),
        ),
        phases=phases,
        phase=phase,
        funnel=found.funnel is not None,
        percent=indicator.percent,
        unit=indicator.unit,
        centre=found.centre,
        centre_name=f"{phase} schools together" if found.funnel else "the whole trust",
        dots=dots,
        how=_how(found, dots),
        alt=_alt(title, found, dots, indicator),
        alike=alike.view(
            figures, choice, indicator, {urn: c for (urn, group), c in cells.items() if urn and not group}
        ),
    )


_NONE = "no school has a figure to compare"


def of_period(
    figures: Release, indicator: Indicator, choice: Choice
) -> tuple[dict[tuple[str, str], Cell], str]:
    """Everybody's cells of the chosen term, by place; of a survey its last wave, of what has no terms its last whole year."""
    period, grain = choice.term, lines.grain_of_schools(figures, indicator)
    if grain == "year" or indicator.feed == "survey":
        line = headlines.of_trust(figures, indicator, choice.term, grain)
        period = line[-1].period if line else ""
    found = figures.cells(indicator.code, grain=grain, period=period) if period else []
    return {(c.urn, c.group): c for c in found}, period


def _phases(figures: Release, cells: dict[tuple[str, str], Cell]) -> dict[str, str]:
    met = [
        p.phase
        for p in figures.schools
        if (p.urn, "") in cells and (cells[p.urn, ""].by_year or cells[p.urn, ""].state != "not applicable")
    ]
    return {
        phase: f"{numbers.capital(phase)} ({numbers.times(met.count(phase), 'school')})"
        for phase in sorted(set(met))
    }


def _phase(choice: Choice, figures: Release, phases: dict[str, str]) -> str:
    """The one that was asked for, else the chosen school's, else the one with most schools."""
    own = next((p.phase for p in figures.schools if p.urn == choice.place), "")
    many = max(phases, key=lambda phase: sum(p.phase == phase for p in figures.schools), default="")
    return next((phase for phase in (choice.part, own, many) if phase in phases), "")


def _dot(place: Place, cell: Cell, found: Comparison, indicator: Indicator, choice: Choice) -> Dot:
    interval = interval_of(cell, indicator, ALERT)
    mark = found.marks.get(place.urn, "")
    dot = Dot(
        place.urn, place.name, _link(place, choice), place.urn == choice.place, MARKED[mark],
        _verdict(mark, indicator), numbers.figure(interval.value, indicator) if interval.value is not None else lines.state(cell, indicator),
        lines.counted(cell, indicator),
        disputed=disputed.beside(choice.disputed, indicator.code, place.urn, cell.period),
    )  # fmt: skip
    if interval.value is None:
        return dot
    own = {"lower": interval.lower, "upper": interval.upper}
    limits = _limits(place.urn, found, indicator) if found.funnel else own
    possible = {name: _possible(limit, indicator) for name, limit in limits.items()}
    return replace(dot, value=interval.value, size=cell.denominator, **possible)


def _link(place: Place, choice: Choice) -> str:
    """To the school's own screen, which a head has of the own school alone."""
    return choice.link("indicator", school=place.urn) if choice.viewer.urn in ("", place.urn) else ""


def _limits(urn: str, found: Comparison, indicator: Indicator) -> dict[str, float | None]:
    """The school's limits in the funnel, and before they were widened; empty where it is not judged."""
    if found.funnel is None or urn not in found.urns:
        return {}
    i, scale = found.urns.index(urn), indicator.scale if indicator.method == "rate" else 1
    funnel, plain = found.funnel, found.plain
    columns = {
        "lower": funnel.lower998, "upper": funnel.upper998, "lower95": funnel.lower95, "upper95": funnel.upper95
    }  # fmt: skip
    columns |= {"plain_lower": plain.lower998, "plain_upper": plain.upper998} if plain else {}
    return {name: None if (limit := column[i]) is None else limit * scale for name, column in columns.items()}


def _possible(limit: float | None, indicator: Indicator) -> float | None:
    """A range from few people may reach where no figure can lie: below none, or beyond all of them."""
    if limit is None or indicator.method == "gap":
        return limit
    return max(min(limit, 1.0) if indicator.percent else limit, 0.0)


def _verdict(mark: str, indicator: Indicator) -> str:
    if mark not in ("higher", "lower") or indicator.better == "neither":
        return "neither"
    return "better" if (mark == "higher") == (indicator.better == "up") else "worse"


def finding(dots: tuple[Dot, ...]) -> str:
    """Who stands out, by name; else that nobody does."""
    said = []
    for word in ("higher", "lower"):
        names = [d.name for d in dots if d.mark == word]
        if names:
            said.append(f"{word} at {numbers.listed(names)}")
    if said:
        return " and ".join(said)
    if judged := sum(d.mark in ("higher", "lower", "similar") for d in dots):
        return _nobody(judged, len(dots))
    if any(d.mark for d in dots):
        return "who stands out cannot be told"
    return "each school beside the whole trust" if any(d.value is not None for d in dots) else _NONE


def _nobody(judged: int, of: int) -> str:
    """Nothing is said of a school whose figure is not there."""
    if judged == of:
        return "no school stands out"
    one = "the one that can be shown does not stand out"
    return one if judged == 1 else f"none of the {judged} that can be shown stands out"


def _said(indicator: Indicator, found: Comparison, dots: tuple[Dot, ...], phase: str) -> list[str]:
    said = []
    if found.centre is not None:
        of = f"{numbers.capital(phase)} schools together" if found.funnel else "The whole trust"
        said.append(f"{of}: {numbers.with_unit(found.centre, indicator)}.")
    hidden = sum(d.value is None for d in dots)
    if hidden:
        said.append(
            f"{numbers.capital(numbers.times(hidden, 'school'))} cannot be placed: hidden to protect people, given by the year, not sent, or no such figure."
        )
    if found.funnel and found.funnel.phi and (found.funnel.tau2 or 0) > 0:
        said.append(DISPERSED.format(phi=numbers.rounded(found.funnel.phi, 1)))
    if indicator.method in ("median", "gap"):
        said.append(
            "A median and a gap have no funnel: each school’s range stands beside the whole trust’s figure, without a mark."
        )
    return said


def _how(found: Comparison, dots: tuple[Dot, ...]) -> str:
    if dots and not any(d.lower is not None for d in dots):
        return HOW_TOTALS
    return HOW_FUNNEL if found.funnel else HOW_RANGES


def _alt(title: str, found: Comparison, dots: tuple[Dot, ...], indicator: Indicator) -> str:
    kind = "Funnel chart" if found.funnel else "Dots with ranges"
    seen = [d for d in dots if d.value is not None]
    return f"{kind}. {title}. {numbers.times(len(seen), 'school')} shown. The table below has every figure."


def _for_a_head(figures: Release, choice: Choice, indicator: Indicator) -> CompareView:
    """The own school beside the pool: no single other school, and the reason."""
    urn, beside = choice.viewer.urn, beside_whom(figures, choice)
    cells, period = of_period(figures, indicator, choice)
    own, pool = cells.get((urn, "")), cells.get((beside.urn, beside.group)) if beside.name else None
    place = figures.place(urn)
    found = comparing.of_phase({urn: own} if own else {}, pool, indicator)
    dots = (_dot(place, own, found, indicator, choice),) if own else ()
    mark = dots[0].mark if dots else ""
    how = {"higher": "higher than", "lower": "lower than", "similar": "similar to"}.get(mark)
    told = f"{how} the other schools together" if how else "cannot be compared"
    title = f"{indicator.short}, {numbers.term(period)}: {told}"
    return CompareView(
        title=title,
        subtitle=f"{indicator.title} ({indicator.unit})" if indicator.unit else indicator.title,
        said=(
            *_pool_said(indicator, pool),
            *disputed.said(choice.disputed, {urn}, (period,), code=indicator.code),
        ),
        phases={},
        phase=place.phase,
        funnel=False,
        percent=indicator.percent,
        unit=indicator.unit,
        centre=found.centre,
        centre_name="other schools together",
        dots=dots,
        how="Your school has a mark where its own range, which holds the true figure 998 times in 1,000, lies wholly on one side.",
        alt=_alt(title, found, dots, indicator),
        alike=alike.view(figures, choice, indicator, None),
        no_schools=beside.why,
    )


def _pool_said(indicator: Indicator, pool: Cell | None) -> list[str]:
    if pool is None or pool.value is None:
        return [
            "There is no figure of the other schools together: hidden to protect people, or no such figure is made."
        ]
    return [f"Other schools together: {numbers.with_unit(pool.value, indicator)}."]
