"""Referrals: the flow of a term, the wait with those who still wait beside it, the queue, groups, gaps and schools."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wellmetrics.model import OTHERS, Cell
from wellmetrics.release import Release
from wellmetrics.views import disputed, gaps, panels, referral_tables, spots
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.gaps import GapView
from wellmetrics.views.panels import Panel
from wellmetrics.views.referral_tables import MADE, WAIT, WAITING, GroupRow, SchoolRow
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.signals import Signal

OPEN, STAFF = "referrals_open", "staff_referrals_per_100"
FLOW = {
    MADE: "Made",
    "referrals_accepted": "Accepted",
    WAITING: "Waiting at the term's end",
    "seen_within_28_days": "Seen within 28 days",
}
AGES = ("up to 4 weeks", "4 to 12 weeks", "over 12 weeks")
NEUTRAL = "More referrals are neither good nor bad: there may be more need, or more of it may be seen."
NO_LINE = "No term can be shown as a line: each is hidden to protect people, or was not sent."
GAPS_SAID = (
    "Referrals per 1,000 pupils of each group in whole years, in which less is hidden. Whether a gap has changed is told "
    "from its terms."
)
NO_DATA = (
    "No referrals have been sent yet. They come in the file **referrals**: one row for each referral, with the days on "
    "which it was made, seen and closed. It needs the pupils **roll** too."
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a row of bars; `length` is what is drawn, nothing where there is no figure."""

    label: str
    spot: Spot
    length: float | None
    big: str
    link: str = ""


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class ReferralsView:
    title: str
    term: str
    empty: str = ""
    said: tuple[str, ...] = ()
    budget: str = ""
    flow: tuple[Bar, ...] = ()
    over_time: tuple[Panel, ...] = ()
    queue_title: str = ""
    queue: tuple[Bar, ...] = ()
    groups_said: str = ""
    groups: tuple[GroupRow, ...] = ()
    year: str = ""  # the last whole one
    gaps: tuple[GapView, ...] = ()
    gaps_said: str = ""
    schools: tuple[SchoolRow, ...] = ()
    staff: str = ""
    staff_link: str = ""
    file: str = ""


def view(figures: Release, choice: Choice) -> ReferralsView:
    asked, term = Asked(figures, choice), numbers.term(choice.term)
    found = {code: asked.line(code) for code in (*FLOW, WAIT, OPEN)}
    if not found[MADE]:
        return ReferralsView("Referrals", term, NO_DATA)
    signal_of = {code: asked.signal(cells, indicators()[code]) for code, cells in found.items()}
    lines = {code: asked.spots(cells) for code, cells in found.items()}
    groups, year = referral_tables.groups(asked)
    shown_gaps, gaps_said = gaps.split([g for cut in gaps.CUTS if (g := gaps.view(asked, MADE, cut, "year"))])
    queue = _queue(asked)
    tested = [s for s in (*signal_of.values(), *(g.tested for g in shown_gaps)) if s]
    return ReferralsView(
        title=_title(asked, signal_of[MADE], lines[MADE]),
        term=term,
        said=(
            *_said(asked, signal_of, lines),
            *disputed.said(choice.disputed, asked.inside, (choice.term,), "referrals"),
        ),
        budget=sentences.budget(*signals.budget(tested)),
        flow=_flow(asked, lines),
        over_time=_over_time(asked, found, signal_of, lines),
        queue_title=_queue_title(asked, spots.at(lines[OPEN], choice.term), queue),
        queue=queue,
        groups_said=referral_tables.hidden(groups, year),
        groups=groups,
        year=year,
        gaps=shown_gaps,
        gaps_said=" ".join(filter(None, (GAPS_SAID if shown_gaps else "", gaps_said))),
        schools=referral_tables.schools(asked),
        staff=_staff(asked),
        staff_link=asked.link(STAFF),
        file=f"referrals-{choice.place or 'trust'}.csv".replace(" ", "-"),
    )


def _title(asked: Asked, signal: Signal | None, line: Sequence[Spot]) -> str:
    """The finding with its counts: of small counts a percentage says nothing."""
    where = f"Pupil referrals {f'at {asked.name}' if asked.name else 'in the whole trust'}"
    now = spots.at(line, asked.choice.term)
    if signal is None or now.value is None:
        return f"{where}: {now.state} for {now.label}"
    return f"{where}: {sentences.change(signal)} ({_after(asked, line)})"


def _after(asked: Asked, line: Sequence[Spot]) -> str:
    """`23, after 15 a year ago`."""
    now, before = spots.at(line, asked.choice.term), spots.year_ago(line, asked.choice.term)
    if now.numerator is None:
        return ""
    ago = f", after {_many(before.numerator)} a year ago" if before and before.numerator is not None else ""
    return f"{_many(now.numerator)}{ago}"


def _many(number: float) -> str:
    return numbers.count(number) if number else "none"


