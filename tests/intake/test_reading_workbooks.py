"""Workbooks as Excel and other programs write them: cells as texts, sheets chosen in sight, rows as Excel shows them."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.helpers import REAL
from tests.intake import bombs
from tests.intake.shapes import rows, sheet
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import original_rows

HEADINGS = ("Employee Ref", "Start Date", "FTE")


def book(*pages: tuple[str, list[list[object]]], hidden: tuple[str, ...] = (), formats: str = "") -> bytes:
    """Sheets by name and rows. Every cell has the number format `formats`, if there is one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as written:
        of_cells = written.add_format({"num_format": formats}) if formats else None
        for name, lines in pages:
            page = written.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line, of_cells)
            if name in hidden:
                page.hide()
    return out.getvalue()


def cell(value: object, formats: str = "General") -> str:
    """What becomes of a cell with a value and a number format, as openpyxl writes it."""
    written = openpyxl.Workbook()
    page = written.active
    assert page is not None
    page.append([*HEADINGS, "Cell"])
    page.append(["1001", None, None, value])
    page["D2"].number_format = formats
    out = io.BytesIO()
    written.save(out)
    return rows(sheet("cell.xlsx", out.getvalue()))[2][3]


@pytest.mark.parametrize(
    ("value", "formats", "text"),
    [
        (date(2025, 9, 5), "dd/mm/yyyy", "2025-09-05"),
        (date(2025, 9, 1), "mmm-yy", "2025-09-01"),
        (datetime(2025, 9, 5, 8, 30), "dd/mm/yyyy hh:mm", "2025-09-05 08:30:00"),
        (time(8, 30), "hh:mm", "08:30:00"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        (45905, "General", "45905"),
        (5.0, "0.0", "5"),
        (-2, "0", "-2"),
        (0.6, "0.00", "0.6"),
        (1 / 3, "0.0", "0.3333333333333333"),
        (0.469, "0.0%", "0.469"),
        (1234.5, "#,##0.0", "1234.5"),
        (123, "000000", "000123"),
        (123456789012, "0", "123456789012"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        ("#N/A", "General", "#N/A"),
        ("007", "@", "007"),
        (" None ", "General", " None "),
        ("two\nlines", "General", "two\nlines"),
        ("old_x000D_\nlines", "General", "old\nlines"),
    ],
)
def test_a_cell_becomes_the_text_of_its_value(value, formats, text):
    assert cell(value, formats) == text


def test_dates_counted_from_1904_are_the_same_dates():
    written = openpyxl.Workbook()
    written.epoch = CALENDAR_MAC_1904
    page = written.active
    assert page is not None
    page.append(HEADINGS)
    page.append(["1001", date(2025, 9, 5), 1])
    out = io.BytesIO()
    written.save(out)
    assert rows(sheet("mac.xlsx", out.getvalue())) == {2: ["1001", "2025-09-05", "1"]}


def test_the_sheet_is_read_whose_headings_are_known_best():
    data = book(
        ("Read me", [["How to fill in this workbook"], ["School", "one a file"]]),
        ("Codes", [["Absence Reason", "Meaning"], ["S10", "anxiety"]]),
        ("Absence", [list(HEADINGS), ["1001", "05/09/2025", 1]]),
    )
    found = sheet("absence.xlsx", data)
    assert found.how.sheet == "Absence"
    assert rows(found) == {2: ["1001", "05/09/2025", "1"]}
    assert "Not read: the sheets “Read me”, “Codes”." in found.decisions
    assert found.problems == ()


def test_a_hidden_sheet_is_not_read_even_if_its_headings_are_known_better():
    data = book(
        ("Absence", [["Employee Ref", "Start Date"], ["1001", "05/09/2025"]]),
        ("Last year", [list(HEADINGS), ["1002", "05/09/2024", 1]]),
        hidden=("Last year",),
    )
    found = sheet("absence.xlsx", data)
    assert rows(found) == {2: ["1001", "05/09/2025"]}
    assert "Hidden, and not read: the sheet “Last year”." in found.decisions
    assert found.problems == ()


def test_sheets_with_the_same_headings_that_were_not_read_are_asked_about():
    pages = [
        (f"School {n}", [list(HEADINGS), [f"{n}001", "05/09/2025", 1], [f"{n}002", "08/09/2025", 1]])
        for n in (1, 2, 3)
    ]
    (problem,) = sheet("absence.xlsx", book(*pages)).problems
    assert (problem.code, problem.level) == ("other_sheets", "query")
    assert "“School 1” was read" in problem.problem
    assert "“School 2”, “School 3”" in problem.problem


def test_rows_are_numbered_as_excel_shows_them_whatever_is_blank_or_missing():
    def row(number, *texts):
        cells = "".join(
            f'<c r="{c}{number}" t="str"><v>{t}</v></c>' for c, t in zip("ABC", texts, strict=False)
        )
        return f'<row r="{number}">{cells}</row>'.encode()

    data = bombs.with_part(
        bombs.SHEET,
        bombs.sheet(row(3, *HEADINGS), row(4, "1001", "05/09/2025", "1"), row(9, "1002", "", "1"), row(10)),
    )
    found = sheet("sparse.xlsx", data)
    assert rows(found) == {4: ["1001", "05/09/2025", "1"], 9: ["1002", "", "1"]}
    assert list(original_rows("sparse.xlsx", data, found.how)) == [
        (1, []), (2, []), (3, list(HEADINGS)), (4, ["1001", "05/09/2025", "1"]), (5, []), (6, []), (7, []), (8, []),
        (9, ["1002", "", "1"]), (10, []),
    ]  # fmt: skip


def test_a_note_beside_the_table_is_a_column_without_a_heading():
    found = sheet(
        "notes.xlsx",
        book(
            (
                "Absence",
                [
                    list(HEADINGS),
                    ["1001", "05/09/2025", 1],
                    ["1002", "08/09/2025", 1, None, "left in October"],
                ],
            )
        ),
    )
    assert found.headings == (*HEADINGS, "", "")
    assert rows(found)[3] == ["1002", "08/09/2025", "1", "", "left in October"]


def test_a_formula_counts_as_the_result_that_is_stored_with_it():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as written:
        page = written.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_formula(1, 0, '="1"&"001"', None, "1001")
        page.write_formula(1, 2, "=3/5", None, 0.6)
    assert rows(sheet("formulas.xlsx", out.getvalue())) == {2: ["1001", "", "0.6"]}


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not beside this checkout")
def test_a_published_workbook_of_sixteen_sheets_says_which_one_was_read():
    path = REAL / "nisra_nics_absence_2023_24/2324-Financial-Year-Absence-Report-Tables.xlsx"
    found = sheet(path.name, path)
    assert found.how.sheet not in (None, "Contents", "Notes")
    assert found.decisions[-1].count("“") == 15
    assert len(found.lines) > 0


@pytest.mark.parametrize(
    "lost", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_that_lacks_a_part_is_said_to_be_damaged_or_to_show_no_table(lost):
    data = bombs.with_part(lost, [])
    with pytest.raises(Unreadable) as refused:
        sheet("lost.xlsx", data)
    assert refused.value.problem.code in ("excel_damaged", "excel_no_table")


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_a_workbook_that_was_cut_off_on_its_way_is_said_to_be_damaged(kept):
    data = bombs.workbook()
    with pytest.raises(Unreadable) as refused:
        sheet("cut.xlsx", data[: int(len(data) * kept)])
    assert refused.value.problem.code == "excel_damaged"
