"""Signals as plain sentences: what, where, since when, compared with what, how sure."""

from collections import Counter
from collections.abc import Iterable, Sequence

import scipy

from wellmetrics.model import Cell, Indicator
from wellmetrics.words import numbers
from wellmetrics.words.queues import QUEUES
from wellmetrics.words.signals import Signal

NAMED = 4
NOTHING_NEW = "Nothing new this term: every figure that could be tested is as usual."
NO_MORE = "That is no more than chance alone often brings."
OFTEN = 0.2  # one page in five
SURE = {
    "stands out": "It stands out: a second term or a second source says so.",
    "worth a look": "Worth a look: so far it is one term alone.",
    "": "",
}
TOO_EARLY = "It is too early to tell what is unusual: a term is compared with the same term of at least two earlier years."


def expected(signal: Signal, indicator: Indicator) -> str:
    """`expected 2.10 to 2.80`; `each time before 68.8%` where the past never varied; empty where nothing was expected."""
    if signal.past_alike and signal.expected is not None:
        return f"each time before {numbers.figure(signal.expected, indicator)}"
    said = numbers.span(signal.lower, signal.upper, indicator)
    return f"expected {said}" if said else ""


def change(signal: Signal, indicator: Indicator | None = None) -> str:
    """`higher than usual for summer, for a second term in a row`: the signal alone, never more than it."""
    cell = signal.cell
    if signal.word == "not tested":
        return numbers.state(cell) or "not tested: only terms and months are"
    if signal.word == "too early":
        return f"too early to tell, because {signal.why}" if signal.why else "too early to tell"
    if signal.word == "cannot tell":
        return "cannot tell, because anything could be expected"
    # Where all earlier ends are one past, no season is held against another.
    held = cell.grain == "term" and signal.chosen.method != "queue"
    season = f" for {numbers.season(cell.period)}" if held else ""
    if signal.word == "none" and signal.chosen.method == "between":
        return "as often as usual"
    if signal.word == "none":
        return f"as usual{season}" if cell.grain == "term" else "within its usual range"
    if signal.chosen.method == "between":
        return f"{'more' if signal.word == 'higher' else 'less'} often than usual"
    word = _worded(signal, indicator)
    if cell.grain == "month":
        return f"{word} than usual"
    again = f", for a {numbers.ordinal(signal.running)} term in a row" if signal.running > 1 else ""
    if signal.past_alike:
        # A past that never varied says nothing of how far chance alone reaches: “usual” would claim too much.
        return f"{word} than in every earlier {numbers.season(cell.period)}, which were all the same{again}"
    return f"{word} than usual{season}{again}"


def _worded(signal: Signal, indicator: Indicator | None) -> str:
    """A gap is wider or narrower, a queue longer or shorter."""
    if indicator and indicator.method == "gap":
        return _width(signal)
    return (
        {"higher": "longer", "lower": "shorter"}[signal.word]
        if signal.cell.indicator in QUEUES
        else signal.word
    )


def _width(signal: Signal) -> str:
    """A gap is wider or narrower than usual; one that has changed its side is only higher or lower."""
    now, usual = signal.cell.value, signal.expected
    if now is None or not usual or now * usual < 0:
        return signal.word
    return "wider" if abs(now) > abs(usual) else "narrower"


def amount(signal: Signal, indicator: Indicator, reader: str = "board") -> str:
    """`10.7% of staff; expected up to 8.1%`; the lead, who is asked how one knows, is told from what."""
    value = signal.cell.value
    if value is None:
        return ""
    of = held_against(signal) if reader == "lead" else ""
    said = " ".join(filter(None, (expected(signal, indicator), of)))
    return "; ".join(filter(None, (numbers.with_unit(value, indicator), said)))


def held_against(signal: Signal) -> str:
    """`from 4 earlier summers`; empty where nothing was expected of a term."""
    if not signal.against or signal.expected is None:
        return ""
    if signal.chosen.method == "queue":
        return f"from {numbers.times(signal.against, 'earlier term')}"
    season = numbers.season(signal.cell.period)
    return f"from {numbers.times(signal.against, f'earlier {season}')}"


def finding(signal: Signal | None, place: str, indicator: Indicator) -> str:
    """The title of a chart: the finding about one place."""
    where = f"{indicator.short} at {place}" if place else f"{indicator.short} in the whole trust"
    if signal is None:
        return f"{where}: no figure yet"
    if signal.cell.value is None:
        return f"{where}: {numbers.state(signal.cell)} for {numbers.term(signal.cell.period)}"
    return f"{where}: {change(signal, indicator)}"


