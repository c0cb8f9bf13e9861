"""Which loads are corrections that board and heads see later, by what is loaded and when."""

import shutil

import pytest

from tests import helpers, small_survey
from tests.helpers import absence, csv, put, returns, schools, terms, workforce
from wellmetrics import corrections, shown
from wellmetrics.opening import transaction
from wellmetrics.vault import Vault

URN = "900001"
BASE = (schools(URN, "900002"), terms(), workforce({URN: 40, "900002": 40}))
FIRST = absence(*(f"{URN},P{i},2025-09-08,2025-09-10" for i in range(12)))
WAITS = [("absence", URN)]


def show(vault, *files, on="2026-09-01", covers=()):
    """Loads on a day, and shows what may be shown, as a build does. Returns what waits."""
    batches = put(vault, *files, covers=covers)
    vault.con.execute("UPDATE load SET loaded_at = ? WHERE list_contains(?, batch)", [on, batches])
    waits = corrections.found(vault)
    with transaction(vault.con):
        shown.remember(vault, waits)
    return waits


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    home = tmp_path_factory.mktemp("begun") / "home"
    with Vault(home) as vault:
        assert show(vault, *BASE, FIRST) == []
    return home


@pytest.fixture
def vault(begun, tmp_path):
    """Autumn's spells of twelve people were shown."""
    with Vault(shutil.copytree(begun, tmp_path / "home")) as vault:
        yield vault


def late(n, day="2025-10-06", start=0, group="teacher", why="infection"):
    return absence(
        *(f"{URN},P{i},,{group},1,{day},{day},,,{why}," for i in range(start, start + n)), name="late.csv"
    )


@pytest.mark.parametrize("n", [1, 4])
def test_one_to_four_people_wait(vault, n):
    assert show(vault, late(n)) == WAITS


def test_five_people_do_not_wait(vault):
    assert show(vault, late(5)) == []


def test_several_small_corrections_that_are_many_people_together_do_not_wait(vault):
    assert show(vault, late(3)) == WAITS
    assert show(vault, late(3, start=3)) == []


@pytest.mark.parametrize("other", [{"group": "leader"}, {"why": "mental health"}, {"day": "2025-11-03"}])
def test_one_of_many_who_is_alone_in_a_group_a_reason_or_a_month_makes_all_wait(vault, other):
    assert show(vault, late(8)) == []
    assert show(vault, late(8, "2025-10-13"), late(1, start=20, **other)) == WAITS


def test_one_of_many_who_makes_a_spell_long_makes_all_wait(vault):
    spells = [f"{URN},P{i},2025-10-06,2025-10-07" for i in range(8)]
    assert show(vault, absence(*spells, f"{URN},P9,2025-10-06,2025-11-07")) == WAITS


def test_a_shorter_spell_and_one_that_goes_are_corrections_too(vault):
    fewer = absence(*(f"{URN},P{i},2025-09-08,2025-09-10" for i in range(11)))
    assert show(vault, absence(f"{URN},P0,2025-09-08,2025-09-09", name="shorter.csv")) == WAITS
    assert show(vault, FIRST) == []
    assert show(vault, fewer, covers=[helpers.AUTUMN]) == WAITS


def test_the_same_file_again_and_one_that_says_the_same_are_no_corrections(vault):
    again = absence(*(f"{URN},P{i},2025-09-08,2025-09-10" for i in range(3)), name="again.csv")
    assert show(vault, again) == []


def test_a_school_or_an_old_term_that_was_never_loaded_is_no_correction(vault):
    assert show(vault, absence("900002,Q1,2025-09-08,2025-09-09", name="school.csv")) == []
    assert show(vault, absence(f"{URN},P1,2024-10-07,2024-10-08", name="before.csv")) == []


def test_an_old_term_does_not_bring_what_waits_and_the_next_one_does(vault):
    assert show(vault, late(1)) == WAITS
    assert show(vault, absence(f"{URN},P1,2024-10-07,2024-10-08", name="before.csv")) == WAITS
    assert show(vault, returns(f"absence,{URN},2025/26,Spring,nothing to report")) == []


def test_taking_back_a_whole_term_is_seen_at_once(vault):
    spring = absence(f"{URN},P1,2026-01-12,2026-01-13", name="spring.csv")
    assert show(vault, spring) == []
    vault.undo(vault.history()[0].batch, "a test")
    assert show(vault) == []


def test_one_more_on_the_census_and_other_term_dates_do_not_wait(vault):
    assert show(vault, workforce({URN: 41}), terms(f"2025/26,Autumn,2025-09-02,2025-12-19,,,{URN}")) == []


def test_term_dates_that_came_after_the_spells_let_no_correction_through(tmp_path):
    with Vault(tmp_path) as vault:
        assert show(vault, schools(URN), FIRST) == []
        assert show(vault, terms(), workforce({URN: 40})) == []
        assert show(vault, absence(f"{URN},P0,2025-09-08,2025-09-09", name="shorter.csv")) == WAITS


