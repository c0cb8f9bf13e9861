"""Text with separators: which one, and its rows as a spreadsheet numbers them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from wellmetrics.intake.bounds import Bounds
from wellmetrics.intake.heading_rows import Headings, Plain, find
from wellmetrics.intake.source import Source, opened
from wellmetrics.intake.unread import unread

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
HEAD = 1 << 18
ROWS = 60
# Excel's own first line for the separator. A spreadsheet takes it in and does not count it.
_SAYS = re.compile(r'"?sep=(\t|[^\w\s"])"?(\r\n|\r|\n)', re.IGNORECASE)
# Comes after the last line. Where it is not a row of its own, a quotation mark is still open.
_END = "\ue000 end of file \ue000"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out. `lines_before` are its physical lines before the body."""

    codec: str
    separator: str
    headings: Headings
    lines_before: int


def layout(source: Source, codec: str, known: frozenset[str], plain: Plain) -> Layout:
    """The separator under which the beginning looks most like a table: known headings first, then the number of
    rows of one width, then that width."""
    with text(source, codec) as stream:
        said, head = _said(stream), stream.read(HEAD)
        whole = not stream.read(1)

    def fit(separator: str) -> tuple[tuple[int, int, int], Layout]:
        rows, lines = _beginning(head, separator, whole)
        found = find(rows, known, plain)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        sure = found.known if found.known > 1 else 0
        before = (lines[found.body - 2] if lines else 1) + bool(said)
        return (sure, times, width), Layout(codec, separator, found, before)

    return max(map(fit, said or SEPARATORS), key=lambda one: one[0])[1]


def text(source: Source, codec: str) -> TextIO:
    return io.TextIOWrapper(opened(source), codec, newline="")


def _said(stream: TextIO) -> str:
    """The separator that the first line names, if it does; the stream then stands behind that line."""
    found = _SAYS.match(stream.read(10))
    stream.seek(0)
    if not found:
        return ""
    stream.readline()
    return found[1]


def _beginning(head: str, separator: str, whole: bool) -> tuple[list[list[str]], list[int]]:
    """The first rows, and how many physical lines each of them ends after."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in islice(reader, ROWS):
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        return rows, lines  # the row is named when the whole file is read
    if not whole and 1 < len(rows) < ROWS:
        del rows[-1], lines[-1]
    return rows, lines


class _Lines:
    """The lines of a text, refused where one row of the table runs over too many: memory stays small."""

    def __init__(self, stream: TextIO, limit: int, too_long: Callable[[], Exception]) -> None:
        self.stream, self.limit, self.too_long = stream, limit, too_long
        self.row = 0  # characters since the last row was complete
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(self.limit + 1):
            self.row += len(line)
            if self.row > self.limit:
                raise self.too_long()
            yield line
        self.ended = True
        yield _END


def rows(file: str, source: Source, codec: str, separator: str, bounds: Bounds) -> Iterator[list[str]]:
    """Every row in order, blank ones too: the first is row 1 of a spreadsheet.

    Raises Refusal where a quotation mark stays open or something is longer than `bounds`.
    """
    number, row = 0, [_END]
    csv.field_size_limit(bounds.cell)
    with text(source, codec) as stream:
        _said(stream)
        lines = _Lines(stream, bounds.row, lambda: unread(file, "long_row", number + 1, most=bounds.row))
        try:
            for row in csv.reader(lines, delimiter=separator):
                if lines.ended:
                    break
                lines.row = 0
                number += 1
                yield row
        except csv.Error:
            raise unread(file, "long_cell", number + 1, most=bounds.cell) from None
    if row != [_END]:
        raise unread(file, "quote_not_closed", number + 1)
