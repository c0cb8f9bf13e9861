"""Seven referrals of one school's autumn, counted by hand in docs/methods/referrals.md; then queues, groups and zeros."""

import re

import pytest

from tests.facts.counted import counted_by_cut, sums
from tests.helpers import (
    AUTUMN,
    SPRING,
    cells,
    csv,
    home_with,
    put,
    returns,
    schools,
    term_cells,
    terms,
    workforce,
)  # fmt: skip
from wellmetrics.observe import observe
from wellmetrics.statistics import intervals
from wellmetrics.vault import Vault

YEAR = "2025/26"
HEADINGS = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,closed_on,outcome"
LOG = """
    R1 900001 pupil CAMHS               4 F Y none    2025-09-10 2025-10-01 .          accepted
    R2 900001 pupil CAMHS               4 M Y none    2025-10-06 2025-11-17 .          accepted
    R3 900001 pupil pastoral            5 F N support 2025-11-03 .          .          waiting
    R4 900001 pupil pastoral            5 F N none    2025-11-10 .          .          declined
    R5 900001 pupil school~counselling  5 M N none    2025-12-15 .          .          .
    R6 900001 staff occupational~health . . . .       2025-11-12 2025-11-20 .          accepted
    R7 900001 pupil CAMHS               6 F N none    2025-09-22 2025-10-08 2025-11-05 completed
"""
REOPENED = "R7 900001 pupil CAMHS 6 F N none 2025-09-22 2025-10-08 . accepted"


def log(*rows: str):
    cells = (row.split() for text in rows for row in text.split("\n") if row.strip())
    return csv(
        "referrals.csv",
        HEADINGS,
        *(",".join("" if c == "." else c.replace("~", " ") for c in row) for row in cells),
    )


def roll(urn: str, girls: int, boys: int, term: str = "Autumn"):
    """Half of each sex have the pupil premium; everybody is in Year 5."""
    headings = "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils"
    rows = [
        f"{urn},2025/26,{term},5,{sex},{premium},none,{n // 2}"
        for sex, n in (("F", girls), ("M", boys))
        for premium in "YN"
    ]
    return csv(f"roll-{urn}.csv", headings, *rows)


BASE = (schools("900001", "900002", "900003"), terms(), workforce({"900001": 20}), roll("900001", 100, 100))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    files = (*BASE, roll("900002", 50, 50), roll("900003", 50, 50), log(LOG), log(REOPENED))
    nothing = returns("referrals,900002,2025/26,Autumn,nothing to report")
    return counted_by_cut(tmp_path_factory.mktemp("referrals"), *files, nothing)


@pytest.mark.parametrize(
    ("indicator", "by_hand"),
    [
        ("pupil_referrals_per_1000", (6, 200)),
        ("referrals_accepted", (3, 6)),
        ("referrals_waiting", (2, 6)),
        ("seen_within_28_days", (2, 5)),
        ("referrals_open", (2, 200)),
    ],
)
def test_every_figure_of_the_term_equals_the_page(found, indicator, by_hand):
    assert sums(found, indicator, AUTUMN) == by_hand


@pytest.mark.parametrize(
    ("indicator", "by_hand"),
    [("pupil_referrals_per_1000", (6, 200)), ("referrals_accepted", (3, 6)), ("seen_within_28_days", (2, 5))],
)
def test_the_year_is_counted_from_the_same_referrals(found, indicator, by_hand):
    assert sums(found, indicator, YEAR) == by_hand


def test_the_median_wait_is_of_those_who_were_seen(found):
    row = found["wait_median_days", "900001", AUTUMN, "all", ""]
    # 10 September to 1 October, 6 October to 17 November, 22 September to 8 October.
    assert sorted([21, 42, 16])[1] == row["estimate"] == 21
    assert row["denominator"] == 3


def test_the_interval_of_the_rate_is_exact_below_ten_referrals(found):
    numerator, denominator = sums(found, "pupil_referrals_per_1000", AUTUMN)
    rate = intervals.rate(int(numerator), denominator)
    # Garwood's limits for 6 events, 2.2019 and 13.0595 (published tables of the exact Poisson interval).
    assert (1000 * rate.value, 1000 * rate.lower, 1000 * rate.upper) == pytest.approx(
        (30, 11.0095, 65.2975), abs=5e-3
    )


