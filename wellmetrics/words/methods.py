"""Which method suits a line, why, and what it finds at each of the line's cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from wellmetrics.model import Cell, Indicator
from wellmetrics.statistics import change
from wellmetrics.statistics.rates import FALSE_ALARM
from wellmetrics.statistics.rules import XMR_FROM
from wellmetrics.words import queues, unfinished
from wellmetrics.words.certainty import SEEN

Method = Literal["same_term", "xmr", "run_chart", "between", "queue", "none"]
# “cannot tell”: whatever the figure had been, the past would have led to expect it.
Word = Literal["higher", "lower", "none", "cannot tell", "too early", "not tested"]

LENGTH = {"month": 365 / 12, "term": 365 / 3}  # days
RULES = {
    "same_term": "outside what the same term of earlier years leads to expect",
    "limits": "beyond the limits",
    "trend": "seven in a row rising or falling",
    "two_of_three": "two of three near a limit",
    "run": "seven in a row on one side of the middle",
    "together": "five in a row closer together, or farther apart, than chance makes them",
    "burst": "more at once than chance brings",
    "one_gap": "one gap shorter or longer than chance makes it",
    "shift": "a longer run on one side of the middle than chance makes",
    "queue": "more at the term’s end than at all earlier ends together lead to expect",
}
NAMED: dict[Method, str] = {
    "same_term": "same term of earlier years",
    "xmr": "process-behaviour chart",
    "run_chart": "run chart",
    "between": "days between events",
    "queue": "the queue at each term’s end",
    "none": "no test",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The method of a series and the reason in words; `early` says that only more figures are wanting."""

    method: Method
    why: str
    early: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a test says of one cell: the word, what was expected, and the rule that marks it."""

    word: Word
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    rule: str = ""
    against: int = 0  # how many earlier figures it was held against
    why: str = ""  # why it is too early, where that is not for want of earlier figures


Test = Callable[[int], Found]
# It is mostly small numbers that are hidden: where every third is, those left lead to expect too much, and too closely.
MOST_HIDDEN = 3
# The range rests on figures of a term that has one already: two whole years of three terms repeat three.
LEAST_BESIDE_HIDDEN = 3
HIDDEN = "earlier terms are hidden to protect people, and too few are left"
NO_METHOD = Chosen("none", "")


def choose(series: Sequence[Cell], indicator: Indicator) -> Chosen:
    """The method for one series (no new definition within it), from its grain, length, season and counts.

    Terms have a season, so that a term is held against the same term of earlier years; two of those are the least.
    Months: 13 figures or more make a process-behaviour chart, 10 to 12 a run chart. Years are too few for any.
    """
    grain = series[0].grain if series else "year"
    figures = sum(value(cell) is not None for cell in series)
    if grain != "year" and _rare(series, indicator) and indicator.code in queues.QUEUES:
        why = "A queue, in which mostly nobody waits: each term’s end is held against all earlier ends together."
        return Chosen("queue", why)
    if grain != "year" and _rare(series, indicator):
        return Chosen("between", "Fewer than one a period: what is judged is how far apart they come.")
    if grain == "term":
        why = "Terms have a season and are few: each is held against the same term of earlier years."
        return Chosen("same_term", why)
    if grain == "year":
        return Chosen("none", "Years are too few to test: read the terms.")
    if figures >= XMR_FROM:
        return Chosen("xmr", f"{figures} months: enough for limits of what chance alone does.")
    if figures >= change.RUN_CHART_FROM:
        return Chosen("run_chart", f"{figures} months: a median and its runs; limits need {XMR_FROM}.")
    few = f"{figures} {'month' if figures == 1 else 'months'}: a test needs {change.RUN_CHART_FROM}."
    return Chosen("none", few, early=True)


def test(series: Sequence[Cell], chosen: Chosen, indicator: Indicator) -> Test:
    """What tests the i-th cell of a series; nothing is said of one that is not finished."""
    finds = _by_method(series, chosen)

    def one(i: int) -> Found:
        found = finds(i)
        if found.word not in ("higher", "lower", "none"):
            return found
        why = unfinished.why(series, i, indicator)
        if why:
            return Found("too early", why=why)
        # The range is all that a term is held against; months have rules of runs as well.
        quiet = chosen.method == "same_term" and found.word == "none"
        open_to_all = quiet and _leaves_all_open(found, indicator)
        return replace(found, word="cannot tell") if open_to_all else found

    return one


def _by_method(series: Sequence[Cell], chosen: Chosen) -> Test:
    """Terms are tested one by one, as somebody asks."""
    values = [value(cell) for cell in series]
    if chosen.method == "same_term":
        terms = [cell.period.rpartition(" ")[2] for cell in series]
        hidden = [cell.state == "hidden" for cell in series]
        return lambda i: _same_term(values[: i + 1], terms[: i + 1], sum(hidden[:i]))
    if chosen.method == "between":
        return lambda i: _apart(series[: i + 1])
    if chosen.method == "queue":
        return lambda i: _queue(series[: i + 1])
    if chosen.method == "xmr":
        return _limits(values, locked(series)).__getitem__
    if chosen.method == "run_chart":
        return lambda i: _shift(values[: i + 1])
    untested: Word = "too early" if chosen.early else "not tested"
    return lambda i: Found("not tested" if values[i] is None else untested)


def _leaves_all_open(found: Found, indicator: Indicator) -> bool:
    """Whether the range that was expected holds every share, or gap between shares, that there can be."""
    if not indicator.percent or found.lower is None or found.upper is None:
        return False
    return found.lower <= (-1 if indicator.method == "gap" else 0) and found.upper >= 1


def false_alarm(chosen: Chosen) -> float:
    """How often the method flags the last figure of a line in which nothing has happened."""
    if chosen.method == "queue":
        return queues.FALSE_ALARM
    return FALSE_ALARM[chosen.method] + (change.BURST if chosen.method == "between" else 0)


def value(cell: Cell) -> float | None:
    return cell.value if cell.state in SEEN else None


def _same_term(values: list[float | None], terms: list[str], hidden: int) -> Found:
    if values[-1] is None:
        return Found("not tested")
    found = change.same_term(values, terms)
    if hidden and found.signal != "too early" and _too_few_are_left(values[:-1], terms[:-1], hidden):
        return Found("too early", why=HIDDEN)
    rule = "same_term" if found.signal in ("higher", "lower") else ""
    same = sum(v is not None and term == terms[-1] for v, term in zip(values[:-1], terms[:-1], strict=True))
    return Found(found.signal, found.expected, found.lower, found.upper, rule, same)


def _too_few_are_left(values: Sequence[float | None], terms: Sequence[str], hidden: int) -> bool:
    present = [term for value, term in zip(values, terms, strict=True) if value is not None]
    repeats = len(present) - len(set(present))
    return hidden * MOST_HIDDEN >= len(values) or repeats < LEAST_BESIDE_HIDDEN


def _rare(series: Sequence[Cell], indicator: Indicator) -> bool:
    """Events that come less than once a period; a line in which nothing ever happened is as usual in any case."""
    counts = [cell.numerator for cell in series if value(cell) is not None and cell.numerator is not None]
    events = indicator.method == "rate" and all(count == int(count) for count in counts)
    return events and 0 < sum(counts) < len(counts)


def _apart(series: Sequence[Cell]) -> Found:
    """How often events come, told by the days between them: the figure has no expected range of its own."""
    if value(series[-1]) is None:
        return Found("not tested")
    counts = [None if value(cell) is None else cell.numerator for cell in series]
    spaced = change.days_between(counts, [LENGTH[cell.grain] for cell in series])
    found = change.between(spaced.days, spaced.since)
    if change.burst(counts):
        return Found("higher", rule="burst")
    marks = [mark for mark in (*found.rules, found.since) if mark]
    rule = {"together": "together", "limits": "one_gap"}[marks[-1]] if marks else ""
    return Found(found.signal, rule=rule if found.signal in ("higher", "lower") else "")


def _queue(series: Sequence[Cell]) -> Found:
    """On the figure’s own scale: so many per 1,000 pupils."""
    last = series[-1]
    if value(last) is None:
        return Found("not tested")
    if any(cell.state == "hidden" for cell in series[:-1]):
        return Found(
            "too early", why=HIDDEN
        )  # nobody waiting is never hidden: those left would be mostly such ends
    counts = [None if value(cell) is None else cell.numerator for cell in series]
    found = queues.longer(counts, [cell.denominator for cell in series])
    if found.most is None or found.expected is None or not last.denominator:
        return Found("too early")
    each = last.scale / last.denominator
    rule = "queue" if found.signal == "higher" else ""
    before = sum(count is not None for count in counts[:-1])
    return Found(found.signal, found.expected * each, 0.0, found.most * each, rule, before)


def locked(series: Sequence[Cell]) -> tuple[int, int] | None:
    """The first and last month that a locked baseline holds; None where too few of them have a figure."""
    held = [i for i, cell in enumerate(series) if cell.locked and value(cell) is not None]
    return (held[0], held[-1]) if len(held) >= XMR_FROM else None


def _limits(values: list[float | None], fixing: tuple[int, int] | None) -> list[Found]:
    chart = change.xmr(values, locked=fixing)
    return [
        _at_limits(*point)
        for point in zip(values, chart.centre, chart.lower, chart.upper, chart.rules, strict=True)
    ]


def _at_limits(value, centre, lower, upper, rule) -> Found:
    if value is None:
        return Found("not tested")
    word: Word = "none"
    if rule and value != centre:
        word = "higher" if value > centre else "lower"
    return Found(word, centre, lower, upper, rule if word != "none" else "")


def _shift(values: list[float | None]) -> Found:
    """A run chart judges the series: its last figure is marked where it ends the run that is too long."""
    last = values[-1]
    if last is None:
        return Found("not tested")
    chart = change.run_chart(values)
    if chart.signal is None or chart.centre is None:
        return Found("too early")
    if not chart.signal or not _ends_a_run(values, chart):
        return Found("none", chart.centre)
    return Found("higher" if last > chart.centre else "lower", chart.centre, rule="shift")


def _ends_a_run(values: Sequence[float | None], chart: change.RunChart) -> bool:
    sides = [
        v > chart.centre for v in values if v is not None and chart.centre is not None and v != chart.centre
    ]
    run = next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
    return values[-1] != chart.centre and run == chart.longest_run
