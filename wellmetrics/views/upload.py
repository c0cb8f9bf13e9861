"""Files on their way in: what each was taken for, what is wrong with it, and what loading it would change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wellmetrics.intake.check import Checked
from wellmetrics.model import Dataset, Problem
from wellmetrics.words import numbers

ROWS_SHOWN = 5
ORDER = {"error": 0, "query": 1, "notice": 2}
LEVELS = {
    "error": "stops the file",
    "query": "is loaded, and worth a look",
    "notice": "for your information",
}
TICKS = {
    "--leave-out-personal": "tick “Leave personal columns out” above",
    "--leave-out-errors": "tick “Leave wrong rows out” above",
    "--dataset": "choose what the files are above",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of problem with the first rows that have it."""

    level: str
    says: str  # what the level means
    column: str
    problem: str
    fix: str
    count: int
    rows: tuple[tuple[str, str, str], ...]  # row as a spreadsheet numbers it, what it holds, what is wrong


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


@dataclass(frozen=True, slots=True)
class ChangeView:
    sentence: str
    nothing: bool
    schools: tuple[tuple[str, int, int, int, int], ...]


def view(checked: Checked, refused: bool) -> FileView:
    groups = _groups(checked.problems)
    return FileView(
        file=checked.file,
        state=_state(checked, refused),
        recognised=checked.dataset.title if checked.dataset else "not recognised",
        decisions=checked.decisions,
        rows=numbers.times(checked.rows.num_rows, "row") if checked.rows is not None else "no rows",
        groups=groups,
        loads=not refused,
        log=bool(checked.dataset and checked.dataset.storage == "log"),
    )


def _state(checked: Checked, refused: bool) -> str:
    errors, queries = len(checked.errors), len(checked.queries)
    if checked.dataset is None:
        return "cannot be read as one of the files this trust sends"
    if refused:
        return f"{numbers.times(errors, 'problem')} to correct first" if errors else "has no row to load"
    said = [numbers.times(errors, "row problem") + " left out"] if errors else []
    said += [numbers.times(queries, "query", "queries")] if queries else []
    return f"ready, with {numbers.listed(said)}" if said else "ready"


def _groups(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """Errors first, then the most frequent."""
    found: dict[tuple[str, str, str], list[Problem]] = {}
    for p in problems:
        found.setdefault((p.level, p.code, p.column), []).append(p)
    groups = [_group(same) for same in found.values()]
    return tuple(sorted(groups, key=lambda g: (ORDER[g.level], -g.count)))


def _group(same: list[Problem]) -> Group:
    first = same[0]
    return Group(
        level=first.level,
        says=LEVELS[first.level],
        column=first.column,
        problem=first.problem,
        fix=on_screen(first.fix),
        count=len(same),
        rows=tuple((str(p.line), p.value, p.problem) for p in same[:ROWS_SHOWN] if p.line),
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
