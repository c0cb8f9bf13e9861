"""What a reader has asked for in the address, made into something their release can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from wellmetrics import access, catalogue, release
from wellmetrics.model import FEEDS, OTHERS, CallError, Indicator, Refusal, Viewer
from wellmetrics.people import Grant
from wellmetrics.release import Release
from wellmetrics.views.disputed import Disputes
from wellmetrics.words import numbers

TRUST = "Whole trust"
FIRST = "days_lost_per_fte"
IN = ("complete", "nothing to report")


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is asking, and for which term, place and indicator. `place` is a URN, a group's name, or empty."""

    viewer: Viewer
    term: str
    place: str
    indicator: str
    notes: tuple[str, ...] = ()
    part: str = ""  # which schools of many are on the screen
    audience: str = ""  # whose voice: staff, pupils, families or trustees
    struck: tuple[str, ...] = ()  # schools that are not to be compared with
    disputed: Disputes = ()  # what schools say is not right, as this reader may read it

    def link(self, page: str, **changes: str) -> str:
        """The address of a screen with this choice, changed where `changes` says so."""
        asked = {
            "role": str(self.viewer),
            "term": self.term,
            "school": self.place,
            "indicator": self.indicator,
            "audience": self.audience,
            **changes,
        }
        return f"/{page}?{urlencode({name: value for name, value in asked.items() if value})}"


def current(home: Path) -> str | None:
    """The id of the current release; None where nothing was built yet."""
    return release.current(home)


def grant(asked: str | None, given: Sequence[Grant]) -> tuple[Grant, str]:
    """Which of the roles somebody has is meant, and a sentence where it is none of them. An address gives no role."""
    if not asked:
        return given[0], ""
    for one in given:
        if asked in (str(one), str(one.viewer)):
            return one, ""
    try:
        found = Grant.parse(asked)
    except ValueError as error:
        return given[0], str(error)
    if found.urn:
        return (
            given[0],
            f"This trust's figures have no {found.role} of a school {found.urn}. You see the page of the {given[0]}.",
        )
    return given[0], f"You see the page of the {given[0]}."


def who(grant: Grant, names: Mapping[str, str]) -> str:
    """`Board member`, `Wellbeing lead`, `Head of Larch High School`."""
    return f"{grant.words} of {names.get(grant.urn, grant.urn)}" if grant.urn else grant.words


def choose(figures: Release, viewer: Viewer, asked: Mapping[str, str]) -> Choice:
    """What the address asks for, as far as it is there and allowed; a note says what was not."""
    notes: list[str] = []
    terms = [p.period for p in figures.of_grain("term")]
    term = asked.get("term", "")
    if term not in terms:
        if term:
            notes.append(f"There are no figures for “{term}”. You see the latest term.")
        term = latest_term(figures)
    place = _place(figures, viewer, asked.get("school", ""), notes)
    code = asked.get("indicator", "") or FIRST
    if code not in catalogue.all_indicators():
        notes.append(f"There is no figure called “{code}”.")
        code = FIRST
    return Choice(viewer, term, place, code, tuple(notes), asked.get("part", ""), asked.get("audience", ""),
                  tuple(filter(None, asked.get("struck", "").split(","))))  # fmt: skip


def _place(figures: Release, viewer: Viewer, place: str, notes: list[str]) -> str:
    if viewer.role == "head":
        try:
            access.may_see(viewer, place)
        except CallError as refusal:
            notes.append(str(refusal))
        return viewer.urn
    if place and place not in names(figures):
        notes.append(
            f"There is no school or group “{place}” in this trust's figures. You see the whole trust."
        )
        return ""
    return place


def names(figures: Release) -> dict[str, str]:
    """Every place that can be chosen: "" is the trust, then schools by URN, then groups by name."""
    schools = {place.urn: place.name for place in figures.schools}
    return {"": TRUST, **schools, **{place.group: sentence_case(place.name) for place in figures.groups}}


def urn_and_group(figures: Release, place: str) -> tuple[str, str]:
    """A chosen place as the two keys of a cell."""
    return (place, "") if place in {p.urn for p in figures.schools} else ("", place)


def latest_term(figures: Release) -> str:
    """The latest term that at least half of the schools have sent; in a head's file, one that is more than their own."""
    terms = [p.period for p in figures.of_grain("term")]
    states: dict[str, list[bool]] = {}
    for row in figures.coverage():
        states.setdefault(row.period, []).append(row.state in IN)
    full = (t for t in reversed(terms) if 2 * sum(states.get(t, [])) >= len(states.get(t, [1])))
    if figures.meta["audience"] == "head":
        running = figures.not_over
        full = (
            t
            for t in reversed(terms)
            if _of_others(figures, t) or (("term", t) not in running and any(states.get(t, [])))
        )
    return next(full, terms[-1] if terms else "")


def _of_others(figures: Release, term: str) -> bool:
    """A head's file knows what others have sent by the figures that they have together."""
    cells = figures.cells(group=OTHERS, grain="term", period=term)
    return any(cell.value is not None for cell in cells)


def term_names(figures: Release) -> dict[str, str]:
    """The terms to choose from, the latest first."""
    return {p.period: numbers.term(p.period) for p in reversed(figures.of_grain("term"))}


def indicators() -> dict[str, Indicator]:
    """Every indicator by code, feed by feed: what schools record themselves first, then why; gaps last."""
    order, feeds = ("managed", "confidential", "anonymous"), tuple(FEEDS)

    def place(item: tuple[str, Indicator]) -> tuple[int, bool, int]:
        return feeds.index(item[1].feed), item[1].gap is not None, order.index(item[1].protection)

    return dict(sorted(catalogue.all_indicators().items(), key=place))


def sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]


__all__ = [
    "Choice",
    "Refusal",
    "Release",
    "Viewer",
    "choose",
    "current",
    "grant",
    "indicators",
    "latest_term",
    "names",
    "sentence_case",
    "term_names",
    "urn_and_group",
    "who",
]
