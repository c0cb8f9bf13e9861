"""The attacker's ranges: how closely it bounds hidden numbers of people, and where it says nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from wellmetrics.disclosure.attack import attack
from wellmetrics.disclosure.bounds import limits
from wellmetrics.disclosure.counted import Counted, Relations, not_sent

KEYS = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
AUTUMN, YEAR = "2025/26 Autumn", "2025/26"
A, B, C = "900001", "900002", "900003"


def cell(indicator, urn, people=None, part="", *, base=100.0, period=AUTUMN, state=None):
    """A figure with so many people; one that is hidden where no number is given."""
    cut = {
        "counselling": "service",
        "mentoring": "service",
        "teacher": "staff_group",
        "leader": "staff_group",
        "F": "sex",
        "M": "sex",
    }
    state = state or ("hidden" if people is None else "shown" if people else "nil")
    grain = "term" if " " in period else "year"
    keys = [indicator, urn, "", grain, period, cut.get(part, "all"), part]
    number = np.nan if people is None else float(people)
    numbers = {"numerator": number, "denominator": base, "people": number, "base_people": base}
    return dict(zip(KEYS, keys, strict=True)) | {"state": state} | numbers


def found(*cells, members=(A, B), earlier=()) -> set[tuple[str, str]]:
    """Whose figures are found: URN and part."""
    inside = [("", urn, grain, p) for urn in members for grain, p in (("term", AUTUMN), ("year", YEAR))]
    frame = pd.DataFrame(inside, columns=["group", "urn", "grain", "period"])
    got = attack(pd.DataFrame(cells), frame, earlier=[pd.DataFrame(one) for one in earlier])
    return set(zip(got["urn"], got["part"], strict=True))


REFERRALS = "pupil_referrals_per_1000"


def by_service(of_a: int, of_b: int, counselling: int) -> list[dict]:
    """Two schools whose referrals by service are hidden, under sums that are shown."""
    parts = [cell(REFERRALS, urn, None, part) for urn in (A, B) for part in ("counselling", "mentoring")]
    sums = [
        cell(REFERRALS, "", counselling, "counselling"),
        cell(REFERRALS, "", of_a + of_b - counselling, "mentoring"),
    ]
    return [
        *parts,
        *sums,
        cell(REFERRALS, A, of_a),
        cell(REFERRALS, B, of_b),
        cell(REFERRALS, "", of_a + of_b),
    ]


def test_two_sums_that_leave_three_to_six_people_are_found():
    """Six referrals a school, nine of the twelve for counselling: three to six of each school's were."""
    assert found(*by_service(6, 6, 9)) == {
        (urn, part) for urn in (A, B) for part in ("counselling", "mentoring")
    }


def test_sums_that_leave_none_to_ten_people_say_nothing():
    assert found(*by_service(12, 12, 10)) == set()


def absent(of_trust: int, *, staff: dict[str, float]) -> list[dict]:
    """Teachers on long absence, hidden in two schools; how many teachers there are stands beside other figures."""
    known = [cell("staff_absent", urn, 8, "teacher", base=heads) for urn, heads in staff.items()]
    hidden = [cell("long_term_absence", urn, None, "teacher") for urn in (A, B)]
    return [*known, *hidden, cell("long_term_absence", "", of_trust, "teacher")]


def test_four_people_shared_by_two_schools_are_few_in_each_because_none_has_fewer_than_nobody():
    assert found(*absent(4, staff={A: 30, B: 30})) == {(A, "teacher"), (B, "teacher")}
    assert found(*absent(5, staff={A: 30, B: 30})) == set()


def test_a_school_cannot_have_more_people_absent_than_it_employs():
    """Ten in both; of one school's eight teachers at most eight: the other, of nine, has two to nine. Of six: two to six."""
    assert found(*absent(10, staff={A: 8, B: 9})) == set()
    assert found(*absent(10, staff={A: 8, B: 6})) == {(A, "teacher"), (B, "teacher")}


def two_groups(indicator: str) -> list[dict]:
    return [cell(indicator, A, None, part) for part in ("teacher", "leader")]


def test_what_the_rules_tell_in_any_case_is_no_finding():
    """The lead sees that three are on long absence: each staff group has three at most, and nobody told more."""
    whole, parts = cell("long_term_absence", A, 3), two_groups("long_term_absence")
    assert found(whole, *parts, members=()) == set()
    # Where such a figure is hidden elsewhere, the reader keeps no records: then it was told too much.
    assert found(whole, *parts, cell("long_term_absence", B), members=()) == {(A, "teacher"), (A, "leader")}