def test_the_decision_is_the_same_a_few_schools_at_a_time(vault):
    put(vault, late(1), absence(*(f"900002,Q{i},2025-10-06,2025-10-07" for i in range(9)), name="b.csv"))
    assert corrections.found(vault, rows_at_once=5) == corrections.found(vault) == WAITS


# --- a term that is running


NOVEMBER, FEBRUARY = "2025-11-20", "2026-02-20"
OPEN = f"{URN},P20,,teacher,1,2025-12-01,{{}},,,infection,"


@pytest.fixture
def running(tmp_path):
    """In November twelve people were away; in February, when Autumn is over, again, and one since December."""
    spring = [f"{URN},P{i},2026-01-12,2026-01-14" for i in range(12)]
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, FIRST, on=NOVEMBER) == []
        assert show(vault, absence(*spring, OPEN.format(""), name="spring.csv"), on=FEBRUARY) == []
        yield vault


def test_a_top_up_of_the_running_term_is_seen_at_once(running):
    assert show(running, late(1, "2026-02-02"), on=FEBRUARY) == []


def test_one_day_of_a_term_that_is_over_makes_a_top_up_wait(running):
    assert show(running, late(1, "2026-02-02"), late(1), on=FEBRUARY) == WAITS


def test_an_open_spell_that_ends_in_the_running_term_is_no_correction_and_one_that_ended_before_is(running):
    assert show(running, absence(OPEN.format("2026-02-06"), name="ended.csv"), on=FEBRUARY) == []
    assert show(running, absence(OPEN.format("2025-12-05"), name="before.csv"), on=FEBRUARY) == WAITS


# --- the other feeds


def test_a_reply_more_waits_and_five_more_do_not(tmp_path):
    small_survey.declare(tmp_path, small_survey.MINI)
    replies = ["4,2,5,1", "5,1,4,4", "3,3,3,3", "2,4,2,2"] * 5
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, small_survey.wide(*replies)) == []
        assert show(vault, small_survey.wide(*replies, "5,5,5,5")) == [("survey", URN)]
        assert show(vault, small_survey.wide(*replies, *["5,5,5,5"] * 5)) == []


def totals(*rows):
    return csv("totals.csv", "urn,month,days_lost,days_available,staff_absent,spells", *rows)


def test_a_changed_total_of_a_month_waits_because_nobody_knows_whose_it_is(tmp_path):
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, totals(f"{URN},2025-10,60,800,20,22")) == []
        assert show(vault, totals(f"{URN},2025-10,80,800,27,30")) == WAITS
        assert show(vault, totals(f"{URN},2026-01,60,800,20,22")) == []


def taken_part(pupils, activity="any club"):
    headings = "urn,academic_year,term,activity,pupils,eligible"
    return csv("clubs.csv", headings, f"{URN},2025/26,Autumn,{activity},{pupils},200")


def test_pupils_of_an_activity_wait_by_how_many_more_or_fewer_they_are(tmp_path):
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, taken_part(80)) == []
        assert show(vault, taken_part(78)) == [("participation", URN)]
        assert show(vault, taken_part(90)) == []


def test_a_figure_that_was_not_there_is_no_correction_of_those_that_were(tmp_path):
    small_survey.declare(tmp_path, small_survey.MINI)
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, taken_part(80), totals(f"{URN},2025-10,60,800,20,22")) == []
        assert show(vault, taken_part(3, "competition"), totals(f"{URN},2025-11,4,800,2,2")) == []
        assert show(vault, small_survey.wide("4,2,5,1", "5,1,4,4")) == []
        assert show(vault, small_survey.invited("12")) == []
        assert show(vault, taken_part(5, "competition")) == [("participation", URN)]


def referred(*rows):
    headings = "referral_ref,urn,person,service,referred_on,first_contact_on,closed_on,outcome"
    return csv("referrals.csv", headings, *rows)


def test_a_referral_that_was_seen_later_waits_and_one_that_was_closed_does_not(tmp_path):
    made = [f"R{i},{URN},pupil,pastoral,2025-09-15,2025-10-06,,accepted" for i in range(12)]
    roll = csv(
        "roll.csv",
        "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils",
        f"{URN},2025/26,Autumn,5,F,N,none,200",
    )
    waiting = f"R20,{URN},pupil,pastoral,2025-09-15,,,accepted"
    with Vault(tmp_path) as vault:
        assert show(vault, *BASE, roll, referred(*made, waiting)) == []
        assert (
            show(vault, referred(f"R0,{URN},pupil,pastoral,2025-09-15,2025-10-06,2026-03-02,accepted")) == []
        )
        assert show(vault, referred(f"R20,{URN},pupil,pastoral,2025-09-15,2026-02-02,,accepted")) == [
            ("referrals", URN)
        ]