def _said(
    asked: Asked, signal_of: dict[str, Signal | None], lines: dict[str, tuple[Spot, ...]]
) -> Iterator[str]:
    now, signal = spots.at(lines[MADE], asked.choice.term), signal_of[MADE]
    if now.value is None:
        yield f"Referrals made: {now.state} for {now.label}."
    else:
        yield f"{now.text} per 1,000 pupils in {now.label}, likely range {now.span}: {now.counted}."
    if signal and signal.lower is not None and signal.upper is not None:
        expected = numbers.span(signal.lower, signal.upper, indicators()[MADE])
        yield f"From the same term of earlier years, {expected} per 1,000 was to be expected (99% range)."
    elif signal and signal.word == "too early":
        yield sentences.too_early([signal])
    yield from _wait_said(asked, signal_of[WAIT], lines)
    yield NEUTRAL


def _wait_said(asked: Asked, signal: Signal | None, lines: dict[str, tuple[Spot, ...]]) -> Iterator[str]:
    """The wait is never said without those who still wait."""
    now, beside = spots.at(lines[WAIT], asked.choice.term), spots.at(lines[WAITING], asked.choice.term)
    if now.value is None:
        return
    before = spots.year_ago(lines[WAIT], asked.choice.term)
    ago = f", after {before.text} a year ago" if before else ""
    change = f"; {sentences.change(signal)}" if signal else ""
    waiting = (
        f"{beside.counted} still waited at the term's end"
        if beside.value is not None
        else f"still waiting: {beside.state}"
    )
    waiting = waiting.replace("0 of", "none of", 1) if beside.numerator == 0 else waiting
    yield f"Half of those seen waited {now.text} days or less{ago}{change}. Beside it: {waiting}."


def _flow(asked: Asked, lines: dict[str, tuple[Spot, ...]]) -> tuple[Bar, ...]:
    found = [(code, label, spots.at(lines[code], asked.choice.term)) for code, label in FLOW.items()]
    return tuple(
        Bar(
            label,
            spot,
            spot.numerator,
            numbers.count(spot.numerator) if spot.numerator is not None else spot.state,
            asked.link(code),
        )
        for code, label, spot in found
    )


def _over_time(
    asked: Asked, found: dict[str, list[Cell]], signal_of: dict[str, Signal | None], lines: dict[str, tuple[Spot, ...]]
) -> tuple[Panel, ...]:  # fmt: skip
    """The wait and those who still wait stand side by side, then how many were referred."""
    wanted = ((WAIT, "Days waited (median)"), (WAITING, "Still waiting"), (MADE, "Referrals made"))
    if not any(s.value is not None for code, _ in wanted for s in lines[code]):
        return ()
    periods = asked.periods(*found.values())
    return tuple(
        panels.panel(
            title=title,
            said=numbers.capital(sentences.change(signal)) if (signal := signal_of[code]) else "",
            link=asked.link(code),
            unit=indicators()[code].unit,
            percent=indicators()[code].percent,
            periods=periods,
            lines=[(asked.title, "own", lines[code]), *_beside(asked, code)],
        )
        for code, title in wanted
    )


def _beside(asked: Asked, code: str) -> list[tuple[str, str, tuple[Spot, ...]]]:
    """Other schools together for a head, the trust for those who see every school. A median has no pool."""
    if not asked.choice.place:
        return []
    head = asked.choice.viewer.role == "head"
    name, group = ("Other schools together", OTHERS) if head else ("The whole trust", "")
    cells = asked.figures.cells(code, urn="", group=group, grain="term")
    seen = any(c.value is not None for c in cells)
    return [(name, "other", tuple(spots.spot(c, asked.choice.term) for c in cells))] if seen else []


def _queue(asked: Asked) -> tuple[Bar, ...]:
    held = {c.part: spots.spot(c) for c in asked.line(OPEN, "age") if c.period == asked.choice.term}
    return tuple(
        Bar(
            numbers.capital(age),
            held[age],
            held[age].numerator,
            numbers.count(number) if (number := held[age].numerator) is not None else held[age].state,
            asked.link(OPEN),
        )
        for age in AGES
        if age in held
    )


def _queue_title(asked: Asked, now: Spot, queue: Sequence[Bar]) -> str:
    if now.numerator is None:
        return f"The queue at the end of {now.label}: {now.state}"
    if not now.numerator:
        return f"Nobody waited at the end of {now.label}"
    longest = next((b.length for b in queue if b.label == numbers.capital(AGES[-1])), None)
    long = f", {_many(longest)} of them for over 12 weeks" if longest is not None else ""
    return f"{numbers.times(int(now.numerator), 'referral')} waited at the end of {now.label}{long}"


def _staff(asked: Asked) -> str:
    """One line, for whom it is shown."""
    cells = [c for c in asked.line(STAFF) if c.period == asked.choice.term]
    now = spots.spot(cells[0]) if cells else None
    if now is None or now.value is None:
        return ""
    return f"{now.text} per 100 staff in {now.label}: {panels.behind(now)}."
