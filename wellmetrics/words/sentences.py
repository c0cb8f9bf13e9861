"""Signals as plain sentences: what, where, since when, compared with what, how sure."""

from collections.abc import Sequence

from wellmetrics.model import Indicator
from wellmetrics.words import numbers
from wellmetrics.words.signals import Signal

NOTHING_NEW = "Nothing new this term: every figure that could be tested is as usual."
TOO_EARLY = "It is too early to tell what is unusual: a term is compared with the same term of at least two earlier years."


def expected(signal: Signal, indicator: Indicator) -> str:
    """`expected 2.10 to 2.80`; empty where nothing was expected."""
    said = numbers.span(signal.lower, signal.upper, indicator)
    return f"expected {said}" if said else ""


def change(signal: Signal) -> str:
    """`higher than usual for summer, for a second term`: the signal alone, never more than it."""
    cell = signal.cell
    if signal.word == "not tested":
        return numbers.state(cell) or "not tested: only terms and months are"
    if signal.word == "too early":
        return "too early to tell"
    season = f" for {numbers.season(cell.period)}" if cell.grain == "term" else ""
    if signal.word == "none":
        return f"as usual{season}" if season else "within its usual range"
    if cell.grain == "month":
        return f"{signal.word} than usual"
    again = f", for a {numbers.ordinal(signal.running)} term in a row" if signal.running > 1 else ""
    return f"{signal.word} than usual{season}{again}"


def amount(signal: Signal, indicator: Indicator) -> str:
    """`10.7% of staff; expected up to 8.1%`."""
    value = signal.cell.value
    if value is None:
        return ""
    return "; ".join(filter(None, (numbers.with_unit(value, indicator), expected(signal, indicator))))


def finding(signal: Signal | None, place: str, indicator: Indicator) -> str:
    """The title of a chart: the finding about one place."""
    where = f"{indicator.short} at {place}" if place else f"{indicator.short} in the whole trust"
    if signal is None:
        return f"{where}: no figure yet"
    if signal.cell.value is None:
        return f"{where}: {numbers.state(signal.cell)} for {numbers.term(signal.cell.period)}"
    return f"{where}: {change(signal)}"


def about(signals: Sequence[Signal], names: Sequence[str], indicator: Indicator, most: int = 3) -> str:
    """One sentence about the places where one indicator moved the same way; the first is named with its figures.

    `names` are the places' names, one a signal; the trust's is empty.
    """
    first, name = signals[0], names[0]
    where = f"at {name}" if name else "across the trust"
    said = f"{indicator.short} {where}: {change(first)} ({amount(first, indicator)})."
    others = [
        f"{other} ({numbers.figure(signal.cell.value, indicator)})"
        for other, signal in zip(names[1:], signals[1:], strict=True)
        if signal.cell.value is not None
    ]
    return f"{said} Also at {numbers.listed(others, most)}." if others else said


def own(signal: Signal, indicator: Indicator) -> str:
    """One sentence about the reader's own school."""
    said = f"{indicator.short}: {change(signal)}"
    return f"{said} ({amount(signal, indicator)})." if signal.cell.value is not None else f"{said}."


def budget(looked: int, by_chance: float, found: int) -> str:
    """What a page that lists signals owes its reader: how many would come up by chance."""
    if not looked:
        return ""
    about = f"about {numbers.rounded(by_chance, 0)}" if by_chance >= 1 else "fewer than one"
    return (
        f"Of {numbers.times(looked, 'line')} looked at, {about} would flag by chance; "
        f"{found if found else 'none'} did."
    )


def not_sent(names: Sequence[str], term: str) -> str:
    if not names:
        return ""
    have = "has" if len(names) == 1 else "have"
    return f"{numbers.listed(list(names))} {have} not sent staff absence for {numbers.term(term)}."
