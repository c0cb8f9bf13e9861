"""The sender's own file back: nothing in it changed, what is wrong beside it, and ready to be sent again."""

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake import corpus
from wellmetrics import desk
from wellmetrics.intake.check import Checked, Options, check
from wellmetrics.intake.marked import FILLS, MARKS, WHOLE, marked_csv, marked_xlsx
from wellmetrics.model import Refusal
from wellmetrics.spreadsheet import DANGEROUS

HEADINGS = "Payroll No,School URN,Staff type,FTE,Start Date,End Date,Absence Reason"
GOOD = "P20,900003,teacher,0.5,12/01/2026,13/01/2026,infection"
# Title lines, a blank line, a ragged row, totals, a cell of two lines, formulas, and a number with nothing before it.
FILE = (
    f"Sickness\nMade on 1 May,,\n\n{HEADINGS}\n"
    "P21,900003,techer,0.5,12/01/2026,13/01/26,infection\n"
    "P22,900003,teacher,-2,12/01/2026,16/02/2026,=1+1\n"
    ",,,,,,\n"
    "P23,900003,teacher\n"
    f"{GOOD}\n"
    'P24,900003,teacher,1,16/02/2026,20/02/2026,"back\r\npain"\n'
    "Total,,,4.5,,,\n"
)


def looked(text: str, name: str = "hr.csv", **said: object) -> Checked:
    return check(name, text.encode(), corpus.context(), Options(**said))  # type: ignore[arg-type]


def workbook(checked: Checked) -> openpyxl.Workbook:
    made = marked_xlsx(checked.file, checked.data, checked.problems, checked.how)
    return openpyxl.load_workbook(io.BytesIO(made))


def cells(book: openpyxl.Workbook, added: int = 2) -> list[list[str]]:
    """The texts of the first sheet, row by row, without the columns that were added."""
    sheet = book.worksheets[0]
    return [["" if c is None else c for c in row[:-added]] for row in sheet.iter_rows(values_only=True)]


def sent(text: str, width: int) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def test_every_row_and_every_cell_come_back_in_order_as_they_were_sent():
    found = cells(workbook(looked(FILE)))
    assert found == sent(FILE, 7)
    assert all(isinstance(cell, str) for row in found for cell in row)


def test_a_marked_csv_has_the_same_rows_below_what_is_about_the_whole_file():
    checked = looked(FILE.replace(HEADINGS, HEADINGS + ",Surname").replace(GOOD, GOOD + ",Bloggs"))
    text = marked_csv(checked.file, checked.data, checked.problems, checked.how)
    above, *rows = csv.reader(io.StringIO(text, newline=""))
    assert above[0].startswith(f"{WHOLE}. To correct: The column “Surname” holds a name.")
    guarded = [[cell.removeprefix("'") for cell in row[:-2]] for row in rows]
    assert guarded == sent(checked.data.decode(), 8)
    assert tuple(rows[3][-2:]) == MARKS


def test_each_line_says_what_is_wrong_and_the_likely_correction():
    book = workbook(looked(FILE))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[3][-2:] == MARKS
    wrong, likely = rows[4][-2:]
    assert wrong.startswith("To correct, Staff type: “techer” is not one of the values")
    assert "To correct, End Date: 13/01/26 has a year of two digits." in wrong
    assert "Did you mean" not in wrong
    assert likely == "Staff type: did you mean teacher? End Date: did you mean 13/01/2026?"
    assert rows[7][-2].startswith("To correct: This row has 3 cells; the heading row has 7.")
    assert rows[9][-2].startswith("To look at, Start Date: No working day")
    for row in (0, 1, 2, 6, 8, 10):
        assert rows[row][-2:] == (None, None), row


def test_what_is_found_in_a_column_by_its_name_is_said_in_the_words_of_the_file():
    pair = corpus.pair("far_fewer_rows")
    (path,) = (corpus.CHECKS / "far_fewer_rows").glob("bad.*")
    text = path.read_text(encoding="utf-8").replace("urn,", "School URN,", 1)
    checked = check(path.name, text.encode(), corpus.context(pair.trust), Options(**pair.options))
    (found,) = [problem for problem in checked.problems if problem.code == "far_fewer_rows"]
    assert found.column == "urn"
    marked = desk.marked_csv(checked)
    assert "To look at, School URN: " in marked
    assert "To look at, urn: " not in marked


def test_the_coloured_cells_are_exactly_the_faulty_ones():
    checked = looked(FILE)
    sheet = workbook(checked).worksheets[0]
    coloured = {
        (cell.row, cell.column - 1, cell.fill.fgColor.rgb[2:])
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }
    faulty = {
        (p.line, p.position, FILLS[p.level][1:])
        for p in checked.problems
        if p.level in FILLS and p.line and p.column
    }
    assert coloured == faulty
    assert len(coloured) >= 4


