"""The columns of a file: which are missing or there twice, which nobody needs, and which may not come in."""

from collections import Counter
from dataclasses import replace

from wellmetrics.intake import personal
from wellmetrics.intake.agreed import letter
from wellmetrics.intake.match import ways
from wellmetrics.intake.problems import MARKS
from wellmetrics.intake.stages import absence_types, asked
from wellmetrics.intake.stages.replies import questions_of
from wellmetrics.intake.work import Work

_PLAIN_MARKS = {mark.casefold() for mark in MARKS}
# Columns about pupils hold other years of birth than columns about staff: age 3 and up, and 16 and up.
_YOUNGEST_PUPIL, _YOUNGEST_STAFF = 3, 16


def look_at(work: Work) -> None:
    """Says what is wrong with the columns; leaves out what is not needed and what may not come in."""
    _without_marks(work)
    questions_of(work)
    asked.look_at(work)
    missing_columns(work)
    repeated_columns(work)
    unknown_columns(work)
    personal_columns(work)
    columns_without_heading(work)
    extra_columns(work)


def _without_marks(work: Work) -> None:
    headings = work.sheet.headings
    extra = tuple(i for i in work.match.extra if headings[i].strip().casefold() not in _PLAIN_MARKS)
    work.match = replace(work.match, extra=extra)


def missing_columns(work: Work) -> None:
    for name in work.match.missing:
        near = work.likely.get(name, "")
        help_ = work.dataset.column(name).help
        work.problems.say("missing_column", None, name, suggestion=near, help=help_)


def repeated_columns(work: Work) -> None:
    for name, positions in work.match.repeated.items():
        headings = ", ".join(f"“{work.sheet.headings[i]}”" for i in positions)
        work.problems.say("repeated_column", None, name, headings, count=len(positions), headings=headings)


def unknown_columns(work: Work) -> None:
    """Columns that the sender spoke of and that the dataset does not have."""
    known = [column.name for column in work.dataset.columns]
    for name in dict.fromkeys([*work.options.given, *work.options.columns]):
        if name not in known:
            columns = ", ".join(known)
            work.problems.say("unknown_column", None, name, dataset=work.dataset.name, columns=columns)


def personal_columns(work: Work) -> None:
    code = "personal_column_left_out" if work.options.leave_out_personal else "personal_column"
    for position in work.match.extra:
        often = work.often(position)
        if what := _about_people(work, position, often):
            heading = work.sheet.headings[position] or f"column {letter(position)}"
            work.personal.append(heading)
            work.problems.say(code, None, heading, what=what)
    work.match = replace(
        work.match, extra=tuple(i for i in work.match.extra if _shown(work, i) not in work.personal)
    )


def _about_people(work: Work, position: int, often: Counter[str]) -> str | None:
    if not often or {text.casefold() for text in often} == {"anonymous"}:
        return None
    heading = work.sheet.headings[position]
    said = next((what for way in ways(heading) if (what := personal.heading(way))), None)
    pupils = "year_group" in {column.name for column in work.dataset.columns}
    born_by = work.context.today.year - (_YOUNGEST_PUPIL if pupils else _YOUNGEST_STAFF)
    return said or personal.column(often, born_by)


def columns_without_heading(work: Work) -> None:
    for position in work.match.extra:
        if not work.sheet.headings[position] and work.often(position):
            work.problems.say("no_heading", letter=letter(position))


def extra_columns(work: Work) -> None:
    read = absence_types.positions(work)
    work.left_out = [
        work.sheet.headings[i] for i in work.match.extra if work.sheet.headings[i] and i not in read
    ]
    if work.left_out:
        work.problems.say("extra_columns", headings=", ".join(f"“{name}”" for name in work.left_out))


def _shown(work: Work, position: int) -> str:
    return work.sheet.headings[position] or f"column {letter(position)}"