def test_staff_are_counted_apart_over_staff(found):
    assert sums(found, "staff_referrals_per_100", AUTUMN) == (1, 20)
    # The only service that staff of the trust ever went to is no part of anything.
    assert sums(found, "staff_referrals_per_100", AUTUMN, "occupational health") is None
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, "occupational health") is None


@pytest.mark.parametrize(
    ("cut", "part", "by_hand"),
    [
        ("service", "CAMHS", (3, 200)), ("service", "pastoral", (2, 200)), ("service", "school counselling", (1, 200)),
        ("sex", "F", (4, 100)), ("sex", "M", (2, 100)), ("pupil_premium", "Y", (2, 100)), ("pupil_premium", "N", (4, 100)),
        ("send", "none", (5, 200)), ("any_send", "N", (5, 200)), ("year_group", "5", (3, 200)),
    ],
)  # fmt: skip
def test_groups_stand_over_their_own_pupils_and_services_over_everybody(found, cut, part, by_hand):
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, part, cut=cut) == by_hand


def test_a_group_that_is_not_on_roll_has_no_rate(found):
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, "4", cut="year_group") == (2, None)
    for cut, part in (("send", "support"), ("any_send", "Y")):
        assert sums(found, "pupil_referrals_per_1000", AUTUMN, part, cut=cut) == (1, None)


def test_groups_that_no_row_tells_are_not_noughts(tmp_path):
    """A log without a column for SEND says nothing of pupils with special needs: none is no count of them."""
    rows = [
        "R1 900001 pupil CAMHS . F . . 2025-09-10 . . accepted",
        "R2 900001 pupil CAMHS . M . . 2025-09-10 . . accepted",
    ]
    found = counted_by_cut(tmp_path, schools("900001"), terms(), roll("900001", 100, 100), log(*rows))
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, "F", cut="sex") == (1, 100)
    for cut, part in (("send", "none"), ("any_send", "N"), ("pupil_premium", "Y"), ("year_group", "5")):
        assert sums(found, "pupil_referrals_per_1000", AUTUMN, part, cut=cut) is None, part


def test_nothing_to_report_is_a_true_zero_and_silence_is_no_figure(found):
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, place="900002") == (0, 100)
    assert sums(found, "referrals_accepted", AUTUMN, place="900002") == (0, 0)
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, place="900003") is None
    assert sums(found, "pupil_referrals_per_1000", SPRING, place="900001") is None


def test_the_trust_adds_the_schools_that_sent(found):
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, place="") == (6, 300)
    assert found["wait_median_days", "", AUTUMN, "all", ""]["estimate"] == 21


def test_coverage_tells_the_true_zero_from_the_file_that_never_came(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE, log(LOG), returns("referrals,900002,2025/26,Autumn,nothing to report"))
        rows = observe(vault).coverage.to_pylist()
    said = {r["urn"]: r["state"] for r in rows if r["dataset"] == "referrals" and r["term"] == "Autumn"}
    assert said == {"900001": "complete", "900002": "nothing to report", "900003": "missing"}


def test_not_due_is_neither(tmp_path):
    found = counted_by_cut(
        tmp_path, *BASE, roll("900002", 50, 50), log(LOG), returns("referrals,900002,2025/26,Autumn,not due")
    )
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, place="900002") is None
    assert sums(found, "pupil_referrals_per_1000", AUTUMN, place="") == (6, 200)


# What a later file changes


def test_a_referral_that_was_open_at_the_terms_end_waits_in_that_term_however_it_ends(tmp_path):
    later = log(
        "R3 900001 pupil pastoral 5 F N support 2025-11-03 2026-01-12 . accepted",
        "R5 900001 pupil pastoral 5 M N none 2025-12-15 . 2026-01-20 completed",
        "R9 900001 pupil pastoral 5 M N none 2026-01-07 . . waiting",
    )
    found = counted_by_cut(tmp_path, *BASE, log(LOG), log(REOPENED), later)
    assert sums(found, "referrals_waiting", AUTUMN) == (2, 6)
    assert sums(found, "referrals_open", AUTUMN) == (2, 200)
    assert sums(found, "referrals_waiting", SPRING) == (1, 1)
    assert sums(found, "referrals_open", SPRING) == (1, 200)
    # By now R3 was seen after 70 days and R5 never: both are known, and the term has six.
    assert sums(found, "seen_within_28_days", AUTUMN) == (2, 6)
    assert sums(found, "referrals_accepted", AUTUMN) == (5, 6)
    assert found["wait_median_days", "900001", AUTUMN, "all", ""]["estimate"] == (21 + 42) / 2
    # The year's end is in July: of the seven made in it only R9 waits.
    assert sums(found, "referrals_waiting", YEAR) == (1, 7)


