"""How long a sign-in holds, by clocks that are given; and what a copied cookie is worth after the sign-out."""

from datetime import datetime, timedelta

import pytest

from tests.people.test_people import LEAD, invited, person
from wellmetrics import people
from wellmetrics.people import SignedOut, limits

NINE = datetime(2026, 11, 23, 9)
WHO = person("p1", LEAD)


def after(**time: float) -> datetime:
    return NINE + timedelta(**time)


@pytest.mark.parametrize(
    ("began", "seen", "now", "why"),
    [
        (NINE, NINE, after(minutes=29, seconds=59), ""),
        (NINE, NINE, after(minutes=30), limits.AFTER_IDLE),
        (NINE, after(hours=7, minutes=50), after(hours=7, minutes=59, seconds=59), ""),
        (NINE, after(hours=7, minutes=59), after(hours=8), limits.AFTER_LONG),
    ],
)
def test_a_sign_in_ends_after_thirty_idle_minutes_and_after_eight_hours(began, seen, now, why):
    assert limits.over(began, seen, now) == why


def test_use_keeps_a_sign_in_and_a_look_at_the_clock_does_not(tmp_path):
    invited(tmp_path, LEAD, "lead")
    people.begin(tmp_path, WHO, NINE)
    people.reader(tmp_path, WHO, after(minutes=20), using=True)
    people.reader(
        tmp_path, WHO, after(minutes=40)
    )  # an open tab asks whether it may still show what it shows
    people.reader(tmp_path, WHO, after(minutes=49))
    with pytest.raises(SignedOut, match="30 minutes"):
        people.reader(tmp_path, WHO, after(minutes=50))


def test_use_does_not_keep_a_sign_in_beyond_eight_hours(tmp_path):
    people.begin(tmp_path, WHO, NINE)
    for minutes in range(20, 480, 20):
        people.reader(tmp_path, WHO, after(minutes=minutes), using=True)
    with pytest.raises(SignedOut, match="8 hours"):
        people.reader(tmp_path, WHO, after(hours=8), using=True)


def test_a_sign_out_ends_every_copy_of_the_cookie_and_another_sign_in_is_not_touched(tmp_path):
    elsewhere = person("p1", LEAD, "on the telephone")
    for one in (WHO, elsewhere):
        people.begin(tmp_path, one, NINE)
    people.end(tmp_path, WHO, after(minutes=1))
    with pytest.raises(SignedOut, match="signed out"):
        people.reader(tmp_path, WHO, after(minutes=2))
    assert people.reader(tmp_path, elsewhere, after(minutes=2)).who == LEAD
    # To come back from the provider with what was used before opens it no more.
    people.begin(tmp_path, WHO, after(minutes=3))
    with pytest.raises(SignedOut):
        people.reader(tmp_path, WHO, after(minutes=4))


def test_a_cookie_that_no_sign_in_of_ours_began_opens_nothing(tmp_path):
    invited(tmp_path, LEAD, "lead")
    people.begin(tmp_path, WHO, NINE)
    for stranger in (person("p1", LEAD, "made up"), person("p2", LEAD, WHO.mark), None):
        with pytest.raises(SignedOut, match="Sign in"):
            people.reader(tmp_path, stranger, after(minutes=1))
