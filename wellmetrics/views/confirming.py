"""A head's first step: are the own figures of the term right? Feed by feed, with what each was counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wellmetrics import catalogue
from wellmetrics.model import FEEDS, Cell, Feed
from wellmetrics.release import Release, Source
from wellmetrics.views import lines
from wellmetrics.views.choice import IN, Choice
from wellmetrics.views.disputed import ASKED
from wellmetrics.words import numbers
from wellmetrics.workbook import About, Answer, Seen

State = Literal["asked", "again", "right", "disputed"]
CAME_IN = (*IN, "part")
ALL = "All of them"
FILES = 4  # named; the rest stand on the figure's own page


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it was counted from; `was` is what the head said yes to, where it has changed since."""

    code: str
    title: str
    figure: str
    counted: str
    version: str
    link: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class FeedView:
    """One feed of the term. `seen` is what a yes keeps; a dispute may be of `others` too."""

    about: About
    title: str
    state: State
    said: tuple[str, ...]
    figures: tuple[Figure, ...]
    sources: str
    seen: tuple[Seen, ...]
    others: tuple[Seen, ...]
    choices: Mapping[str, str]  # what can be disputed
    standing: tuple[Answer, ...]  # disputes that stand
    label: str = ""  # the title, and how it stands


@dataclass(frozen=True, slots=True)
class Confirming:
    title: str
    said: str
    feeds: tuple[FeedView, ...]

    @property
    def waiting(self) -> tuple[FeedView, ...]:
        return tuple(one for one in self.feeds if one.state in ("asked", "again"))


# Known by identity, like what else is kept of a release.
@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a release says of a school's term: whatever is answered, it stays the same."""

    cells: tuple[Cell, ...]
    sources: Mapping[Feed, str]  # of the feeds that came in


def held(figures: Release, choice: Choice) -> Held:
    urn, term = choice.place, choice.term
    came = {r.dataset for r in figures.coverage() if (r.urn, r.period) == (urn, term) and r.state in CAME_IN}
    sources: dict[Feed, str] = {
        feed: _sources(figures.sources(urn, "term", term, feed)) for feed in FEEDS if feed in came
    }
    return Held(tuple(_cells(figures, urn, term)), sources)


def view(own: Held, choice: Choice, answers: Sequence[Answer]) -> Confirming:
    """The feeds that came in for the head's school and term, each with how it stands."""
    term = choice.term
    feeds = [_feed(own, choice, feed, answers) for feed in own.sources]
    found = tuple(feed for feed in feeds if feed.figures)
    return Confirming(f"Are these figures of {numbers.term(term)} right?", _said(found), found)


def _said(feeds: Sequence[FeedView]) -> str:
    left = [
        one.title.lower() if one.title[1:2].islower() else one.title
        for one in feeds
        if one.state in ("asked", "again")
    ]
    if not left:
        return "You have looked at every figure of this term that came in."
    return f"Once a term: look at your own figures and say whether they are right. Still to look at: {numbers.listed(left, 4)}."


def _cells(figures: Release, urn: str, term: str) -> list[Cell]:
    """What the school has for the term; what was not sent, or does not apply, cannot be right or wrong."""
    return [c for c in figures.cells(urn=urn, grain="term", period=term) if c.state not in lines.ABSENT]


def seen(figures: Release, urn: str, term: str, feed: Feed) -> tuple[Seen, ...]:
    """The figures that a head is asked about, as they stand now."""
    held = {c.indicator: c for c in _cells(figures, urn, term)}
    return tuple(_seen(held[code]) for code in ASKED[feed] if code in held)


def _seen(cell: Cell) -> Seen:
    indicator = catalogue.indicator(cell.indicator)
    if cell.value is None:
        return Seen(cell.indicator, lines.state(cell, indicator), "", not cell.withheld)
    return Seen(cell.indicator, numbers.with_unit(cell.value, indicator), lines.counted(cell, indicator))


def _feed(held: Held, choice: Choice, feed: Feed, answers: Sequence[Answer]) -> FeedView:
    about, cells = About(choice.place, choice.term, feed), held.cells
    own = [one for one in answers if one.about == about]
    now = tuple(_seen(c) for code in ASKED[feed] for c in cells if c.indicator == code)
    others = tuple(
        _seen(c)
        for c in cells
        if catalogue.indicator(c.indicator).feed == feed and c.indicator not in ASKED[feed]
    )
    changed = changes(own, now)
    return FeedView(
        about,
        numbers.capital(FEEDS[feed]),
        state(own, now),
        _history(own, now),
        tuple(_figure(one, choice, changed.get(one.indicator, "")) for one in now),
        held.sources[feed],
        now,
        others,
        {
            **{one.indicator: catalogue.indicator(one.indicator).title for one in (*now, *others)},
            "": ALL,
        },
        tuple(one for one in own if one.disputed),
        ": ".join(filter(None, (numbers.capital(FEEDS[feed]), _stands(own, state(own, now))))),
    )


