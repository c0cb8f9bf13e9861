"""What may not come in: found by heading and by look, masked in every message, and kept nowhere."""

from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, csv, faults, look, one, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.intake import personal
from wellmetrics.intake.check import Options
from wellmetrics.intake.match import ways

# Numbers that nobody has: kept for tests and for films, or of a form that is never given out.
NI, NHS, UPN = "QQ123456C", "999 000 0018", "X310300109001"
MAIL, PHONE, POSTCODE, IP = "jo.bloggs@example.org", "07700 900123", "ZZ99 3VZ", "192.0.2.7"
WHAT = {
    NI: "a National Insurance number",
    "qq 12 34 56 c": "a National Insurance number",
    NHS: "an NHS number",
    "9990000018": "an NHS number",
    UPN: "a pupil number",
    UPN.lower(): "a pupil number",
    MAIL: "an e-mail address",
    PHONE: "a telephone number",
    "+44 7700 900123": "a telephone number",
    "(01632) 960123": "a telephone number",
    POSTCODE: "a postcode",
    "zz993vz": "a postcode",
    IP: "an IP address",
}
WITHIN = {
    f"rang in from {PHONE} today": "a telephone number",
    f"see {MAIL}.": "an e-mail address",
    f"No. {NI}, long absence": "a National Insurance number",
    f"1 High Street, Westmere {POSTCODE}": "a postcode",
    "cover by Miss Quackenbush": "a name",
}


@pytest.mark.parametrize(
    "heading",
    ["Surname", "Forename", "Staff Name", "NI Number", "National Insurance No", "NHS number", "UPN", "E-mail", "Email Address",
     "IP Address", "Mobile phone", "Tel", "Postcode", "Post code", "Home address", "Date of birth", "DOB", "Comments", "Diagnosis",
     "Name", "Legal surname", "Preferred name", "PreferredName", "Emp Name", "Manager", "Line manager", "Line Manager's name",
     "Contact", "Emergency contact", "Contact No", "D.O.B.", "Reason details", "Further info", "Absence notes", "upn",
     "Former UPN", "N.I. No.", "NINO", "NHS No.", "Last modified by", "Class teacher", "Please describe", "Initials",
     "What is your full name, if you like?", "May we have your e-mail address to write back?", "Do you have any other comments for us?",
        "Anything else?", "IP"],
)  # fmt: skip
def test_knows_a_personal_column_by_its_heading(heading):
    assert any(personal.heading(way) for way in ways(heading))


@pytest.mark.parametrize(
    "heading",
    ["urn", "staff_ref", "first_day", "reason", "School name", "term", "headcount", "Unit", "Trust name", "Club name", "Job title",
     "Line manager ref", "Last modified time", "PhaseOfEducation (name)", "Over 13 weeks duration?", "I am supported by my line manager", "How often do you use your phone at night?", "The school knows its parents and every contact",
        "Hotel", "Position"],
)  # fmt: skip
def test_leaves_ordinary_headings_alone(heading):
    assert not any(personal.heading(way) for way in ways(heading))


@pytest.mark.parametrize(("text", "what"), WHAT.items())
def test_knows_a_personal_value_by_its_look(text, what):
    assert personal.value(text) == what
    assert text not in personal.masked(text)
    assert text[1:5] not in personal.masked(text)


@pytest.mark.parametrize(
    "text",
    ["9434765918", "943 476 5910", "X310300109002", "P1-0137", "2025-09-08", "900001", "teacher", "1234.5", "0000012345",
     "00001234567", "05-09-2025 14:30", "45905", "20130418", "R-00123", "S10 Anxiety/stress/depression", "1.2.3.400",
     "Dr Challoner Road School", "St Anne's"],
)  # fmt: skip
def test_a_number_that_fails_its_checksum_is_only_a_number_and_a_reference_a_reference(text):
    assert personal.value(text) is None


