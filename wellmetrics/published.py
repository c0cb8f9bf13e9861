"""What stands beside the cells of a release: periods, places, coverage, sources, breaks and questions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from wellmetrics.model import Cell


@dataclass(frozen=True, slots=True)
class Period:
    period: str
    grain: str
    academic_year: str
    term: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Place:
    """A school (urn), the trust (kind trust, both empty), or a named set of schools (group)."""

    urn: str
    group: str
    name: str
    kind: str
    phase: str
    local_authority: str | None
    joined: date | None
    left: date | None
    headcount: float | None


@dataclass(frozen=True, slots=True)
class Public:
    """What is publicly known of a school: pupils on roll, and shares from 0 to 1; None where few are behind one."""

    urn: str
    roll: int
    pupil_premium: float | None
    send: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came in for a school and term: complete, nothing to report, not due, part or missing."""

    urn: str
    dataset: str
    academic_year: str
    term: str
    period: str
    state: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file behind a figure."""

    batch: int
    dataset: str
    file: str
    sha256: str
    by: str
    loaded_at: datetime
    queries: int | None  # how many of its rows are doubtful; in the lead's file alone


@dataclass(frozen=True, slots=True)
class Footnote:
    """What was found out about a doubtful row behind a figure. `problem` is in the lead's file only."""

    batch: int
    line: int | None
    dataset: str
    column: str
    problem: str
    urn: str
    period: str
    note: str
    by: str
    written_at: datetime
    settled: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One thing that was doubtful in a file and loaded all the same. `line` is as a spreadsheet shows it."""

    batch: int
    line: int | None
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a new series starts, and why. None stands for every school, group, cut or part."""

    urn: str | None
    group: str | None
    cut: str | None
    part: str | None
    since: date
    reason: str

    def holds(self, cell: Cell) -> bool:
        pairs = ((self.urn, cell.urn), (self.group, cell.group), (self.cut, cell.cut), (self.part, cell.part))
        return all(mine is None or mine == its for mine, its in pairs)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a survey; `values` are what its answers are worth, the lowest first."""

    survey: str
    title: str
    audience: str
    topic: str
    code: str
    wording: str
    construct: str
    reversed: bool
    labels: list[str]
    values: list[float]
    favourable_from: float
    earlier: list[str] = field(default_factory=list)  # wordings before today's ...
    until: list[str] = field(default_factory=list)  # ... and the academic year up to which each held

    def worded(self, period: str) -> str:
        """As it was put in a term or an academic year."""
        held = sorted(zip(self.until, self.earlier, strict=True))
        return next((wording for until, wording in held if period[:7] <= until), self.wording)
