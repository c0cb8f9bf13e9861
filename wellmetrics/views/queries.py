"""What was doubtful in the rows that stand: each query with its file, row and note, the open ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellmetrics.queries import Asked
from wellmetrics.words import numbers

STATES = {"open": "open", "waiting": "asked, waiting for an answer", "settled": "settled"}
ORDER = tuple(STATES)
SHOWN = 200
HEADINGS = ("state", "school", "term", "file", "row", "column", "found", "query", "note", "by", "written")
LONGEST_FOUND = 60


@dataclass(frozen=True, slots=True)
class QueryRow:
    mark: str
    state: str
    school: str
    term: str
    file: str
    row: str
    column: str
    found: str
    problem: str
    note: str
    by: str
    written: str

    @property
    def label(self) -> str:
        return ", ".join(filter(None, (self.school, self.file, self.row, self.column))) + f": {self.problem}"

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.state, self.school, self.term, self.file, self.row, self.column, self.found, self.problem,
                self.note, self.by, self.written)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queries:
    said: str
    rows: tuple[QueryRow, ...]

    @property
    def shown(self) -> tuple[QueryRow, ...]:
        return self.rows[:SHOWN]


def view(asked: Sequence[Asked], schools: Mapping[str, str], state: str = "") -> Queries:
    """Every query, or those of one state."""
    chosen = [one for one in asked if state in ("", one.state)]
    rows = [_row(one, schools) for one in sorted(chosen, key=lambda one: ORDER.index(one.state))]
    return Queries(_said(asked), tuple(rows))


def _said(asked: Sequence[Asked]) -> str:
    if not asked:
        return "No row that stands is in doubt."
    counts = [sum(one.state == state for one in asked) for state in ORDER]
    said = [f"{n} {words}" for n, words in zip(counts, STATES.values(), strict=True) if n]
    return f"{numbers.times(len(asked), 'query', 'queries')} on rows that stand: {numbers.listed(said)}."


def _row(one: Asked, schools: Mapping[str, str]) -> QueryRow:
    note = one.note
    return QueryRow(
        one.mark, STATES[one.state], schools.get(one.urn, one.urn) if one.urn else "", numbers.term(one.period) if one.period else "",
        one.file, f"row {one.line}" if one.line else "", one.column, one.value[:LONGEST_FOUND], one.problem,
        note.text if note else "", note.by if note else "", numbers.day(note.written_at) if note else "",
    )  # fmt: skip