def test_what_is_told_more_closely_than_the_rules_tell_is_found_even_where_those_tell_a_lot():
    """Three people in each of two schools, four of the trust's six in one group: one to three of each school's three."""
    groups = [cell("long_term_absence", urn, None, part) for urn in (A, B) for part in ("teacher", "leader")]
    sums = [cell("long_term_absence", "", 4, "teacher")]
    wholes = [
        cell("long_term_absence", A, 3),
        cell("long_term_absence", B, 3),
        cell("long_term_absence", "", 6),
    ]
    unknown = [cell("long_term_absence", "", None, part, state="missing") for part in ("teacher", "leader")]
    assert found(*groups, *wholes, *unknown) == set()
    assert found(*groups, *wholes, sums[0], unknown[1]) == {(A, "teacher"), (B, "teacher")}


def test_a_figure_that_is_told_to_be_of_nobody_tells_of_nobody():
    """A staff group has no term of absence where its year has nobody."""
    term, year = (
        cell("long_term_absence", A, None, "teacher"),
        cell("long_term_absence", A, 0, "teacher", period=YEAR),
    )
    assert found(term, year, members=()) == set()
    assert found(term, year | {"people": 3.0, "state": "shown"}, members=()) == {(A, "teacher")}
    assert found(term, year | {"people": 9.0, "state": "shown"}, members=()) == set()


def test_whom_the_reasons_of_absence_count_does_not_add_up():
    """Somebody away for two reasons is in both: nine absent less six for infection are not three for the other."""
    whole = cell("staff_absent", A, 9)
    reasons = [
        cell("days_lost_per_fte", A, 6) | {"cut": "reason", "part": "infection", "numerator": 20.0},
        cell("days_lost_per_fte", A) | {"cut": "reason", "part": "other"},
        cell("days_lost_per_fte", A, state="missing") | {"cut": "reason", "part": "unknown"},
    ]
    assert found(whole, *reasons, members=()) == set()


def test_pupils_who_take_part_add_up_by_sex():
    clubs = [cell("any_club", A, 30), cell("any_club", A, 26, "F"), cell("any_club", A, None, "M")]
    assert found(*clubs, members=()) == {(A, "M")}


def replies(waves: int) -> list[dict]:
    """Who intends to stay, by the group of one school; the denominator counts every reply."""
    whole, one, other = (cell("staff_wellbeing_score", A, n, base=40.0) for n in (30, 26, None))
    group = [
        row | {"cut": "staff_group", "part": part} for row, part in ((one, "teacher"), (other, "leader"))
    ]
    return [whole | {"denominator": 40.0 * waves}, *group]


def test_people_who_replied_add_up_only_where_they_were_asked_once():
    # Their scores add up whatever the waves: the sum of the whole is left out, so that people alone can tell.
    once, twice = ([row | {"numerator": np.nan} for row in replies(waves)] for waves in (1, 2))
    missing = [cell("staff_wellbeing_score", A, state="missing") | {"cut": "staff_group", "part": "unknown"}]
    assert found(*once, *missing, members=()) == {(A, "leader")}
    assert found(*twice, *missing, members=()) == set()


def told_by_the_year(*, year: bool) -> list[dict]:
    """Nine in the trust; one school's term is hidden, the other's not applicable: by the year, or not due."""
    cells = [
        cell("long_term_absence", "", 9),
        cell("long_term_absence", A, None),
        cell("long_term_absence", B, None, state="not applicable"),
    ]
    return [*cells, cell("long_term_absence", B, 7, period=YEAR)] if year else cells


def test_a_term_that_is_told_by_the_year_is_unknown_and_one_that_is_not_due_is_nobody():
    assert found(*told_by_the_year(year=False)) == {(A, "")}
    assert found(*told_by_the_year(year=True)) == set()


