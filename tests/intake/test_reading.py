"""Bytes as offices send them, read into the same rows, with rows numbered as a spreadsheet shows them."""

import pytest

from tests.helpers import faults, look, one

PLAIN = (
    "urn,school,phase,local_authority\n"
    "900001,Alder Primary School,primary,Eastmere\n"
    "900002,Saint André’s,primary,Côte\n"
)


def read(context, data: bytes, **said):
    return look(context, ("schools.csv", data), **said)


def lines_and_names(checked):
    assert checked.rows is not None
    return list(zip(checked.rows["line"].to_pylist(), checked.rows["school"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("cp1252"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.removesuffix("\n").encode(),
        PLAIN.replace("urn,", '"URN",').encode(),
        PLAIN.replace("phase", "Phase of Education").encode(),
        "".join(line + ",,\n" for line in PLAIN.splitlines()).encode(),
    ],
    ids=[
        "utf-8", "utf-8 with a mark", "utf-16", "utf-16 big end first", "windows-1252", "semicolons", "tabs",
        "windows line ends", "old mac line ends", "no last line end", "quoted headings", "other headings",
        "empty columns at the right",
    ],
)  # fmt: skip
def test_reads_the_same_rows_whatever_the_encoding_and_the_separator(context, data):
    checked = read(context, data)
    assert checked.errors == []
    assert lines_and_names(checked) == [(2, "Alder Primary School"), (3, "Saint André’s")]
    assert checked.rows["local_authority"].to_pylist() == ["Eastmere", "Côte"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PLAIN.encode("cp1252"), "Windows-1252, comma"),
        (PLAIN.encode("utf-16"), "UTF-16, comma"),
        (PLAIN.replace(",", ";").encode(), "UTF-8, semicolon"),
        (PLAIN.replace(",", "\t").encode(), "UTF-8, tab"),
    ],
)
def test_says_how_it_read_the_file(context, data, said):
    assert said in read(context, data).decisions[0]


def test_finds_the_headings_below_title_lines_and_counts_those_lines(context):
    checked = read(context, ("Schools of the trust\nMade on 1 September\n\n" + PLAIN).encode())
    assert lines_and_names(checked) == [(5, "Alder Primary School"), (6, "Saint André’s")]
    assert "headings in row 4" in checked.decisions[0]


def test_counts_blank_lines_but_does_not_read_them(context):
    lines = PLAIN.splitlines()
    data = "\n".join([lines[0], "", lines[1], ",,,", lines[2], "", ""])
    assert lines_and_names(read(context, data.encode())) == [
        (3, "Alder Primary School"),
        (5, "Saint André’s"),
    ]


def test_counts_a_quoted_line_break_as_one_row_as_a_spreadsheet_does(context):
    data = 'urn,school,phase\n900001,"Alder\nPrimary School",primary\n900002,Birch,wrong\n'
    checked = read(context, data.encode())
    assert one(checked, "value_choice").line == 3
    assert lines_and_names(checked) == [(2, "Alder Primary School")]


@pytest.mark.parametrize("word", ["Total", "GRAND TOTAL", " national ", "England"])
def test_leaves_a_line_of_totals_out_and_says_so(context, word):
    checked = read(context, (PLAIN + f"{word},,,2\n").encode())
    assert checked.errors == []
    assert one(checked, "totals_line").line == 4
    assert len(checked.rows) == 2


def test_names_every_ragged_row_by_its_line(context):
    data = "urn,school,phase\n900001,Alder,primary\n900002,Birch\n900003,Cedar,primary,extra,more\n"
    checked = read(context, data.encode())
    assert faults(checked) == [(3, "", "row_width"), (4, "", "row_width")]
    assert "2 cells" in checked.errors[0].problem
    assert "heading row has 3" in checked.errors[0].problem


def test_says_where_a_quotation_mark_was_never_closed(context):
    data = 'urn,school,phase\n900001,Alder,primary\n900002,"Birch,primary\n' + "900003,Cedar,primary\n" * 4000
    checked = read(context, data.encode())
    (problem,) = checked.errors
    assert checked.rows is None
    assert problem.line == 3
    assert "quotation mark" in problem.problem


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04" + b"\x00" * 60, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60, "Excel"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
        (b"urn,school\n900001,Al\x00der\n", "not a text file"),
        (PLAIN.encode("utf-16")[:-1], "not a text file"),
    ],
    ids=[
        "nothing",
        "blank lines",
        "only a mark",
        "xlsx",
        "xls",
        "pdf",
        "picture",
        "nul bytes",
        "half a letter",
    ],
)
def test_refuses_what_is_no_table_of_text_in_a_sentence(context, data, word):
    checked = read(context, data)
    (problem,) = checked.errors
    assert checked.rows is None
    assert word in problem.problem


def test_headings_without_rows_are_an_error(context):
    assert one(read(context, b"urn,school,phase\n"), "no_rows").level == "error"


def test_a_file_of_no_known_dataset_is_told_what_may_be_sent(context):
    (problem,) = read(context, b"colour,shape\nred,round\n").errors
    assert "colour, shape" in problem.problem
    assert "absence" in problem.fix
