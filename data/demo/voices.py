"""Draws the answers to the demo trust's surveys, a school and a wave at a time."""

from dataclasses import dataclass

import feeds
import numpy as np
import plan
from pupils import EDI, PUPIL, STAFF, people, rolls
from scipy.special import ndtr, ndtri

CUTS = (-1.15, -0.55, 0.0, 0.95)  # where an answer goes from 1 to 2, and so on: 4 and 5 are favourable


@dataclass(frozen=True, slots=True)
class Reply:
    """One respondent: the group columns, and answers of 1 to 5 as asked, 0 where left blank."""

    groups: tuple[str, ...]
    answers: tuple[int, ...]
    scores: tuple[int, ...]


def even(rng: np.random.Generator, n: int) -> np.ndarray:
    """`n` standard normal values spread evenly, in random order: nothing is planted in who happens to reply."""
    return ndtri((rng.permutation(n) + rng.uniform(0.2, 0.8, n)) / n)


def answers(
    rng: np.random.Generator, shift: np.ndarray, level: np.ndarray, of: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Answers of 1 to 5 by person and question, after reversing, and each person's mood.

    `level` is each question's favourable share, `of` its construct, `shift` how a person differs.
    """
    n = len(shift)
    person, own = even(rng, n), np.column_stack([even(rng, n) for _ in range(max(of) + 1)])
    rest = np.column_stack([even(rng, n) for _ in level])
    felt = ndtri(level) + shift[:, None] + 0.5 * person[:, None] + 0.5 * own[:, of] + np.sqrt(0.5) * rest
    return 1 + sum((felt > cut).astype(int) for cut in CUTS), person


def scored(rng: np.random.Generator, person: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Seven answers of 1 to 5 by person to the licensed wellbeing items."""
    z = 0.5 * person + np.sqrt(0.75) * even(rng, len(person))
    felt = mean[:, None] + 0.55 * z[:, None] + 0.6 * rng.normal(size=(len(person), 7))
    return np.clip(np.rint(felt), 1, 5).astype(int)


def blanks(rng: np.random.Generator, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The answers with some left blank: one in a hundred, and all after the first third where a person gave up."""
    gave_up = rng.random(len(found)) < 0.02
    found = np.where(rng.random(found.shape) < 0.01, 0, found)
    found[gave_up, found.shape[1] // 3 + 1 :] = 0
    return found, gave_up


def replying(rng: np.random.Generator, asked: tuple[int, ...], rate: tuple[float, ...]) -> list[int]:
    """How many of each group reply, the whole close to what the rates lead one to expect."""
    share = np.dot(asked, rate) / sum(asked) + rng.normal(0, feeds.SPREAD_OF_REPLIES)
    found = np.zeros(len(asked), int)
    for _ in range(int(np.clip(round(sum(asked) * share), 1, sum(asked)))):
        left = (np.array(asked) - found) * rate
        found[int(rng.choice(len(asked), p=left / left.sum()))] += 1
    return found.tolist()


def staff(urn: int, year: str, edi: bool = False) -> list[Reply]:
    """A school's replies to the staff survey, or to that of equality, diversity and inclusion."""
    if not edi and (urn, year) == feeds.NO_STAFF_SURVEY:
        return []
    school = next(s for s in feeds.SCHOOLS if s.urn == urn)
    rng = np.random.default_rng([urn, EDI if edi else STAFF, school.staff_seed, plan.YEARS.index(year)])
    always = np.random.default_rng([urn, EDI if edi else STAFF])  # what is the school's own in every year
    times = feeds.EDI_REPLY if edi else 1.0
    if (urn, year) == feeds.COLLAPSED:
        times *= feeds.COLLAPSED_TO["edi" if edi else "staff"]
    usual = 1 + always.normal(0, 0.04)
    counts = replying(rng, feeds.heads(urn, year), tuple(r * times * usual for r in feeds.REPLY))
    level = np.array(feeds.EDI_LEVEL if edi else feeds.STAFF_LEVEL)
    of = tuple(n // 4 for n in range(len(level)))
    z = ndtri(level) + always.normal(0, 0.16) + always.normal(0, 0.10, max(of) + 1)[list(of)]
    if not edi and year >= feeds.REWORDED_FROM:
        z[feeds.REWORDED] += feeds.REWORDED_BY
    if not edi and (urn, year) == (feeds.FELL[0], feeds.FELL[2]):
        z[list(feeds.FELL_ITEMS)] -= feeds.FELL_BY
    group = np.repeat(np.arange(len(plan.GROUPS)), counts)
    found, person = answers(rng, np.array(feeds.GROUP_SHIFT)[group], ndtr(z), of)
    found, gave_up = blanks(rng, turned(found, "edi" if edi else "staff"))
    mean = np.full(len(group), feeds.STAFF_SCORE + 0.10 * always.normal())
    scores = np.where(gave_up[:, None], 0, scored(rng, person, mean))
    return [
        Reply((plan.GROUPS[g],), tuple(map(int, a)), () if edi else tuple(map(int, w)))
        for g, a, w in zip(group, found, scores, strict=True)
    ]


def turned(found: np.ndarray, survey: str) -> np.ndarray:
    """The answers as asked: those to a reversed question turned round."""
    reversed_ones = {"staff": (2, 6, 11), "edi": (2,), "pupil": (2,)}[survey]
    found[:, list(reversed_ones)] = 6 - found[:, list(reversed_ones)]
    return found


def pupils(urn: int, key: tuple[str, str]) -> tuple[int, list[Reply]]:
    """How many pupils were asked, and their replies."""
    school = next(s for s in feeds.SCHOOLS if s.urn == urn)
    kind = feeds.older(urn)
    asked = people(rolls(urn)[key[0]], school.asked)
    place = plan.term_keys().index(key)
    rng = np.random.default_rng([urn, PUPIL, school.pupil_seed, place])
    always = np.random.default_rng([urn, PUPIL])
    (total,) = replying(rng, (len(asked),), (feeds.PUPIL_REPLY[kind] * (1 + always.normal(0, 0.03)),))
    who = [asked[n] for n in sorted(rng.permutation(len(asked))[:total])]
    level = np.array(feeds.PRIMARY_LEVEL if kind == "primary" else feeds.SECONDARY_LEVEL)
    z = ndtri(level) + always.normal(0, 0.12)
    girl = np.array([p[1] == "F" for p in who])
    shift = (girl - 0.5) * feeds.GIRLS_SHIFT[kind] - 0.08 * np.array([p[2] == "Y" for p in who])
    found, person = answers(rng, shift, ndtr(z), (0, 0, 0, 1, 1, 1, 2, 2))
    found, gave_up = blanks(rng, turned(found, "pupil"))
    scores = scored(rng, person, np.where(girl, feeds.PUPIL_SCORE["F"], feeds.PUPIL_SCORE["M"]))
    young = np.array([p[0] in feeds.PRIMARY for p in who])
    scores = np.where((gave_up | young)[:, None], 0, scores)
    autumn = key[1] == "Autumn"
    return len(asked), [
        Reply(p, tuple(map(int, a)), tuple(map(int, w)) if autumn else ())
        for p, a, w in zip(who, found, scores, strict=True)
    ]
