"""Texts that a column does not know, for the sender to say what they mean, and what was said of others."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from wellmetrics.intake.match import compared
from wellmetrics.intake.own_words import Word
from wellmetrics.intake.work import Work

REASON = "reason"
UNKNOWN_TYPE = "unknown_absence_type"  # stands beside the reason and is said of it
# Messages about a text that could be given a meaning; what may be personal has other messages.
UNKNOWN = {"value_choice", "value_other", "value_flag", "value_urn", UNKNOWN_TYPE}
MOST = 200  # of a file: a column with more unknown texts is another column


def look_at(work: Work) -> None:
    """Comes behind the cells, which say what they do not know."""
    often = cache(lambda position: _often(work, position))
    said = tuple(_said(work, often))
    for column in dict.fromkeys(word.column for word in said):
        own = ", ".join(f"“{word.text}” means {word.means}" for word in said if word.column == column)
        work.decisions.append(f"As was said of {column}: {own}.")
    if work.headed:
        unknown = sorted(_unknown(work, often), key=lambda word: -word.times)
        work.headed = replace(work.headed, words=(*said, *unknown[:MOST]))


def _often(work: Work, position: int) -> Counter[str]:
    """How often each text stands there, however it is written."""
    found: Counter[str] = Counter()
    for text, n in work.often(position).items():
        found[compared(text)] += n
    return found


def _said(work: Work, often: Callable[[int], Counter[str]]) -> Iterator[Word]:
    """Those that stand in this file."""
    for column, own in work.meant.items():
        positions = [at for name, at in work.match.columns.items() if name == column]
        positions += work.match.beside.get(column, ()) if column == REASON else ()
        for text, means in own.items():
            if times := sum(often(position)[compared(text)] for position in positions):
                yield Word(column, text, times, means)


def _unknown(work: Work, often: Callable[[int], Counter[str]]) -> Iterator[Word]:
    seen: set[tuple[str, str]] = set()
    for problem in work.problems.found:
        if problem.code not in UNKNOWN or problem.position is None:
            continue
        column = REASON if problem.code == UNKNOWN_TYPE else problem.column
        word = (column, compared(problem.value))
        if word not in seen:
            seen.add(word)
            yield Word(column, problem.value, often(problem.position)[word[1]], likely=problem.suggestion)
