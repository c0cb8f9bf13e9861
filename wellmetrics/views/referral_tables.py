"""The tables of the Referrals screen: by service and by group, and school by school."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.release import Place
from wellmetrics.views import disputed, spots
from wellmetrics.views.breakdown import of_people
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.views.told import order, part_name
from wellmetrics.words import numbers

MADE, WAIT, WAITING = "pupil_referrals_per_1000", "wait_median_days", "referrals_waiting"
CUTS = {
    "service": "Service",
    "year_group": "Year group",
    "sex": "Girls and boys",
    "pupil_premium": "Pupil premium",
    "any_send": "Special educational needs",
    "send": "By kind of support",
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    heading: str  # of the first row of a breakdown
    label: str
    term: Spot
    year: Spot
    link: str = ""

    @property
    def shown(self) -> bool:
        return self.term.value is not None or self.year.value is not None


@dataclass(frozen=True, slots=True)
class SchoolRow:
    name: str
    link: str
    chosen: bool
    spots: tuple[Spot, ...]
    disputed: str = ""


def groups(asked: Asked) -> tuple[tuple[GroupRow, ...], str]:
    """Every part of every breakdown: the chosen term, and the last whole year, in which less is hidden."""
    years = [p for p in asked.periods(asked.line(MADE, grain="year")) if " " not in p]
    year = years[-1] if years else ""
    rows = []
    for cut, heading in CUTS.items():
        termly = {c.part: spots.spot(c) for c in asked.line(MADE, cut) if c.period == asked.choice.term}
        yearly = {c.part: spots.spot(c) for c in asked.line(MADE, cut, "year") if c.period == year}
        if not {*termly, *yearly} - {"not known"}:
            continue
        parts = sorted({*termly, *yearly}, key=lambda part: (order(cut, part), part))
        absent = Spot(asked.choice.term, "", "no figure")
        for i, part in enumerate(parts):
            label = part_name(cut, part)
            rows.append(
                GroupRow(
                    "" if i else heading,
                    label,
                    termly.get(part, absent),
                    yearly.get(part, absent),
                    asked.link(MADE, part=of_people(cut, part)),
                )
            )
    return tuple(rows), year


def hidden(rows: Sequence[GroupRow], year: str) -> str:
    """How much of the table may not be shown, and why."""
    figures = [s for row in rows for s in ((row.term, row.year) if year else (row.term,))]
    few = sum(s.state == numbers.STATES["hidden"] for s in figures)
    if not few:
        return ""
    many = (
        "Every figure is" if few == len(figures) else f"{few} of {numbers.times(len(figures), 'figure')} are"
    )
    return (
        f"{many} hidden to protect people: fewer than five pupils "
        "are behind each, or it would give away another that is hidden."
    )


def schools(asked: Asked) -> tuple[SchoolRow, ...]:
    """Made, wait and waiting of every school. A head's file holds no other school."""
    if asked.choice.viewer.role == "head":
        return ()
    codes = (MADE, WAIT, WAITING)
    held = [{c.urn: spots.spot(c) for c in asked.now(code) if c.urn} for code in codes]
    inside = asked.inside if asked.choice.place else set()
    return tuple(
        SchoolRow(
            place.name,
            _link(asked, place),
            place.urn in inside,
            tuple(h[place.urn] for h in held),
            disputed.of_school(asked.choice.disputed, place.urn, "referrals", (asked.choice.term,)),
        )
        for place in asked.figures.schools
        if all(place.urn in h for h in held)
    )


def _link(asked: Asked, place: Place) -> str:
    return asked.choice.link("referrals", school=place.urn)
