"""One school's spells over two terms, counted by hand in docs/methods/staff_absence.md."""

import pytest

from tests import helpers
from tests.facts.counted import counted
from tests.helpers import SPRING, SUMMER

YEAR = "2025/26"
JAN, FEB, MARCH, APRIL, MAY, JUNE, JULY = (f"2026-{n:02}" for n in range(1, 8))

SPELLS = """
    900001 A . teacher            1.0 2026-03-26 2026-04-14 . . infection     .
    900001 B . teacher            0.8 2026-01-12 2026-01-14 Y Y infection     .
    900001 C . ta                 0.5 2026-05-01 2026-05-06 . . infection     .
    900001 D . teacher            1.0 2026-02-12 2026-02-24 . . infection     .
    900001 E . teacher            1.0 2026-01-19 2026-01-21 . . infection     .
    900001 E . teacher            1.0 2026-01-21 2026-01-23 . . other         .
    900001 F . teacher            1.0 2026-02-02 2026-02-06 . . infection     .
    900001 F . teacher            1.0 2026-02-07 2026-02-10 . . infection     .
    900001 G . ta                 1.0 2026-06-05 2026-06-05 . . infection     .
    900001 G . ta                 1.0 2026-06-08 2026-06-08 . . infection     .
    900001 H . teacher            1.0 2026-03-23 2026-04-17 . . infection     6
    900001 I . ta                 0.5 2026-06-15 .          . . infection     .
    900001 J . teacher            1.0 2026-03-09 2026-04-15 . . stress        .
    900001 K 1 teacher            0.6 2026-03-02 2026-03-03 . . infection     .
    900001 K 2 ta                 0.3 2026-03-02 2026-03-03 . . infection     .
    900001 L . teacher            1.0 2026-06-13 2026-06-14 . . infection     .
    900001 M . teacher            1.0 2026-06-01 2026-06-28 . . infection     .
    900001 N . ta                 0.5 2026-06-01 2026-06-27 . . infection     .
    900002 P . teacher            1.0 2026-05-11 2026-05-12 . . infection     .
    900003 Q . teacher            1.0 2026-01-12 2026-01-13 . . infection     .
"""
CENSUS = """
    900001,2026-01-15,teacher,10,8
    900001,2026-01-15,teaching assistant,5,3
    900002,2026-04-20,teacher,6,5
    900003,2026-01-15,teacher,8,8
"""


def rows(text: str) -> list[str]:
    return [
        ",".join("" if c == "." else c for c in line.split()) for line in text.split("\n") if line.strip()
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    census = [line.strip() for line in CENSUS.strip().split("\n")]
    return counted(
        tmp_path_factory.mktemp("worked"),
        helpers.schools("900001", "900002,2026-04-13", "900003,,2026-03-31"),
        helpers.terms(),
        helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *census),
        helpers.absence(*rows(SPELLS)),
    )


def sums(found, indicator, period, part="", place="900001"):
    row = found[indicator, place, period, part]
    return row["numerator"], row["denominator"]


@pytest.mark.parametrize(
    ("indicator", "part", "spring", "summer", "year"),
    [
        ("days_lost_per_fte", "", (39.4, 11), (55, 11), (94.4, 11)),
        ("days_lost_per_fte", "teacher", (38.8, 8), (28, 8), (66.8, 8)),
        ("days_lost_per_fte", "teaching assistant", (0.6, 3), (27, 3), (27.6, 3)),
        ("days_lost_per_fte", "mental health", (15, 11), (3, 11), (18, 11)),
        ("days_lost_per_fte", "infection", (22.4, 11), (52, 11), (74.4, 11)),
        ("days_lost_per_fte", "other", (2, 11), (0, 11), (2, 11)),
        ("absence_rate", "", (39.4, 605), (55, 726), (94.4, 1331)),
        ("staff_absent", "", (8, 15), (8, 15), (13, 15)),
        ("staff_absent", "teacher", (8, 10), (4, 10), (9, 10)),
        ("staff_absent", "teaching assistant", (1, 5), (4, 5), (5, 5)),
        ("spells_per_person", "", (8, 15), (9, 15), (14, 15)),
        ("long_term_absence", "", (0, 15), (3, 15), (3, 15)),
        ("long_term_absence", "teacher", (0, 10), (2, 10), (2, 10)),
        ("open_long_spells", "", (0, 15), (1, 15), (1, 15)),
        ("long_term_share", "", (0, 39.4), (36.5, 55), (51.5, 94.4)),
        ("mental_health_days_per_fte", "", (15, 11), (3, 11), (18, 11)),
        ("mental_health_share", "", (15, 39.4), (3, 55), (18, 94.4)),
        ("unknown_reason_share", "", (0, 39.4), (0, 55), (0, 94.4)),
    ],
)
def test_terms_and_the_year_equal_the_page(found, indicator, part, spring, summer, year):
    for period, by_hand in ((SPRING, spring), (SUMMER, summer), (YEAR, year)):
        assert sums(found, indicator, period, part) == pytest.approx(by_hand), period


@pytest.mark.parametrize(
    ("month", "days", "available", "people", "long"),
    [
        (JAN, 6.6, 220, 2, 0),
        (FEB, 11, 165, 2, 0),
        (MARCH, 21.8, 220, 4, 0),
        (APRIL, 8, 154, 3, 1),
        (MAY, 1.5, 165, 1, 0),
        (JUNE, 38, 242, 4, 1),
        (JULY, 7.5, 165, 1, 1),
    ],
)
def test_months_equal_the_page(found, month, days, available, people, long):
    assert sums(found, "days_lost_per_fte", month) == pytest.approx((days, 11))
    assert sums(found, "absence_rate", month) == pytest.approx((days, available))
    assert sums(found, "staff_absent", month) == pytest.approx((people, 15))
    assert sums(found, "long_term_absence", month) == pytest.approx((long, 15))


def test_days_per_teacher_stands_over_headcount_and_the_year_only(found):
    assert sums(found, "days_lost_per_teacher", YEAR) == pytest.approx((66.8, 10))
    assert ("days_lost_per_teacher", "900001", SPRING, "") not in found


def test_the_people_behind_a_figure_are_those_who_count_in_it(found):
    row = found["days_lost_per_fte", "900001", SUMMER, ""]
    assert (row["people"], row["base_people"], row["largest"]) == (8, 15, 20)
    assert row["square_sum"] == pytest.approx(2**2 + 1.5**2 + 2**2 + 3**2 + 13.5**2 + 3**2 + 20**2 + 10**2)
    reason = found["days_lost_per_fte", "900001", SPRING, "mental health"]
    assert (reason["people"], reason["largest"]) == (1, 15)


def test_a_school_that_joins_or_leaves_counts_where_it_is_a_member_on_the_last_day(found):
    trust = [sums(found, "days_lost_per_fte", period, place="") for period in (SPRING, SUMMER, YEAR)]
    assert trust == [pytest.approx((41.4, 19)), pytest.approx((57, 16)), pytest.approx((96.4, 16))]


def test_the_school_that_left_keeps_its_past(found):
    assert sums(found, "days_lost_per_fte", SPRING, place="900003") == (2, 8)
    assert ("days_lost_per_fte", "900003", SUMMER, "") not in found
