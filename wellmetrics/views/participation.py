"""PE and clubs: two hours by year group, active minutes by way of measuring, who is left out, and every school."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.model import Cell
from wellmetrics.release import Release
from wellmetrics.views import active_minutes, disputed, gaps, panels, spots
from wellmetrics.views.active_minutes import ACTIVE
from wellmetrics.views.breakdown import of_people
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.gaps import GapView
from wellmetrics.views.panels import Panel
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.views.told import order, part_name
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.signals import Signal

PE, CLUB = "two_hours_pe", "any_club"
ALSO = ("competition", "active_travel", "outdoor_learning", "sports_leaders")
NO_DATA = (
    "No PE or participation has been sent yet. It comes in the file **participation**: how many pupils do an activity, "
    "by group, each counted once. It needs the pupils **roll** too."
)
BEYOND_CHANCE = "A school counts where the likely range of its gap leaves out nought."
NOT_ASKED = "PE and participation are not asked of this school in this term, so no figure applies to it."


@dataclass(frozen=True, slots=True)
class YearGroup:
    label: str
    spot: Spot
    short: str  # how many have less
    link: str  # to its own line


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the short table; `points` are its terms for a small picture."""

    title: str
    link: str
    spot: Spot
    before: Spot | None
    change: str
    verdict: str
    line: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    name: str
    link: str
    chosen: bool
    spots: tuple[Spot, ...]  # two hours, any club
    gap: Spot
    girls: str  # the gap in words
    disputed: str = ""


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class ParticipationView:
    title: str
    term: str
    empty: str = ""
    said: tuple[str, ...] = ()
    budget: str = ""
    pe_title: str = ""
    year_groups: tuple[YearGroup, ...] = ()
    both: tuple[Panel, ...] = ()  # two hours of PE and any club
    active_title: str = ""
    active_said: tuple[str, ...] = ()
    active: tuple[Panel, ...] = ()
    gaps: tuple[GapView, ...] = ()
    gaps_said: str = ""
    activities: tuple[Activity, ...] = ()
    schools_title: str = ""
    schools: tuple[SchoolRow, ...] = ()
    file: str = ""

    @property
    def over_time(self) -> tuple[Panel, ...]:
        """Every line of the screen, for the tables beside the pictures."""
        return (*self.both, *self.active, *(p for gap in self.gaps for p in (gap.rates, gap.gap)))


def view(figures: Release, choice: Choice) -> ParticipationView:
    asked, term = Asked(figures, choice), numbers.term(choice.term)
    found = {code: asked.line(code) for code in (PE, ACTIVE, CLUB, *ALSO)}
    if not any(found.values()):
        return ParticipationView("PE and clubs", term, NO_DATA)
    if all(
        s.state == numbers.STATES["not applicable"]
        for s in (spots.at(asked.spots(c), choice.term) for c in found.values())
    ):
        return ParticipationView(f"{asked.title}: PE and clubs", term, NOT_ASKED)
    signal_of = {code: asked.signal(cells, indicators()[code]) for code, cells in found.items()}
    lines = {code: asked.spots(cells) for code, cells in found.items()}
    year_groups, every_gap = _year_groups(asked), _gaps(asked)
    shown_gaps, not_shown = gaps.split(every_gap)
    schools = _schools(asked)
    active, active_said = active_minutes.view(asked, lines[ACTIVE], signal_of[ACTIVE])
    tested = [s for s in (*signal_of.values(), *(g.tested for g in shown_gaps)) if s]
    return ParticipationView(
        title=_title(asked, lines[PE], year_groups),
        term=term,
        said=(
            *_said(signal_of, shown_gaps),
            *disputed.said(choice.disputed, asked.inside, (choice.term,), "participation"),
        ),
        budget=sentences.budget(*signals.budget(tested)),
        pe_title=_pe_title(year_groups),
        year_groups=year_groups,
        both=tuple(
            _panel(asked, code, found[code], lines[code], signal_of[code])
            for code in (PE, CLUB)
            if any(s.value is not None for s in lines[code])
        ),
        active_title=active_minutes.title(asked, lines[ACTIVE], active),
        active_said=active_said,
        active=active,
        gaps=shown_gaps,
        gaps_said=" ".join(filter(None, (not_shown, _missing(every_gap)))),
        activities=tuple(_activity(asked, code, found[code], lines[code], signal_of[code]) for code in ALSO),
        schools_title=_schools_title(schools),
        schools=schools,
        file=f"participation-{choice.place or 'trust'}.csv".replace(" ", "-"),
    )


# --- two hours of PE


def _title(asked: Asked, line: Sequence[Spot], year_groups: Sequence[YearGroup]) -> str:
    """The shortfall in pupils: whom it does not reach."""
    now = spots.at(line, asked.choice.term)
    where = numbers.capital(asked.name or "whole trust")
    if now.numerator is None or now.denominator is None:
        return f"{where}: two hours of PE {now.state} for {now.label}"
    return f"{where}: {_less(now, _how_many(now, year_groups))} two hours of PE a week"


def _how_many(everybody: Spot, year_groups: Sequence[YearGroup]) -> int:
    """Year groups, where they are those of everybody who was counted."""
    counts = [y.spot.denominator for y in year_groups]
    known = sum(n for n in counts if n is not None)
    return len(counts) if None in counts or known == everybody.denominator else 0


def _less(spot: Spot, year_groups: int) -> str:
    """`71 of 412 pupils in 7 year groups have less than`: eligible less those who have it."""
    assert spot.denominator is not None and spot.numerator is not None  # noqa: S101, PT018
    pupils = f"{numbers.count(spot.denominator)} pupils"
    inside = f" in {numbers.times(year_groups, 'year group')}" if year_groups else ""
    short = spot.denominator - spot.numerator
    if not short:
        return f"all {pupils}{inside} have"
    return f"{numbers.count(short)} of {pupils}{inside} {'has' if short == 1 else 'have'} less than"


