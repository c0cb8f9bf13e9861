"""Referral logs: dates that contradict one another, names of services, and what a later file changes."""

import pytest

from tests.helpers import AUTUMN, SPRING, File, csv, faults, look, one, put, returns, schools, standing, terms
from wellmetrics.intake.check import Context
from wellmetrics.model import CallError
from wellmetrics.vault import Vault

HEADINGS = "referral_ref,urn,person,service,referred_on,first_contact_on,closed_on,outcome"
GROUPS = "referral_ref,urn,person,service,referred_on,year_group,sex,pupil_premium,send"


def log(*rows: str, headings: str = HEADINGS) -> File:
    return csv("referrals.csv", headings, *rows)


def row(person: str = "pupil", service: str = "CAMHS", dates: str = "2025-10-06,,", outcome: str = "") -> str:
    """`dates` are those of the referral, the first contact and the close."""
    return f"R1,900001,{person},{service},{dates},{outcome}"


def values(context: Context, file: File, column: str) -> list:
    checked = look(context, file)
    assert checked.problems == ()
    assert checked.rows is not None
    return checked.rows[column].to_pylist()


# One cell


@pytest.mark.parametrize(
    ("written", "person"),
    [("pupil", "pupil"), ("Student", "pupil"), ("child", "pupil"), ("Young person", "pupil"), ("staff", "staff"),
     ("Employee", "staff"), ("member of staff", "staff"), ("colleague", "staff"), ("Teacher", "staff")],
)  # fmt: skip
def test_knows_who_was_referred(context, written, person):
    service = "pastoral" if person == "pupil" else "occupational health"
    assert values(context, log(row(written, service)), "person") == [person]


@pytest.mark.parametrize(
    ("written", "service"),
    [
        ("Counselling", "school counselling"), ("counsellor", "school counselling"), ("School Counsellor", "school counselling"),
        ("MHST", "mental health support team"), ("camhs", "CAMHS"), ("CYPMHS", "CAMHS"),
        ("Child and Adolescent Mental Health Services", "CAMHS"), ("EP", "educational psychology"),
        ("Educational Psychologist", "educational psychology"), ("EPS", "educational psychology"),
        ("Pastoral team", "pastoral"), ("pastoral support", "pastoral"),
    ],
)  # fmt: skip
def test_knows_a_pupils_service_by_its_other_names(context, written, service):
    assert values(context, log(row("pupil", written)), "service") == [service]


@pytest.mark.parametrize(
    ("written", "service"),
    [("EAP", "employee assistance"), ("Employee assistance programme", "employee assistance"), ("OH", "occupational health")],
)  # fmt: skip
def test_knows_a_service_for_staff_by_its_other_names(context, written, service):
    assert values(context, log(row("staff", written)), "service") == [service]


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("Accepted", "accepted"), ("Open", "accepted"), ("In progress", "accepted"), ("active", "accepted"),
        ("Rejected", "declined"), ("refused", "declined"), ("Not accepted", "declined"),
        ("Wait list", "waiting"), ("On waiting list", "waiting"), ("Closed", "completed"), ("finished", "completed"),
        ("Discharged", "completed"), ("DNA", "did not attend"), ("did not attend", "did not attend"), ("", None), ("n/a", None),
    ],
)  # fmt: skip
def test_knows_an_outcome_by_its_other_names(context, written, outcome):
    assert values(context, log(row(outcome=written)), "outcome") == [outcome]


@pytest.mark.parametrize(
    ("groups", "read"),
    [("Year 4,Girls,Yes,K", ("4", "F", "Y", "support")), ("R,Boys,0,E", ("R", "M", "N", "plan")), ("5.0,F,N,N", ("5", "F", "N", "none")),
     ("Y1,Male,FALSE,SEN support", ("1", "M", "N", "support")), (",,,", (None, None, None, None))],
)  # fmt: skip
def test_knows_groups_however_they_are_written(context, groups, read):
    checked = look(context, log(f"R1,900001,pupil,CAMHS,2025-10-06,{groups}", headings=GROUPS))
    assert checked.problems == ()
    found = checked.rows.to_pylist()[0]
    assert tuple(found[c] for c in ("year_group", "sex", "pupil_premium", "send")) == read


def test_knows_the_headings_of_other_systems(context):
    headings = "Case number,School URN,Person type,Referred to,Date of referral,First appointment,Discharge date,Status"
    checked = look(context, log("R1,900001,Child,MHST,06/10/2025,17/11/2025,,Open", headings=headings))
    assert checked.problems == ()
    assert checked.dataset.name == "referrals"


@pytest.mark.parametrize(
    ("text", "column"),
    [(row("parent"), "person"), (row(service="the nurse"), "service"), (row(dates="31/02/2026,,"), "referred_on"),
     (row(dates=",,"), "referred_on"), (row(dates="2025-10-06,soon,"), "first_contact_on"), (row(outcome="better"), "outcome")],
)  # fmt: skip
def test_refuses_what_is_no_value_and_says_which_cell(context, text, column):
    checked = look(context, log(text))
    assert [(p.line, p.column) for p in checked.errors] == [(2, column)]
    assert len(checked.rows) == 0


# One row: a file that passes and one that does not for each check


