"""One cell at a time: what each kind of column takes, and the sentence that it gets otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import RUDE
from wellmetrics import catalogue
from wellmetrics.intake.values import Fault, LeftOut, parse
from wellmetrics.model import Column

DATE = catalogue.dataset("absence").column("first_day")
FTE = catalogue.dataset("absence").column("fte")
LOST = catalogue.dataset("absence").column("days_lost")
HALF = catalogue.dataset("absence").column("half_first")
REASON = catalogue.dataset("absence").column("reason")
GROUP = catalogue.dataset("absence").column("staff_group")
YEAR = catalogue.dataset("terms").column("academic_year")
TERM = catalogue.dataset("terms").column("term")
URN = catalogue.dataset("schools").column("urn")
MONTH = catalogue.dataset("absence_summary").column("month")
PEOPLE = catalogue.dataset("absence_summary").column("staff_absent")
EVERY = [column for dataset in catalogue.all_datasets().values() for column in dataset.columns]


@pytest.mark.parametrize(
    "text",
    [
        "05/09/2025", "5/9/2025", "05-09-2025", "05.09.2025", "2025-09-05", "2025/9/5", "5 Sep 2025",
        "5 September 2025", "05-Sep-2025", "20250905", "45905", "45905.0", "2025-09-05 00:00:00",
        "05/09/2025 09:30", "2025-09-05T09:30:00Z", "  05/09/2025 ",
    ],
)  # fmt: skip
def test_reads_a_date_however_an_office_writes_it(text):
    assert parse(text, DATE) == date(2025, 9, 5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2026", "not a real date"),
        ("29/02/2025", "not a real date"),
        ("2025-13-01", "not a real date"),
        ("05/09/25", "two digits"),
        ("5-9-25", "two digits"),
        ("09/05", "not a date"),
        ("soon", "not a date"),
        ("05/09/0025", "year 25"),
        ("05/09/2205", "year 2205"),
        ("", "empty"),
    ],
)
def test_refuses_what_is_no_date_and_says_how_to_write_one(text, words):
    fault = parse(text, DATE)
    assert isinstance(fault, Fault)
    assert words in fault.problem
    assert fault.fix


@pytest.mark.parametrize("text", ["2025-11", "11/2025", "202511", "Nov 2025", "November 2025", "30/11/2025"])
def test_reads_a_month_or_any_day_of_it(text):
    assert parse(text, MONTH) == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("12", 12), (".5", 0.5), ("+3", 3), ("1e2", 100), ("50%", 0.5), ("£7.20", 7.2), ("0", 0)],
)  # fmt: skip
def test_reads_a_number_with_commas_percent_or_pounds(text, number):
    assert parse(text, LOST) == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    ["NaN", "inf", "-inf", "Infinity", "1e999", "3 days", "five", "1,2", "1.2.3", "0x10", "-1", "2001"],
)
def test_refuses_what_is_no_sensible_number(text):
    assert isinstance(parse(text, LOST), Fault)


@pytest.mark.parametrize("text", ["0", "-0.5", "1.51", "37", "0.0"])
def test_refuses_a_post_of_nothing_or_of_more_than_one_and_a_half(text):
    assert isinstance(parse(text, FTE), Fault)


@pytest.mark.parametrize("text", ["1.5", "0.01", "80%"])
def test_takes_a_post_between_nothing_and_one_and_a_half(text):
    assert not isinstance(parse(text, FTE), Fault)


def test_refuses_half_a_person():
    assert parse("14", PEOPLE) == 14
    assert "whole number" in parse("14.5", PEOPLE).problem


@pytest.mark.parametrize(
    ("text", "said"),
    [("Y", True), ("yes", True), ("TRUE", True), ("1", True), ("n", False), ("No", False), ("FALSE", False), ("0", False),
     ("Part Day", True), ("full", False), ("am", True)],
)  # fmt: skip
def test_reads_yes_and_no_and_what_hr_exports_write_for_half_days(text, said):
    assert parse(text, HALF) is said


def test_refuses_what_is_neither_yes_nor_no():
    assert "neither yes nor no" in parse("perhaps", HALF).problem


@pytest.mark.parametrize("text", ["2025/26", "2025-26", "2025/2026", "202526", "2025 / 26", "2025-2026"])
def test_reads_an_academic_year_however_it_is_written(text):
    assert parse(text, YEAR) == "2025/26"


@pytest.mark.parametrize("text", ["2025", "2025/27", "25/26", "2026/25", "next year"])
def test_refuses_what_is_no_academic_year(text):
    assert "2025/26" in parse(text, YEAR).fix


@pytest.mark.parametrize(("text", "urn"), [("900001", "900001"), ("900001.0", "900001")])
def test_reads_a_schools_number(text, urn):
    assert parse(text, URN) == urn


@pytest.mark.parametrize("text", ["90001", "9000011", "90000A", "P4", "٩٠٠٠٠١"])
def test_refuses_what_is_no_schools_number(text):
    assert "six digits" in parse(text, URN).fix


@pytest.mark.parametrize(("text", "term"), [("autumn", "Autumn"), ("AUT", "Autumn"), ("Spring ", "Spring")])
def test_knows_a_choice_by_its_aliases_and_in_any_case(text, term):
    assert parse(text, TERM) == term


def test_asks_did_you_mean_and_never_decides_by_itself():
    fault = parse("techer", GROUP)
    assert isinstance(fault, Fault)
    assert fault.level == "error"
    assert fault.value is None
    assert "Did you mean “teacher”?" in fault.fix


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("S10 Anxiety/stress/depression/other psychiatric illnesses", "mental health"),
        ("S12 Other musculoskeletal problems", "musculoskeletal"),
        ("Cold/flu", "infection"),
        ("S28 Injury, fracture", "surgery or injury"),
        ("S17 Benign and malignant tumours, cancers", "serious illness"),
        ("S98 Other known causes", "other"),
        ("No Reason Specified", "unknown"),
        ("", "unknown"),
        ("SIC", "unknown"),
        ("stress", "mental health"),
    ],
)
def test_groups_reasons_as_payroll_writes_them(text, group):
    assert parse(text, REASON) == group


@pytest.mark.parametrize(
    ("text", "what"),
    [("MAT", "not sickness"), ("OTH", "not sickness"), ("TRN", "not sickness"), ("Strike", "not sickness"),
     ("PRG", "pregnancy-related"), ("S30 Pregnancy related disorders", "pregnancy-related")],
)  # fmt: skip
def test_leaves_other_leave_out_and_pregnancy_apart(text, what):
    assert parse(text, REASON) == LeftOut(what)


def test_counts_an_unlisted_reason_as_other_with_a_query():
    fault = parse("hay fever", REASON)
    assert (fault.level, fault.value) == ("query", "other")


@pytest.mark.parametrize("mark", ["c", "x", "z", "*", ":", "-", "low", "SUPP", "n/a", "#N/A"])
def test_takes_a_suppression_mark_for_a_blank_and_never_for_nought(mark):
    assert parse(mark, LOST) is None


@pytest.mark.parametrize("mark", ["c", "x", "*", "low"])
def test_refuses_a_suppression_mark_where_a_number_is_needed(mark):
    assert isinstance(parse(mark, FTE), Fault)


@given(text=st.text(max_size=40), column=st.sampled_from(EVERY))
def test_whatever_stands_in_a_cell_gets_a_value_or_a_sentence(text: str, column: Column):
    found = parse(text, column)
    if isinstance(found, Fault):
        assert found.problem.endswith(".")
        assert found.fix
        assert not RUDE.search(found.fix)
    elif column.choices and not isinstance(found, LeftOut):
        assert found is None or found in column.choices
