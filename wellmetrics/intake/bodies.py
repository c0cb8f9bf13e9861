"""The rows below the headings of a text: in one pass of Arrow's reader, or row by row where one wants a closer look."""

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.bounds import Bounds
from wellmetrics.intake.delimited import Layout, rows, text
from wellmetrics.intake.distinct import encoded, gathered, is_blank, together
from wellmetrics.intake.heading_rows import Headings
from wellmetrics.intake.source import Source, blocks, holds
from wellmetrics.intake.unread import unread

BLOCK = 1 << 22
# So many bytes of texts are counted at once: fewer dictionaries to bring together than one a block.
TOGETHER = 1 << 27
MOST_RAGGED = 10_000
MOST_BLANK = 1_000_000  # blank lines that are counted by the way; memory stays small


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below the headings: columns, their row numbers, and the rows of another width with their cells."""

    columns: list[pa.DictionaryArray]
    lines: np.ndarray
    ragged: list[tuple[int, int]]


def quickly(
    source: Source, layout: Layout, quoted: bool, bounds: Bounds, aside: Aside = IN_MEMORY
) -> Body | None:
    """As fast as Arrow's typed read, in a memory that stays bounded. None where it cannot say what is wrong."""
    if not layout.headings.names or (quoted and sum(b.count(b'"') for b in blocks(source)) % 2):
        return None
    left_out = _LeftOut(layout, bounds)
    parts: list[list[pa.DictionaryArray]] = [[] for _ in layout.headings.names]
    try:
        for some in _together(_batches(source, layout, quoted, left_out)):
            if some.num_columns != len(parts):
                return None
            for part, column in zip(parts, some.columns, strict=True):
                part.append(aside.array(encoded(column)))
    except pa.ArrowInvalid:
        return None
    if not all(parts):
        return None
    # One after the other, so that only one column is there twice.
    columns = [together(parts.pop(0), aside) for _ in layout.headings.names]
    if _wants_a_look(columns, layout.headings, bounds):
        return None
    return Body(columns, left_out.lines(len(columns[0])), left_out.ragged)


@dataclass(slots=True)
class _LeftOut:
    """The rows that Arrow cannot fit: blank lines, and rows cut short or run over."""

    layout: Layout
    bounds: Bounds
    numbers: list[int] = field(default_factory=list)
    ragged: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, row: pyarrow.csv.InvalidRow) -> Literal["skip", "error"]:
        number = (row.number or 0) - self.layout.lines_before - 1 + self.layout.headings.body
        if len(row.text) > self.bounds.row:
            return "error"
        try:
            cells = next(csv.reader([row.text], delimiter=self.layout.separator), [])
        except csv.Error:
            return "error"
        if not _blank(cells):
            if _fitted(cells, self.layout.headings) or len(self.ragged) >= MOST_RAGGED:
                return "error"
            self.ragged.append((number, len(cells)))
        elif len(self.numbers) >= MOST_BLANK:
            return "error"
        self.numbers.append(number)
        return "skip"

    def lines(self, rows: int) -> np.ndarray:
        first = self.layout.headings.body
        every = np.arange(first, first + rows + len(self.numbers), dtype=np.int32)
        return np.delete(every, np.array(self.numbers, int) - first)


def _batches(source: Source, layout: Layout, quoted: bool, left_out: _LeftOut) -> Iterator[pa.RecordBatch]:
    with _stream(source, layout.codec, quoted) as stream:
        yield from pyarrow.csv.open_csv(
            stream,
            read_options=pyarrow.csv.ReadOptions(
                skip_rows=layout.lines_before,
                autogenerate_column_names=True,
                use_threads=False,
                block_size=BLOCK,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=layout.separator,
                quote_char='"' if quoted else False,
                ignore_empty_lines=False,
                newlines_in_values=quoted,
                invalid_row_handler=left_out,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={f"f{i}": pa.string() for i in range(len(layout.headings.names))},
                strings_can_be_null=False,
                check_utf8=False,  # the encoding was tried on every byte
            ),
        )


@contextmanager
def _stream(source: Source, codec: str, quoted: bool) -> Iterator[Any]:
    """What Arrow reads: the bytes as they are, where they are UTF-8 and no cell can hold a line end of two signs."""
    if codec.startswith("utf-8") and not (quoted and holds(source, b"\r")):
        yield source if isinstance(source, Path) else pa.BufferReader(source)
        return
    with text(source, codec) as stream:
        yield _Utf8(stream)


class _Utf8(io.RawIOBase):
    """A text as UTF-8, in blocks that never end between CR and LF: there Arrow drops the LF, in a cell too."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(max(1, size // 4))
        while block.endswith("\r") and (more := self.stream.read(64)):
            block += more
        return block.encode()


def _together(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.nbytes for one in held) > TOGETHER:
            yield pa.Table.from_batches(held)
            held.clear()
    if held:
        yield pa.Table.from_batches(held)


def _wants_a_look(columns: list[pa.DictionaryArray], headings: Headings, bounds: Bounds) -> bool:
    """Whether a cell is too long, stands beyond the last heading, or may be one that is still open at the end."""
    if not all(map(is_blank, columns[headings.named :])):
        return True
    texts: Any = [column.dictionary for column in columns]
    longest = max(pc.max(pc.binary_length(distinct)).as_py() or 0 for distinct in texts)
    last = columns[-1][-1].as_py() if len(columns[-1]) else ""
    return longest > bounds.cell or "\n" in last or "\r" in last


def row_by_row(file: str, source: Source, layout: Layout, bounds: Bounds) -> Body:
    """Every row looked at by itself, several times slower. Raises Refusal where a row cannot be read."""
    lines, ragged = array("i"), []

    def fitting() -> Iterator[Sequence[str]]:
        for line, row in enumerate(rows(file, source, layout.codec, layout.separator, bounds), 1):
            if line < layout.headings.body or _blank(row):
                continue
            if fitted := _fitted(row, layout.headings):
                lines.append(line)
                yield fitted
            else:
                ragged.append((line, len(row)))
                if len(ragged) > MOST_RAGGED:
                    raise unread(
                        file, "most_rows_ragged", ragged[0][0], most=MOST_RAGGED, width=layout.headings.named
                    )

    columns = gathered(fitting(), len(layout.headings.names))
    return Body(columns, np.array(lines, np.int32), ragged)


def _blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _fitted(row: list[str], headings: Headings) -> list[str] | None:
    """The row where it fits: it may lack the blanks at the end that the others have. A row with more cells than the
    others does not, even if the last are blank: a separator inside a cell moves the cells behind it."""
    fits = headings.named <= len(row) <= len(headings.names) and _blank(row[headings.named :])
    return row if fits else None
