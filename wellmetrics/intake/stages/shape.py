"""The shape of a file: rows there at all, and totals that stand among the rows and must not be counted."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.texts import where
from wellmetrics.intake.work import Work

SUMS = ("total", "totals", "grand total", "trust total", "all schools")
WIDER = ("national", "england")  # of more schools than the file has: nothing to compare them with
# Columns whose numbers never exceed this are shares and posts, which nobody adds up.
_HIGHEST_SHARE = 2


def look_at(work: Work) -> None:
    no_rows(work)
    totals_line(work)


def no_rows(work: Work) -> None:
    if not len(work.sheet.lines) and not work.sheet.problems:
        work.problems.say("no_rows")


def totals_line(work: Work) -> None:
    totals = _lines_that_say(work, (*SUMS, *WIDER))
    work.gone |= totals
    for line in work.sheet.lines.filter(pa.array(totals)).to_pylist():
        work.problems.say("totals_line", line)


def totals_disagree(work: Work, rows: pa.Table) -> None:
    """Totals that are the sum of neither the rows above them, nor of those since the last totals, nor of all rows."""
    totals = _lines_that_say(work, SUMS)
    if not totals.any():
        return
    out = work.gone & ~_lines_that_say(work, (*SUMS, *WIDER))
    for column in work.dataset.columns:
        if column.kind in ("number", "integer") and (column.high is None or column.high > _HIGHEST_SHARE):
            numbers = rows[column.name].to_numpy().astype(float)
            for wrong in _disagreeing(numbers, totals, out):
                line = work.sheet.lines[wrong.row].as_py()
                said, added = f"{wrong.said:g}", f"{wrong.added:g}"
                work.problems.say("totals_disagree", line, column.name, said, detail=added)


@dataclass(frozen=True, slots=True)
class _Wrong:
    row: int
    said: float
    added: float


def _disagreeing(numbers: np.ndarray, totals: np.ndarray, out: np.ndarray) -> list[_Wrong]:
    """`out` are rows of another kind, such as maternity leave: a total may hold them or not."""
    every = np.where(totals | np.isnan(numbers), 0.0, numbers)
    sums = [np.append(0, np.cumsum(part)) for part in (every, np.where(out, 0.0, every))]
    wrong, last = [], 0
    for row in np.flatnonzero(totals & ~np.isnan(numbers)).tolist():
        may_be = [total for s in sums for total in (s[row] - s[last], s[row], s[-1])]
        # Rows are rounded to a tenth, and so is their total.
        if all(abs(total - numbers[row]) > 0.1 * max(row, 1) ** 0.5 for total in may_be):
            wrong.append(_Wrong(row, numbers[row], may_be[0]))
        last = row
    return wrong


def _lines_that_say(work: Work, words: tuple[str, ...]) -> np.ndarray:
    """Lines whose first filled cell, among the first three, is one of the words."""
    totals = np.zeros(len(work.sheet.lines), bool)
    blank_so_far = ~totals
    for column in work.sheet.columns[:3]:
        says = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(column.dictionary)), pa.array(words))
        totals |= blank_so_far & where(column, says)
        blank_so_far &= where(column, pc.equal(column.dictionary, pa.scalar("")))
        if not blank_so_far.any():
            break
    return totals