@pytest.mark.parametrize(("text", "what"), WITHIN.items())
def test_knows_a_personal_value_wherever_it_stands_in_a_cell(text, what):
    assert personal.value(text) == what


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["12/03/1975", "01/04/1980", "1999-02-03", "7 Sep 1968"], "a date of birth"),
        (["12/03/75", "01/04/80"], "a date of birth"),
        (["12/03/2015", "01/04/2025"], None),
        (["Smith, J", "Quackenbush, Z.", "O'Neil, P A"], "a name"),
        (["Stress", "Cold, flu", "Injury, fracture"], None),
        (["Fell off a ladder in the hall\nand hurt her wrist", "no"], "free text about people"),
        (
            ["She said that it had all been too much since the summer and cried", "", "x"],
            "free text about people",
        ),
        (["A long label that stands in every row of the file, as those of surveys do"] * 30, None),
        (["7700900123", "7700900456"], None),
    ],
)
def test_knows_what_a_column_holds_by_its_cells(cells, what):
    assert personal.column(cells) == what


@pytest.mark.parametrize(
    "text", ["Smith, J", "Jo Bloggs", "SMITH JOHN", "J. Bloggs", "Smith-Jones, Mary Ann", "o'neil, p"]
)
def test_knows_a_name_among_references(text):
    assert personal.name(text)


@pytest.mark.parametrize("text", ["P1", "P4-0137", "a", "CANARY-REF-7731", "R 12", "AB-CD", "SMIJ", "x17b"])
def test_takes_a_reference_for_a_reference(text):
    assert not personal.name(text)


def refused(context, heading: str, *cells: str) -> list[tuple[int | None, str, str]]:
    """What stops an absence file whose column `heading` holds the cells, one a row."""
    row = {"urn": "900001", "staff_ref": "P1", "post": "", "staff_group": "teacher", "fte": "1", "first_day": "2025-09-08",
           "last_day": "2025-09-09", "reason": "flu"}  # fmt: skip
    rows = [
        ",".join((row | {"staff_ref": f"P{i}"} | {heading: f'"{cell}"'}).values())
        for i, cell in enumerate(cells)
    ]
    checked = look(context, csv("a.csv", ",".join(row | {heading: ""}), *rows))
    said = " ".join(f"{p.value} {p.problem} {p.fix}" for p in checked.problems)
    assert not [cell for cell in cells if len(cell) > 4 and cell in said]
    return faults(checked)


def test_references_that_are_names_are_refused_cell_by_cell(context):
    assert refused(context, "staff_ref", "Smith, J", "P2", "Jo Bloggs") == [
        (2, "staff_ref", "name_for_reference"), (4, "staff_ref", "name_for_reference"),
    ]  # fmt: skip


def test_references_that_are_names_of_one_word_are_refused_as_a_column(context):
    assert {code for *_, code in refused(context, "staff_ref", "Smith", "Bloggs", "Quackenbush")} == {
        "name_for_reference"
    }
    assert refused(context, "staff_ref", "Smith", "P12", "P13", "P14") == []


def test_references_that_are_dates_of_birth_are_refused(context):
    assert {code for *_, code in refused(context, "staff_ref", "12/03/1975", "01/04/1980")} == {
        "personal_value"
    }


@pytest.mark.parametrize(("text", "what"), WITHIN.items())
@pytest.mark.parametrize("column", ["reason", "post", "last_day", "fte", "staff_group", "half_first", "urn"])
def test_a_personal_value_within_any_cell_is_refused_and_not_repeated(context, column, text, what):
    assert refused(context, column, text) == [(2, column, "personal_value")]


@pytest.mark.parametrize("column", ["reason", "last_day", "fte", "staff_group"])
def test_what_somebody_wrote_in_their_own_words_is_refused_and_not_repeated(context, column):
    text = "rang in on Monday and said that it was all too much since the summer"
    assert refused(context, column, text) == [(2, column, "own_words")]
    assert refused(context, column, "was not\nwell at all") == [(2, column, "own_words")]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Who", ["Smith, J", "Quackenbush, Z"]),
        ("Day", ["12/03/1975", "01/04/1980"]),
        ("More", ["was not\nwell", "x"]),
    ],
)
def test_a_column_is_known_by_its_cells_whatever_its_heading_says(context, heading, cells):
    assert refused(context, heading, *cells) == [(None, heading, "personal_column")]


def test_a_personal_column_without_a_heading_is_refused_too(context):
    file = csv("a.csv", "urn,,staff_ref,staff_group,fte,first_day,last_day,reason",
               f"900001,{MAIL},P1,teacher,1,2025-09-08,2025-09-09,flu")  # fmt: skip
    assert faults(look(context, file)) == [(None, "column B", "personal_column")]


