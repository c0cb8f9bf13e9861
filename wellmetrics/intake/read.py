"""Bytes to a text table: encoding, separator, heading line and row numbers, each decided in sight of the sender."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from wellmetrics.model import Problem, Refusal

ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
LONGEST_CELL = 65_536
HEADING_SEARCH = 25


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: the distinct texts of a column and which of them stands where, and each row's number as a
    spreadsheet shows it."""

    file: str
    headings: tuple[str, ...]
    columns: tuple[pa.DictionaryArray, ...]
    lines: pa.Array
    problems: tuple[Problem, ...]
    decisions: tuple[str, ...]


def read(file: str, data: bytes, known_headings: frozenset[str], plain) -> Sheet:
    """The text table in `data`. Raises Refusal with a sentence where the file cannot be read at all.

    `known_headings` are the normalised names any dataset knows and `plain` the function that normalises: the
    heading line is the one that knows most of them.
    """
    text, encoding = _decode(file, data)
    separator = _separator(text)
    heading_line = _heading_line(text, separator, known_headings, plain)
    decisions = (f"Read as {encoding}, {SEPARATORS[separator]}-separated, headings in row {heading_line}.",)
    # UTF-8 goes to Arrow as it came: writing out the decoded text again would be one more copy of the file.
    body = data.removeprefix(codecs.BOM_UTF8) if encoding == "UTF-8" else text.encode()
    sheet = _quickly(body, separator, heading_line)
    headings, columns, lines, problems = sheet or _row_by_row(file, text, separator, heading_line)
    return Sheet(file, headings, tuple(map(encoded, columns)), lines, problems, decisions)


def encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """A column by its distinct values: what follows looks at those, and at a whole number a row."""
    if isinstance(column, pa.ChunkedArray):
        column = column.dictionary_encode().combine_chunks()
    return column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()


def _decode(file: str, data: bytes) -> tuple[str, str]:
    if not data or data.isspace():
        raise Refusal(f"{file}: the file is empty. Export it again, and look at its size before sending it.")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refusal(
            f"{file}: this is an Excel workbook. In Excel choose Save as, CSV UTF-8, and send that file."
        )
    if data[:5] == b"%PDF-":
        raise Refusal(f"{file}: this is a PDF. Export the table as CSV from the system it came from.")
    named = next((e for mark, e in ENCODINGS.items() if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        if not text or text.isspace():
            raise Refusal(
                f"{file}: the file is empty. Export it again, and look at its size before sending it."
            )
        shown = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}[
            encoding
        ]
        return text, shown
    raise Refusal(
        f"{file}: this is not a text file that can be read. Save it as CSV UTF-8 and send it again."
    )


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The separator that cuts most lines of the beginning into the same number of cells, at least two."""
    head = "\n".join(text[:100_000].splitlines()[:50])

    def fit(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in _rows(head, separator) if len(row) > 1]
        except csv.Error:
            return (0, 0)
        common = max(set(widths), key=widths.count, default=0)
        return (widths.count(common), common)

    return max(SEPARATORS, key=fit)


def _heading_line(text: str, separator: str, known: frozenset[str], plain) -> int:
    head = "\n".join(text[:200_000].splitlines()[: HEADING_SEARCH * 2])
    best, line = 0, 0
    try:
        for number, row in zip(range(1, HEADING_SEARCH + 1), _rows(head, separator), strict=False):
            hits = len({plain(cell) for cell in row} & known)
            line = line or (number if any(cell.strip() for cell in row) else 0)
            if hits > best:
                best, line = hits, number
    except csv.Error:
        return line or 1
    return line or 1


def _quickly(body: bytes, separator: str, heading_line: int):
    """A plain file (no quotation marks, every row as wide as the heading) in one pass of Arrow's reader.

    Anything else is None and goes row by row, which is slower and says which row is at fault.
    """
    if b'"' in body or (b"\r" in body and b"\r\r" in body):
        return None
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(body),  # type: ignore[arg-type]
            read_options=pyarrow.csv.ReadOptions(
                skip_rows=heading_line - 1,
                autogenerate_column_names=True,
                use_threads=False,
                block_size=1 << 22,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=separator, quote_char=False, ignore_empty_lines=False, newlines_in_values=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={f"f{i}": pa.string() for i in range(2_000)},
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows == 0:
        return None
    headings = tuple(column[0].as_py().strip() for column in table.columns)
    table = table.slice(1)
    lines = pa.array(np.arange(heading_line + 1, heading_line + 1 + table.num_rows, dtype=np.int32))
    blank = np.ones(table.num_rows, bool)
    for column in table.columns:
        blank &= pc.equal(column, pa.scalar("")).to_numpy()
        if not blank.any():
            return headings, table.columns, lines, ()
    keep = pa.array(~blank)
    return headings, table.filter(keep).columns, lines.filter(keep), ()


def _row_by_row(file: str, text: str, separator: str, heading_line: int):
    problems: list[Problem] = []
    kept: list[list[str]] = []
    numbers: list[int] = []
    headings: list[str] = []
    number = 0
    try:
        for number, row in enumerate(_rows(text, separator), 1):
            if number < heading_line or not any(cell and not cell.isspace() for cell in row):
                continue
            if number == heading_line:
                headings = [cell.strip() for cell in row]
                while headings and not headings[-1]:
                    headings.pop()
                continue
            fitted = _fit(row, len(headings))
            if fitted is None:
                problems.append(_ragged(file, number, row, len(headings)))
                continue
            kept.append(fitted)
            numbers.append(number)
    except csv.Error:
        raise Refusal(
            f"{file}, row {number + 1}: a cell is longer than {LONGEST_CELL:,} characters. A quotation mark is "
            "probably opened there and never closed. Remove it and send the file again."
        ) from None
    columns = tuple(pa.array(cells, pa.string()) for cells in zip(*kept, strict=True)) if kept else ()
    if not columns:
        columns = tuple(pa.array([], pa.string()) for _ in headings)
    return tuple(headings), columns, pa.array(numbers, pa.int32()), tuple(problems)


def _fit(row: list[str], width: int) -> list[str] | None:
    if len(row) == width:
        return row
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    return None


def _ragged(file: str, number: int, row: list[str], width: int) -> Problem:
    if len(row) < width:
        fix = "The row is cut off, or a separator is missing. Complete the row."
    else:
        fix = "Put cells that contain the separator in quotation marks, or remove what stands after the last column."
    return Problem(
        file,
        number,
        "",
        f"{len(row)} cells",
        "error",
        f"This row has {len(row)} cells; the heading row has {width}.",
        fix,
        "row_width",
    )
