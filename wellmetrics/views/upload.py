"""Files on their way in: what each was taken for, what is wrong with it, and what loading it would change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wellmetrics import catalogue
from wellmetrics.intake.agreed import labels
from wellmetrics.intake.check import Checked
from wellmetrics.intake.match import plain
from wellmetrics.intake.problems import by_frequency
from wellmetrics.model import Dataset, Problem
from wellmetrics.totals import Total
from wellmetrics.words import numbers

ROWS_SHOWN = 5  # of a kind of problem, at once
LINES_A_PAGE = 50
MOST_SHOWN = 1000  # of a file, where somebody asks for more; the report has them all
LEVELS = {
    "error": "stops the file",
    "query": "is loaded, and worth a look",
    "notice": "for your information",
}
NOT_LOADED = "worth a look"  # a file that is stopped loads nothing
TICKS = {
    "--leave-out-personal": "tick “Leave personal columns out” below",
    "--leave-out-errors": "tick “Leave wrong rows out” below",
    "--dataset": "choose what the file is below",
}


Row = tuple[str, str, str]  # its number as a spreadsheet shows it, what it holds, what is wrong


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of problem with the first rows that have it, and `more` rows for whoever wants to see them."""

    level: str
    says: str  # what the level means
    column: str
    problem: str
    fix: str
    count: int
    rows: tuple[Row, ...]
    more: tuple[Row, ...] = ()
    alike: bool = True  # whether the same is said of every row

    @property
    def title(self) -> str:
        """`2 × reason, such as: “Grotty” is not in the list; it counts as “other”.`"""
        times = f"{self.count:,} × " if self.count > 1 else ""
        where = ", ".join(filter(None, (self.column, "" if self.alike else "such as")))
        return f"{times}{where}{': ' if where else ''}{self.problem}"

    @property
    def every(self) -> str:
        """`all 340 lines`, or those of them that are shown at all; empty where the first rows are all."""
        lines = len(self.rows) + len(self.more)
        which = "all" if lines == self.count else "the first"
        return f"{which} {lines:,} lines" if self.more else ""

    @property
    def pages(self) -> dict[int, str]:
        lines = len(self.rows) + len(self.more)
        starts = range(0, lines, LINES_A_PAGE)
        return {i: f"{first + 1} to {min(first + LINES_A_PAGE, lines)}" for i, first in enumerate(starts)}

    def page(self, number: int) -> tuple[Row, ...]:
        return (*self.rows, *self.more)[number * LINES_A_PAGE :][:LINES_A_PAGE]

    @property
    def shown(self) -> str:
        """Which of its rows stand below a problem at first."""
        return f"the first {len(self.rows)} of {self.count:,}" if self.count > len(self.rows) else ""


@dataclass(frozen=True, slots=True)
class FileView:
    file: str
    state: str
    recognised: str
    decisions: tuple[str, ...]
    rows: str
    groups: tuple[Group, ...]
    loads: bool
    log: bool  # may be said to cover whole terms
    read_as: tuple[tuple[str, str], ...] = ()  # the sender's heading, and the column that it fills


@dataclass(frozen=True, slots=True)
class ChangeView:
    sentence: str
    nothing: bool
    schools: tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class TotalView:
    what: str
    before: str
    after: str


def view(checked: Checked, refused: bool) -> FileView:
    groups = _groups(checked, refused)
    return FileView(
        file=checked.file,
        state=_state(checked, refused),
        recognised=checked.dataset.title if checked.dataset else "not recognised",
        decisions=checked.decisions,
        rows=numbers.times(checked.rows.num_rows, "row") if checked.rows is not None else "no rows",
        groups=groups,
        loads=not refused,
        log=bool(checked.dataset and checked.dataset.storage == "log"),
        read_as=tuple((heading, name) for name, heading in _headings(checked).items()),
    )


def _state(checked: Checked, refused: bool) -> str:
    errors, queries = len(checked.errors), sum(p.level == "query" for p in checked.problems)
    if checked.dataset is None:
        return "cannot be read as one of the files this trust sends"
    if refused:
        return f"{numbers.times(errors, 'problem')} to correct first" if errors else "has no row to load"
    said = [numbers.times(errors, "row problem") + " left out"] if errors else []
    said += [numbers.times(queries, "query", "queries")] if queries else []
    return f"ready, with {numbers.listed(said)}" if said else "ready"


def _headings(checked: Checked) -> dict[str, str]:
    """The heading of each column as it stands in the sender's file, in the order of the file."""
    if checked.headed is None:
        return {}
    named = labels(checked.headed.headings)
    return {name: named[at] for name, at in sorted(checked.headed.columns.items(), key=lambda one: one[1])}


def _called(column: str, headings: Mapping[str, str]) -> str:
    """`Employee Number (staff_ref)`: the sender's heading first, the column's own name where it is another."""
    heading = headings.get(column, column)
    return column if plain(heading) == plain(column) else f"{heading} ({column})"


def _groups(checked: Checked, refused: bool) -> tuple[Group, ...]:
    """Errors first, then the most frequent. Of all kinds together no more rows than anybody reads."""
    groups, left, headings = [], MOST_SHOWN, _headings(checked)
    for same in by_frequency(checked.problems):
        group = _group(same, left)
        says = NOT_LOADED if refused and group.level == "query" else group.says
        groups.append(replace(group, column=_called(group.column, headings), says=says))
        left -= min(left, len(same))
    return tuple(groups)


def _group(same: list[Problem], most: int) -> Group:
    first = same[0]
    rows = tuple((str(p.line), p.value, p.problem) for p in same[:most] if p.line)
    return Group(
        level=first.level,
        says=LEVELS[first.level],
        column=first.column,
        problem=first.problem,
        fix=on_screen(first.fix),
        count=len(same),
        rows=rows[:ROWS_SHOWN],
        more=rows[ROWS_SHOWN:],
        alike=all(p.problem == first.problem for p in same),
    )


def on_screen(text: str) -> str:
    """The same advice for somebody who has ticks and no command line."""
    return re.sub(r"\((--[a-z-]+)[^)]*\)", lambda m: f"({TICKS.get(m[1], m[1])})", text)


def change(change, names: Mapping[str, str]) -> ChangeView:
    """What loading does, school by school; `change` is the vault's."""
    said = "Nothing changes: every row is there already." if change.nothing else f"This file brings {change}."
    schools = tuple(
        (names.get(urn, urn) or "all", c.new, c.changed, c.same, c.gone) for urn, c in change.schools
    )
    return ChangeView(said, change.nothing, schools)


def kinds(datasets: Iterable[Dataset]) -> dict[str, str]:
    """What a file may be, for the sender to say where its headings do not."""
    return {"": "Recognise each file by its headings", **{d.name: d.title for d in datasets}}


def totals(found: Iterable[Total]) -> tuple[TotalView, ...]:
    """`Staff absence: days lost`, before and after."""
    titles = {name: dataset.title for name, dataset in catalogue.all_datasets().items()}
    return tuple(
        TotalView(f"{titles[t.dataset]}: {t.what}", numbers.count(t.before), numbers.count(t.after))
        for t in found
    )
