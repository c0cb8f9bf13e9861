"""Draws the demo trust's rolls: year groups that move up each summer, with a few leaving and joining."""

from functools import cache

import feeds
import numpy as np
import plan

ROLL, STAFF, EDI, PUPIL, REFERRALS, CLUBS = range(11, 17)  # a stream of its own for each feed
Roll = dict[str, np.ndarray]  # year group: pupils in each of `feeds.CELLS`


def shares(school: feeds.School) -> np.ndarray:
    """How pupils fall on `feeds.CELLS`: those with pupil premium have special needs more often."""
    found = []
    for _, premium, send in feeds.CELLS:
        often = {"support": school.support, "plan": school.plan}
        lift = 1.35 if premium == "Y" else 1 - 0.35 * school.premium / (1 - school.premium)
        needs = {name: share * (lift if school.plan < 0.5 else 1) for name, share in often.items()}
        of_send = needs.get(send, max(0.0, 1 - sum(needs.values())))
        found.append(0.5 * (school.premium if premium == "Y" else 1 - school.premium) * of_send)
    return np.array(found) / sum(found)


def group(school: feeds.School, grade: str, rng: np.random.Generator) -> np.ndarray:
    """A year group that is new to the school."""
    size = school.size * (feeds.STAY_ON if grade in feeds.SIXTH_FORM else 1)
    return rng.multinomial(max(1, round(size * (1 + rng.normal(0, 0.03)))), shares(school))


def moved(members: np.ndarray, share: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same year group a year later: about one in thirty has left, as many have come."""
    leaving = rng.binomial(members, 0.03)
    return members - leaving + rng.multinomial(rng.poisson(leaving.sum()), share)


@cache
def rolls(urn: int) -> dict[str, Roll]:
    """A school's roll on census day of each academic year in the trust."""
    school = next(s for s in feeds.SCHOOLS if s.urn == urn)
    rng = np.random.default_rng([urn, ROLL])
    found: dict[str, Roll] = {}
    for year in plan.YEARS:
        if not feeds.in_trust(urn, year):
            continue
        before, now = list(found.values())[-1:], {}
        for place, grade in enumerate(school.grades):
            below = before[0][school.grades[place - 1]] if before and place else None
            if below is None or urn == 900014:  # pupils of alternative provision come and go
                now[grade] = group(school, grade, rng)
            elif grade == "12":
                now[grade] = rng.binomial(below, feeds.STAY_ON)
            else:
                now[grade] = moved(below, shares(school), rng)
        found[year] = now
    return found


def people(roll: Roll, grades: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    """Every pupil of some year groups as (year group, sex, pupil premium, send)."""
    return [
        (g, *cell) for g in grades for cell, n in zip(feeds.CELLS, roll[g], strict=True) for _ in range(n)
    ]


def total(roll: Roll, **where: str) -> int:
    """Pupils in the cells where sex, premium or send are as given."""
    names = ("sex", "premium", "send")
    keep = [all(where.get(n, c) == c for n, c in zip(names, cell, strict=True)) for cell in feeds.CELLS]
    return int(sum(counts[keep].sum() for counts in roll.values()))
