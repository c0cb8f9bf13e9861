"""Schools like this one against a published matrix of Gower's distance, and what the recipe promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellmetrics.statistics import similar

close = pytest.approx

# The example of the package gower (Yan, README): eight people, one without any entry, and their distances.
HEADS = ("age", "gender", "civil_status", "salary", "has_children", "available_credit")
PEOPLE = [
    (21, "M", "MARRIED", 3000, 1, 2200),
    (21, "M", "SINGLE", 1200, 0, 100),
    (19, "N", "SINGLE", 32000, 1, 22000),
    (30, "M", "SINGLE", 1800, 1, 1100),
    (21, "F", "MARRIED", 2900, 1, 2000),
    (21, "F", "SINGLE", 1100, 0, 100),
    (19, "F", "WIDOW", 10000, 0, 6000),
    (30, "F", "DIVORCED", 1500, 1, 2200),
    (None,) * 6,
]
PUBLISHED = {
    0: [0, 0.3590238, 0.6707398, 0.31787416, 0.16872811, 0.52622986, 0.59697855, 0.47778758],
    2: [0.6707398, 0.6964303, 0, 0.6552807, 0.6728013, 0.6969697, 0.740428, 0.8151941],
    6: [0.59697855, 0.45600235, 0.740428, 0.74818605, 0.43237334, 0.2898751, 0, 0.57476616],
}


def named(rows, heads=HEADS):
    return {str(i): dict(zip(heads, row, strict=True)) for i, row in enumerate(rows)}


@pytest.mark.parametrize("row", PUBLISHED)
def test_distances_agree_with_a_published_matrix(row):
    got = similar.nearest(str(row), named(PEOPLE), HEADS, number=8)
    assert {int(each.name): each.distance for each in got.nearest} == {
        i: close(distance, abs=1e-6) for i, distance in enumerate(PUBLISHED[row]) if i != row
    }
    assert got.left_out == {"8": f"no {', '.join(HEADS)}"}


def test_the_nearest_five_agree_with_the_published_ones():
    got = similar.nearest("0", named(PEOPLE), HEADS)
    assert [each.name for each in got.nearest] == ["4", "3", "1", "7", "5"]


SCHOOLS = {
    "Ash": {"phase": "primary", "roll": 200, "pupil_premium": 0.2, "send": 0.1},
    "Birch": {"phase": "primary", "roll": 240, "pupil_premium": 0.2, "send": 0.1},
    "Cedar": {"phase": "primary", "roll": 160, "pupil_premium": 0.2, "send": 0.1},
    "Elm": {"phase": "primary", "roll": 400, "pupil_premium": 0.6, "send": 0.2},
    "Fir": {"phase": "secondary", "roll": 1000, "pupil_premium": 0.3, "send": 0.15},
    "Hazel": {"phase": "primary", "roll": 210, "pupil_premium": None, "send": 0.1},
}


def test_distance_by_hand():
    # Roll runs from 160 to 1000, 840 in all; premium over 0.4, SEND over 0.1. Elm: (0 + 200/840 + 1 + 1) / 4.
    got = similar.nearest("Ash", SCHOOLS)
    assert [each.name for each in got.nearest] == ["Birch", "Cedar", "Elm", "Fir"]
    assert got.nearest[2].distance == close((200 / 840 + 1 + 1) / 4)
    assert got.nearest[3].apart == close({"phase": 1, "roll": 800 / 840, "pupil_premium": 0.25, "send": 0.5})


def test_equal_distances_go_by_name_whatever_order_the_schools_come_in():
    first = similar.nearest("Ash", SCHOOLS)
    again = similar.nearest("Ash", dict(reversed(SCHOOLS.items())))
    assert first.nearest == again.nearest
    assert first.nearest[0].distance == first.nearest[1].distance  # Birch and Cedar, 40 pupils either way


def test_a_school_that_lacks_a_feature_is_left_out_and_the_reason_said():
    assert similar.nearest("Ash", SCHOOLS).left_out == {"Hazel": "no pupil_premium"}
    assert similar.nearest("Hazel", SCHOOLS).nearest == []
    assert similar.nearest("Hazel", SCHOOLS, ("phase", "roll", "send")).nearest[0].name == "Ash"


def test_striking_a_school_out_moves_no_other_distance():
    before, after = similar.nearest("Ash", SCHOOLS), similar.nearest("Ash", SCHOOLS, struck=["Fir", "Ash"])
    assert after.nearest == before.nearest[:3]
    assert after.left_out == {"Hazel": "no pupil_premium", "Fir": "struck out"}


def test_fewer_than_three_are_none():
    assert similar.nearest("Ash", SCHOOLS, struck=["Fir", "Elm"]).nearest == []
    assert similar.nearest("Ash", {"Ash": SCHOOLS["Ash"]}).nearest == []


def test_schools_alike_in_everything_are_no_distance_apart():
    same = dict.fromkeys("CABD", SCHOOLS["Ash"])
    got = similar.nearest("A", same, number=3)
    assert [(each.name, each.distance) for each in got.nearest] == [("B", 0), ("C", 0), ("D", 0)]


schools = st.lists(
    st.tuples(st.sampled_from("ps"), st.integers(50, 1500), st.integers(0, 100)), min_size=4, max_size=15
)


@given(schools, st.integers(-40, 40), st.sampled_from([0.01, 3, 1000]))
def test_the_unit_of_a_feature_does_not_matter(rows, shift, scale):
    heads = ("phase", "roll", "send")
    plain = similar.nearest("0", named(rows, heads), heads, number=14).nearest
    moved = similar.nearest(
        "0", named([(a, b * scale + shift, c) for a, b, c in rows], heads), heads, number=14
    ).nearest
    assert {each.name: close(each.distance) for each in plain} == {each.name: each.distance for each in moved}
    assert all(0 <= each.distance <= 1 for each in plain)


@given(schools)
def test_distance_is_the_same_both_ways(rows):
    heads = ("phase", "roll", "send")
    there = {
        each.name: each.distance
        for each in similar.nearest("0", named(rows, heads), heads, number=14).nearest
    }
    back = similar.nearest("1", named(rows, heads), heads, number=14).nearest
    assert there["1"] == next(each.distance for each in back if each.name == "0")


@pytest.mark.parametrize(
    ("school", "features", "number"), [("Oak", ("roll",), 3), ("Ash", (), 3), ("Ash", ("roll",), 2)]
)
def test_nearest_refuses_what_it_cannot_answer(school, features, number):
    with pytest.raises(ValueError, match=r"not one of|at least"):
        similar.nearest(school, SCHOOLS, features, number=number)


def test_a_feature_of_words_and_numbers_is_refused():
    with pytest.raises(ValueError, match="a word for every school or a number"):
        similar.nearest("Ash", SCHOOLS | {"Fir": {**SCHOOLS["Fir"], "roll": "many"}})
