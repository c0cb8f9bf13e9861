"""Files larger than may be read, or made to break a reader, are refused in words before they cost anything."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import load_workbook

from tests.helpers import well_said
from tests.intake import bombs
from tests.intake.shapes import rows, sheet
from wellmetrics.intake.bounds import COMMAND_LINE, MIB, PAGE, Bounds
from wellmetrics.intake.messages import Unreadable
from wellmetrics.model import Problem

PLAIN = b"urn,school,phase\n900001,Alder,primary\n"


def refusal(data: bytes, bounds: Bounds = PAGE, name: str = "bomb.csv") -> Problem:
    with pytest.raises(Unreadable) as refused:
        sheet(name, data, bounds)
    well_said(refused.value.problem)
    return refused.value.problem


def test_the_page_takes_ten_megabytes_and_the_command_line_more():
    data = PLAIN + b"900002,Birch,primary\n" * 550_000
    problem = refusal(data)
    assert problem.code == "too_large"
    assert "12 MB" in problem.problem
    assert "10 MB" in problem.problem
    assert len(sheet("large.csv", data).lines) == 550_001


def test_the_page_takes_two_hundred_columns():
    def wide(n):
        return b",".join(b"c%d" % i for i in range(n)) + b"\n" + b",".join([b"1"] * n) + b"\n"

    assert len(sheet("wide.csv", wide(200), PAGE).headings) == 200
    problem = refusal(wide(201))
    assert (problem.line, problem.code) == (1, "too_many_columns")
    assert "201 columns, and 200" in problem.problem


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (PLAIN + b"900002," + b"x" * 65_537 + b",primary\n", "long_cell", 3),
        (PLAIN + b'900002,"' + b"x\n" * 40_000 + b'",primary\n', "long_cell", 3),
        (PLAIN + b"900002," + b"x" * 50 * MIB + b",primary\n", "long_row", 3),
        (PLAIN + b"900002," + b"x," * 3 * MIB + b"\n", "long_row", 3),
        (PLAIN + b'900002,"' + b'""' * 70_000, "long_cell", 3),
        (PLAIN + b'900002,"Birch,primary\n' + b"900003,Cedar,primary\n" * 4_000, "long_cell", 3),
        (PLAIN + b'900002,"Birch,primary\n900003,Cedar,primary\n', "quote_not_closed", 3),
        (b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000 + b"\n", "too_many_columns", 1),
        (PLAIN + b"x" * 5 * MIB, "long_row", 3),
        (PLAIN + b"900002,Al\x00der,primary\n", "not_text", None),
        (b"\x00" * MIB, "not_text", None),
        (PLAIN + b"1,2\n" * 20_000, "most_rows_ragged", 3),
    ],
    ids=[
        "a cell of 64 KB", "a quoted cell of 64 KB", "a cell of 50 MB", "a row of three million cells",
        "quotation marks without end", "an open quotation", "an open quotation at the end", "a million columns",
        "a line without an end", "a zero byte", "nothing but zero bytes", "rows of another width",
    ],
)  # fmt: skip
def test_text_that_no_office_sends_is_refused_at_its_row(data, code, line):
    problem = refusal(data, COMMAND_LINE)
    assert (problem.code, problem.line) == (code, line)


ROW = b'<row r="%d" spans="1:2" ht="15"><c r="A%d" s="1"/></row>'
BOMBS = {
    "three hundred megabytes of zeros": (bombs.SHEET, [bytes(MIB)] * 300, "too_large_unpacked"),
    "three hundred thousand empty rows": (
        bombs.SHEET,
        bombs.sheet(*(ROW % (n, n) for n in range(1, 300_001))),
        "too_many_rows",
    ),
    "a row of four million cells": (
        bombs.SHEET,
        bombs.sheet(b'<row r="1">', *[b"<c/>" * 1_000] * 4_200, b"</row>"),
        "too_large_piece",
    ),
    "a million columns of styles": (
        bombs.SHEET,
        [
            f'<worksheet xmlns="{bombs.MAIN}"><cols>'.encode(),
            *[b'<col min="1" max="1" style="1"/>' * 1_000] * 1_000,
        ],
        "too_large_piece",
    ),
    "a million styles": ("xl/styles.xml", [b'<xf numFmtId="14"/>' * 1_000] * 1_000, "too_large_piece"),
    "a text of 50 MB": (
        bombs.STRINGS,
        bombs.strings(b"<si><t>", *[b"x" * MIB] * 50, b"</t></si>"),
        "too_large_piece",
    ),
    "a cell of 70,000 characters": (
        bombs.STRINGS,
        bombs.strings(b"<si><t>urn</t></si><si><t>school</t></si><si><t>" + b"x" * 70_000 + b"</t></si>"),
        "long_text",
    ),
    "a row far below the last": (
        bombs.SHEET,
        bombs.sheet(b'<row r="99999999"><c r="A99999999" t="str"><v>urn</v></c></row>'),
        "excel_no_table",
    ),
    "a column far to the right": (
        bombs.SHEET,
        bombs.sheet(b'<row r="1"><c r="XFD1" t="str"><v>urn</v></c></row>'),
        "too_many_columns",
    ),
    "entities in a sheet": (
        bombs.SHEET,
        [bombs.laughs("<worksheet><c>&j;</c></worksheet>")],
        "excel_damaged",
    ),
    "entities in the texts": (bombs.STRINGS, [bombs.laughs("<sst>&j;</sst>")], "excel_damaged"),
    "entities in UTF-16": (
        bombs.STRINGS,
        [bombs.laughs("<sst>&j;</sst>").decode().encode("utf-16")],
        "excel_damaged",
    ),
    "XML that stops": (bombs.SHEET, [b"<worksheet><sheetData><row>"], "excel_damaged"),
}


@pytest.mark.parametrize(("part", "pieces", "code"), BOMBS.values(), ids=BOMBS)
def test_a_workbook_made_to_break_a_reader_is_refused_and_never_held_whole(part, pieces, code):
    data = bombs.with_part(part, pieces)
    assert len(data) < PAGE.size
    tracemalloc.start()
    try:
        assert refusal(data, PAGE, "bomb.xlsx").code == code
        assert tracemalloc.get_traced_memory()[1] < 100 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("part", [bombs.SHEET, "xl/styles.xml", "xl/workbook.xml"])
def test_sizes_that_the_directory_states_are_not_believed(part):
    """Its checksum fits the ten bytes that it states, so that Python's own reader finds nothing wrong."""
    data = bombs.with_part(part, [bytes(MIB)] * 100)
    lie = bombs.lying(data, part, bytes(10))
    with zipfile.ZipFile(io.BytesIO(lie)) as archive:
        assert archive.read(part) == bytes(10)
    tracemalloc.start()
    try:
        assert refusal(lie, PAGE, "bomb.xlsx").code == "excel_damaged"
        assert tracemalloc.get_traced_memory()[1] < 10 * MIB
    finally:
        tracemalloc.stop()