# One referral a school: how it stands at the term's end, on 19 December, after 28, 29, 84 and 85 days.
ALONE = {
    "referred 28 days ago": "2025-11-21 . . waiting",
    "referred 29 days ago": "2025-11-20 . . waiting",
    "referred 84 days ago": "2025-09-26 . . waiting",
    "referred 85 days ago": "2025-09-25 . . waiting",
    "seen on the day": "2025-09-06 2025-09-06 . .",
    "seen after 28 days": "2025-09-06 2025-10-04 . .",
    "seen after 29 days": "2025-09-06 2025-10-05 . .",
    "never seen": "2025-09-06 . . .",
    "too new to know": "2025-11-22 . . .",
    "accepted": "2025-10-06 . . accepted",
    "completed": "2025-10-06 . . completed",
    "did not attend": "2025-10-06 . . did~not~attend",
    "declined": "2025-10-06 . . declined",
    "seen though declined": "2025-10-06 2025-10-20 . declined",
    "closed in the term": "2025-10-06 . 2025-12-19 .",
    "closed after the term": "2025-10-06 . 2025-12-20 .",
    "seen after the term": "2025-10-06 2025-12-20 . waiting",
}
PLACE = {name: str(910001 + n) for n, name in enumerate(ALONE)}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    rows = [f"R1 {PLACE[name]} pupil CAMHS 5 F N none {dates}" for name, dates in ALONE.items()]
    rolls = [roll(urn, 100, 100) for urn in PLACE.values()]
    return counted_by_cut(
        tmp_path_factory.mktemp("alone"), schools(*PLACE.values()), terms(), *rolls, log(*rows)
    )


@pytest.mark.parametrize(
    ("name", "age"),
    [("referred 28 days ago", "up to 4 weeks"), ("referred 29 days ago", "4 to 12 weeks"), ("referred 84 days ago", "4 to 12 weeks"),
     ("referred 85 days ago", "over 12 weeks"), ("closed after the term", "4 to 12 weeks"), ("seen after the term", "4 to 12 weeks")],
)  # fmt: skip
def test_the_queue_knows_how_long_each_has_waited_at_the_terms_end(alone, name, age):
    assert sums(alone, "referrals_open", AUTUMN, place=PLACE[name]) == (1, 200)
    for part in ("up to 4 weeks", "4 to 12 weeks", "over 12 weeks"):
        assert sums(alone, "referrals_open", AUTUMN, part, PLACE[name]) == (int(part == age), 200)


@pytest.mark.parametrize(
    ("name", "seen"),
    [("seen on the day", (1, 1)), ("seen after 28 days", (1, 1)), ("seen after 29 days", (0, 1)), ("never seen", (0, 1)),
     ("referred 28 days ago", (0, 1)), ("too new to know", (0, 0))],
)  # fmt: skip
def test_twenty_eight_days_are_within_and_who_is_too_new_is_not_known_yet(alone, name, seen):
    assert sums(alone, "seen_within_28_days", AUTUMN, place=PLACE[name]) == seen


@pytest.mark.parametrize(
    ("name", "accepted", "waiting"),
    [("accepted", 1, 1), ("completed", 1, 1), ("did not attend", 1, 1), ("never seen", 0, 1), ("declined", 0, 0),
     ("seen though declined", 1, 0), ("closed in the term", 0, 0), ("closed after the term", 0, 1), ("seen after the term", 1, 1)],
)  # fmt: skip
def test_an_outcome_says_what_is_accepted_and_the_dates_who_waits(alone, name, accepted, waiting):
    assert sums(alone, "referrals_accepted", AUTUMN, place=PLACE[name]) == (accepted, 1)
    assert sums(alone, "referrals_waiting", AUTUMN, place=PLACE[name]) == (waiting, 1)


