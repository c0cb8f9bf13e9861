"""Whether a published line has changed: each cell against its own past, by the rule of its grain."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from wellmetrics.model import Better, Cell
from wellmetrics.statistics import change
from wellmetrics.words.certainty import SEEN

Word = Literal["higher", "lower", "none", "too early", "not tested"]
Verdict = Literal["worse", "better", "neither"]
FALSE_ALARM = 0.01  # of one same-term test: its interval is a 99% one


@dataclass(frozen=True, slots=True)
class Signal:
    """One cell tested. `expected`, `lower` and `upper` are what its past led to expect; None where untested."""

    cell: Cell
    word: Word
    verdict: Verdict
    expected: float | None
    lower: float | None
    upper: float | None
    running: int  # cells in a row, up to this one, with the same signal; 0 without one

    @property
    def tested(self) -> bool:
        return self.word in ("higher", "lower", "none")

    @property
    def flagged(self) -> bool:
        return self.word in ("higher", "lower")

    @property
    def past_alike(self) -> bool:
        """Every earlier figure was the same, so that any other stands out, however small the difference."""
        if not self.flagged or self.lower is None or self.upper is None:
            return False
        return math.isclose(self.lower, self.upper, rel_tol=1e-9, abs_tol=1e-12)


Found = tuple[Word, float | None, float | None, float | None]
NOT_TESTED: Found = ("not tested", None, None, None)


def of_rows(cells: list[Cell]) -> list[str]:
    """The signal word of each cell of one line, oldest first."""
    return [signal.word for signal in of_line(cells)]


def of_line(cells: Sequence[Cell], better: Better = "neither") -> list[Signal]:
    """Every cell of one line (one indicator, place and part; one grain), each tested against its past."""
    find = _tests(cells)
    return _counted(cells, [find(i) for i in range(len(cells))], better)


def latest(cells: Sequence[Cell], better: Better = "neither") -> Signal | None:
    """The last cell of a line; earlier ones are tested only as far back as the signal runs."""
    if not cells:
        return None
    find, found = _tests(cells), []
    for i in reversed(range(len(cells))):
        found.insert(0, find(i))
        if found[0][0] not in ("higher", "lower") or found[0][0] != found[-1][0]:
            break
    return _counted(cells[-len(found) :], found, better)[-1]


def budget(signals: Iterable[Signal]) -> tuple[int, float, int]:
    """Lines looked at, flags to expect by chance, flags found: of same-term tests."""
    tested = [signal for signal in signals if signal.tested]
    return len(tested), len(tested) * FALSE_ALARM, sum(signal.flagged for signal in tested)


def _value(cell: Cell) -> float | None:
    return cell.value if cell.state in SEEN else None


def _tests(cells: Sequence[Cell]) -> Callable[[int], Found]:
    """What tests the i-th cell."""
    values = [_value(cell) for cell in cells]
    grain = cells[0].grain if cells else "year"
    # No claim crosses the start of a new series.
    starts = [i for i, cell in enumerate(cells) if cell.starts]
    if grain == "month":
        found = _months(values, starts)
        return lambda i: found[i]
    if grain == "term":
        terms = [cell.period.rpartition(" ")[2] for cell in cells]

        def find(i: int) -> Found:
            first = max((start for start in starts if start <= i), default=0)
            return _term(values[first : i + 1], terms[first : i + 1])

        return find
    return lambda i: NOT_TESTED


def _term(values: list[float | None], terms: list[str]) -> Found:
    if values[-1] is None:
        return NOT_TESTED
    test = change.same_term(values, terms)
    return test.signal, test.expected, test.lower, test.upper


def _months(values: list[float | None], starts: Sequence[int] = ()) -> list[Found]:
    chart = change.xmr(values, breaks=tuple(start for start in starts if start))
    return [
        _month(*point)
        for point in zip(values, chart.centre, chart.lower, chart.upper, chart.rules, strict=True)
    ]


def _month(value, centre, lower, upper, rule) -> Found:
    if value is None:
        return NOT_TESTED
    if centre is None:
        return "too early", None, None, None
    word: Word = "none"
    if rule and value != centre:
        word = "higher" if value > centre else "lower"
    return word, centre, lower, upper


def _counted(cells: Sequence[Cell], found: Sequence[Found], better: Better) -> list[Signal]:
    signals, running, before = [], 0, ""
    for cell, (word, expected, lower, upper) in zip(cells, found, strict=True):
        running = 0 if word not in ("higher", "lower") else running + 1 if word == before else 1
        before = word
        signals.append(Signal(cell, word, verdict(word, better), expected, lower, upper, running))
    return signals


def verdict(word: str, better: Better) -> Verdict:
    """Worse or better, by the side that is better for the indicator."""
    if word not in ("higher", "lower") or better == "neither":
        return "neither"
    return "better" if (word == "higher") == (better == "up") else "worse"
