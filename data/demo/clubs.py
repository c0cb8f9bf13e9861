"""Draws the demo trust's participation: how many pupils did what in a term, in tables that agree with one another."""

import feeds
import numpy as np
import plan
from pupils import CLUBS, Roll, rolls, total

Line = tuple[str, str, dict[str, str], int, int | None]  # activity, method, group columns, pupils, eligible
STEADY = 0.45  # the same pupils come back: terms differ by less than if each were drawn anew


def lines(urn: int, key: tuple[str, str]) -> list[Line]:
    """A school's term. Every table of any club adds up to the same pupils."""
    if not sends(urn, key):
        return []
    school = next(s for s in feeds.SCHOOLS if s.urn == urn)
    place = plan.term_keys().index(key)
    rng = np.random.default_rng([urn, CLUBS, school.club_seed, place])
    always = np.random.default_rng([urn, CLUBS])
    roll = rolls(urn)[key[0]]
    found = [*two_hours(urn, roll, place, rng), active(urn, key, roll, rng)]
    found += any_club(school, roll, place, rng)
    everyone = total(roll)
    for activity, share in feeds.OTHER_ACTIVITIES.items():
        level = float(np.clip(share * (1 + 0.12 * always.normal()), 0.02, 0.95))
        level += 0.02 * (place % 3 == 2) * (activity == "outdoor learning")
        eligible = everyone if activity == "competition" else None
        found.append((activity, "", {}, near(rng, everyone, level), eligible))
    return found


def sends(urn: int, key: tuple[str, str]) -> bool:
    return feeds.in_trust(urn, key[0]) and urn != feeds.NURSERY and (urn, *key) != feeds.NO_PARTICIPATION


def near(rng: np.random.Generator, n: int, share: float) -> int:
    """Pupils of `n` who take part, close to the share."""
    share = min(max(share, 0.0), 1.0)
    return int(np.clip(round(n * share + STEADY * rng.normal() * np.sqrt(n * share * (1 - share))), 0, n))


def two_hours(urn: int, roll: Roll, place: int, rng: np.random.Generator) -> list[Line]:
    """Two hours of PE by year group: examination years have less."""
    level, phase = feeds.TWO_HOURS[feeds.phase(urn)], feeds.phase(urn)
    found: list[Line] = []
    for grade, counts in roll.items():
        less = feeds.TWO_HOURS_LATE.get(grade, 0.0) if phase != "primary" or place % 3 else 0.0
        n = int(counts.sum())
        found.append(("two hours of PE", "", {"year_group": grade}, near(rng, n, level + less), None))
    return found


def active(urn: int, key: tuple[str, str], roll: Roll, rng: np.random.Generator) -> Line:
    """60 active minutes of the pupils who were asked, or who wore the device."""
    device = urn in feeds.DEVICE and key[0] >= feeds.DEVICE_FROM
    level = feeds.ACTIVE[feeds.phase(urn)] * (feeds.DEVICE_TIMES if device else 1)
    asked = round(total(roll) * (0.6 if device else 0.8) * (1 + rng.normal(0, 0.02)))
    method = "device" if device else "self-report"
    return "60 active minutes", method, {}, near(rng, asked, level), asked


def any_club(school: feeds.School, roll: Roll, place: int, rng: np.random.Generator) -> list[Line]:
    """Pupils in any club three times over: by sex, by pupil premium and by special needs."""
    level = school.club + feeds.SEASON[place % 3]
    by_sex = {
        sex: near(rng, total(roll, sex=sex), level + school.girls * (0.5 if sex == "M" else -0.5))
        for sex in feeds.SEXES
    }
    everyone = sum(by_sex.values())
    by_premium = shared(
        everyone, {p: total(roll, premium=p) for p in feeds.PREMIUM}, {"Y": feeds.PREMIUM_LESS}
    )
    less = {"support": feeds.SUPPORT_LESS, "plan": feeds.PLAN_LESS}
    by_send = shared(everyone, {s: total(roll, send=s) for s in feeds.SEND}, less)
    tables = (("sex", by_sex), ("pupil_premium", by_premium), ("send", by_send))
    return [("any club", "", {cut: part}, n, None) for cut, table in tables for part, n in table.items()]


def shared(everyone: int, of: dict[str, int], less: dict[str, float]) -> dict[str, int]:
    """The same pupils over the parts of another cut, the first part taking up what rounding leaves."""
    weight = {part: n * less.get(part, 1.0) for part, n in of.items()}
    found = {part: min(of[part], round(everyone * w / sum(weight.values()))) for part, w in weight.items()}
    over = everyone - sum(found.values())
    for part in sorted(of, key=lambda p: -of[p]):
        step = max(-found[part], min(over, of[part] - found[part]))
        found[part], over = found[part] + step, over - step
    return found