def test_who_was_referred_two_terms_ago_and_still_waits_is_in_the_queue_and_not_among_those_made(tmp_path):
    old = "R1 900001 pupil CAMHS 5 F N none 2025-06-02 . . waiting"
    new = "R2 900001 pupil CAMHS 5 F N none 2025-12-01 2025-12-08 . accepted"
    found = counted_by_cut(tmp_path, *BASE, log(old, new))
    assert sums(found, "referrals_open", AUTUMN, "over 12 weeks") == (1, 200)
    assert sums(found, "pupil_referrals_per_1000", AUTUMN) == (1, 200)


def test_the_median_of_a_trust_is_of_all_its_referrals_not_of_its_schools(tmp_path):
    waits = {"900001": (1, 2, 3), "900002": (30,), "900003": (40, 50)}
    rows = [
        f"{urn}-{n} {urn} pupil CAMHS 5 F N none 2025-09-01 {contact} . accepted"
        for urn, every in waits.items()
        for n in every
        for contact in [
            f"2025-09-{1 + n:02}" if n < 30 else {30: "2025-10-01", 40: "2025-10-11", 50: "2025-10-21"}[n]
        ]
    ]
    found = counted_by_cut(tmp_path, *BASE, log(*rows))
    medians = {
        place: found["wait_median_days", place, AUTUMN, "all", ""]["estimate"] for place in ("", *waits)
    }
    assert medians == {"": (3 + 30) / 2, "900001": 2, "900002": 30, "900003": 45}


def test_without_a_roll_there_is_no_rate_and_the_shares_stand(tmp_path):
    found = counted_by_cut(tmp_path, schools("900001"), terms(), log(LOG))
    assert sums(found, "pupil_referrals_per_1000", AUTUMN) is None
    assert sums(found, "referrals_accepted", AUTUMN) == (3, 6)


def test_a_roll_of_another_term_of_the_year_stands_in(tmp_path):
    found = counted_by_cut(tmp_path, schools("900001"), terms(), roll("900001", 60, 60, "Spring"), log(LOG))
    assert sums(found, "pupil_referrals_per_1000", AUTUMN) == (6, 120)


def test_a_release_shows_the_lead_the_same_figures(tmp_path):
    nothing = returns("referrals,900002,2025/26,Autumn,nothing to report")
    no_groups = (re.sub(r" \d [FM] [YN] (none|support)", " . . . .", rows) for rows in (LOG, REOPENED))
    home = home_with(tmp_path, *BASE, roll("900002", 50, 50), *map(log, no_groups), nothing)

    def shown(indicator: str, urn: str = "900001") -> tuple:
        cell = term_cells(home, indicator, urn)[AUTUMN]
        return cell.state, cell.value

    assert shown("pupil_referrals_per_1000") == ("shown", 30)
    assert shown("referrals_accepted") == ("shown", 0.5)
    assert shown("wait_median_days") == ("shown", 21)
    assert shown("seen_within_28_days") == ("shown", 0.4)
    assert shown("pupil_referrals_per_1000", "900002") == ("nil", 0)
    silent = term_cells(home, "pupil_referrals_per_1000", "900003")
    assert AUTUMN not in silent or silent[AUTUMN].state == "missing"


@pytest.mark.parametrize("services", [("pastoral",), ("pastoral", "CAMHS")])
def test_a_trust_that_knows_one_service_or_one_age_of_its_queue_gets_a_release_all_the_same(
    tmp_path, services
):
    """One referral at one school, which its head and the lead see exactly: the service alone would be the same one."""
    urns = ("900001", "900002", "900003")
    rows = [
        f"{urn}-{n} {urn} pupil {services[n % len(services)]} 4 F Y none 2025-12-0{1 + n} . . waiting"
        for urn, many in zip(urns, (1, 8, 9), strict=True)
        for n in range(many)
    ]
    rolls = [roll(urn, 100, 100) for urn in urns]
    home_with(tmp_path, schools(*urns), terms(), workforce(dict.fromkeys(urns, 20)), *rolls, log(*rows))
    met = {cell.part for cell in cells(tmp_path, "pupil_referrals_per_1000", cut="service")}
    assert met == (set(services) if len(services) > 1 else set())
    assert not cells(tmp_path, "referrals_open", cut="age")
    assert cells(tmp_path, "referrals_open")
