"""The sender's own file back: the same rows in the same order, with what is wrong on each and the likely correction.

Made of her bytes in memory, and stored nowhere: it may hold what may not come in.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wellmetrics import catalogue, spreadsheet
from wellmetrics.intake.how import How
from wellmetrics.intake.match import known_headings, plain
from wellmetrics.intake.problems import MARKS
from wellmetrics.intake.read import original_rows, read
from wellmetrics.intake.source import Source
from wellmetrics.model import Problem, Refusal

LEVELS = {"error": "To correct", "query": "To look at"}
FILLS = {
    "error": "#FBD5BF",
    "query": "#CFE9E6",
}  # tints of the palette's orange and green, dark text stays readable
WHOLE = "About the whole file"
MOST_ABOVE = 10  # lines above the headings that a CSV can have and still be found to begin below them
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_576  # what Excel holds
# What a spreadsheet takes for a number stays one: a minus sign before it begins no formula.
_NUMBER = re.compile(r"[-+]?[\d.,]*\d%?")


@dataclass(frozen=True, slots=True)
class _File:
    """The rows as they came, and what is said of them. `added` are the places of the two columns more."""

    rows: list[list[str]]
    heading_row: int
    added: tuple[int, int]
    by_row: dict[int, list[Problem]]
    whole: list[Problem]

    def cells(self, row: int) -> list[str]:
        """A row with its two columns more; what an earlier copy had in them gives way."""
        cells = [*self.rows[row], *[""] * (max(self.added) + 1 - len(self.rows[row]))]
        for place, text in zip(self.added, self._marks(row), strict=True):
            cells[place] = text
        return cells

    def _marks(self, row: int) -> tuple[str, str]:
        if row == self.heading_row:
            return MARKS
        problems = self.by_row.get(row, [])
        return " ".join(map(self._wrong, problems)), " ".join(filter(None, map(self._likely, problems)))

    def _wrong(self, problem: Problem) -> str:
        fix = problem.fix.removesuffix(f"Did you mean “{problem.suggestion}”?").strip()
        return f"{LEVELS[problem.level]}{self._where(problem)}: {problem.problem} {fix}".strip()

    def _likely(self, problem: Problem) -> str:
        where = self._where(problem).removeprefix(", ")
        return f"{where}: did you mean {problem.suggestion}?" if problem.suggestion else ""

    def _where(self, problem: Problem) -> str:
        """The column as the file calls it."""
        place = self.place(problem)
        name = self.rows[self.heading_row][place] if place is not None else problem.column
        return f", {' '.join(name.split())}" if name else ""

    def place(self, problem: Problem) -> int | None:
        """Which column of the file a problem is about."""
        headings = [plain(heading) for heading in self.rows[self.heading_row]]
        if problem.position is not None and problem.position < len(headings):
            return problem.position
        name = plain(problem.column)
        return headings.index(name) if name and name in headings else None


def marked_xlsx(file: str, data: Source, problems: Iterable[Problem], how: How | None = None) -> bytes:
    """A workbook whose faulty cells are coloured. Everything is text, so that nothing in it changes or runs.

    `how` is how the file was read. Raises Refusal where Excel cannot hold the file, or nobody can read it.
    """
    found = _found(file, data, problems, how)
    if len(found.rows) > MOST_ROWS or any(len(cell) > LONGEST_CELL for row in found.rows for cell in row):
        raise Refusal(f"{file}: Excel cannot hold all of this file. Take it back as CSV.")
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        text = {"num_format": "@", "valign": "top"}
        formats = {level: book.add_format({**text, "bg_color": fill}) for level, fill in FILLS.items()}
        formats["text"], formats["wrapped"] = (
            book.add_format(text),
            book.add_format({**text, "text_wrap": True}),
        )
        formats["bold"] = book.add_format({**text, "bold": True})
        _sheet(book.add_worksheet(how.sheet if how and how.sheet else "Your file"), found, formats)
        if found.whole:
            _whole_sheet(book.add_worksheet(WHOLE), found.whole, formats)
    return out.getvalue()


def marked_csv(file: str, data: Source, problems: Iterable[Problem], how: How | None = None) -> str:
    """The same as CSV. What is about the whole file stands above; a text that a spreadsheet would run is guarded."""
    found = _found(file, data, problems, how)
    above = [[f"{WHOLE}. {LEVELS[p.level]}: {p.problem} {p.fix}"] for p in found.whole[:MOST_ABOVE]]
    rows = [*above, *map(found.cells, range(len(found.rows)))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _found(file: str, data: Source, problems: Iterable[Problem], how: How | None) -> _File:
    how = how or read(file, data, known_headings(catalogue.all_datasets().values()), plain).how
    rows = [[_lines(cell) for cell in cells] for _, cells in original_rows(file, data, how)]
    heading_row = how.heading_line - 1
    by_row: dict[int, list[Problem]] = {}
    whole = []
    for problem in problems:
        if problem.level in LEVELS:
            same = by_row.setdefault(problem.line - 1, []) if problem.line else whole
            same.append(problem)
    return _File(rows, heading_row, _added(rows, heading_row), by_row, whole)


def _added(rows: Sequence[Sequence[str]], heading_row: int) -> tuple[int, int]:
    """Where the two columns stand: where an earlier copy has them, else right of everything."""
    headings = [heading.strip().casefold() for heading in rows[heading_row]]
    names = [mark.casefold() for mark in MARKS]
    if set(names) <= set(headings):
        return headings.index(names[0]), headings.index(names[1])
    width = max(map(len, rows))
    return width, width + 1


def _sheet(sheet: Worksheet, found: _File, formats: dict[str, Format]) -> None:
    last = max(max(found.added), *(len(row) - 1 for row in found.rows))
    sheet.set_column(0, last, 14, formats["text"])
    sheet.set_column(found.added[0], found.added[0], 70, formats["wrapped"])
    sheet.set_column(found.added[1], found.added[1], 40, formats["wrapped"])
    for row in range(len(found.rows)):
        faulty = {
            place: p.level
            for p in reversed(found.by_row.get(row, []))
            if (place := found.place(p)) is not None
        }
        for place, cell in enumerate(found.cells(row)):
            style = formats[
                "bold" if row == found.heading_row else "wrapped" if place in found.added else "text"
            ]
            if place in faulty:
                style = formats[faulty[place]]
            if cell:
                sheet.write_string(row, place, cell, style)
            elif place in faulty:
                sheet.write_blank(row, place, None, style)
    sheet.freeze_panes(found.heading_row + 1, 0)
    sheet.autofilter(found.heading_row, 0, max(len(found.rows) - 1, found.heading_row), last)
    # Numbers are text here on purpose; Excel need not say so in every cell.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _whole_sheet(sheet: Worksheet, problems: Iterable[Problem], formats: dict[str, Format]) -> None:
    sheet.set_column(0, 1, 20, formats["wrapped"])
    sheet.set_column(2, 3, 70, formats["wrapped"])
    for place, heading in enumerate(("", "Column", MARKS[0], "What to do")):
        sheet.write_string(0, place, heading, formats["bold"])
    for row, problem in enumerate(problems, 1):
        for place, cell in enumerate((LEVELS[problem.level], problem.column, problem.problem, problem.fix)):
            sheet.write_string(row, place, cell, formats["wrapped"])


def _lines(cell: str) -> str:
    """Line breaks within a cell as Excel has them."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _guarded(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else str(spreadsheet.plain(cell))
