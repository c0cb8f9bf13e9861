"""A file against its dataset: every problem at once, and the rows that would be loaded."""

from contextlib import AbstractContextManager
from functools import partial

import pyarrow as pa

from wellmetrics import catalogue
from wellmetrics.intake import source
from wellmetrics.intake.aside import Aside, begun
from wellmetrics.intake.checked import Checked, Context, Options
from wellmetrics.intake.child import read_safely
from wellmetrics.intake.grains import Grain
from wellmetrics.intake.match import known_headings, plain
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import Sheet, read
from wellmetrics.intake.recognising import in_own_words, recognised_as
from wellmetrics.intake.rows import RowChecks
from wellmetrics.intake.source import Source
from wellmetrics.intake.stages import absence_types, asked, cells, columns, dates, days, overlaps, shape
from wellmetrics.intake.stages.replies import as_stored
from wellmetrics.intake.work import Work
from wellmetrics.model import Dataset, Problem, Refusal

__all__ = ["Checked", "Context", "Options", "check", "recognised"]


def check(file: str, data: Source, context: Context, options: Options | None = None) -> Checked:
    """Every problem of one file, stage by stage. Never raises for what is wrong with the file.

    `data` are its bytes, or the path to them: then they are read in parts, and `rows` of a large file lie on the disk.
    """
    with _aside(data, context) as aside:
        return _check(file, data, context, options or Options(), aside)


def _check(file: str, data: Source, context: Context, options: Options, aside: Aside) -> Checked:
    sha256 = source.sha256(data)
    try:
        sheet, dataset, grain = _opened(file, data, context, options, aside)
    except Refusal as refusal:
        return Checked(file, sha256, data, None, None, (_problem(file, refusal),), ())
    work = Work(sheet, dataset, context, options, aside)
    columns.look_at(work)
    shape.look_at(work)
    days.look_at(work, grain)
    rows = None if work.stopped else _rows(work, grain)
    return Checked(
        file,
        sha256,
        data,
        catalogue.dataset(dataset.name),
        rows,
        work.problems.told,
        (*sheet.decisions, f"Recognised as {dataset.name}.", *work.decisions),
        (
            *work.left_out,
            *work.reworded.values(),
            *work.personal,
            *(work.survey.left_out if work.survey else ()),
        ),
        tuple(work.personal),
        options.leave_out_errors,
        sheet.how,
        work.headed,
        asked.to_keep(work, rows),
    )


def recognised(
    file: str, data: Source, options: Options | None = None, context: Context | None = None
) -> Dataset | None:
    """Which dataset a file is, as far as its headings say; None where nobody can tell."""
    context = context or Context({})
    try:
        with _aside(data, context) as aside:
            return _opened(file, data, context, options or Options(), aside)[1]
    except Refusal:
        return None


def _aside(data: Source, context: Context) -> AbstractContextManager[Aside]:
    return begun(context.home if source.size(data) >= context.large else None, context.at_once)


def _rows(work: Work, grain: Grain | None) -> pa.Table | None:
    """The rows that may be loaded, as the vault keeps them; None where nobody can tell what their dates mean."""
    absence_types.look_at(work)
    dates.look_at(work)
    typed = cells.typed(work)
    if work.in_doubt:
        return None
    dates.momentary_spells(work)
    shape.totals_disagree(work, typed)
    rows = days.as_spells(work, as_stored(work, work.kept(typed)), grain)
    overlaps.look_at(work, rows)
    return RowChecks(catalogue.dataset(work.dataset.name), work.context, work.problems, work.aside).check(
        rows
    )


def _opened(
    file: str, data: Source, context: Context, options: Options, aside: Aside
) -> tuple[Sheet, Dataset, Grain | None]:
    """The file as a table of texts, which dataset it is, and of absence what a row is."""
    datasets = in_own_words(context)
    reader = partial(read_safely, bounds=context.apart) if context.apart else partial(read, aside=aside)
    sheet = reader(file, data, known_headings(datasets), plain)
    return sheet, *recognised_as(sheet, datasets, context, options)


def _problem(file: str, refusal: Refusal) -> Problem:
    if isinstance(refusal, Unreadable):
        return refusal.problem
    said, _, fix = str(refusal).removeprefix(f"{file}: ").rpartition(". ")
    return Problem(file, None, "", "", "error", f"{said}.", fix, "unreadable")
