"""What is said about one file: gathered while it is looked at, kept with its load, and shown the most frequent first."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from wellmetrics.intake import personal
from wellmetrics.intake.messages import every
from wellmetrics.model import Level, Problem

# The columns that a file with its problems marked has more: it comes back with them.
MARKS = ("What is wrong", "Likely correction")
MOST = 10_000  # messages of one code about one file; the rest are counted
ORDER: Mapping[Level, int] = {"error": 0, "query": 1, "notice": 2}
# Dates and numbers say nothing about a person, and what is masked says nothing any more; the rest may.
_BARE = re.compile(r"[\d\s/.,:£%+-]*|.?… \(\d+ characters\)")


class Problems:
    """Everything said about one file, as it is found."""

    def __init__(self, file: str, earlier: Iterable[Problem] = ()) -> None:
        self.file = file
        self.positions: Mapping[str, int] = {}  # which column of the file fills which column of the dataset
        self.found = list(earlier)
        self._listed = Counter(problem.code for problem in self.found)
        self._more: Counter[str] = Counter()
        self._messages = every()

    def say(
        self, code: str, line: int | None = None, column: str = "", value: str = "", suggestion: str = "", **fields: object
    ) -> None:  # fmt: skip
        """One message of the catalogue about a place of the file; `fields` are what its words name."""
        if self._listed[code] >= MOST:
            self._more[code] += 1
            return
        self._listed[code] += 1
        at = self.positions.get(column)
        self.found.append(
            self._messages[code].about(self.file, line, column, value, suggestion, at, **fields)
        )

    def listed(self, code: str, rows: np.ndarray) -> np.ndarray:
        """Those of the rows that something can still be said of with this code; the rest are counted."""
        shown = rows[: max(MOST - self._listed[code], 0)]
        self._more[code] += len(rows) - len(shown)
        return shown

    @property
    def told(self) -> tuple[Problem, ...]:
        """All of it, with a notice for each code that has more than are listed."""
        first = {problem.code: problem for problem in reversed(self.found)}
        said = self._messages["more_of_these"]
        return *self.found, *(
            said.about(self.file, None, first[code].column, more=f"{n:,}", most=f"{MOST:,}", said=first[code].problem)
            for code, n in self._more.items()
            if n
        )  # fmt: skip


def by_frequency(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems of one kind together: errors first, then what comes most often; each kind in the order of its rows."""
    kinds: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.level, problem.code, problem.column), []).append(problem)
    for same in kinds.values():
        same.sort(key=lambda problem: problem.line or 0)
    return sorted(kinds.values(), key=lambda same: (ORDER[same[0].level], -len(same)))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for same in by_frequency(problems) for problem in same]


def of_a_row_left_out(problem: Problem) -> Problem:
    """An error whose row was left out with the sender's tick: kept as a query."""
    return replace(problem, level="query", problem=f"{problem.problem} The row was left out.")


def to_keep(problem: Problem) -> Problem:
    """A problem as it is kept with a load: words that somebody typed and nobody checked are masked."""
    message = every().get(problem.code)
    if message is None or not message.typed or _BARE.fullmatch(problem.value):
        return problem
    shown = personal.masked(problem.value)
    said = problem.problem.replace(f"“{problem.value}”", f"“{shown}”")
    return replace(problem, value=shown, problem=said, suggestion="")
