"""Any table in any encoding, separator, line ends and quoting comes back cell by cell; any bytes are read or refused."""

from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.helpers import well_said
from tests.intake.shapes import rows, sheet
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import original_rows

HEADINGS = ("urn", "school", "phase", "fte", "Start Date", "Employee Ref", "a question, with a comma")
# A blank line between CR and LF would be none, so that those two do not meet.
LINE_ENDS = [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\r", "\r\n"]]
# What cells are made of: letters, what separates and quotes, and what spreadsheets and other tools stumble over.
SIGNS = st.sampled_from([*"ab01 .,;|'=+-@<&", "\t", '"', '""', "\n", "\r\n", "é", "’", "£", "ß", "\u00a0"])
FAR_SIGNS = st.sampled_from(["Ω", "漢", "😀", "\u200b", "\u2028", "\u0301"])


@dataclass(frozen=True)
class Table:
    """`lines` are the rows of a file: one of them the headings, some of them blank."""

    lines: list[list[str]]
    heading_line: int
    data: bytes

    @property
    def body(self) -> dict[int, list[str]]:
        """The rows below the headings that hold anything."""
        below = enumerate(self.lines[self.heading_line :], self.heading_line + 1)
        return {number: cells for number, cells in below if any(cell.strip() for cell in cells)}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    codec = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]))
    separator = draw(st.sampled_from(",;\t|"))
    # Windows-1252 has no such signs; UTF-16 without a mark is known by the zeros of plain ones.
    far = [FAR_SIGNS] if codec in ("utf-8", "utf-8-sig", "utf-16") else []
    cells = st.lists(st.one_of(SIGNS, *far), max_size=6).map("".join)
    headings = list(HEADINGS[: draw(st.integers(2, len(HEADINGS)))])
    above = draw(st.lists(st.sampled_from([[], ["Absence report"], ["Made on 1 September"]]), max_size=3))
    row = st.lists(cells, min_size=len(headings), max_size=len(headings))
    body = draw(st.lists(st.one_of(row, row, row, st.just([])), max_size=12))
    lines = [*above, headings, *body]
    always = draw(st.booleans())  # whether every cell is quoted
    ends = draw(st.sampled_from(LINE_ENDS))
    text = "".join(
        separator.join(_quoted(cell, separator, always) for cell in line) + draw(st.sampled_from(ends))
        for line in lines
    )
    text = text if draw(st.booleans()) else text.removesuffix("\n").removesuffix("\r")
    assume(text and not (codec == "cp1252" and _is_utf8(text.encode(codec))))
    return Table(lines, len(above) + 1, text.encode(codec))


def _quoted(cell: str, separator: str, always: bool) -> str:
    if always or any(sign in cell for sign in (separator, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _is_utf8(data: bytes) -> bool:
    """Whether Windows-1252 with more than ASCII happens to be good UTF-8: nobody can tell the two apart."""
    try:
        return not data.decode().isascii()
    except UnicodeDecodeError:
        return False


def _comes_back(table: Table) -> None:
    found = sheet("any.csv", table.data)
    names = table.lines[table.heading_line - 1]
    assert found.headings == tuple(names)
    assert found.how.heading_line == table.heading_line
    assert rows(found) == table.body
    every = dict(original_rows("any.csv", table.data, found.how))
    assert {number: cells for number, cells in every.items() if cells} == {
        number: cells for number, cells in enumerate(table.lines, 1) if cells
    }


@settings(max_examples=400)
@given(tables())
def test_no_cell_and_no_row_number_of_any_table_is_changed(table):
    _comes_back(table)


@pytest.mark.long
@settings(max_examples=30_000)
@given(tables())
def test_no_cell_and_no_row_number_of_thirty_thousand_tables_is_changed(table):
    _comes_back(table)


BEGINNINGS = st.sampled_from(
    [b"", b"urn,school\n", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"sep=;\n"]
)  # fmt: skip
LIKELY = st.lists(
    st.sampled_from([b"a", b"1", b",", b";", b"\t", b'"', b"\n", b"\r", b"\x00", b"\xe9", b"\xc3\xa9"])
)


def _is_read_or_refused(beginning: bytes, rest: bytes) -> None:
    try:
        found = sheet("any.csv", beginning + rest)
    except Unreadable as refused:
        well_said(refused.problem)
        return
    assert all(len(column) == len(found.lines) for column in found.columns)
    assert len(found.columns) == len(found.headings)
    assert all(a < b for a, b in zip(found.lines.to_pylist(), found.lines.to_pylist()[1:], strict=False))


@settings(max_examples=400)
@given(BEGINNINGS, st.one_of(st.binary(max_size=200), LIKELY.map(b"".join)))
def test_any_bytes_are_read_or_refused_in_a_sentence(beginning, rest):
    _is_read_or_refused(beginning, rest)


@pytest.mark.long
@settings(max_examples=20_000)
@given(BEGINNINGS, st.one_of(st.binary(max_size=2_000), LIKELY.map(b"".join)))
def test_twenty_thousand_random_files_are_read_or_refused_in_a_sentence(beginning, rest):
    _is_read_or_refused(beginning, rest)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("padding", ["", "x"])
def test_no_line_end_inside_a_cell_is_cut_in_a_file_of_many_blocks(codec, padding):
    """Rows of ten signs and of eleven: somewhere a block of Arrow's reader ends between CR and LF."""
    row = f'{padding}1,"é\r\nb"\r\n'
    found = sheet("blocks.csv", ("urn,school\r\n" + row * 500_000 + "2,end\r\n").encode(codec))
    texts = [column.dictionary.to_pylist() for column in found.columns]
    assert texts == [[f"{padding}1", "2"], ["é\r\nb", "end"]]
    assert len(found.lines) == 500_001
    assert found.problems == ()


def test_many_blank_and_ragged_rows_in_a_file_of_many_blocks_keep_their_numbers():
    part = "900001,Alder\n\n900002\n900003,Cedar\n"
    found = sheet("blocks.csv", ("urn,school\n" + part * 5_000 + "900001,Alder\n" * 700_000).encode())
    expected = [number for number in range(2, 20_002) if number % 4 in (2, 1)]
    assert found.lines.to_pylist()[:10_000] == expected
    assert found.lines[-1].as_py() == 720_001
    assert [p.line for p in found.problems] == list(range(4, 20_002, 4))
