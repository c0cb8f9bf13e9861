"""The command line: `python -m wellmetrics`. Exit codes: 0 done, 1 the file or the data is at fault, 2 the call."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from wellmetrics import access, desk, doctor, show
from wellmetrics.build import build as build_release
from wellmetrics.demo import build_demo
from wellmetrics.export import whole
from wellmetrics.intake.check import Checked, Options
from wellmetrics.model import CallError, Refusal, Viewer
from wellmetrics.vault import Load

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
told = Console(stderr=True, highlight=False, soft_wrap=True)


class As(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"


Home = Annotated[
    Path | None, typer.Option("--home", help="Where the vault and releases lie (default: var/).")
]
Files = Annotated[list[Path], typer.Argument(help="CSV files.")]
Dataset = Annotated[
    str | None, typer.Option("--dataset", help="Which dataset the files are, where it is not plain.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="A column that the file lacks.")
]
Form = Annotated[As, typer.Option("--as", help="text, json or csv.")]
Role = Annotated[str, typer.Option("--role", help="lead, board or head:URN.")]
By = Annotated[str, typer.Option("--by", help="Who is doing it.")]


def _fail(sentence: object, code: int) -> NoReturn:
    told.print(str(sentence), markup=False)
    raise typer.Exit(code)


def _print(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: As) -> None:
    if form is As.csv:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)
    elif form is As.json:
        print(
            json.dumps(
                [dict(zip(columns, row, strict=True)) for row in rows], default=str, ensure_ascii=False
            )
        )
    else:
        table = Table(*columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(_shown(cell) for cell in row))
        Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 240).print(table)


def _shown(cell: Any) -> str:
    return "" if cell is None else f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _read(files: list[Path]) -> list[tuple[str, bytes]]:
    missing = [str(f) for f in files if not f.is_file()]
    if missing:
        raise CallError(f"There is no file {', '.join(missing)}.")
    return [(f.name, f.read_bytes()) for f in files]


def _options(
    dataset: str | None, given: list[str] | None, personal: bool = False, errors: bool = False
) -> Options:
    pairs = [pair.partition("=") for pair in given or []]
    if bad := [name for name, sign, _ in pairs if not sign]:
        raise CallError(f"--set takes COLUMN=VALUE, not “{bad[0]}”.")
    return Options(dataset, {name: value for name, _, value in pairs}, personal, errors)


def _tell(checked: list[Checked], most: int = 1000) -> None:
    """What was read and what is wrong, the most frequent first."""
    for one in checked:
        counts = [f"{len(one.errors)} errors", f"{len(one.queries)} queries"]
        told.print(f"{one.file}: {' '.join(one.decisions)} {', '.join(counts)}.", markup=False)
        for problem in [
            p for level in ("error", "query", "notice") for p in one.problems if p.level == level
        ][:most]:
            told.print(f"  {problem.level}: {problem}", markup=False)


@app.command()
def demo(home: Home = None) -> None:
    """Build the demo trust: fourteen fictional schools, five years."""
    with told.status("Building the demo trust") as status:
        name = build_demo(access.home(home), status.update)
    print(f"The demo trust is ready: release {name}.")


@app.command()
def check(
    files: Files,
    dataset: Dataset = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write every problem to this CSV.")] = None,
    set_: Set = None,
    leave_out_personal: Annotated[bool, typer.Option("--leave-out-personal")] = False,
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Say everything that is wrong with files. Stores nothing."""
    with told.status("Checking"):
        checked = desk.check_files(
            access.home(home), _read(files), _options(dataset, set_, leave_out_personal)
        )
    problems = [p for one in checked for p in one.problems]
    if report:
        report.write_text(desk.report(problems), encoding="utf-8-sig")
    if form is As.text:
        _tell(checked)
    else:
        columns = ["file", "line", "column", "value", "level", "problem", "fix"]
        _print(columns, [[asdict(p)[c] for c in columns] for p in problems], form)
    raise typer.Exit(1 if any(one.errors for one in checked) else 0)


