"""The nouns of the house: frozen records that every other room speaks in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal[
    "urn", "text", "choice", "date", "month", "integer", "number", "flag", "reference", "academic_year"
]
Level = Literal["error", "query", "notice"]
# Where a fault shows, in the order in which a file is looked at; the last is against what was sent before.
Stage = Literal["file", "shape", "columns", "values", "rows", "earlier"]
Grain = Literal["month", "term", "year"]
State = Literal["shown", "nil", "missing", "hidden", "not applicable"]
Better = Literal["up", "down", "neither"]
Method = Literal["proportion", "rate", "ratio", "mean", "median", "gap"]
Protection = Literal["managed", "confidential", "anonymous"]
Role = Literal["lead", "board", "head"]
Feed = Literal["absence", "survey", "referrals", "participation"]

GRAINS: tuple[Grain, ...] = ("month", "term", "year")
TERMS = ("Autumn", "Spring", "Summer")
FEEDS: Mapping[Feed, str] = {
    "absence": "staff absence",
    "survey": "surveys",
    "referrals": "referrals",
    "participation": "PE and participation",
}
# Cuts whose parts overlap: a person is in several of them, so they do not add up to everybody.
OVERLAPPING_CUTS = ("question", "answer", "construct", "method")
# Wider groups, by what they are made of: where a group is hidden, the wider one can often be shown.
WIDER = {
    ("staff_group", "leader"): ("staff_kind", "leaders and teachers"),
    ("staff_group", "teacher"): ("staff_kind", "leaders and teachers"),
    ("staff_group", "teaching assistant"): ("staff_kind", "all other staff"),
    ("staff_group", "support staff"): ("staff_kind", "all other staff"),
    ("staff_group", "central team"): ("staff_kind", "all other staff"),
    ("staff_group", "not known"): ("staff_kind", "not known"),
    ("send", "support"): ("any_send", "Y"),
    ("send", "plan"): ("any_send", "Y"),
    ("send", "none"): ("any_send", "N"),
    ("send", "not known"): ("any_send", "not known"),
}
OTHERS = "other schools"  # in a head's figures: the pool of other schools taken together


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset: what it is called, what may stand in it, and how to say so to a school office."""

    name: str
    kind: Kind
    help: str
    example: str
    needed: bool = True  # the file must have the column
    blank: bool = False  # a cell of it may be empty
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    value_aliases: Mapping[str, str] = field(default_factory=dict)
    leaves_out: Mapping[str, str] = field(default_factory=dict)  # value -> what such a row is: not loaded
    otherwise: str | None = None  # the choice that an unlisted value counts as, with a query
    low: float | None = None
    high: float | None = None
    above: float | None = None


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A fault that only several cells or rows together show.

    `sql` selects `line`, `value` and what else the words name from `rows`, `today` (one row, one `day`), the rows
    that stand of any dataset under its name, and what `intake.rows` prepares.
    """

    code: str
    column: str
    level: Level
    sql: str
    problem: str  # may name {value}, {detail} and any other column of the query
    fix: str
    stage: Stage = "rows"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One CSV template, one table in the vault."""

    name: str
    title: str
    about: str
    storage: Literal["log", "snapshot", "reference"]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    slice: tuple[str, ...] = ()  # snapshots are replaced by these columns ...
    slice_by_filled: tuple[str, ...] = ()  # ... and by whether these are filled
    checks: tuple[RowCheck, ...] = ()
    order: int = 9  # reference files load before the facts that need them
    period_column: str | None = None  # the date or month that says which term a row belongs to
    by_term: bool = False  # ... where a row names its academic year and term itself
    # What the vault keeps, where that is not the columns of the file: a survey's questions become one column.
    stores: tuple[str, ...] = ()

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns of the vault's table, in order."""
        return self.stores or tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, in words for a school office. `line` is as a spreadsheet shows it."""

    file: str
    line: int | None
    column: str
    value: str
    level: Level
    problem: str
    fix: str
    code: str = ""
    suggestion: str = ""  # what the sender probably meant, as it would be written in the cell
    position: int | None = None  # which column of the file, counted from 0

    def __str__(self) -> str:
        row = f", row {self.line}" if self.line else ""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.problem} {self.fix}".strip()


@dataclass(frozen=True, slots=True)
class Comparator:
    """A published figure that may stand beside an indicator, with its source and year."""

    label: str
    year: str
    value: float
    source: str
    population: str = ""
    url: str = ""
    note: str = ""
    part: str = ""  # of the indicator's `never_mixed` column: it stands beside figures of this part alone


@dataclass(frozen=True, slots=True)
class Indicator:
    """One declaration of what is counted. Expressions are portable SQL over one row of `dataset`."""

    code: str
    title: str
    short: str  # the two or three words of a table heading
    why: str
    counted: str  # numerator and denominator in words
    dataset: str
    numerator: str
    denominator: str
    method: Method
    protection: Protection
    people: str  # whom the numerator counts: indicators that count the same people are hidden together
    feed: Feed = "absence"
    audience: str = ""  # of a survey: staff, pupils, families or trustees
    where: str = "true"  # which rows of the dataset are counted
    sent: str = "spells_sent"  # table of the places and periods where no row is a true zero; empty: nowhere
    counts: bool = False  # a row of the dataset counts people already, instead of being one
    occasion: str = "''"  # what sets two rows of one person apart in a longer period: a survey's wave
    base: str | None = None
    cuts: tuple[str, ...] = ()
    part_of: tuple[str, str] | None = None  # this whole indicator is one part of a cut of `people`
    grains: tuple[Grain, ...] = GRAINS
    confidential_cuts: tuple[str, ...] = ()
    whole: bool = True  # there is a figure for everybody, not only for parts
    unit: str = ""
    scale: float = 1  # of the value: 1000 for “per 1,000”
    percent: bool = False
    better: Better = "down"
    companion: str | None = None
    version: int = 1
    since: str = "2025/26"
    comparators: tuple[Comparator, ...] = ()
    incentive: str = ""
    guard: str = ""
    owner: str = "Trust wellbeing lead"
    review: str = "Summer 2027"
    summary: tuple[str, str] | None = None  # numerator and denominator where only totals came
    summary_from: str = "absence_by_month"  # the table of those totals
    only_part: tuple[str, str] | None = None  # counts one part of the population: ("staff_group", "teacher")
    now: bool = False  # counts how things stand on the period's last day
    among: str = ""  # whom else the people counted are among: never more of them than of those
    follows: str = ""  # hidden wherever that indicator is: its denominator is what that one counts
    band: bool = False  # a screening band: few in it, or few outside it, may not be shown
    open_to_board: bool = False  # at `all` the board sees it as it is
    rare: bool = False  # few in a term of a small school: the board has it of such a school by the year
    # The year is the sum or the mean of its terms, so that two terms and the year tell the third. People absent are
    # not, nor are long days: a spell may become long in a later term.
    terms_make_year: bool = True
    gap: "Gap | None" = None
    never_mixed: str = (
        ""  # column of the dataset that must have one value in a figure, such as how it was measured
    )
    breaks: tuple[
        tuple[str, str], ...
    ] = ()  # (academic year from which a changed definition holds, what changed)


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between two parts of one cut of another indicator: the first less the other."""

    of: str
    between: str  # as the code of the gap says it
    cut: str
    part: str
    other: str


