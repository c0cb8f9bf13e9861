"""A column of absence types beside the reason: rows of another kind are left out, an unknown type is asked about."""

from collections.abc import Iterator

import numpy as np

from wellmetrics.intake.faults import Fault, LeftOut
from wellmetrics.intake.stages.cells import RowsOf, as_finding, leave_out, say
from wellmetrics.intake.texts import texts
from wellmetrics.intake.values import absence_type
from wellmetrics.intake.work import Work

REASON = "reason"


def look_at(work: Work) -> None:
    """Comes before the cells: what else stands in a row that is left out is nobody's fault."""
    for position in positions(work):
        _leave_out(work, position)
    for position in positions(work):
        _ask(work, position)


def positions(work: Work) -> tuple[int, ...]:
    """The positions of the columns that say of what kind an absence is."""
    return work.match.beside.get(REASON, ())


def _leave_out(work: Work, position: int) -> None:
    reason = work.dataset.column(REASON)
    for text, at in _types(work, position):
        if isinstance(found := absence_type(text, reason), LeftOut):
            leave_out(work, reason, at, text, found)
    work.decisions.append(f"“{work.sheet.headings[position]}” says which rows are sickness.")


def _ask(work: Work, position: int) -> None:
    """Once for each type, at its first row: the question is about the type, not about a row."""
    heading, reason = work.sheet.headings[position], work.dataset.column(REASON)
    work.problems.positions = {heading: position, **work.problems.positions}
    for text, at in _types(work, position):
        fault, at = absence_type(text, reason), at[~work.gone[at]]
        if not (isinstance(fault, Fault) and len(at)):
            continue
        finding = as_finding(text, reason, fault)
        if finding.code != fault.code:
            say(work, reason, at, finding)  # it may not come in at all
            continue
        rows = "its row counts" if len(at) == 1 else f"its {len(at)} rows count"
        line = work.sheet.lines[int(at[0])].as_py()
        work.problems.say(fault.code, line, heading, finding.shown, text=finding.shown, rows=rows)


def _types(work: Work, position: int) -> Iterator[tuple[str, np.ndarray]]:
    """Each type with the rows that have it."""
    column = work.sheet.columns[position]
    rows = RowsOf(column)
    for code, text in enumerate(texts(column.dictionary)):
        yield text, rows.of(code)
