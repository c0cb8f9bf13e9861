"""A workbook's sheets as rows of text."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from wellmetrics.intake.bounds import Bounds, check_columns
from wellmetrics.intake.parts import look_through
from wellmetrics.intake.source import Source, opened
from wellmetrics.intake.unread import unread

LAST_ROW = 1_048_576
RETURN = "_x000D_"
PADDED = re.compile(r"0{2,}")  # a number format that fills a number up with zeros, as payrolls do


class Workbook:
    """Sheets by name. Hidden ones are named and not read."""

    def __init__(self, file: str, book: Any, results: bool, bounds: Bounds) -> None:
        self.file, self.bounds = file, bounds
        self.results = results  # whether every formula has its result beside it
        shown = {sheet.title: sheet.sheet_state == "visible" for sheet in book.worksheets}
        self.visible = tuple(name for name, visible in shown.items() if visible)
        self.hidden = tuple(name for name, visible in shown.items() if not visible)
        self._book = book

    def rows(self, name: str) -> Iterator[list[str]]:
        """Every row from the first, blank ones too, each as long as it is filled."""
        sheet = self._book[name]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, cells in enumerate(self._cells(sheet), 1):
            if number > LAST_ROW:
                return
            row = [_text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            check_columns(self.file, number, len(row), self.bounds)
            if max(map(len, row), default=0) > self.bounds.cell:
                raise unread(self.file, "long_text", number, most=self.bounds.cell)
            yield row

    def _cells(self, sheet: Any) -> Iterator[tuple[Any, ...]]:
        with _breaking_is_said(self.file):
            yield from sheet.iter_rows()


@contextmanager
def workbook(file: str, source: Source, bounds: Bounds) -> Iterator[Workbook]:
    """Opens a workbook after looking through it. Raises Refusal."""
    from openpyxl import load_workbook  # a fifth of a second, which text files need not wait for

    with opened(source) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: charts, validation, print settings
        results = look_through(file, stream, bounds)
        stream.seek(0)
        with _breaking_is_said(file):
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        yield Workbook(file, book, results, bounds)


@contextmanager
def _breaking_is_said(file: str) -> Iterator[None]:
    """Where a part is broken openpyxl raises whatever the break happens to lead to."""
    try:
        yield
    except MemoryError:
        raise
    except Exception:
        raise unread(file, "excel_damaged") from None


def _text(cell: Any) -> str:
    """A cell as text: dates as 2025-09-05, numbers as they are stored, a formula's result, errors by their name."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        # How Excel writes a carriage return; the one sign is found faster in long texts than the seven.
        return value.replace(RETURN + "\n", "\n").replace(RETURN, "\n") if "_" in value else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return str(value if value.time() else value.date()).removesuffix(" 00:00:00")
    return str(value)


def _number(value: float, number_format: str) -> str:
    if value != value // 1 or abs(value) >= 1e15:
        return repr(value)
    width = len(number_format) if PADDED.fullmatch(number_format) else 0
    return f"{int(value):0{width}d}"
