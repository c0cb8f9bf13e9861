"""Draws the demo trust's referrals: who was referred when, seen when, and what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta

import feeds
import numpy as np
import plan
from pupils import REFERRALS, rolls
from scipy.special import ndtri
from spells import BANK_HOLIDAYS, work_days

BUSY = 0.72  # referrals are made in the first part of a term


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as it ends; what a file shows of it depends on the file's day."""

    urn: int
    person: str
    service: str
    who: tuple[str, ...]  # year group, sex, pupil premium, send; empty for staff
    referred: date
    decided: date
    seen: date | None
    closed: date
    ending: str


def referrals_of(urn: int) -> list[Referral]:
    """Every referral that a school makes while in the trust, oldest first."""
    school = next(s for s in feeds.SCHOOLS if s.urn == urn)
    rng = np.random.default_rng([urn, REFERRALS, school.referral_seed])
    even = np.random.default_rng([urn, REFERRALS]).random(
        2
    )  # where the even spread of kinds and waits begins
    found: list[Referral] = []
    for place, key in enumerate(plan.term_keys()):
        if not feeds.in_trust(urn, key[0]):
            continue
        roll = rolls(urn)[key[0]]
        usual = sum(int(c.sum()) for c in roll.values()) * school.referred / 1000
        surge = feeds.SURGE[urn][place % 3] if surging(urn, key) else 1.0
        for _ in range(number(rng, usual * feeds.REFERRAL_SEASON[place % 3] * surge)):
            found.append(of_pupil(urn, place, len(found), even, rng))
        for _ in range(number(rng, sum(feeds.heads(urn, key[0])) * feeds.STAFF_REFERRED)):
            found.append(of_staff(urn, place, rng))
    return sorted(found, key=lambda r: r.referred)


def surging(urn: int, key: tuple[str, str]) -> bool:
    return urn in feeds.SURGE and key[0] == feeds.SURGE_YEAR


def number(rng: np.random.Generator, expected: float) -> int:
    """A whole number close to what is expected: nothing is planted in its ups and downs."""
    return int(expected * np.exp(rng.normal(0, 0.07)) + rng.random())


def of_pupil(urn: int, place: int, nth: int, even: np.ndarray, rng: np.random.Generator) -> Referral:
    """Kinds and waits are spread evenly over the referrals, so that a median is steady where nothing is planted."""
    key = plan.term_keys()[place]
    mix = np.cumsum(feeds.SERVICE_MIX[feeds.phase(urn)])
    kind = int(np.searchsorted(mix, (even[0] + nth * 0.7548777) % 1 * mix[-1]))
    quantile = 0.01 + 0.98 * ((even[1] + nth * 0.5698403) % 1)
    longer = feeds.SURGE_WAIT[place % 3] if surging(urn, key) else 1.0
    usual = feeds.USUAL_WAIT * feeds.SERVICE_WAIT[kind] * longer
    wait = usual * np.exp(feeds.WAIT_SPREAD * ndtri(quantile))
    who = pupil(urn, key[0], rng)
    return ended(urn, "pupil", feeds.PUPIL_SERVICES[kind], who, place, float(wait), rng)


def of_staff(urn: int, place: int, rng: np.random.Generator) -> Referral:
    service = feeds.STAFF_SERVICES[int(rng.random() > feeds.STAFF_MIX[0])]
    wait = feeds.USUAL_WAIT * feeds.STAFF_WAIT * np.exp(rng.normal(0, 0.4))
    return ended(urn, "staff", service, (), place, float(wait), rng)


def ended(
    urn: int,
    person: str,
    service: str,
    who: tuple[str, ...],
    place: int,
    wait: float,
    rng: np.random.Generator,
) -> Referral:
    """The referral's days: about one in eleven is declined, one in twenty never comes."""
    days = work_days(urn, place)
    referred = days[int(rng.random() * len(days) * BUSY)]
    decided = weekday(referred, 3 + 9 * rng.random())
    fate, seen, ending = rng.random(), None, "completed"
    if fate < 0.09:
        closed, ending = decided, "declined"
    elif fate < 0.14:
        closed, ending = weekday(decided, 7 + 20 * rng.random()), "did not attend"
    else:
        seen = max(decided, weekday(referred, wait))
        closed = weekday(seen, 35 + 90 * rng.random())
    return Referral(urn, person, service, who, referred, decided, seen, closed, ending)


def weekday(start: date, days: float) -> date:
    """A day so many days later, or the next one on which somebody works."""
    found = start + timedelta(max(1, round(days)))
    while found.weekday() > 4 or found in BANK_HOLIDAYS:
        found += timedelta(1)
    return found


def pupil(urn: int, year: str, rng: np.random.Generator) -> tuple[str, str, str, str]:
    """A pupil of the roll, likelier with pupil premium or special needs, a girl, or older."""
    roll, weight = rolls(urn)[year], feeds.REFERRED_WEIGHT
    cells = [(grade, cell) for grade in roll for cell in feeds.CELLS]
    chances = np.array([
        roll[grade][n]
        * (1 + 0.15 * list(roll).index(grade))
        * (weight["premium"] if premium == "Y" else 1)
        * weight.get(send, 1)
        * (weight["girls"] if sex == "F" else 1)
        for grade in roll
        for n, (sex, premium, send) in enumerate(feeds.CELLS)
    ])  # fmt: skip
    grade, cell = cells[int(rng.choice(len(cells), p=chances / chances.sum()))]
    return grade, *cell


def shown(referral: Referral, on: date) -> tuple[str, str, str]:
    """First contact, closing and outcome as known at the end of a day."""
    seen = referral.seen if referral.seen and referral.seen <= on else None
    closed = referral.closed if referral.closed <= on else None
    outcome = referral.ending if closed else "accepted" if referral.decided <= on else "waiting"
    return str(seen or ""), str(closed or ""), outcome
