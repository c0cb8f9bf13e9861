"""Counts of pupils by activity: groups however they are written, breakdowns that never overlap, figures withheld."""

import pytest

from tests.helpers import (
    AUTUMN,
    SPRING,
    File,
    bare_context,
    csv,
    faults,
    look,
    one,
    put,
    schools,
    standing,
    terms,
)
from wellmetrics.intake.check import Context
from wellmetrics.vault import Vault

HEADINGS = "urn,academic_year,term,activity,method,year_group,sex,pupil_premium,send,pupils,eligible"


def counts(
    *rows: str, term: str = "2025/26,Autumn", urn: str = "900001", name: str = "participation.csv"
) -> File:
    """A row is `activity,method,year_group,sex,pupil_premium,send,pupils,eligible`."""
    return csv(name, HEADINGS, *(f"{urn},{term},{row}" for row in rows))


def club(sex: str, pupils: object, eligible: object = "") -> str:
    return f"any club,,,{sex},,,{pupils},{eligible}"


@pytest.fixture(scope="session")
def on_roll(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """One school with 100 girls and 100 boys in Autumn 2025/26."""
    roll = csv(
        "roll.csv", "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils",
        "900001,2025/26,Autumn,5,F,N,none,100", "900001,2025/26,Autumn,5,M,N,none,100",
    )  # fmt: skip
    return bare_context(tmp_path_factory.mktemp("roll"), schools("900001"), terms(), roll)


# One cell


@pytest.mark.parametrize(
    ("written", "activity"),
    [
        ("2 hours of PE", "two hours of PE"), ("2h PE", "two hours of PE"), ("Two hours PE", "two hours of PE"),
        ("2 hours PE", "two hours of PE"), ("60 minutes", "60 active minutes"), ("Active 60 minutes", "60 active minutes"),
        ("60 minutes active", "60 active minutes"), ("active minutes", "60 active minutes"), ("Clubs", "any club"), ("club", "any club"),
        ("Extra-curricular club", "any club"), ("Competitions", "competition"), ("Walk or cycle to school", "active travel"),
        ("Sports leaders", "sports leader"), ("young leader", "sports leader"), ("Swimming", "swimming"),
        ("Outdoor learning", "outdoor learning"),
    ],
)  # fmt: skip
def test_knows_an_activity_by_its_other_names(context, written, activity):
    checked = look(context, counts(f"{written},,,,,,61,"))
    assert checked.problems == ()
    assert checked.rows["activity"].to_pylist() == [activity]


@pytest.mark.parametrize(
    ("written", "method"),
    [("Survey", "self-report"), ("self report", "self-report"), ("Questionnaire", "self-report"), ("wearable", "device"),
     ("Accelerometer", "device"), ("tracker", "device"), ("Estimate", "teacher estimate"), ("teacher", "teacher estimate"),
     ("timetable", "timetable"), ("", None)],
)  # fmt: skip
def test_knows_a_way_of_measuring_by_its_other_names(context, written, method):
    checked = look(context, counts(f"60 active minutes,{written},,,,,61,"))
    assert checked.problems == ()
    assert checked.rows["method"].to_pylist() == [method]


@pytest.mark.parametrize(
    ("groups", "read"),
    [("Year 1,Girls,1,N", ("1", "F", "Y", "none")), ("Y1,Boys,0,K", ("1", "M", "N", "support")), ("R,F,TRUE,E", ("R", "F", "Y", "plan")),
     ("5.0,Male,No,EHCP", ("5", "M", "N", "plan"))],
)  # fmt: skip
def test_knows_groups_however_they_are_written(context, groups, read):
    checked = look(context, counts(f"any club,,{groups},6,"))
    assert checked.problems == ()
    found = checked.rows.to_pylist()[0]
    assert tuple(found[c] for c in ("year_group", "sex", "pupil_premium", "send")) == read


def test_knows_other_headings_and_needs_no_group(context):
    headings = "School URN,School year,Term,Measure,Participants,Out of"
    checked = look(context, csv("p.csv", headings, "900001,2025/26,Autumn,Clubs,61,200"))
    assert checked.problems == ()
    assert checked.dataset.name == "participation"
    found = checked.rows.to_pylist()[0]
    assert (found["pupils"], found["eligible"], found["sex"]) == (61, 200, None)


@pytest.mark.parametrize("mark", ["c", "x", "z", "*", ":", "low", "-", ""])
def test_a_withheld_figure_is_not_known_and_never_nought(context, mark):
    checked = look(context, counts(club("F", mark), club("M", 34)))
    assert checked.problems == ()
    assert checked.rows["pupils"].to_pylist() == [None, 34]


@pytest.mark.parametrize(
    ("text", "column"),
    [("chess,,,,,,61,", "activity"), ("any club,by eye,,,,,61,", "method"), ("any club,,,,,,-1,", "pupils"), ("any club,,,,,,6.5,", "pupils"),
     ("any club,,,,,,61,many", "eligible"), ("any club,,Year 15,,,,61,", "year_group")],
)  # fmt: skip
def test_refuses_what_is_no_value_and_says_which_cell(context, text, column):
    checked = look(context, counts(text))
    assert [(p.line, p.column) for p in checked.errors] == [(2, column)]
    assert len(checked.rows) == 0


# Rows together: a file that passes and one that does not for each check


@pytest.mark.parametrize(
    ("code", "level", "good", "bad", "lines"),
    [
        ("more_than_eligible", "error", [club("F", 30, 30)], [club("F", 31, 30)], [2]),
        (
            "overlapping_cuts", "error",
            [club("F", 30), club("M", 34)],
            [club("F", 30), club("M", 34), "any club,,,,Y,,10,", "any club,,,,N,,54,"],
            [2, 3, 4, 5],
        ),
        ("overlapping_cuts", "error", ["any club,,,,,,64,"], ["any club,,,,,,64,", club("F", 30), club("M", 34)], [2, 3, 4]),
        (
            "two_methods", "error",
            ["60 active minutes,device,,F,,,30,", "60 active minutes,device,,M,,,34,"],
            ["60 active minutes,device,,F,,,30,", "60 active minutes,survey,,M,,,34,"],
            [2, 3],
        ),
        (
            "two_methods", "error",
            ["60 active minutes,device,,F,,,30,", "60 active minutes,device,,M,,,34,"],
            ["60 active minutes,device,,F,,,30,", "60 active minutes,,,M,,,34,"],
            [2, 3],
        ),
        ("above_roll", "query", [club("F", 100), club("M", 100)], [club("F", 100), club("M", 101)], [2]),
    ],
)  # fmt: skip
def test_asks_about_counts_that_cannot_be(on_roll, code, level, good, bad, lines):
    assert look(on_roll, counts(*good)).problems == ()
    checked = look(on_roll, counts(*bad))
    assert {p.code for p in checked.problems} == {code}
    assert [p.line for p in checked.problems] == lines
    assert {p.level for p in checked.problems} == {level}
    assert len(checked.rows) == (0 if level == "error" else len(bad))


def test_overlapping_breakdowns_are_told_apart_by_school_term_and_activity(context):
    by_sex = [f"900001,2025/26,Autumn,{club('F', 30)}", f"900001,2025/26,Autumn,{club('M', 34)}"]
    others = ["900001,2025/26,Spring,any club,,,,Y,,10,", "900001,2025/26,Autumn,competition,,,,Y,,10,"]
    assert look(context, csv("p.csv", HEADINGS, *by_sex, *others)).problems == ()


def test_a_joint_table_is_one_breakdown(on_roll):
    joint = [f"any club,,,{sex},{premium},,{n}," for sex, premium, n in
             [("F", "Y", 6), ("F", "N", 24), ("M", "Y", 4), ("M", "N", 30)]]  # fmt: skip
    checked = look(on_roll, counts(*joint))
    assert checked.problems == ()
    assert len(checked.rows) == 4


def test_a_group_of_the_roll_that_a_table_lacks_is_asked_about(on_roll):
    checked = look(on_roll, counts(club("F", 30)))
    problem = one(checked, "groups_missing")
    assert (problem.level, problem.line, problem.value) == ("query", 2, "any club")
    assert "(sex M)" in problem.problem
    assert len(checked.rows) == 1
    for whole in (["any club,,,,,,64,"], [club("F", 30), club("M", 0)], [club("F", 30, 40)]):
        assert look(on_roll, counts(*whole)).problems == ()


def test_a_roll_of_another_year_says_nothing_about_this_one(on_roll):
    assert look(on_roll, counts(club("F", 500), term="2024/25,Autumn")).problems == ()


def test_one_group_with_two_numbers_is_an_error_on_both_rows(context):
    checked = look(context, counts(club("F", 30), club("Girls", 31)))
    assert faults(checked) == [(2, "urn", "repeated_key"), (3, "urn", "repeated_key")]


def test_an_exact_repeat_counts_once_with_a_query(context):
    checked = look(context, counts(club("F", 30), club("F", 30), club("M", 34)))
    assert one(checked, "repeated_row").line == 3
    assert checked.rows["pupils"].to_pylist() == [30, 34]


# In the vault


@pytest.fixture
def vault(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, schools("900001", "900002"), terms())
        yield vault


SEX = counts(club("F", 30), club("M", 34))
PREMIUM = counts("any club,,,,Y,,10,", "any club,,,,N,,54,", name="premium.csv")


def test_breakdowns_in_files_of_their_own_stand_side_by_side_and_are_replaced_one_by_one(vault):
    put(vault, SEX, PREMIUM, counts(club("F", 31), club("M", 35)))
    found = sorted(
        (r["sex"] or "", r["pupil_premium"] or "", r["pupils"])
        for r in vault.standing("participation").to_pylist()
    )
    assert found == [("", "N", 54), ("", "Y", 10), ("F", "", 31), ("M", "", 35)]


def test_undo_brings_back_exactly_what_stood(vault):
    put(vault, SEX, PREMIUM)
    before = standing(vault)
    (batch,) = put(vault, counts(club("F", 31)))
    assert len(standing(vault)["participation"]) == 3
    vault.undo(batch, "a test")
    assert standing(vault) == before


def test_the_same_rows_in_another_order_change_nothing(vault):
    put(vault, SEX)
    change = vault.preview(look(vault.context(), counts(club("Boys", 34), club("Girls", 30))))
    assert (change.new, change.changed, change.same, change.gone) == (0, 0, 2, 0)


def test_a_file_says_that_the_schools_and_terms_in_its_columns_are_complete(vault):
    put(vault, SEX, counts(club("F", 30), term="2025/26,Spring", urn="900002"))
    said = {
        (r["dataset"], r["urn"], f"{r['academic_year']} {r['term']}"): r["state"]
        for r in vault.standing("returns").to_pylist()
    }
    assert said == {
        ("participation", "900001", AUTUMN): "complete",
        ("participation", "900002", SPRING): "complete",
    }