def test_a_column_of_addresses_with_gaps_is_a_column_of_addresses():
    assert personal.column([MAIL, *[f"anonymous {n}" for n in range(8)]]) == "an e-mail address"
    assert personal.column(["P1", "P2", "P3"]) is None


def sheet(value: str, heading: str) -> helpers.File:
    headings = f"{helpers.ABSENCE},{heading}"
    return csv("hr.csv", headings, f"900001,P1,,teacher,1,2025-09-08,2025-09-09,,,infection,,{value}")


@pytest.mark.parametrize(
    ("heading", "value"), [("Surname", "Bloggs"), ("Extra", MAIL), ("Extra", NI), ("Extra", NHS)]
)
def test_a_file_with_a_personal_column_is_not_loaded_until_the_sender_agrees(context, heading, value):
    refused = look(context, sheet(value, heading))
    assert one(refused, "personal_column").level == "error"
    assert desk.refused(refused, Options())
    assert desk.refused(refused, Options(leave_out_errors=True))
    agreed = look(context, sheet(value, heading), leave_out_personal=True)
    assert agreed.errors == []
    assert not desk.refused(agreed, Options(leave_out_personal=True))
    assert agreed.personal_columns == (heading,)
    for checked in (refused, agreed):
        assert all(value not in f"{p.value} {p.problem} {p.fix}" for p in checked.problems)


@pytest.mark.parametrize("value", ["", "anonymous"])
def test_an_empty_or_anonymous_column_is_left_out_with_a_notice(context, value):
    checked = look(context, sheet(value, "Email"))
    assert checked.errors == []
    assert "“Email”" in one(checked, "extra_columns").problem


@pytest.mark.parametrize("value", [NI, UPN, MAIL, PHONE, POSTCODE])
@pytest.mark.parametrize("column", ["staff_ref", "post"])
def test_a_personal_value_in_a_needed_column_is_an_error_and_masked(context, value, column):
    row = {"urn": "900001", "staff_ref": "P1", "post": "", "staff_group": "teacher", "fte": "1",
           "first_day": "2025-09-08", "reason": "flu"} | {column: value}  # fmt: skip
    checked = look(context, csv("a.csv", ",".join(row), ",".join(row.values())), leave_out_personal=True)
    (problem,) = checked.errors
    assert (problem.line, problem.column) == (2, column)
    assert value not in f"{problem.value} {problem.problem} {problem.fix}"
    assert len(checked.rows) == 0


def test_a_ten_digit_reference_that_passes_the_checksum_by_chance_is_still_a_reference(context):
    rows = [f"900001,{ref},2025-09-08,2025-09-09" for ref in ("9434765919", "1000000002", "1000000003")]
    assert look(context, absence(*rows)).errors == []


def bytes_below(home: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file())


def test_nothing_personal_and_no_reference_is_in_any_file_of_the_home(tmp_path):
    canaries = ["Zebedee", "Quackenbush", NI, MAIL, PHONE, POSTCODE]
    ref = "CANARY-REF-7731"
    headings = f"{helpers.ABSENCE},Forename,Surname,NI Number,Email,Phone,Postcode"
    hr = csv(
        "hr.csv", headings, f"900001,{ref},,teacher,1,2025-09-08,2025-09-09,,,infection,,{','.join(canaries)}"
    )
    files = [schools("900001"), terms(), workforce({"900001": 12}), hr]
    receipt, _ = desk.load_files(tmp_path, files, "a lead", Options(leave_out_personal=True))
    assert receipt.release
    assert helpers.term_cells(tmp_path, "days_lost_per_fte", "900001")[AUTUMN].numerator == 2
    found = bytes_below(tmp_path)
    assert b"900001" in found  # the search finds what is there
    for secret in [*canaries, ref]:
        for way in ("utf-8", "utf-16-le"):
            assert secret.encode(way) not in found, secret
        assert secret.replace(" ", "").encode() not in found, secret


def test_a_message_in_the_vault_masks_a_personal_value_of_a_row_left_out(tmp_path):
    files = [schools("900001"), terms(), workforce({"900001": 12}),
             absence(f"900001,{MAIL},2025-09-08,2025-09-09", "900001,P2,2025-09-08,2025-09-09")]  # fmt: skip
    desk.load_files(tmp_path, files, "a lead", Options(leave_out_errors=True))
    found = bytes_below(tmp_path)
    assert MAIL.encode() not in found
    assert b"bloggs" not in found
