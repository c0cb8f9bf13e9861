"""What is in and what is owed, as the vault has it, and the screen and sentences made of it."""

from datetime import date
from pathlib import Path

import pytest

from tests import helpers
from wellmetrics.arrivals import Arrived, arrived
from wellmetrics.vault import Vault
from wellmetrics.views import this_term

A, B, C = "900001", "900002", "900003"
IN_TIME, TOO_LATE = date(2025, 12, 20), date(2026, 1, 20)
REFERRALS = "referral_ref,urn,person,service,referred_on"
SURVEY = "survey,urn,wave_date,audience,Q1"


def found(home: Path, *files: helpers.File, today: date = IN_TIME, term: str = helpers.AUTUMN) -> Arrived:
    with Vault(home) as vault:
        helpers.put(vault, helpers.schools(A, B, C), helpers.terms(), *files)
        seen = arrived(vault, term, today)
    assert seen is not None
    return seen


def states(seen: Arrived, dataset: str, survey: str = "") -> dict[str, str]:
    return {a.urn: a.state for a in seen.arrivals if (a.feed.dataset, a.feed.survey) == (dataset, survey)}


def spell(urn: str, day: str = "2025-09-08") -> str:
    return f"{urn},{urn}-1,{day},{day}"


def replies(*urns: str, day: str = "2025-10-01", name: str = "survey.csv") -> helpers.File:
    return helpers.csv(name, SURVEY, *(f"our-survey,{urn},{day},staff,{n}" for urn in urns for n in (1, 2)))


def test_a_school_without_a_file_is_awaited_until_the_day_and_late_after_it(tmp_path):
    files = helpers.absence(spell(A))
    assert states(found(tmp_path / "a", files), "absence") == {A: "in", B: "awaited", C: "awaited"}
    assert states(found(tmp_path / "b", files, today=TOO_LATE), "absence") == {A: "in", B: "late", C: "late"}


def test_the_day_to_send_is_two_weeks_after_the_term_or_what_the_trust_sets(tmp_path):
    seen = found(tmp_path, helpers.absence(spell(A)))
    assert seen.term.due == date(2026, 1, 2)
    with Vault(tmp_path) as vault:
        vault.set("days_to_send", "0")
        again = arrived(vault, helpers.AUTUMN, IN_TIME)
    assert again is not None
    assert states(again, "absence")[B] == "late"


def test_nothing_to_report_and_not_due_are_said_and_rows_are_stronger_than_a_nil_return(tmp_path):
    said = helpers.returns(
        f"referrals,{A},2025/26,Autumn,nothing to report",
        f"referrals,{B},2025/26,Autumn,not due",
        f"absence,{C},2025/26,Autumn,nothing to report",
    )
    sent = helpers.csv("referrals.csv", REFERRALS, f"r1,{C},pupil,pastoral,2025-09-09")
    seen = found(tmp_path, sent, said, helpers.absence(spell(C)))
    assert states(seen, "referrals") == {A: "nothing to report", B: "not due", C: "in"}
    assert states(seen, "absence")[C] == "in"


def test_a_feed_that_nobody_ever_sent_is_not_owed(tmp_path):
    seen = found(tmp_path, helpers.absence(spell(A)))
    assert {feed.dataset for feed in seen.feeds} == {"absence"}


def test_what_came_a_year_ago_is_owed_again_and_what_came_in_another_season_is_not(tmp_path):
    census = helpers.workforce({A: 10, B: 10, C: 10}, "2024-11-07")
    autumn = found(tmp_path / "a", census, replies(A, B, C, day="2024-10-02"))
    assert states(autumn, "workforce") == {A: "awaited", B: "awaited", C: "awaited"}
    assert states(autumn, "survey", "our-survey") == {A: "awaited", B: "awaited", C: "awaited"}
    spring = found(tmp_path / "b", replies(A, day="2024-10-02"), term=helpers.SPRING, today=date(2026, 2, 1))
    assert not spring.feeds


def test_a_survey_that_a_school_never_held_is_not_due_from_it(tmp_path):
    seen = found(tmp_path, replies(A, B, day="2024-10-02"), replies(A, name="second.csv"))
    assert states(seen, "survey", "our-survey") == {A: "in", B: "awaited", C: "not due"}


