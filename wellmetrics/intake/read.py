"""Bytes to a text table: encoding, separator, sheet, headings and row numbers, each decided in sight of the sender."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from wellmetrics.intake import delimited, kinds, odd_rows, source
from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.bodies import Body, quickly, row_by_row
from wellmetrics.intake.bounds import COMMAND_LINE, Bounds, check_columns, check_size
from wellmetrics.intake.distinct import blank, encoded, gathered, is_blank, kept, repeats
from wellmetrics.intake.excel import Workbook, workbook
from wellmetrics.intake.heading_rows import Headings, Plain, find
from wellmetrics.intake.how import How, decisions, of_sheets
from wellmetrics.intake.source import Source
from wellmetrics.intake.unread import unread
from wellmetrics.model import Problem

__all__ = ["How", "Sheet", "encoded", "original_rows", "read"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: the distinct texts of a column and which of them stands where, and each row's number as a
    spreadsheet shows it. Columns keep their places; those beyond the last that holds anything are left out."""

    file: str
    headings: tuple[str, ...]
    columns: tuple[pa.DictionaryArray, ...]
    lines: pa.Array
    problems: tuple[Problem, ...]
    decisions: tuple[str, ...]
    how: How = field(default_factory=How)
    items: tuple[str, ...] = ()  # what a second row of headings says of each column; else empty


def read(
    file: str,
    data: Source,
    known_headings: frozenset[str],
    plain: Plain,
    bounds: Bounds = COMMAND_LINE,
    aside: Aside = IN_MEMORY,
) -> Sheet:
    """The text table in `data`, which are its bytes or the path to them. Raises Refusal with a sentence where the
    file cannot be read at all.

    `aside` is where the columns of a text lie. `known_headings` are the normalised names any dataset knows and `plain` the function that normalises: the
    heading row is the one that knows most of them, and so is the sheet of a workbook.
    """
    check_size(file, source.size(data), bounds)
    if kinds.is_workbook(file, data):
        with workbook(file, data, bounds) as book:
            return _from_workbook(file, book, known_headings, plain)
    return _from_text(file, data, known_headings, plain, bounds, aside)


def original_rows(file: str, data: Source, how: How | None = None) -> Iterator[tuple[int, list[str]]]:
    """Every row of a file in order, with its number and its cells as text: titles, blank lines and totals too.

    `how` is that of the sheet that was read; without it the separator, or the sheet, is found by the look of the
    rows alone. Raises Refusal where `read` does.
    """
    how = how or read(file, data, frozenset(), str.casefold).how
    if how.sheet is None:
        yield from enumerate(
            delimited.rows(file, data, source.encoding(file, data), how.separator, COMMAND_LINE), 1
        )
    else:
        with workbook(file, data, COMMAND_LINE) as book:
            yield from enumerate(book.rows(how.sheet), 1)


def _from_text(
    file: str, data: Source, known: frozenset[str], plain: Plain, bounds: Bounds, aside: Aside
) -> Sheet:
    layout = delimited.layout(data, source.encoding(file, data), known, plain)
    check_columns(file, layout.headings.line, len(layout.headings.names), bounds)
    quoted = source.holds(data, b'"')
    body = quickly(data, layout, quoted, bounds, aside) or row_by_row(file, data, layout, bounds)
    how = _how(layout.headings, encoding=source.SHOWN[layout.codec], separator=layout.separator)
    sheet = _sheet(file, body, layout.headings, how, aside)
    problems = (
        *odd_rows.of_another_width(file, body.ragged, layout.headings.named),
        *(odd_rows.in_a_cell(file, layout, sheet.columns, sheet.lines) if quoted else ()),
    )
    return replace(sheet, problems=problems)


def _from_workbook(file: str, book: Workbook, known: frozenset[str], plain: Plain) -> Sheet:
    tops = {name: find(list(islice(book.rows(name), delimited.ROWS)), known, plain) for name in book.visible}
    tables = {name: top for name, top in tops.items() if top.names}
    if not tables:
        raise unread(file, "excel_no_table")
    name, top = max(tables.items(), key=lambda item: (item[1].known, item[1].named))
    columns = gathered(islice(book.rows(name), top.body - 1, None), len(top.names))
    lines = np.arange(len(columns[0]), dtype=np.int32) + top.body
    more = len(book.visible) + len(book.hidden) > 1
    sheet = _sheet(file, Body(columns, lines, []), top, _how(top, sheet=name, more_sheets=more))
    others = tuple(other for other in tables if other != name)
    alike = tuple(other for other in others if tables[other].names == top.names)
    return replace(
        sheet,
        decisions=(*sheet.decisions, *of_sheets(others, book.hidden)),
        problems=(
            *odd_rows.on_other_sheets(file, name, alike),
            *(() if book.results else odd_rows.without_results(file)),
        ),
    )


def _how(found: Headings, **where: Any) -> How:
    return How(
        heading_line=found.line, lines_above=found.above, second_heading=found.joined is not None, **where
    )


def _sheet(file: str, body: Body, found: Headings, how: How, aside: Aside = IN_MEMORY) -> Sheet:
    """Leaves out blank rows, headings that come again, and empty columns at the right."""
    columns, rows = body.columns, len(body.lines)
    headings = (*found.names, *[""] * (len(columns) - len(found.names)))
    again = repeats(columns, headings, rows)
    drop = again | blank(columns, rows)
    if drop.any():
        columns = [kept(column, ~drop, aside) for column in columns]
    width = max((i for i, c in enumerate(columns, 1) if headings[i - 1] or not is_blank(c)), default=0)
    return Sheet(
        file,
        headings[:width],
        tuple(columns[:width]),
        aside.numbers(body.lines[part][~drop[part]] for part in aside.slices(rows)),
        (),
        decisions(how, found, body.lines[again].tolist()),
        how,
        (*found.items, *[""] * (width - len(found.items)))[:width] if how.second_heading else (),
    )
