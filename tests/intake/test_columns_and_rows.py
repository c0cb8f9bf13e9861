"""A file against its dataset: every problem at once, each with its file, line, column, value and what to do."""

import pytest

from tests.helpers import absence, bare_context, csv, faults, look, one, returns, schools, terms, workforce

GOOD = "900001,P1,,teacher,1,2025-09-08,2025-09-09,,,infection,"


def test_names_every_column_that_is_missing_and_stops_there(context):
    checked = look(context, csv("a.csv", "urn,first_day", "nonsense,nonsense"), dataset="absence")
    assert faults(checked) == [
        (None, name, "missing_column") for name in ("staff_ref", "staff_group", "fte", "reason")
    ]
    assert checked.rows is None


def test_proposes_a_misspelt_heading_and_never_takes_it_silently(context):
    file = csv(
        "a.csv", "urn,staff_reff,staff_group,fte,first_day,reason", "900001,P1,teacher,1,2025-09-08,flu"
    )
    checked = look(context, file, dataset="absence")
    assert "Did you mean “staff_reff”?" in one(checked, "missing_column").fix
    assert checked.rows is None


def test_proposes_a_misspelt_heading_where_the_dataset_has_to_be_guessed_too(context):
    file = csv(
        "a.csv", "urn,staff_reff,staff_group,fte,first_day,reason", "900001,P1,teacher,1,2025-09-08,flu"
    )
    checked = look(context, file)
    assert checked.rows is None
    assert checked.dataset
    assert checked.dataset.name == "absence"
    assert "Did you mean “staff_reff”?" in one(checked, "missing_column").fix


def test_refuses_two_columns_that_mean_the_same(context):
    file = csv("a.csv", "urn,school,name,phase", "900001,Alder,Alder Primary,primary")
    checked = look(context, file)
    assert "“school”, “name”" in one(checked, "repeated_column").problem
    assert checked.rows is None


def test_knows_an_hr_export_by_its_own_headings(context):
    file = csv(
        "hr.csv",
        "URN,Personal Ref,Position Ref,Contract Type Group,Full Time Equivalent,Absence Start Date,Absence End Date,"
        "Illness Category,Over 13 Weeks Duration?",
        "900001,P1,1,Teachers,0.8,08/09/2025,09/09/2025,Cold/flu,N",
    )
    checked = look(context, file)
    assert checked.errors == []
    assert checked.dataset.name == "absence"
    assert "“Over 13 Weeks Duration?”" in one(checked, "extra_columns").problem
    assert checked.rows["reason"].to_pylist() == ["infection"]


def test_says_which_columns_lack_when_told_the_wrong_dataset(context):
    checked = look(context, absence(GOOD), dataset="workforce")
    assert {(c, code) for _, c, code in faults(checked)} == {
        ("census_date", "missing_column"), ("headcount", "missing_column"),
    }  # fmt: skip


def test_a_column_may_be_given_for_the_whole_file(context):
    file = csv("a.csv", "staff_ref,staff_group,fte,first_day,reason", "P1,teacher,1,2025-09-08,flu")
    checked = look(context, file, dataset="absence", given={"urn": "900001"})
    assert checked.errors == []
    assert checked.rows["urn"].to_pylist() == ["900001"]


def test_a_column_given_that_the_dataset_does_not_have_is_an_error(context):
    assert one(look(context, absence(GOOD), given={"colour": "red"}), "unknown_column").column == "colour"


def test_tells_all_problems_at_once_with_line_column_and_value(context):
    checked = look(
        context,
        absence(
            GOOD,
            "900001,P2,,techer,1,2025-09-08,2025-09-09,,,infection,",
            "900001,P3,,teacher,37,2025-09-08,31/02/2026,,,infection,",
            "900009,P4,,teacher,1,2025-09-08,2025-09-09,,,infection,",
            "900001,P5,,teacher,1,2025-09-10,2025-09-09,,,infection,",
            "900001,P6,,teacher,1,2025-09-10,,perhaps,,infection,five",
        ),
    )
    found = {(p.line, p.column): p.value for p in checked.errors}
    assert found == {
        (3, "staff_group"): "techer",
        (4, "fte"): "37",
        (4, "last_day"): "31/02/2026",
        (5, "urn"): "900009",
        (6, "last_day"): "09/09/2025",
        (7, "half_first"): "perhaps",
        (7, "days_lost"): "five",
    }
    assert {p.file for p in checked.errors} == {"absence.csv"}
    assert checked.rows["line"].to_pylist() == [2]


def test_asks_for_the_schools_file_first_where_there_is_none(no_schools):
    assert "schools file first" in one(look(no_schools, absence(GOOD)), "no_schools").fix


def test_counts_what_it_leaves_out_and_pregnancy_apart(context):
    rows = [
        f"900001,P{n},,teacher,1,2025-09-08,2025-09-09,,,{r},"
        for n, r in enumerate(["MAT", "MAT", "OTH", "PRG", "flu"])
    ]
    checked = look(context, absence(*rows))
    notices = {p.value: p.problem for p in checked.problems if p.level == "notice"}
    assert set(notices) == {"MAT", "OTH", "PRG"}
    assert notices["MAT"].startswith("2 rows say")
    assert "pregnancy-related" in notices["PRG"]
    assert len(checked.rows) == 1


