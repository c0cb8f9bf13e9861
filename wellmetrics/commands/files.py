"""Files on their way in: check, load, template."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from wellmetrics import access, desk
from wellmetrics.commands.frame import As, By, Form, Home, Why, app, fail, progress, show, told
from wellmetrics.commands.said import (
    Columns,
    Dataset,
    Grain,
    MonthFirst,
    Percent,
    Questions,
    Set,
    Values,
    options,
)
from wellmetrics.desk import Checked, DryRun, Looked
from wellmetrics.intake.problems import in_order
from wellmetrics.intake.source import Source
from wellmetrics.model import CallError, Viewer
from wellmetrics.views import would_change
from wellmetrics.words import numbers

Files = Annotated[list[Path], typer.Argument(help="CSV files.")]
SHOWN = 50  # problems of one file that `load` prints; `check` prints the first thousand


@app.command()
def check(
    files: Files,
    dataset: Dataset = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write every problem to this CSV.")] = None,
    set_: Set = None,
    column: Columns = None,
    question: Questions = None,
    value: Values = None,
    month_first: MonthFirst = False,
    percent: Percent = None,
    grain: Grain = "",
    leave_out_personal: Annotated[bool, typer.Option("--leave-out-personal")] = False,
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Say everything that is wrong with files. Stores nothing."""
    said = options(dataset, set_, column, question, value, month_first, percent, grain)
    said = replace(said, leave_out_personal=leave_out_personal)
    with progress("Checking") as tell:
        checked = desk.check_files(access.home(home), _found(files), said, tell)
    problems = [p for one in checked for p in in_order(one.problems)]
    if report:
        report.write_text(desk.report(problems), encoding="utf-8-sig")
    if form is As.text:
        _tell(checked)
    else:
        columns = ["file", "line", "column", "value", "level", "problem", "fix"]
        show(columns, [[asdict(p)[c] for c in columns] for p in problems], form)
    raise typer.Exit(1 if any(one.errors for one in checked) else 0)


@app.command()
def load(
    files: Files,
    dataset: Dataset = None,
    covers: Annotated[
        list[str] | None, typer.Option("--covers", help="A term the files cover whole: “2025/26 Autumn”.")
    ] = None,
    set_: Set = None,
    column: Columns = None,
    question: Questions = None,
    value: Values = None,
    month_first: MonthFirst = False,
    percent: Percent = None,
    grain: Grain = "",
    by: By = "lead",
    why: Why = "",
    leave_out_errors: Annotated[
        bool, typer.Option("--leave-out-errors", help="Load the rows that are right.")
    ] = False,
    leave_out_personal: Annotated[
        bool, typer.Option("--leave-out-personal", help="Leave personal columns out.")
    ] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Work out which sentences of the front page would change.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: Home = None,
) -> None:
    """Check, preview, load each file whole or not at all, and build a release."""
    at, sent = access.home(home), _found(files)
    said = options(dataset, set_, column, question, value, month_first, percent, grain)
    said = replace(said, leave_out_personal=leave_out_personal, leave_out_errors=leave_out_errors)
    with progress("Checking") as tell:
        looked = desk.look(at, desk.as_sent(sent, said, covers or ()), tell)
    _tell(looked.checked, SHOWN)
    if not looked.ready:
        fail("Nothing was loaded. Correct the files and send them again.", 1)
    if not yes or sentences:
        _preview(at, looked, sentences)
    if not yes and not (sys.stdin.isatty() and typer.confirm("Load?")):
        fail("Nothing was loaded. Run it again with --yes to load.", 1)
    with progress("Loading") as tell:
        receipt = desk.load(at, looked, by, why, tell)
    for sentence in receipt.sentences:
        print(sentence)
    raise typer.Exit(0 if len(looked.ready) == len(sent) else 1)


@app.command()
def template(dataset: str, out: Annotated[Path | None, typer.Option("-o", "--out")] = None) -> None:
    """A blank CSV of a dataset, with one example row."""
    text = desk.template(dataset)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def _found(files: list[Path]) -> list[tuple[str, Source]]:
    """Paths, not bytes: a file may be larger than memory."""
    missing = [str(f) for f in files if not f.is_file()]
    if missing:
        raise CallError(f"There is no file {', '.join(missing)}.")
    return [(f.name, f) for f in files]


def _tell(checked: Sequence[Checked], most: int = 1000) -> None:
    """What was read and what is wrong, the most frequent first."""
    for one in checked:
        queries = sum(problem.level == "query" for problem in one.problems)
        counts = [numbers.times(len(one.errors), "error"), numbers.times(queries, "query", "queries")]
        told.print(f"{one.file}: {' '.join(one.decisions)} {', '.join(counts)}.", markup=False)
        for problem in in_order(one.problems)[:most]:
            told.print(f"  {problem.level}: {problem}", markup=False)


def _preview(at: Path, looked: Looked, sentences: bool) -> None:
    with progress("Trying") as tell:
        tried = desk.dry_run(at, looked, tell)
    _tell_changes(tried)
    if sentences:
        with progress("Trying") as tell, desk.figures_to_be(at, Viewer("lead"), looked, tell) as (was, will):
            found = would_change.view(was, will)
        for term in found:
            _tell_sentences(term)


def _tell_changes(tried: DryRun) -> None:
    """Rows file by file and school by school, then what the sums become."""
    for file, _, change in tried.files:
        told.print(f"{file}: {change}.", markup=False)
        for urn, of_school in change.schools if len(change.schools) > 1 else ():
            told.print(f"  {urn or 'no school'}: {of_school}", markup=False)
    for total in tried.totals:
        told.print(
            f"{total.dataset}, {total.what}: {total.before:,.10g} now, {total.after:,.10g} then", markup=False
        )


def _tell_sentences(term: would_change.WouldChange) -> None:
    told.print(term.said, markup=False)
    said = [*(f"No longer: {text}" for text in term.gone), *(f"New: {text}" for text in term.new)]
    for line in (*said, *(f"{name}: {was} now, {will} then" for name, was, will in term.figures)):
        told.print(f"  {line}", markup=False)
