"""The roll: pupils by group, however a school's system writes the groups."""

import pytest

from tests.helpers import File, bare_context, csv, faults, look, one, put, schools, terms
from wellmetrics.vault import Vault

HEADINGS = "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils"


def roll(*rows: str, headings: str = HEADINGS) -> File:
    """A row is `year_group,sex,pupil_premium,send,pupils` of school 900001 in Autumn 2025/26."""
    return csv("roll.csv", headings, *(f"900001,2025/26,Autumn,{row}" for row in rows))


def test_a_roll_is_recognised_and_read(context):
    checked = look(context, roll("5,F,N,none,14", "5,M,Y,support,3"))
    assert checked.problems == ()
    assert checked.dataset.name == "roll"
    assert checked.rows["pupils"].to_pylist() == [14, 3]


def test_knows_the_headings_of_a_school_system(context):
    headings = "School URN,Year,Term name,NC Year,Gender,Disadvantaged,SEN provision,Number on roll"
    checked = look(context, csv("roll.csv", headings, "900001,2025-26,AUT,Year 5,Girls,No,K,14"))
    assert checked.errors == []
    found = checked.rows.to_pylist()[0]
    del found["line"]
    assert list(found.values()) == ["900001", "2025/26", "Autumn", "5", "F", "N", "support", 14]


@pytest.mark.parametrize(
    ("written", "year"),
    [("Year 1", "1"), ("Y1", "1"), ("Yr 1", "1"), ("yr1", "1"), ("year 14", "14"), ("R", "R"), ("Reception", "R"), ("Year R", "R"),
     ("0", "R"), ("N", "N"), ("Nursery", "N"), ("5", "5"), ("5.0", "5"), ("13.0", "13")],
)  # fmt: skip
def test_knows_year_groups(context, written, year):
    checked = look(context, roll(f"{written},F,N,none,14"))
    assert checked.errors == []
    assert checked.rows["year_group"].to_pylist() == [year]


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("sex", "F", "F"), ("sex", "Girls", "F"), ("sex", "girl", "F"), ("sex", "Female", "F"),
        ("sex", "Boys", "M"), ("sex", "Male", "M"), ("sex", "m", "M"),
        ("pupil_premium", "Y", "Y"), ("pupil_premium", "1", "Y"), ("pupil_premium", "TRUE", "Y"), ("pupil_premium", "PP", "Y"),
        ("pupil_premium", "0", "N"), ("pupil_premium", "0.0", "N"), ("pupil_premium", "False", "N"), ("pupil_premium", "Non-PP", "N"),
        ("send", "N", "none"), ("send", "K", "support"), ("send", "E", "plan"), ("send", "EHCP", "plan"),
        ("send", "SEN Support", "support"), ("send", "No SEN", "none"),
    ],
)  # fmt: skip
def test_knows_groups_however_they_are_written(context, column, written, value):
    cells = {"year_group": "5", "sex": "F", "pupil_premium": "N", "send": "none"} | {column: written}
    checked = look(context, roll(f"{','.join(cells.values())},14"))
    assert checked.errors == []
    assert checked.rows[column].to_pylist() == [value]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("15,F,N,none,14", "year_group"), ("Year 0,F,N,none,14", "year_group"), (",F,N,none,14", "year_group"),
        ("5,X,N,none,14", "sex"), ("5,F,perhaps,none,14", "pupil_premium"), ("5,F,N,Q,14", "send"),
        ("5,F,N,none,-1", "pupils"), ("5,F,N,none,2.5", "pupils"), ("5,F,N,none,20001", "pupils"), ("5,F,N,none,", "pupils"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_group_and_no_count(context, row, column):
    checked = look(context, roll("5,M,N,none,3", row))
    assert [(p.line, p.column) for p in checked.errors] == [(3, column)]
    assert len(checked.rows) == 1


@pytest.mark.parametrize("mark", ["c", "x", "*", "low", ":"])
def test_a_withheld_number_of_pupils_is_refused_and_never_nought(context, mark):
    checked = look(context, roll(f"5,F,N,none,{mark}"))
    assert [(p.line, p.column) for p in checked.errors] == [(2, "pupils")]
    assert len(checked.rows) == 0


def test_nobody_in_a_group_is_a_number(context):
    checked = look(context, roll("5,F,N,none,0", "5,M,N,none,9"))
    assert checked.problems == ()
    assert checked.rows["pupils"].to_pylist() == [0, 9]


def test_one_group_with_two_numbers_is_an_error_on_both_rows(context):
    checked = look(context, roll("5,F,N,none,14", "Year 5,Girls,N,N,15"))
    assert faults(checked) == [(2, "urn", "repeated_key"), (3, "urn", "repeated_key")]


def test_a_school_of_another_trust_is_an_error(tmp_path):
    known = bare_context(tmp_path, schools("900002"), terms())
    assert one(look(known, roll("5,F,N,none,14")), "unknown_school").line == 2


@pytest.fixture
def vault(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, schools("900001"), terms())
        yield vault


def test_a_roll_replaces_the_one_of_its_school_and_term_and_no_other(vault):
    spring = csv("roll.csv", HEADINGS, "900001,2025/26,Spring,5,F,N,none,13")
    put(vault, roll("5,F,N,none,14", "5,M,N,none,9"), spring, roll("5,F,N,none,15"))
    found = sorted((row["term"], row["sex"], row["pupils"]) for row in vault.standing("roll").to_pylist())
    assert found == [("Autumn", "F", 15), ("Spring", "F", 13)]


def test_a_roll_says_that_its_terms_are_complete(vault):
    spring = csv("roll.csv", HEADINGS, "900001,2025/26,Spring,5,F,N,none,13")
    put(vault, roll("5,F,N,none,14"), spring)
    assert sorted((r["dataset"], r["term"], r["state"]) for r in vault.standing("returns").to_pylist()) == [
        ("roll", "Autumn", "complete"), ("roll", "Spring", "complete"),
    ]  # fmt: skip