@dataclass(frozen=True, slots=True)
class Place:
    """A school, a named set of schools, or the whole trust (both empty)."""

    urn: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as a reader may see it. Made only by the door and by the reader of a release.

    Hidden, missing and not applicable cells hold no number at all.
    """

    indicator: str
    urn: str
    group: str
    period: str
    grain: Grain
    cut: str
    part: str
    state: State
    numerator: float | None = None
    denominator: float | None = None
    people: float | None = None
    base_people: float | None = None
    square_sum: float | None = None
    cross_sum: float | None = None
    denominator_square_sum: float | None = None
    # A figure that is no quotient of sums, such as a median or a gap, with its 95% limits.
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    scale: float = 1
    starts: str = ""  # why a new series starts here: nothing is compared across it
    locked: bool = False  # whether a locked baseline holds this month: it fixes the limits of the line
    until: date | None = None  # the last day of a period that was not over when the release was made
    by_year: bool = False  # a term of a small school whose figure is given by the year

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that this reader is not given: hidden, or given by the year alone."""
        return self.state == "hidden" or self.by_year

    @property
    def value(self) -> float | None:
        if self.estimate is not None:
            return self.estimate
        if self.numerator is None or not self.denominator:
            return None
        return self.scale * self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. `urn` is a head's own school. `looks`: somebody else reads as this one, and writes nothing."""

    role: Role
    urn: str = ""
    looks: bool = False

    @classmethod
    def parse(cls, text: str) -> "Viewer":
        """`lead`, `board` or `head:URN`. Raises ValueError with a sentence."""
        role, _, urn = text.partition(":")
        if role == "head" and urn:
            return cls("head", urn)
        if role in ("lead", "board") and not urn:
            return cls(role)  # type: ignore[arg-type]
        raise ValueError(f"“{text}” is not a role. Write lead, board or head:URN, such as head:900001.")

    def __str__(self) -> str:
        return f"head:{self.urn}" if self.role == "head" else self.role


class Refusal(Exception):
    """A sentence for the person who asked: what cannot be done, and what to do instead."""


class CallError(Refusal):
    """The call itself is at fault (exit code 2)."""
