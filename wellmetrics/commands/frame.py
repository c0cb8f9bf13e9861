"""What every command shares: options with their help, tables in three forms, and progress."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wellmetrics.model import CallError, Viewer
from wellmetrics.opening import Tell

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Staff and pupil wellbeing figures. Exit codes: 0 done, 1 the file or the data is at fault, 2 the call.",
)
told = Console(stderr=True, highlight=False, soft_wrap=True)


class As(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"


Home = Annotated[
    Path | None, typer.Option("--home", help="Where the vault and releases lie (default: var/).")
]
Form = Annotated[As, typer.Option("--as", help="text, json or csv.")]
Role = Annotated[str, typer.Option("--role", help="lead, board or head:URN.")]
By = Annotated[str, typer.Option("--by", help="Who is doing it.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a few words; kept in the history.")]


def viewer(role: str) -> Viewer:
    try:
        return Viewer.parse(role)
    except ValueError as error:
        raise CallError(str(error)) from None


def fail(sentence: object, code: int) -> NoReturn:
    told.print(str(sentence), markup=False)
    raise typer.Exit(code)


@contextmanager
def progress(first: str, on: Console = told) -> Iterator[Tell]:
    """Steps with names and counts: one line that changes in a terminal, a line a step elsewhere."""
    if on.is_terminal:
        # Steps name files, and brackets in a name are no markup.
        with on.status(Text(first)) as status:
            yield lambda step: status.update(Text(step))
    else:
        yield _Lines(first).tell


class _Lines:
    """Each step is told once, when it begins."""

    def __init__(self, first: str) -> None:
        self.last = ""
        self.tell(first)

    def tell(self, step: str) -> None:
        if step != self.last:
            print(f"{step}.", file=sys.stderr, flush=True)
        self.last = step


def show(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: As) -> None:
    """Rows on standard output, as a table, CSV or JSON."""
    if form is As.csv:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)
    elif form is As.json:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(records, default=str, ensure_ascii=False))
    else:
        table = Table(*columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 240).print(table)


def _cell(cell: Any) -> str:
    return "" if cell is None else f"{cell:.4g}" if isinstance(cell, float) else str(cell)