@pytest.mark.parametrize(
    ("code", "level", "good", "bad"),
    [
        ("contact_before_referral", "error", row(dates="2025-10-06,2025-10-06,"), row(dates="2025-10-06,2025-10-05,")),
        ("closed_before_referral", "error", row(dates="2025-10-06,,2025-10-06"), row(dates="2025-10-06,,2025-10-05")),
        ("seen_though_declined", "query", row(outcome="declined"), row(dates="2025-10-06,2025-10-20,", outcome="declined")),
        ("waiting_though_seen", "query", row(outcome="waiting"), row(dates="2025-10-06,2025-10-20,", outcome="waiting")),
        ("very_long_wait", "query", row(dates="2024-10-06,2025-10-06,"), row(dates="2024-10-06,2025-10-07,")),
        ("wrong_service_for_person", "query", row(service="pastoral"), row(service="occupational health")),
        ("wrong_service_for_person", "query", row("staff", "employee assistance"), row("staff", "CAMHS")),
    ],
)  # fmt: skip
def test_asks_about_rows_that_contradict_themselves(context, code, level, good, bad):
    assert look(context, log(good)).problems == ()
    checked = look(context, log(bad))
    problem = one(checked, code)
    assert (problem.level, problem.line) == (level, 2)
    assert len(checked.problems) == 1
    assert len(checked.rows) == (0 if level == "error" else 1)


def test_one_referral_with_two_contents_is_an_error_on_both_rows(context):
    checked = look(context, log(row(), row(outcome="waiting")))
    assert faults(checked) == [(2, "urn", "repeated_key"), (3, "urn", "repeated_key")]


# In the vault

FIRST = "R1,900001,pupil,CAMHS,2025-09-22,2025-10-08,2025-11-05,completed"
REOPENED = "R1,900001,pupil,CAMHS,2025-09-22,2025-10-08,,accepted"
SECOND = "R2,900001,pupil,pastoral,2025-11-03,,,waiting"
OTHER = "R1,900002,pupil,pastoral,2025-11-03,,,waiting"
IN_SPRING = "R3,900001,pupil,pastoral,2026-01-12,,,waiting"


@pytest.fixture
def vault(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, schools("900001", "900002"), terms())
        yield vault


def log_of(vault: Vault) -> list[tuple[str, str, str | None]]:
    rows = vault.standing("referrals").to_pylist()
    return sorted((r["urn"], str(r["referred_on"]), r["outcome"]) for r in rows)


def test_a_referral_that_is_sent_again_is_updated_and_the_others_stay(vault):
    put(vault, log(FIRST, SECOND, OTHER))
    checked = look(vault.context(), log(REOPENED, IN_SPRING))
    change = vault.preview(checked)
    assert (change.new, change.changed, change.same, change.gone) == (1, 1, 0, 0)
    put(vault, log(REOPENED, IN_SPRING))
    assert log_of(vault) == [
        ("900001", "2025-09-22", "accepted"), ("900001", "2025-11-03", "waiting"), ("900001", "2026-01-12", "waiting"),
        ("900002", "2025-11-03", "waiting"),
    ]  # fmt: skip


def test_undo_of_an_update_brings_back_exactly_what_stood(vault):
    put(vault, log(FIRST, SECOND, OTHER))
    before = standing(vault)
    (batch,) = put(vault, log(REOPENED, IN_SPRING))
    assert standing(vault) != before
    vault.undo(batch, "a test")
    assert standing(vault) == before


def test_undo_of_the_first_file_leaves_the_update(vault):
    (batch,) = put(vault, log(FIRST, SECOND))
    put(vault, log(REOPENED))
    vault.undo(batch, "a test")
    assert log_of(vault) == [("900001", "2025-09-22", "accepted")]


def test_rows_of_a_covered_term_that_are_not_in_the_file_go_and_no_others(vault):
    put(vault, log(FIRST, SECOND, OTHER, IN_SPRING))
    before = standing(vault)
    checked = look(vault.context(), log(REOPENED))
    change = vault.preview(checked, [AUTUMN])
    assert (change.new, change.changed, change.same, change.gone) == (0, 1, 0, 1)
    (batch,) = put(vault, log(REOPENED), covers=[AUTUMN])
    assert log_of(vault) == [
        ("900001", "2025-09-22", "accepted"), ("900001", "2026-01-12", "waiting"), ("900002", "2025-11-03", "waiting"),
    ]  # fmt: skip
    vault.undo(batch, "a test")
    assert standing(vault) == before


def test_a_term_that_the_calendar_does_not_have_cannot_be_covered(vault):
    checked = look(vault.context(), log(FIRST))
    with pytest.raises(CallError, match="2031/32 Autumn"):
        vault.load(checked, "a test", ["2031/32 Autumn"])


def said(vault: Vault) -> dict[tuple[str, str], str]:
    rows = vault.standing("returns").to_pylist()
    return {(r["urn"], f"{r['academic_year']} {r['term']}"): r["state"] for r in rows}


def test_a_log_says_that_the_terms_and_schools_it_names_are_complete(vault):
    put(vault, log(FIRST, OTHER))
    assert said(vault) == {("900001", AUTUMN): "complete", ("900002", AUTUMN): "complete"}


def test_a_log_says_that_a_term_it_covers_is_complete(vault):
    put(vault, log(FIRST), covers=[SPRING])
    assert said(vault) == {("900001", AUTUMN): "complete", ("900001", SPRING): "complete"}


def test_a_school_may_say_that_there_was_nothing_to_report(vault):
    put(vault, returns("referrals,900002,2025/26,Autumn,nothing to report"))
    assert said(vault) == {("900002", AUTUMN): "nothing to report"}


def test_a_referrals_own_number_is_kept_as_a_keyed_code_only(vault):
    put(vault, log(FIRST.replace("R1", "CANARY-7731")))
    (found,) = vault.standing("referrals").to_pylist()
    assert "CANARY" not in repr(found)
    assert len(found["referral_ref"]) >= 16