def test_the_xml_reader_itself_does_not_unfold_entities(tmp_path):
    """The second wall behind the look through the parts: expat stops where a text grows a hundredfold."""
    path = tmp_path / "bomb.xlsx"
    unfolding = f'<sst xmlns="{bombs.MAIN}"><si><t>&j;</t></si></sst>'
    path.write_bytes(bombs.with_part(bombs.STRINGS, [bombs.laughs(unfolding)]))
    with pytest.raises(Exception, match="amplification"):
        load_workbook(path, read_only=True)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_as_excel_never_packs_is_refused(tmp_path, packing):
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refusal(path.read_bytes(), name="odd.xlsx").code == "excel_damaged"


def test_a_text_that_many_cells_share_is_held_once():
    first = b'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    cells = b'<c t="s"><v>2</v></c>' * 100
    shared = bombs.strings(b"<si><t>urn</t></si><si><t>school</t></si><si><t>" + b"x" * 30_000 + b"</t></si>")
    data = bombs.with_part(bombs.SHEET, bombs.sheet(first, *[b"<row>" + cells + b"</row>"] * 1_000))
    found = sheet("shared.xlsx", bombs.with_part(bombs.STRINGS, shared, data), PAGE)
    assert len(found.lines) == 1_000
    assert sum(column.nbytes for column in found.columns) < 10 * MIB


def test_many_formatted_empty_rows_below_a_table_do_no_harm():
    below = (b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 20_000))
    rows_of_table = [
        b'<row r="1"><c r="A1" t="str"><v>urn</v></c><c r="B1" t="str"><v>school</v></c></row>',
        b'<row r="2"><c r="A2"><v>900001</v></c><c r="B2" t="str"><v>Alder</v></c></row>',
    ]
    found = sheet("formatted.xlsx", bombs.with_part(bombs.SHEET, bombs.sheet(*rows_of_table, *below)), PAGE)
    assert rows(found) == {2: ["900001", "Alder"]}