def _year_groups(asked: Asked) -> tuple[YearGroup, ...]:
    of_term = [c for c in asked.line(PE, "year_group") if c.period == asked.choice.term]
    # Schools that tell no year groups are in no bar.
    cells = [c for c in of_term if c.part != "not known"]
    cells = sorted(cells, key=lambda c: order("year_group", c.part))
    return tuple(_year_group(asked, c.part, spots.spot(c)) for c in cells)


def _year_group(asked: Asked, part: str, spot: Spot) -> YearGroup:
    short = ""
    if spot.numerator is not None and spot.denominator is not None:
        less = spot.denominator - spot.numerator
        short = numbers.count(less) if less else "none"
    way = asked.link(PE, part=of_people("year_group", part))
    return YearGroup(part_name("year_group", part), spot, short, way)


def _pe_title(year_groups: Sequence[YearGroup]) -> str:
    """The year groups that have it least."""
    shown = [y for y in year_groups if y.spot.value is not None]
    if len(shown) < 2:
        return "Two hours of PE by year group"
    least = min(shown, key=lambda y: y.spot.value or 0)
    return f"Two hours of PE: least in {least.label} ({least.spot.text})"


def _panel(
    asked: Asked, code: str, cells: Sequence[Cell], line: Sequence[Spot], signal: Signal | None
) -> Panel:
    return panels.panel(
        title=indicators()[code].title,
        said=numbers.capital(sentences.change(signal)) if signal else "",
        link=asked.link(code),
        unit=indicators()[code].unit,
        percent=True,
        periods=asked.periods(cells),
        lines=[(asked.title, "own", line), *_trust(asked, code)],
    )


def _trust(asked: Asked, code: str) -> list[tuple[str, str, tuple[Spot, ...]]]:
    if not asked.choice.place:
        return []
    cells = asked.figures.cells(code, urn="", group="", grain="term")
    line = tuple(spots.spot(c, asked.choice.term) for c in cells)
    return [("The whole trust", "other", line)] if any(s.value is not None for s in line) else []


# --- who is left out


def _gaps(asked: Asked) -> list[GapView]:
    found = (gaps.view(asked, of, cut) for of in (CLUB, PE, ACTIVE) for cut in gaps.CUTS)
    return [g for g in found if g]


def _missing(found: Sequence[GapView]) -> str:
    """Which gaps there cannot be, because a figure was never sent by that group."""
    have = {g.rates.title for g in found}
    absent = []
    for of in (CLUB, PE, ACTIVE):
        names = [
            gaps.NAMES[cut][0]
            for cut in gaps.CUTS
            if f"{indicators()[of].short}, {gaps.NAMES[cut][0]}" not in have
        ]
        if names:
            absent.append(f"{indicators()[of].short} by {numbers.listed(names, len(names))}")
    return f"No gap can be told where groups were not sent: {'; '.join(absent)}." if absent else ""


def _said(signal_of: dict[str, Signal | None], found: Sequence[GapView]) -> list[str]:
    """Both figures, and the gaps that are beyond chance or have changed."""
    said = [sentences.own(s, indicators()[code]) for code in (PE, CLUB) if (s := signal_of[code])]
    wide = [g for g in found if gaps.clear(g.last) or (g.tested and g.tested.flagged)]
    return [*said, *(f"{g.short}: {g.finding[:1].lower()}{g.finding[1:]}. {g.change}." for g in wide)]


# --- the rest


def _activity(
    asked: Asked, code: str, cells: Sequence[Cell], line: tuple[Spot, ...], signal: Signal | None
) -> Activity:
    return Activity(
        indicators()[code].title,
        asked.link(code),
        spots.at(line, asked.choice.term),
        spots.year_ago(line, asked.choice.term),
        sentences.change(signal) if signal and signal.cell.value is not None else "",
        signal.verdict if signal else "neither",
        line,
    )


def _schools(asked: Asked) -> tuple[SchoolRow, ...]:
    """A head's file holds no other school."""
    if asked.choice.viewer.role == "head":
        return ()
    held = [{c.urn: spots.spot(c) for c in asked.now(code) if c.urn} for code in (PE, CLUB)]
    gap = {c.urn: gaps.difference(c, indicators()[CLUB]) for c in asked.now(gaps.code(CLUB, "sex")) if c.urn}
    inside = asked.inside if asked.choice.place else set()
    return tuple(
        SchoolRow(
            place.name,
            asked.choice.link("participation", school=place.urn),
            place.urn in inside,
            tuple(h[place.urn] for h in held),
            one := gap.get(place.urn) or _no_gap(held[1][place.urn]),
            _girls(one),
            disputed.of_school(asked.choice.disputed, place.urn, "participation", (asked.choice.term,)),
        )
        for place in asked.figures.schools
        if all(place.urn in h for h in held)
    )


def _no_gap(club: Spot) -> Spot:
    """No figure by sex: nothing came, or it came for everybody only."""
    return Spot(club.period, club.label, club.state or "not sent for girls and boys")


def _girls(spot: Spot) -> str:
    if spot.lower is None or spot.upper is None:
        return spot.state
    return "girls less" if spot.upper < 0 else "girls more" if spot.lower > 0 else "no clear gap"


def _schools_title(rows: Sequence[SchoolRow]) -> str:
    told = [row.girls for row in rows if row.girls in ("girls less", "girls more", "no clear gap")]
    if not told:
        return "Every school"
    few = told.count("girls less")
    return f"Girls take part in clubs less than boys in {few} of {numbers.times(len(told), 'school')}"
