"""What the sender may say about files beyond their bytes, as options of a command."""

from collections.abc import Iterable
from typing import Annotated

import typer

from wellmetrics.desk import Options
from wellmetrics.model import CallError

GRAINS = ("", "spell", "day")

Dataset = Annotated[
    str | None, typer.Option("--dataset", help="Which dataset the files are, where it is not plain.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="A column that the file lacks.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="COLUMN=HEADING", help="Which heading is a column; COLUMN= where none is."
    ),
]
Questions = Annotated[
    list[str] | None,
    typer.Option(
        "--question", metavar="HEADING=CODE", help="Which question a survey's heading is; HEADING= for none."
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option("--value", metavar="COLUMN:TEXT=MEANING", help="What a text of a column means."),
]
MonthFirst = Annotated[
    bool, typer.Option("--month-first", help="The files' dates have the month first: 09/25/2025.")
]
Percent = Annotated[
    list[str] | None,
    typer.Option("--percent", metavar="COLUMN", help="A column of shares that is in percent."),
]
Grain = Annotated[str, typer.Option("--grain", help="What a row of an absence file is: spell or day.")]


def options(
    dataset: str | None,
    given: list[str] | None,
    columns: list[str] | None,
    questions: list[str] | None,
    values: list[str] | None,
    month_first: bool,
    percent: list[str] | None,
    grain: str,
) -> Options:
    """Raises CallError with a sentence."""
    if grain not in GRAINS:
        raise CallError(f"--grain takes spell or day, not “{grain}”.")
    return Options(
        dataset,
        _pairs("--set", "COLUMN=VALUE", given),
        columns=_pairs("--column", "COLUMN=HEADING", columns),
        questions=_pairs("--question", "HEADING=CODE", questions),
        values=_meanings(values),
        month_first=month_first,
        percent=tuple(percent or ()),
        grain=grain,
    )


def _pairs(option: str, shape: str, texts: Iterable[str] | None) -> dict[str, str]:
    """A heading may hold “=” itself: then the last one counts, and of a column the first."""
    found = {}
    for text in texts or ():
        name, sign, value = text.rpartition("=") if shape.startswith("HEADING") else text.partition("=")
        if not sign:
            raise CallError(f"{option} takes {shape}, not “{text}”.")
        found[name.strip()] = value.strip()
    return found


def _meanings(texts: Iterable[str] | None) -> dict[str, dict[str, str]]:
    """By column and text. A text may hold “=” or “:” itself, a column and a meaning do not."""
    found: dict[str, dict[str, str]] = {}
    for text in texts or ():
        column, colon, rest = text.partition(":")
        said, sign, meaning = rest.rpartition("=")
        if not (colon and sign):
            raise CallError(f"--value takes COLUMN:TEXT=MEANING, not “{text}”.")
        found.setdefault(column.strip(), {})[said.strip()] = meaning.strip()
    return found
