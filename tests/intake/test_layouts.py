"""A layout agreed once: found again in any order of columns, and a changed one said as a difference."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellmetrics import catalogue
from wellmetrics.intake.layouts import (
    Layout,
    Place,
    apply,
    difference,
    from_json,
    layout_of,
    remembered,
    same,
    sentences,
    to_json,
)
from wellmetrics.intake.match import match

ABSENCE = catalogue.dataset("absence")
HEADINGS = ("Payroll No", "Site", "Job", "FTE", "Start Date", "Reason", "Hours")
COLUMNS = {"staff_ref": 0, "urn": 1, "staff_group": 2, "fte": 3, "first_day": 4, "reason": 5}
AGREED = layout_of(ABSENCE, HEADINGS, COLUMNS, ("900001",), {"reason": {"Wobble": "mental health"}})


def test_a_layout_keeps_the_headings_what_they_mean_and_what_was_ignored():
    assert AGREED.columns["staff_group"] == Place("Job", 0)
    assert AGREED.ignored == ("Hours",)
    assert AGREED.key == ("absence", "900001")
    assert layout_of(ABSENCE, HEADINGS, COLUMNS).key == ("absence", "")


@given(order=st.permutations(range(len(HEADINGS))), upper=st.booleans())
def test_a_layout_finds_its_columns_in_whatever_order_and_case_they_stand(order: list[int], upper: bool):
    headings = tuple(HEADINGS[i].upper() if upper else HEADINGS[i] for i in order)
    found = apply(headings, AGREED)
    assert {column: HEADINGS[order[i]] for column, i in found.items()} == {
        c: HEADINGS[i] for c, i in COLUMNS.items()
    }
    assert same(headings, AGREED)
    assert difference(headings, AGREED, ABSENCE).nothing


words = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@given(
    headings=st.lists(words, min_size=1, max_size=9, unique=True),
    data=st.data(),
)
def test_any_agreed_mapping_is_the_same_after_the_columns_have_moved(
    headings: list[str], data: st.DataObject
):
    names = [column.name for column in ABSENCE.columns]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=len(headings)))
    columns = {name: i for i, name in enumerate(chosen)}
    layout = from_json(to_json(layout_of(ABSENCE, headings, columns)))
    moved = data.draw(st.permutations(headings))
    assert {c: moved[i] for c, i in apply(moved, layout).items()} == {
        c: headings[i] for c, i in columns.items()
    }


def test_a_layout_comes_back_from_json_as_it_was():
    assert from_json(to_json(AGREED)) == AGREED
    assert "Payroll No" in to_json(AGREED)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"dataset": 1}', '{"columns": {"a": {"b": 1}}}'])
def test_what_is_no_layout_is_refused(text: str):
    with pytest.raises(ValueError, match=r"layout|Expecting"):
        from_json(text)


def test_what_was_agreed_goes_before_what_the_headings_alone_say():
    found = match(HEADINGS, ABSENCE)
    assert found.missing == ("staff_group",)
    known = remembered(found, HEADINGS, AGREED, ABSENCE)
    assert known.columns == COLUMNS
    assert known.missing == ()
    assert known.extra == (6,)
    assert known.proposals == {}


def test_a_heading_that_was_ignored_stays_ignored_though_it_is_a_name_of_a_column():
    headings = (*HEADINGS, "Working Days Lost")
    agreed = layout_of(ABSENCE, headings, COLUMNS)
    assert match(headings, ABSENCE).columns["days_lost"] == 7
    assert "days_lost" not in remembered(match(headings, ABSENCE), headings, agreed, ABSENCE).columns


def test_the_one_of_two_columns_that_was_chosen_is_chosen_again():
    headings = (*HEADINGS, "Absence Reason")
    agreed = layout_of(ABSENCE, headings, COLUMNS | {"reason": 7})
    found = match(headings, ABSENCE)
    assert found.repeated == {"reason": (5, 7)}
    again = remembered(found, headings, agreed, ABSENCE)
    assert again.repeated == {}
    assert again.columns["reason"] == 7
    assert 5 in again.extra


def test_a_column_that_the_sender_states_for_the_whole_file_is_not_missed():
    headings = HEADINGS[:2]
    found = match(headings, ABSENCE, ("fte",))
    agreed = replace(AGREED, columns={"staff_ref": Place("Payroll No")})
    missing = remembered(found, headings, agreed, ABSENCE, ("fte",)).missing
    assert "fte" not in missing
    assert "first_day" in missing


def test_a_changed_layout_is_said_heading_by_heading():
    headings = ("Site", "Job", "FTE", "Start Date", "Absence Reason", "Hours", "Cost Centre", "End Date")
    found = difference(headings, AGREED, ABSENCE)
    assert not same(headings, AGREED)
    assert sentences(found, ABSENCE) == (
        "The column “Reason” is now called “Absence Reason”.",
        "“Payroll No” is gone.",
        "There is a new column “Cost Centre”, which is not needed.",
        "There is a new column “End Date”.",
    )


def test_another_name_of_the_same_column_is_called_renamed_however_different_it_looks():
    headings = ("Employee ID", *HEADINGS[1:])
    assert difference(headings, AGREED, ABSENCE).renamed == (("Payroll No", "Employee ID"),)


def test_two_headings_alike_are_told_by_which_of_them_it_is_and_asked_about_once_they_have_moved():
    headings = ("Ref", "Start Date", "Note", "End Date", "Note")
    agreed = layout_of(ABSENCE, headings, {"first_day": 1, "half_first": 2, "last_day": 3, "half_last": 4})
    assert agreed.columns["half_last"] == Place("Note", 1)
    assert apply((*headings, "Cost Centre"), agreed)["half_last"] == 4
    moved = ("Ref", "End Date", "Note", "Start Date", "Note")
    assert set(apply(moved, agreed)) == {"first_day", "last_day"}
    assert not same(moved, agreed)
    assert sentences(difference(moved, agreed, ABSENCE), ABSENCE) == (
        "“Note” stands several times, and the columns have moved: say which is which.",
    )
    assert difference(("Ref", "Start Date", "Note", "End Date"), agreed, ABSENCE).gone == ("Note",)


def test_a_layout_of_nothing_finds_nothing():
    assert apply(HEADINGS, Layout("absence", (), (), {})) == {}