@app.command()
def load(
    files: Files,
    dataset: Dataset = None,
    covers: Annotated[
        list[str] | None, typer.Option("--covers", help="A term the files cover whole: “2025/26 Autumn”.")
    ] = None,
    set_: Set = None,
    by: By = "lead",
    leave_out_errors: Annotated[
        bool, typer.Option("--leave-out-errors", help="Load the rows that are right.")
    ] = False,
    leave_out_personal: Annotated[
        bool, typer.Option("--leave-out-personal", help="Leave personal columns out.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: Home = None,
) -> None:
    """Check, preview, load each file whole or not at all, and build a release."""
    at, sent = access.home(home), _read(files)
    options = _options(dataset, set_, leave_out_personal, leave_out_errors)
    with told.status("Checking"):
        checked = desk.check_files(at, sent, options)
    _tell(checked, most=50)
    good = [one for one in checked if not desk.refused(one, options)]
    if not good:
        _fail("Nothing was loaded. Correct the files and send them again.", 1)
    if not yes:
        for one in good:
            if len(good) == 1:
                told.print(f"{one.file}: {desk.preview(at, one, covers or ())}.", markup=False)
        if not (sys.stdin.isatty() and typer.confirm("Load?")):
            _fail("Nothing was loaded. Run it again with --yes to load.", 1)
    with told.status("Loading") as status:
        receipt, checked = desk.load_files(at, sent, by, options, covers or (), status.update)
    for sentence in receipt.sentences:
        print(sentence)
    raise typer.Exit(1 if any(desk.refused(one, options) for one in checked) else 0)


@app.command()
def undo(batch: int, by: By = "lead", home: Home = None) -> None:
    """Take back one load exactly."""
    with told.status("Undoing"):
        said = desk.undo(access.home(home), batch, by)
    print(said)


@app.command()
def history(form: Form = As.text, home: Home = None) -> None:
    """Every load, the newest first."""
    columns = [field.name for field in fields(Load)]
    _print(columns, [[getattr(load, c) for c in columns] for load in desk.history(access.home(home))], form)


@app.command()
def build(engine: Annotated[str, typer.Option("--engine")] = "duckdb", home: Home = None) -> None:
    """Work out all figures again and make the new release current."""
    with told.status("Working out the figures"):
        name = build_release(access.home(home), engine)
    print(f"Release {name} is current.")


@app.command(name="show")
def show_figures(
    indicator: str,
    school: Annotated[str | None, typer.Option("--school", help="A school's URN.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="A group's name.")] = None,
    by: Annotated[
        str, typer.Option("--by", help="A cut, such as staff_group, question, service or method.")
    ] = "all",
    grain: Annotated[str | None, typer.Option("--grain", help="month, term or year.")] = None,
    role: Role = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """An indicator's figures as a role may see them."""
    viewer = _viewer(role)
    question = show.Question(indicator, school, group, by, grain)
    if viewer.role == "head" and school:
        access.may_see(viewer, school)
    _print(show.COLUMNS, show.rows(access.open_release(access.home(home), viewer), viewer, question), form)


@app.command()
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write to.")],
    role: Role = "lead",
    format_: Annotated[str, typer.Option("--format", help="csv, xlsx or parquet.")] = "csv",
    by: By = "lead",
    home: Home = None,
) -> None:
    """Everything a role's release holds, as files."""
    viewer, at = _viewer(role), access.home(home)
    written = whole.write(access.open_release(at, viewer), out, format_)
    desk.note_export(at, by, f"{viewer}: {format_}, {len(written)} files")
    print(f"Wrote {', '.join(written)} to {out}.")


@app.command()
def template(dataset: str, out: Annotated[Path | None, typer.Option("-o", "--out")] = None) -> None:
    """A blank CSV of a dataset, with one example row."""
    text = desk.template(dataset)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


@app.command(name="doctor")
def examine(
    attack: Annotated[
        bool, typer.Option("--attack", help="Attack every audience's file of the current release.")
    ] = False,
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Look at the home: key, vault, release, and whether they belong together."""
    with told.status("Looking"):
        findings = doctor.examine(access.home(home), attack)
    _print(
        ("what", "well", "finding"), [(f.what, "yes" if f.well else "no", f.finding) for f in findings], form
    )
    raise typer.Exit(0 if all(f.well for f in findings) else 1)


def _viewer(role: str) -> Viewer:
    try:
        return Viewer.parse(role)
    except ValueError as error:
        raise CallError(str(error)) from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and leaves with its exit code; a refusal is one sentence, never a traceback."""
    try:
        app(args=arguments)
    except CallError as error:
        told.print(str(error), markup=False)
        raise SystemExit(2) from None
    except Refusal as error:
        told.print(str(error), markup=False)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
