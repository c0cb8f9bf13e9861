"""How a file was read, as a record for the page and in sentences: nothing is decided in silence."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.intake.delimited import SEPARATORS
from wellmetrics.intake.heading_rows import Headings


@dataclass(frozen=True, slots=True)
class How:
    """A workbook has a sheet, and neither encoding nor separator."""

    encoding: str = ""
    separator: str = ""
    heading_line: int = 1
    sheet: str | None = None
    lines_above: tuple[str, ...] = ()  # as text, without blank ones
    second_heading: bool = False  # headings stand on two rows, and were joined
    more_sheets: bool = False  # the workbook has others, which nobody looked at


def decisions(how: How, found: Headings, again: Sequence[int]) -> tuple[str, ...]:
    """`again` are the rows that are the headings once more."""
    said = [f"Read {_as(how)}, headings in row {how.heading_line}."]
    if found.joined:
        first, second = sorted((found.line, found.joined))
        said.append(f"Headings stand in rows {first} and {second}, and were joined.")
    if len(found.above) == 1:
        said.append("The line above the headings was left out.")
    elif found.above:
        said.append(f"{len(found.above)} lines above the headings were left out.")
    if again:
        rows = (
            f"row {again[0]}" if len(again) == 1 else f"{len(again)} rows, the first of them row {again[0]},"
        )
        said.append(f"The headings come again in {rows} and were left out there.")
    return tuple(said)


def _as(how: How) -> str:
    if how.sheet is not None:
        return f"the sheet “{how.sheet}” of an Excel workbook"
    return f"as {how.encoding}, {SEPARATORS.get(how.separator, f'“{how.separator}”')}-separated"


def of_sheets(others: Sequence[str], hidden: Sequence[str]) -> tuple[str, ...]:
    said = [f"Not read: {_names(others)}."] if others else []
    return (*said, *([f"Hidden, and not read: {_names(hidden)}."] if hidden else []))


def _names(sheets: Sequence[str]) -> str:
    return f"the sheet{'s' if len(sheets) > 1 else ''} {', '.join(f'“{name}”' for name in sheets)}"