def about(
    signals: Sequence[Signal],
    names: Sequence[str],
    indicator: Indicator,
    most: int = 3,
    reader: str = "board",
) -> str:
    """One sentence about the places where one indicator moved the same way; the first is named with its figures.

    `names` are the places' names, one a signal; the trust's is empty.
    """
    first, name = signals[0], names[0]
    where = f"at {name}" if name else "across the trust"
    said = f"{indicator.short} {where}: {change(first, indicator)} ({amount(first, indicator, reader)})."
    others = [
        f"{other} ({numbers.figure(signal.cell.value, indicator)})"
        for other, signal in zip(names[1:], signals[1:], strict=True)
        if signal.cell.value is not None
    ]
    return f"{said} Also at {numbers.listed(others, most)}." if others else said


def own(signal: Signal, indicator: Indicator, reader: str = "board") -> str:
    """One sentence about one place, whose name stands above it; its own head is spoken to."""
    named = f"At your school, {numbers.small(indicator.short)}" if reader == "head" else indicator.short
    said = f"{named}: {change(signal, indicator)}"
    return f"{said} ({amount(signal, indicator, reader)})." if signal.cell.value is not None else f"{said}."


def too_early(signals: Iterable[Signal]) -> str:
    """Why nothing can be said of most of these."""
    whys = Counter(signal.why for signal in signals if signal.word == "too early")
    why = whys.most_common(1)[0][0] if whys else ""
    return f"It is too early to tell what is unusual: {why}." if why else TOO_EARLY


def budget(looked: int, by_chance: float, found: int, sure: int = 0) -> str:
    """What a page that lists signals owes its reader: how many would come up by chance, and whether more did.

    `sure` stand out. Those chance does not bring often, however many lines were looked at.
    """
    if not looked:
        return ""
    about = f"about {numbers.rounded(by_chance, 0)}" if by_chance >= 1 else "fewer than one"
    said = (
        f"Of {numbers.times(looked, 'line')} looked at, {about} would flag by chance; "
        f"{found if found else 'none'} did."
    )
    by_chance_alone = found and not sure and scipy.stats.poisson.sf(found - 1, by_chance) >= OFTEN
    return f"{said} {NO_MORE}" if by_chance_alone else said


def not_sent(names: Sequence[str], term: str, what: str = "staff absence") -> str:
    """`Ash School has not sent referrals for Summer 2026.` Empty where everybody has."""
    if not names:
        return ""
    have = "has" if len(names) == 1 else "have"
    return f"{numbers.listed(list(names))} {have} not sent {what} for {numbers.term(term)}."


def in_part(names: Sequence[str], term: str, what: str) -> str:
    """The same for what came only in part."""
    return not_sent(names, term, what).replace(" not sent ", " sent only a part of ")


def events(now: Signal, before: Cell | None, indicator: Indicator, places: Sequence[str]) -> str:
    """Events are counted, never put as a percentage of a few: `160 in Summer 2026, 75 a year before; higher ...`."""
    if now.cell.numerator is None:
        return own(now, indicator)
    past = (
        f", {numbers.count(before.numerator)} a year before"
        if before and before.numerator is not None
        else ""
    )
    said = (
        f"{indicator.short}: {numbers.count(now.cell.numerator)} in {numbers.term(now.cell.period)}{past}; "
    )
    return f"{said}{change(now, indicator)}{_at(now, places)}."


def wait(now: Signal, before: Cell | None, indicator: Indicator, places: Sequence[str]) -> str:
    """What stands beside referrals: `Median wait 39 days, 30 a year before; longer than usual for summer.`"""
    if now.cell.value is None:
        return f"Median wait: {numbers.state(now.cell)}."
    past = (
        f", {numbers.figure(before.value, indicator)} a year before"
        if before and before.value is not None
        else ""
    )
    said = change(now, indicator).replace("higher", "longer").replace("lower", "shorter")
    return f"Median wait {numbers.with_unit(now.cell.value, indicator)}{past}; {said}{_at(now, places)}."


def _at(now: Signal, places: Sequence[str]) -> str:
    """Where single schools moved the way the whole did, or by themselves."""
    if not places:
        return ""
    named = (
        numbers.listed(list(places), NAMED) if len(places) <= NAMED else numbers.times(len(places), "school")
    )
    return f", as at {named}" if now.flagged else f" in the whole trust, but not at {named}"


def left_out(fewer: int, schools: int, groups: tuple[str, str], doing: str, moved: Sequence[str]) -> str:
    """`Girls take part in clubs less than boys in 9 of 13 schools; the gap has not changed.`"""
    first, other = groups
    where = f"in {fewer} of {numbers.times(schools, 'school')}"
    since = (
        f"the gap is not as usual at {numbers.listed(list(moved))}" if moved else "the gap has not changed"
    )
    return f"{numbers.capital(first)} {doing} less than {other} {where}; {since}."
