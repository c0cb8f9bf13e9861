"""A file that passes and one that does not for each message that a small file cannot have: workbooks, and limits."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import openpyxl
import xlsxwriter

from tests.intake import bombs
from tests.intake.shapes import KNOWN, sheet
from wellmetrics.intake.bounds import COMMAND_LINE, MIB, Bounds
from wellmetrics.intake.check import Context, check
from wellmetrics.intake.child import read_safely
from wellmetrics.intake.match import plain
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.problems import MOST
from wellmetrics.model import Problem

SPELLS = (("Employee Ref", "Start Date", "FTE"), ("1001", "2025-09-05", 1))
PLAIN = b"urn,school,phase\n900001,Alder,primary\n"


@dataclass(frozen=True)
class Made:
    """`good` differs from `bad` in what the message is about and in nothing else."""

    good: bytes
    bad: bytes
    file: str = "made.xlsx"
    bounds: Bounds = COMMAND_LINE

    def said(self, data: bytes) -> tuple[Problem, ...]:
        return _said(lambda: sheet(self.file, data, self.bounds).problems)


@dataclass(frozen=True)
class Apart:
    """Read in a process of its own, where the limits on time and memory are."""

    bad_plain: Callable[[str], str] = plain
    good: bytes = PLAIN
    bad: bytes = PLAIN
    memory: int = 1024 * MIB

    def said(self, data: bytes) -> tuple[Problem, ...]:
        by = self.bad_plain if data is self.bad else plain
        return _said(
            lambda: (
                read_safely("made.csv", data, KNOWN, by, COMMAND_LINE, seconds=5, memory=self.memory).problems
            )
        )


@dataclass(frozen=True)
class Repeated:
    """So many rows with one fault that not all of them are listed."""

    good: bytes
    bad: bytes

    def said(self, data: bytes) -> tuple[Problem, ...]:
        problems = check("made.csv", data, Context({})).problems
        return tuple(problem for problem in problems if problem.line is None)


def _said(read: Callable[[], tuple[Problem, ...]]) -> tuple[Problem, ...]:
    try:
        return read()
    except Unreadable as refused:
        return (refused.problem,)


def book(*pages: tuple[tuple[object, ...], ...], hidden: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as written:
        for lines in pages:
            page = written.add_worksheet()
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
        if hidden:
            written.add_worksheet("Empty").activate()
            written.get_worksheet_by_name("Sheet1").hide()
    return out.getvalue()


def computed(cell: object) -> bytes:
    """As a library writes it: formulas without results."""
    written = openpyxl.Workbook()
    page = written.active
    assert page is not None
    for line in (*SPELLS[:1], ("1001", "2025-09-05", cell)):
        page.append(line)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """Each part is marked as one that wants a password."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = [part.header_offset + 6 for part in archive.infolist()]
    directory = data.find(b"PK\x01\x02")
    while directory >= 0:
        starts.append(directory + 8)
        directory = data.find(b"PK\x01\x02", directory + 4)
    for start in starts:
        changed[start] |= 1
    return bytes(changed)


def row(number: int, text: str) -> bytes:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'.encode()


def rows(number: int, longest: int = 3) -> bytes:
    cells = [
        row(1, "urn"),
        row(2, "9" * longest),
        *(f'<row r="{n}"/>'.encode() for n in range(3, number + 1)),
    ]
    return bombs.with_part(bombs.SHEET, bombs.sheet(*cells))


WORKBOOK, TIGHT = (
    book(SPELLS),
    replace(COMMAND_LINE, size=MIB, columns=5, cell=20, row=40, unpacked=MIB, sheet_rows=50),
)
THREE = PLAIN + b"900002,%s,primary\n"
NO_SCHOOL = b"the annexe,Alder,primary\n"
MADE: dict[str, Made | Apart | Repeated] = {
    "more_of_these": Repeated(PLAIN + NO_SCHOOL * MOST, PLAIN + NO_SCHOOL * (MOST + 1)),
    "excel_binary": Made(WORKBOOK, bombs.with_part("xl/workbook.bin", [b"x"], WORKBOOK)),
    "excel_macros": Made(WORKBOOK, bombs.with_part("xl/vbaProject.bin", [b"x"], WORKBOOK)),
    "excel_locked": Made(WORKBOOK, locked(WORKBOOK)),
    "excel_no_table": Made(WORKBOOK, book(SPELLS, hidden=True)),
    "other_document": Made(WORKBOOK, bombs.with_part("word/document.xml", [b"<x/>"], WORKBOOK)),
    "other_sheets": Made(WORKBOOK, book(SPELLS, SPELLS)),
    "formulas_without_results": Made(computed(1), computed("=1+0")),
    "too_large": Made(THREE % b"Birch", THREE % b"Birch" * 30_000, "made.csv", replace(COMMAND_LINE, size=MIB)),
    "too_large_unpacked": Made(WORKBOOK, bombs.with_part("xl/more.xml", [b" " * 2 * MIB], WORKBOOK), bounds=TIGHT),
    "too_large_piece": Made(WORKBOOK, bombs.with_part(bombs.STRINGS, bombs.strings(b"<si><t>", b"x" * 3 * MIB, b"</t></si>"))),
    "too_many_rows": Made(rows(50), rows(51), bounds=TIGHT),
    "too_many_columns": Made(PLAIN, b"urn,school,phase,a,b,c\n1,2,3,4,5,6\n", "made.csv", TIGHT),
    "long_cell": Made(THREE % b"x", THREE % b"xxxxxxxxxxxxxxxxxxxxx", "made.csv", TIGHT),
    "long_row": Made(THREE % b"x", PLAIN + b"x" * 5 * MIB, "made.csv"),
    "long_text": Made(rows(2, 20), rows(2, 70_000)),
    "most_rows_ragged": Made(PLAIN + b"1,2,3\n" * 11_000, PLAIN + b"1,2\n" * 11_000, "made.csv"),
    "took_too_long": Apart(bombs.never_ends, bad=PLAIN + b"900002,Birch,primary\n"),
    "took_too_much": Apart(bad=PLAIN + b"\n" * 40 * MIB, memory=512 * MIB),
    "gave_up": Apart(bombs.ends_the_process, bad=PLAIN + b"900002,Birch,primary\n"),
}  # fmt: skip