def test_a_row_that_is_left_out_may_hold_any_fault(context):
    checked = look(context, absence("900001,P1,,teacher,1,soon,never,,,MAT,", GOOD))
    assert checked.errors == []


def test_an_exact_repeat_counts_once_with_a_query(context):
    checked = look(context, absence(GOOD, GOOD))
    assert faults(checked, "query")[0] == (3, "", "repeated_row")
    assert checked.rows["line"].to_pylist() == [2]


def test_one_key_with_two_contents_is_an_error_on_both_rows(context):
    checked = look(context, absence(GOOD, GOOD.replace("infection", "other")))
    assert faults(checked) == [(2, "urn", "repeated_key"), (3, "urn", "repeated_key")]


@pytest.mark.parametrize(
    ("spells", "code"),
    [
        (["900001,P1,,teacher,1,2025-12-22,2025-12-31,,,flu,"], "no_working_day"),
        (["900001,P1,,teacher,1,2025-09-08,2025-09-09,,,flu,15"], "more_days_than_the_spell_has"),
        (["900001,P1,,teacher,1,2022-09-08,2025-09-09,,,flu,"], "very_long_spell"),
        (["900001,P1,,teacher,1,2025-09-08,,,,flu,", "900001,P1,,teacher,1,2025-09-10,2025-09-11,,,flu,"], "spells_overlap"),
        ([f"900001,P{n},2025-09-08,2025-09-09" for n in range(11)], "more_absent_than_staff"),
    ],
)  # fmt: skip
def test_asks_about_what_is_doubtful_and_loads_it_all_the_same(context, spells, code):
    checked = look(context, absence(*spells))
    assert checked.errors == []
    assert one(checked, code).level == "query"
    assert len(checked.rows) == len(spells)


def test_asks_when_a_school_sends_far_fewer_rows_than_the_term_before(tmp_path):
    autumn = absence(*(f"900001,P{n},2025-09-08,2025-09-09" for n in range(12)))
    known = bare_context(tmp_path, schools("900001"), terms(), workforce({"900001": 20}), autumn)
    few = look(known, absence(*(f"900001,P{n},2026-01-12,2026-01-13" for n in range(7))))
    enough = look(known, absence(*(f"900001,P{n},2026-01-12,2026-01-13" for n in range(8))))
    assert "7 rows for Spring 2025/26" in one(few, "far_fewer_rows").problem
    assert enough.problems == ()


def test_asks_about_a_spell_after_the_school_left(tmp_path):
    known = bare_context(tmp_path, schools("900001,,2025-10-01"), terms())
    query = one(look(known, absence("900001,P1,2025-11-10,2025-11-11")), "after_the_school_left")
    assert query.level == "query"
    assert query.problem == ("10/11/2025 lies after the school left the trust on 01/10/2025.")


def test_a_message_writes_every_date_the_same_way(context):
    query = one(look(context, absence("900001,P1,,teacher,1,2025-12-22,2025-12-31,,,flu,")), "no_working_day")
    assert query.problem == (
        "No working day of the school lies between 22/12/2025 and 31/12/2025, so the spell loses none."
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025/26,Autumn,2025-12-19,2025-09-01,,,", "term_ends_before_it_starts"),
        ("2025/26,Autumn,2025-09-01,2025-12-19,2025-08-27,2025-10-31,", "half_term_outside_term"),
        ("2025/26,Autumn,2025-09-01,2025-12-19,2025-10-27,,", "half_term_outside_term"),
        ("2024/25,Autumn,2025-09-01,2025-12-19,2025-10-27,2025-10-31,", "year_and_dates_differ"),
        ("2025/26,Autumn,2025-09-01,2026-02-19,2025-10-27,2025-10-31,", "terms_overlap"),
    ],
)
def test_refuses_a_calendar_that_contradicts_itself(no_schools, row, code):
    headings = "academic_year,term,first_day,last_day,half_term_first_day,half_term_last_day,urn"
    file = csv("terms.csv", headings, row, "2025/26,Spring,2026-01-05,2026-03-27,,,")
    assert {p.code for p in look(no_schools, file).errors} == {code}


def test_refuses_a_school_that_left_before_it_joined(no_schools):
    assert one(look(no_schools, schools("900001,2025-09-01,2024-09-01")), "left_before_joined").line == 2


def test_refuses_monthly_totals_that_would_be_added_twice(context):
    headings = "urn,month,staff_group,days_lost"
    file = csv("s.csv", headings, "900001,2025-11,,12", "900001,2025-11,teacher,8")
    assert {p.code for p in look(context, file, dataset="absence_summary").errors} == {"total_and_groups"}


def test_refuses_a_return_of_a_state_that_it_does_not_know(context):
    fix = look(context, returns("absence,900001,2025/26,Autumn,nothing to reprot")).errors[0].fix
    assert "Did you mean “nothing to report”?" in fix