def test_absence_is_nobodys_only_where_a_school_has_sent_none_of_the_term():
    """More people absent than staff are missing as well, and they were ill all the same."""
    of_a = [cell(code, A, state="missing") for code in ("long_term_absence", "staff_absent")]
    of_b = [cell("long_term_absence", B, state="missing"), cell("staff_absent", B, state="hidden")]
    others = [cell("long_term_absence", "", state="missing"), cell("two_hours_pe", A, state="missing")]
    assert not_sent(pd.DataFrame([*of_a, *of_b, *others])).tolist() == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_what_an_earlier_file_showed_is_known():
    hidden = [cell("long_term_absence", urn) for urn in (A, B, C)]
    today = [cell("long_term_absence", "", 30), *hidden]
    before = [cell("long_term_absence", A, 9), cell("long_term_absence", B, 8)]
    assert found(*today, members=(A, B, C)) == set()
    assert found(*today, members=(A, B, C), earlier=[before[:1]]) == set()
    assert found(*today, members=(A, B, C), earlier=[before[:1], before[1:]]) == {(C, "")}


def test_relations_that_contradict_each_other_tell_nothing_and_hide_no_other_finding():
    """One year's sums cannot be: the reader learns nothing of it, and of the other year what there is."""
    wrong = [row | {"period": "2024/25 Autumn"} for row in by_service(12, 12, 10)]
    wrong[4]["people"] = 30.0
    both = [*wrong, *by_service(6, 6, 9)]
    inside = [("", urn, "term", p) for urn in (A, B) for p in (AUTUMN, "2024/25 Autumn")]
    got = attack(pd.DataFrame(both), pd.DataFrame(inside, columns=["group", "urn", "grain", "period"]))
    assert set(got["period"]) == {AUTUMN}


def tied(*rows: tuple[dict[int, float], float, float], many: int) -> Counted:
    """Numbers that nobody told, tied by these relations."""
    row = np.repeat(np.arange(len(rows)), [len(of) for of, _, _ in rows])
    column = np.array([at for of, _, _ in rows for at in of])
    weight = np.array([one for of, _, _ in rows for one in of.values()])
    low, high = (np.array([one[side] for one in rows], float) for side in (1, 2))
    relations = Relations(row, column, weight, low, high)
    return Counted(
        relations, np.full(many, np.nan), np.full(many, np.inf), np.ones(many, bool), np.arange(many)
    )


def three_pairs(start: int) -> list[tuple[dict[int, float], float, float]]:
    """Of three numbers each two are three at most: together four, or four and a half of what can be halved."""
    a, b, c = start, start + 1, start + 2
    return [({one: 1.0, other: 1.0}, 0.0, 3.0) for one, other in ((a, b), (b, c), (a, c))]


@pytest.mark.parametrize("whole", [True, False])
def test_people_come_in_whole_numbers(whole):
    """Twice three pairs and at least four: five apart in halves, four apart in people."""
    of_all = dict.fromkeys(range(6), 1.0) | {6: -1.0}
    known = tied(*three_pairs(0), *three_pairs(3), (of_all, 0.0, 0.0), ({6: 1.0}, 4.0, np.inf), many=7)
    known = replace(known, whole_number=np.full(7, whole))
    low, high = limits(known, np.zeros(7, bool), np.arange(7) == 6, np.full(7, 5.0))
    assert (high[6] - low[6] < 5) is np.bool_(whole)
    if whole:
        assert (low[6], high[6]) == (4, 8)


@pytest.mark.parametrize("seed", range(4))
def test_limits_are_those_of_every_solution_of_a_small_table(seed):
    """A table of two by three with totals up to six: every way of filling it, against the programmes."""
    totals = np.random.default_rng(seed).integers(0, 3, (2, 3))
    rows = [({at + 3 * line: 1.0 for at in range(3)}, *[totals[line].sum()] * 2) for line in range(2)]
    columns = [({at: 1.0, at + 3: 1.0}, *[totals[:, at].sum()] * 2) for at in range(3)]
    low, high = limits(tied(*rows, *columns, many=6), np.zeros(6, bool), np.ones(6, bool), np.full(6, 5.0))
    grid = np.stack(np.meshgrid(*[np.arange(7)] * 6, indexing="ij"), -1).reshape(-1, 2, 3)
    fits = (grid.sum(axis=2) == totals.sum(axis=1)).all(axis=1) & (
        grid.sum(axis=1) == totals.sum(axis=0)
    ).all(axis=1)
    ways = grid[fits].reshape(-1, 6)
    wide = ways.max(axis=0) - ways.min(axis=0) >= 5
    assert low[~wide].tolist() == ways.min(axis=0)[~wide].tolist()
    assert high[~wide].tolist() == ways.max(axis=0)[~wide].tolist()
    assert (high[wide] - low[wide] >= 5).all()