def test_what_is_about_the_whole_file_stands_on_a_sheet_of_its_own():
    checked = looked(FILE.replace(HEADINGS, HEADINGS + ",Surname").replace(GOOD, GOOD + ",Bloggs"))
    rows = list(workbook(checked)[WHOLE].iter_rows(values_only=True))
    assert rows[1][:3] == ("To correct", "Surname", "The column “Surname” holds a name.")
    assert WHOLE not in workbook(looked(FILE)).sheetnames


def test_nothing_in_a_cell_can_run_or_change():
    text = f"{HEADINGS},Extra\n{GOOD},=HYPERLINK(A1)\n{GOOD.replace('P20', 'P21')},http://example.org\n"
    text += f"{GOOD.replace('P20', '0012')},-2.5\n{GOOD.replace('P20', 'P22')},@SUM(A1)\n"
    checked = looked(text)
    made = marked_xlsx("hr.csv", checked.data, checked.problems, checked.how)
    assert cells(openpyxl.load_workbook(io.BytesIO(made))) == sent(text, 8)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet.lower()
    body = csv.reader(
        io.StringIO(marked_csv("hr.csv", checked.data, checked.problems, checked.how), newline="")
    )
    ran = [cell for row in body for cell in row if cell.startswith(DANGEROUS)]
    assert ran == ["-2.5"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_marked_file_that_was_corrected_is_taken_like_any_other(form):
    text = f"{HEADINGS}\n{GOOD}\nP21,900003,techer,0.5,12/01/2026,13/01/26,infection\n"
    checked = looked(text)
    assert len(checked.errors) == 2
    if form == "xlsx":
        book = workbook(checked)
        book.worksheets[0]["C3"], book.worksheets[0]["F3"] = "teacher", "13/01/2026"
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    else:
        marked = marked_csv("hr.csv", checked.data, checked.problems, checked.how)
        data = (
            marked.replace(",techer,", ",teacher,").replace(",13/01/26,", ",13/01/2026,").encode("utf-8-sig")
        )
    again = check(f"hr.{form}", data, corpus.context())
    assert again.problems == ()
    assert again.left_out_columns == ()
    want = looked(text.replace("techer", "teacher").replace("13/01/26,", "13/01/2026,"))
    assert again.rows.equals(want.rows)


def test_a_file_marked_twice_has_the_two_columns_once():
    checked = looked(FILE)
    once = marked_xlsx("hr.csv", checked.data, checked.problems, checked.how)
    again = check("hr.xlsx", once, corpus.context())
    rows = list(workbook(again).worksheets[0].iter_rows(values_only=True))
    assert [row for row in rows[3] if row in MARKS] == list(MARKS)
    assert rows[4][-1] == "Staff type: did you mean teacher? End Date: did you mean 13/01/2026?"


def test_a_survey_with_a_second_heading_row_comes_back_whole():
    admin = "Respondent ID,Collector ID,Start Date,End Date"
    text = (
        f"{admin},I can do my job well in the time I have.,In most weeks I can manage my workload.\n"
        ",,,,Response,Response\n118765432109,44001,02/03/2026,02/03/2026,Agree,7\n"
    )
    given_ = {"survey": "staff-voice", "urn": "900001", "wave_date": "02/03/2026", "audience": "staff"}
    checked = looked(text, given=given_)
    assert cells(workbook(checked)) == sent(text, 6)


def test_a_file_that_excel_cannot_hold_is_refused_in_a_sentence():
    checked = looked(f"{HEADINGS},Extra\n{GOOD},{'x' * 40_000}\n")
    with pytest.raises(Refusal, match="Take it back as CSV"):
        marked_xlsx("hr.csv", checked.data, checked.problems, checked.how)
    assert "x" * 40_000 in marked_csv("hr.csv", checked.data, checked.problems, checked.how)


TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"], exclude_characters=["\x85"]), max_size=20
)


@settings(max_examples=25)
@given(st.lists(st.lists(TEXTS, min_size=7, max_size=7), min_size=1, max_size=6))
def test_whatever_stands_in_the_cells_comes_back(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEADINGS.split(","), *rows])
    checked = looked(out.getvalue(), dataset="absence")
    assert checked.how
    found, want = cells(workbook(checked)), sent(out.getvalue(), 7)
    assert found == want[: len(found)]
    assert not any(any(row) for row in want[len(found) :])  # a sheet has no blank rows at its end