def test_a_census_stands_for_the_rest_of_its_year(tmp_path):
    seen = found(tmp_path, helpers.workforce({A: 10}), term=helpers.SUMMER, today=date(2026, 5, 1))
    assert states(seen, "workforce") == {A: "in", B: "awaited", C: "awaited"}


def test_monthly_totals_are_absence_that_came_in(tmp_path):
    totals = helpers.csv("absence_summary.csv", "urn,month,days_lost", f"{A},2025-10,3")
    assert states(found(tmp_path, totals), "absence")[A] == "in"


def test_schools_that_left_or_have_not_joined_owe_nothing(tmp_path):
    with Vault(tmp_path) as vault:
        schools = helpers.schools(A, f"{B},2026-01-01,", f"{C},,2025-10-01")
        helpers.put(vault, schools, helpers.terms(), helpers.absence(spell(A)))
        seen = arrived(vault, helpers.AUTUMN, IN_TIME)
    assert seen is not None
    assert list(seen.schools) == [A]


def test_undoing_the_load_makes_it_owed_again(tmp_path):
    with Vault(tmp_path) as vault:
        batch = helpers.put(
            vault, helpers.schools(A, B, C), helpers.terms(), helpers.absence(spell(A), spell(B)),
            helpers.absence(spell(C), name="c.csv"),
        )[-1]  # fmt: skip
        before = arrived(vault, helpers.AUTUMN, IN_TIME)
        vault.undo(batch, "a test")
        after = arrived(vault, helpers.AUTUMN, IN_TIME)
    assert before
    assert after
    assert (states(before, "absence")[C], states(after, "absence")[C]) == ("in", "awaited")


def test_without_a_calendar_nothing_can_be_due(tmp_path):
    with Vault(tmp_path) as vault:
        assert arrived(vault, "", IN_TIME) is None


def test_the_term_that_is_running_comes_first(tmp_path):
    seen = found(tmp_path, helpers.absence(spell(A)), term="", today=date(2025, 9, 1))
    assert seen.term.period == helpers.AUTUMN
    assert helpers.SPRING not in [term.period for term in seen.terms]


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Arrived:
    census = helpers.workforce({A: 10, B: 10})
    return found(tmp_path_factory.mktemp("late"), census, helpers.absence(spell(A)), today=TOO_LATE)


def test_the_screen_counts_what_is_in_late_and_stuck_on_the_desk(late):
    said = this_term.view(late, "Our Trust", {}).said
    assert said == "3 of 6 returns are in; 3 are late (due by 2 January 2026)."
    stuck = this_term.view(late, "Our Trust", {("absence", B): 4})
    assert stuck.said.endswith("2 are late (due by 2 January 2026) and 1 waits on the desk with problems.")
    assert stuck.rows[1].spots[-1] == this_term.Spot("problem", "4 problems on the desk", "problem")


def test_each_school_that_owes_has_a_sentence_ready_that_names_what_and_by_when(late):
    messages = this_term.view(late, "Our Trust", {}).messages
    assert {m.urn: m.owed for m in messages} == {
        B: ("staff absence",),
        C: ("staff in post", "staff absence"),
    }
    assert messages[0].text.startswith(
        f"School {B}: for Autumn 2025, Our Trust still needs staff absence from you (it was due on 2 January 2026)."
    )
    assert "staff in post and staff absence from you (they were due" in messages[1].text


def test_what_the_lead_records_on_the_screen_is_a_returns_file_that_loads(tmp_path):
    said = ("said.csv", this_term.returns("absence", [B, C], helpers.AUTUMN, "nothing to report"))
    seen = found(tmp_path, helpers.absence(spell(A)), said)
    assert states(seen, "absence") == {A: "in", B: "nothing to report", C: "nothing to report"}


def test_what_was_not_due_in_the_same_term_a_year_ago_is_not_asked_of_the_school(tmp_path):
    said = helpers.returns(
        f"participation,{A},2024/25,Autumn,complete",
        f"participation,{B},2024/25,Autumn,not due",
        f"participation,{C},2024/25,Spring,not due",
    )
    assert states(found(tmp_path, said), "participation") == {A: "awaited", B: "not due", C: "awaited"}
