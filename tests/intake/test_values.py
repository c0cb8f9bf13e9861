"""One cell at a time: what each kind of column takes, and the sentence that it gets otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import RUDE
from wellmetrics import catalogue
from wellmetrics.intake.values import Fault, LeftOut, absence_type, is_marker, parse, suggest
from wellmetrics.model import Column

DATE = catalogue.dataset("absence").column("first_day")
FTE = catalogue.dataset("absence").column("fte")
LOST = catalogue.dataset("absence").column("days_lost")
REFERENCE = catalogue.dataset("absence").column("staff_ref")
HALF = catalogue.dataset("absence").column("half_first")
REASON = catalogue.dataset("absence").column("reason")
GROUP = catalogue.dataset("absence").column("staff_group")
YEAR = catalogue.dataset("terms").column("academic_year")
TERM = catalogue.dataset("terms").column("term")
URN = catalogue.dataset("schools").column("urn")
MONTH = catalogue.dataset("absence_summary").column("month")
YEAR_GROUP, SEX, PREMIUM, SEND = (
    catalogue.dataset("roll").column(name) for name in ("year_group", "sex", "pupil_premium", "send")
)
SERVICE = catalogue.dataset("referrals").column("service")
SHARE = Column("share", "number", "A share.", "0.469", low=0, high=1)
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
    fault = parse("moonstruck", REASON)
    assert (fault.level, fault.value) == ("query", "other")


@pytest.mark.parametrize(
    "mark",
    [
        "c",
        "x",
        "z",
        "*",
        ":",
        "-",
        "low",
        "SUPP",
        "SUPPMAT",
        "SP",
        "NA",
        "NEW",
        "n/a",
        "#N/A",
        "<5",
        "< 10",
        " ",
        "..",
    ],
)
def test_takes_a_suppression_mark_for_a_blank_and_never_for_nought(mark):
    assert parse(mark, LOST) is None


@pytest.mark.parametrize("mark", ["c", "x", "*", "low"])
def test_refuses_a_suppression_mark_where_a_number_is_needed(mark):
    assert isinstance(parse(mark, FTE), Fault)


def test_says_of_a_mark_that_it_withholds_a_figure():
    assert is_marker("<5")
    assert not is_marker("5")
    fault = parse("<5", FTE)
    assert (fault.code, fault.likely) == ("value_withheld", None)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("cough, cold & flu", "infection"), ("D&V", "infection"), ("Diarrhoea/vomiting", "infection"),
        ("COVID-19", "infection"), ("Back pain", "musculoskeletal"), ("Stress/Anxiety", "mental health"),
        ("Stress - work related", "mental health"), ("SIC - Stress", "mental health"), ("Sickness (back pain)", "musculoskeletal"),
        ("S13 Cold, Cough, Flu - Influenza", "infection"), ("S11", "musculoskeletal"), ("S10 -", "mental health"), ("S26: Gynae and other", "other"),
        ("Operation", "surgery or injury"), ("Self-certified", "unknown"), ("S99 Unknown causes / Not specified", "unknown"),
    ],
)  # fmt: skip
def test_groups_free_words_codes_with_words_and_lists_that_mean_one_thing(text, group):
    assert parse(text, REASON) == group


@pytest.mark.parametrize(
    "text", ["Cold/headache", "SIC - moonstruck", "stress and back pain", "S1", "S100 things"]
)
def test_never_takes_words_that_mean_two_things_or_a_code_whose_words_nobody_knows(text):
    fault = parse(text, REASON)
    assert (fault.code, fault.value) == ("value_other", "other")


@pytest.mark.parametrize(
    ("text", "what"),
    [("MAT - Maternity", "not sickness"), ("PRG: pregnancy related", "pregnancy-related"), ("SIC (pregnancy related)", "pregnancy-related"),
     ("OTH Medical appointment", None), ("Medical appointment", "not sickness"), ("Wellbeing day", "not sickness"),
     ("PUB", "not sickness"), ("SEC", "not sickness"), ("UNA", "not sickness"), ("UNP", "not sickness"), ("Jury service", "not sickness"),
     ("Maternity/Paternity", "not sickness"), ("Strike action", "not sickness"), ("Dependants' leave", "not sickness")],
)  # fmt: skip
def test_leaves_out_every_code_and_word_of_other_leave(text, what):
    found = parse(text, REASON)
    assert found == LeftOut(what) if what else isinstance(found, Fault)


@pytest.mark.parametrize(
    ("text", "said"),
    [("SIC", None), ("Sickness", None), ("", None), ("MAT", LeftOut("not sickness")), ("PRG", LeftOut("pregnancy-related")),
     ("OTH", LeftOut("not sickness")), ("c", None)],
)  # fmt: skip
def test_a_type_of_absence_beside_the_reason_says_only_which_rows_are_no_sickness(text, said):
    assert absence_type(text, REASON) == said


def test_a_type_of_absence_that_nobody_knows_is_asked_about():
    fault = absence_type("Type 7", REASON)
    assert isinstance(fault, Fault)
    assert (fault.level, fault.code) == ("query", "unknown_absence_type")


@pytest.mark.parametrize(
    ("text", "group"),
    [("TA", "teaching assistant"), ("HLTA", "teaching assistant"), ("Teaching Asst", "teaching assistant"), ("T.A.", "teaching assistant"),
     ("SLT", "leader"), ("Deputy Headteacher", "leader"), ("Head of Year", "teacher"), ("ECT", "teacher"), ("TCHR", "teacher"),
     ("Admin", "support staff"), ("Site manager", "support staff"), ("Teaching assistant (TA)", "teaching assistant"), ("HQ", "central team")],
)  # fmt: skip
def test_knows_staff_groups_by_what_they_are_called_in_schools(text, group):
    assert parse(text, GROUP) == group


@pytest.mark.parametrize(
    ("text", "likely"), [("Teacher/TA", None), ("TA (grade 9)", "teaching assistant"), ("Astronaut", None)]
)
def test_never_takes_a_staff_group_that_is_only_like_one(text, likely):
    fault = parse(text, GROUP)
    assert isinstance(fault, Fault)
    assert fault.likely == likely


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (YEAR_GROUP, "R", "R"), (YEAR_GROUP, "Reception", "R"), (YEAR_GROUP, "R - Reception", "R"), (YEAR_GROUP, "Y1", "1"),
        (YEAR_GROUP, "Year 1", "1"), (YEAR_GROUP, "1", "1"), (YEAR_GROUP, "01", "1"), (YEAR_GROUP, "Yr 7", "7"), (YEAR_GROUP, "N1", "N"),
        (YEAR_GROUP, "N2", "N"), (YEAR_GROUP, "-1", "N"), (YEAR_GROUP, "12", "12"), (YEAR_GROUP, "Year 13", "13"), (YEAR_GROUP, "0", "R"),
        (SEND, "N", "none"), (SEND, "K", "support"), (SEND, "E", "plan"), (SEND, "EHCP", "plan"), (SEND, "SEN Support", "support"),
        (SEND, "K - SEN support", "support"), (SEND, "None ", "none"), (SEND, "No SEN", "none"),
        (SEX, "Girls", "F"), (SEX, "Boys", "M"), (SEX, "female", "F"), (SEX, "F - Female", "F"),
        (PREMIUM, "TRUE", "Y"), (PREMIUM, "1", "Y"), (PREMIUM, "0", "N"), (PREMIUM, "Non-PP", "N"), (PREMIUM, "Pupil premium", "Y"),
        (SERVICE, "MHST", "mental health support team"), (SERVICE, "EAP", "employee assistance"), (SERVICE, "camhs", "CAMHS"),
        (TERM, "Autumn Term", "Autumn"), (HALF, "Half day", True), (HALF, "T", True), (HALF, "F", False), (HALF, "1.0", True), (HALF, "✓", True), (HALF, "½", True), (PREMIUM, "✔", "Y"),
    ],
)  # fmt: skip
def test_knows_the_groups_of_pupils_and_the_rest_however_they_are_written(column, text, value):
    assert parse(text, column) == value


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (YEAR_GROUP, "Y5/6"),
        (YEAR_GROUP, "-3"),
        (YEAR_GROUP, "15"),
        (SEX, "M/F"),
        (SEND, "K/E"),
        (TERM, "Term 2"),
        (TERM, "Autumn/Spring"),
    ],
)
def test_refuses_a_group_that_is_two_or_none(column, text):
    assert isinstance(parse(text, column), Fault)


@pytest.mark.parametrize(
    ("column", "text", "likely"),
    [
        (FTE, "0,8", "0.8"), (FTE, "80", "0.8"), (FTE, "O.8", "0.8"), (FTE, "0.8 fte", "0.8"), (FTE, "37.5 hours", None), (FTE, "37", "0.37"),
        (LOST, "3 days", "3"), (LOST, "1 234.5", "1234.5"), (LOST, "2 or 3", None), (PEOPLE, "14 people", "14"), (PEOPLE, "14.5", None),
        (HALF, "yess", "Y"), (HALF, "Prt day", "part day"), (GROUP, "techer", "teacher"), (URN, "URN 900001", "900001"), (URN, "90001", None),
    ],
)  # fmt: skip
def test_proposes_what_was_meant_and_never_takes_it(column, text, likely):
    fault = parse(text, column)
    assert isinstance(fault, Fault)
    assert fault.value is None
    assert fault.likely == likely == suggest(text, column)


@given(text=st.text(alphabet="0123456789/-. ,OlabcdeFgst£%<", max_size=14), column=st.sampled_from(EVERY))
def test_whatever_is_proposed_would_be_read(text: str, column: Column):
    likely = suggest(text, column)
    if likely is not None:
        assert not isinstance(parse(likely, column), Fault)


@pytest.mark.parametrize("text", ["07700 900123", "AB 12 34 56 C", "jo900001@example.org"])
def test_a_proposal_never_repeats_a_part_of_something_personal(text):
    assert suggest(text, URN) is None


def test_says_of_the_number_that_the_authority_gives_a_school_that_it_is_another_number():
    assert parse("850/2000", URN).code == "value_dfe_number"


@pytest.mark.parametrize("text", ["46.9%", "0.469"])
def test_reads_a_share_with_a_percent_sign_or_without_as_the_same(text):
    assert parse(text, SHARE) == pytest.approx(0.469)


def test_refuses_a_percentage_without_its_sign_where_a_share_is_expected_and_proposes_the_share():
    fault = parse("46.9", SHARE)
    assert (fault.code, fault.likely) == ("value_too_high", "0.469")
    assert parse("46.9", SHARE, percent=True) == pytest.approx(0.469)
    assert parse("46.9%", SHARE, percent=True) == pytest.approx(0.469)


@pytest.mark.parametrize(
    "text", ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ref!", "Err:502"]
)
@pytest.mark.parametrize("column", [LOST, REASON, REFERENCE], ids=lambda c: c.name)
def test_a_formula_without_a_result_is_said_and_never_a_blank_or_another_value(text, column):
    fault = parse(text, column)
    assert (fault.code, fault.level, fault.likely) == ("value_formula", "error", None)
    assert text in fault.problem


def test_a_lookup_that_found_nothing_is_a_missing_figure():
    assert parse("#N/A", LOST) is None


@given(text=st.text(max_size=40), column=st.sampled_from(EVERY))
def test_whatever_stands_in_a_cell_gets_a_value_or_a_sentence(text: str, column: Column):
    found = parse(text, column)
    if isinstance(found, Fault):
        assert found.problem.endswith(".")
        assert found.fix
        assert not RUDE.search(found.fix)
    elif column.choices and not isinstance(found, LeftOut):
        assert found is None or found in column.choices
