"""Whether a published line has changed: each cell against its own past, by the method that suits the line."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wellmetrics.model import Better, Cell, Indicator
from wellmetrics.words import methods
from wellmetrics.words.methods import Chosen, Found, Test, Word

Verdict = Literal["worse", "better", "neither"]
Certainty = Literal["stands out", "worth a look", ""]


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
    since: str = ""  # the period in which it began; empty without one
    rule: str = ""  # what marked it
    chosen: Chosen = methods.NO_METHOD
    against: int = 0  # how many earlier figures it was held against, of the same term
    why: str = ""  # why it is too early, where that is not for want of earlier figures

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

    @property
    def certainty(self) -> Certainty:
        """By this line alone: a second source can make it stand out too."""
        return certainty(self)


def certainty(signal: Signal | None, sources: int = 1) -> Certainty:
    """One line and one term among many is worth a look; a second term, or a second source, makes it stand out."""
    if signal is None or not signal.flagged:
        return ""
    # Those who wait at a second term's end may be the same few: they bear nothing out.
    again = signal.running > 1 and signal.chosen.method != "queue"
    return "stands out" if again or sources > 1 else "worth a look"


def of_rows(cells: Sequence[Cell], indicator: Indicator) -> list[str]:
    """The signal word of each cell of one line, oldest first, in the words of `show`: where nobody can tell there is none."""
    return ["none" if s.word == "cannot tell" else s.word for s in of_line(cells, indicator)]


def of_line(cells: Sequence[Cell], indicator: Indicator) -> list[Signal]:
    """Every cell of one line (one indicator, place and part; one grain), each tested against its past."""
    series = _series_of(cells, indicator)
    return _counted([_tested(cells, series, i) for i in range(len(cells))], indicator.better)


def latest(cells: Sequence[Cell], indicator: Indicator) -> Signal | None:
    """The last cell of a line; earlier ones are tested only as far back as the signal runs."""
    series, tested = _series_of(cells, indicator), []
    for i in reversed(range(len(cells))):
        tested.insert(0, _tested(cells, series, i))
        word = tested[0][2].word
        if word not in ("higher", "lower") or word != tested[-1][2].word:
            break
    return _counted(tested, indicator.better)[-1] if tested else None


def budget(signals: Iterable[Signal]) -> tuple[int, float, int, int]:
    """Lines looked at, flags to expect by chance (each line by its own method's rate), flags found, and how many stand out."""
    tested = [signal for signal in signals if signal.tested]
    by_chance = math.fsum(methods.false_alarm(signal.chosen) for signal in tested)
    sure = sum(signal.certainty == "stands out" for signal in tested)
    return len(tested), by_chance, sum(signal.flagged for signal in tested), sure


def verdict(word: str, better: Better) -> Verdict:
    """Worse or better, by the side that is better for the indicator."""
    if word not in ("higher", "lower") or better == "neither":
        return "neither"
    return "better" if (word == "higher") == (better == "up") else "worse"


@dataclass(frozen=True, slots=True)
class _Series:
    """A stretch of one definition: no claim crosses its start."""

    start: int
    chosen: Chosen
    test: Test


def _series_of(cells: Sequence[Cell], indicator: Indicator) -> list[_Series]:
    starts = sorted({0, *(i for i, cell in enumerate(cells) if cell.starts)})
    found = []
    for start, end in pairwise([*starts, len(cells)]):
        chosen = methods.choose(cells[start:end], indicator)
        found.append(_Series(start, chosen, methods.test(cells[start:end], chosen, indicator)))
    return found


def _tested(cells: Sequence[Cell], series: Sequence[_Series], i: int) -> tuple[Cell, Chosen, Found]:
    of = next(one for one in reversed(series) if one.start <= i)
    return cells[i], of.chosen, of.test(i - of.start)


def _counted(tested: Sequence[tuple[Cell, Chosen, Found]], better: Better) -> list[Signal]:
    signals, running, before, since = [], 0, "", ""
    for cell, chosen, found in tested:
        moved = found.word in ("higher", "lower")
        again = moved and found.word == before
        running, since = (
            (running + 1 if again else int(moved)),
            (since if again else cell.period if moved else ""),
        )
        before = found.word
        signals.append(
            Signal(cell, found.word, verdict(found.word, better), found.expected, found.lower, found.upper,
                   running, since, found.rule, chosen, found.against, found.why)
        )  # fmt: skip
    return signals
