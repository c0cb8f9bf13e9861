"""What may not come in: found by heading and by look, masked in every message, and kept nowhere."""

from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, csv, look, one, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.intake import personal
from wellmetrics.intake.check import Options
from wellmetrics.intake.match import plain

NI, NHS, UPN = "AB123456C", "943 476 5919", "X310300109001"
MAIL, PHONE, POSTCODE = "jo.bloggs@example.org", "07700 900123", "SW1A 1AA"
WHAT = {
    NI: "a National Insurance number",
    NHS: "an NHS number",
    UPN: "a pupil number",
    MAIL: "an e-mail address",
    PHONE: "a telephone number",
    POSTCODE: "a postcode",
    "192.168.10.7": "an IP address",
}


@pytest.mark.parametrize(
    "heading",
    ["Surname", "Forename", "Staff Name", "NI Number", "National Insurance No", "NHS number", "UPN", "E-mail", "Email Address",
     "IP Address", "Mobile phone", "Tel", "Postcode", "Post code", "Home address", "Date of birth", "DOB", "Comments", "Diagnosis",
     "Name"],
)  # fmt: skip
def test_knows_a_personal_column_by_its_heading(heading):
    assert personal.heading(plain(heading))


@pytest.mark.parametrize(
    "heading", ["urn", "staff_ref", "first_day", "reason", "School name", "term", "headcount", "Unit"]
)
def test_leaves_ordinary_headings_alone(heading):
    assert personal.heading(plain(heading)) is None


@pytest.mark.parametrize(("text", "what"), WHAT.items())
def test_knows_a_personal_value_by_its_look(text, what):
    assert personal.value(text) == what
    assert text not in personal.masked(text)
    assert text[1:5] not in personal.masked(text)


@pytest.mark.parametrize(
    "text",
    ["9434765918", "943 476 5910", "X310300109002", "P1-0137", "2025-09-08", "900001", "teacher", "1234.5"],
)
def test_a_number_that_fails_its_checksum_is_only_a_number(text):
    assert personal.value(text) != "an NHS number"
    assert personal.value(text) != "a pupil number"


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