def _stands(answers: Sequence[Answer], how: State) -> str:
    if how == "right":
        return f"said to be right on {numbers.day(answers[-1].said_at)}"
    if how == "disputed":
        return f"disputed since {numbers.day(next(one.said_at for one in answers if one.disputed))}"
    return "look again" if how == "again" else ""


def _figure(one: Seen, choice: Choice, was: str) -> Figure:
    declared = catalogue.indicator(one.indicator)
    way = choice.link("indicator", indicator=one.indicator)
    return Figure(
        one.indicator, declared.title, one.figure, one.counted, f"version {declared.version}", way, was
    )


def state(answers: Sequence[Answer], now: Sequence[Seen]) -> State:
    """How a feed stands: a yes holds for the figures it was said of, and a settled dispute is asked about again."""
    if any(one.disputed for one in answers):
        return "disputed"
    if not answers:
        return "asked"
    return "again" if answers[-1].objection or changes(answers, now) else "right"


def changes(answers: Sequence[Answer], now: Sequence[Seen]) -> dict[str, str]:
    """What each figure was when the head last spoke of it, where it is another now."""
    if not answers:
        return {}
    before = {one.indicator: one for one in answers[-1].seen}
    found = {one.indicator: before.get(one.indicator) for one in now if one != before.get(one.indicator)}
    return {code: _words(was) if was else "no figure" for code, was in found.items()}


def _words(one: Seen) -> str:
    return f"{one.figure} ({one.counted})" if one.counted else one.figure


def _history(answers: Sequence[Answer], now: Sequence[Seen]) -> tuple[str, ...]:
    """What was last said, what was found, and what has changed since."""
    said = [told(one) for one in answers[-1:] if not one.disputed]
    was = {one.indicator: one for one in now}
    said += [
        f"{catalogue.indicator(code).short} has changed since: it was {before} and is {_words(was[code])}."
        for code, before in changes(answers, now).items()
    ]
    return tuple(said)


def told(one: Answer) -> str:
    """One answer with what became of it."""
    when = numbers.day(one.said_at)
    if one.objection is None:
        return f"{one.by} said on {when} that these figures are right."
    own = "" if one.objection.own is None else f" The own record counts {numbers.count(one.objection.own)}."
    said = f"{one.by} said on {when} what is not right. {what(one)}: “{one.objection.why}”{own}"
    if one.settled_at is None:
        return said
    return f"{said} Settled by {one.settled_by} on {numbers.day(one.settled_at)}: “{one.found}”"


def what(one: Answer) -> str:
    """What a dispute is about."""
    if one.objection and one.objection.indicator:
        return catalogue.indicator(one.objection.indicator).title
    return f"All figures of {FEEDS[one.about.feed]}"


def _sources(found: Sequence[Source]) -> str:
    names = [f"{s.file} (batch {s.batch}, loaded {numbers.day(s.loaded_at)} by {s.by})" for s in found]
    return f"From {numbers.listed(names, FILES)}." if names else "No file: nothing to report was said."


# --- for the lead


def by_school(figures: Release, term: str, answers: Sequence[Answer]) -> dict[str, dict[Feed, State]]:
    """How each school's feeds of a term stand, by URN: only those that came in. For the lead's This term."""
    found: dict[str, dict[Feed, State]] = {}
    for feed in FEEDS:
        for row in figures.coverage():
            if (row.period, row.dataset) == (term, feed) and row.state in CAME_IN:
                about = About(row.urn, term, feed)
                own = [one for one in answers if one.about == about]
                now = seen(figures, row.urn, term, feed) if own else ()
                # What her file hides she cannot compare.
                found.setdefault(row.urn, {})[feed] = state(own, [one for one in now if one.shown])
    return found


HEADS = {
    "right": "Confirmed in full",
    "disputed": "Disputed in part or in full",
    "again": "To be looked at again, because a figure changed",
    "asked": "Not looked at, or not all of it",
}


def heads(figures: Release, term: str, answers: Sequence[Answer]) -> list[str]:
    """Where the heads' first step stands in a term, for the lead: a sentence for each state, with the schools' names."""
    names, found = {p.urn: p.name for p in figures.schools}, by_school(figures, term, answers)
    worst = {
        urn: next(s for s in ("disputed", "again", "asked", "right") if s in of.values())
        for urn, of in found.items()
    }
    by_state = {s: sorted(names[u] for u, own in worst.items() if own == s and u in names) for s in HEADS}
    return [f"{HEADS[s]}: {numbers.listed(of, len(of))}." for s, of in by_state.items() if of]
