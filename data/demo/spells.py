"""Draws the demo trust's people and their absence rows; the same plan always gives the same rows."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
import plan

GAP = 4  # days kept free between two spells of one person, so that only planted rows overlap or touch
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2028))


@dataclass(slots=True)
class Person:
    """One member of staff: years on the roll as places in `plan.YEARS`, and the spells drawn so far."""

    ref: str
    group: str
    fte: float
    first_year: int
    last_year: int
    second_fte: float = 0.0
    spells: list[tuple[date, date]] = field(default_factory=list)

    def free(self, first: date, last: date) -> bool:
        room = timedelta(GAP)
        return all(last + room < a or b + room < first for a, b in self.spells)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an absence file, as it stands once the spell has ended."""

    urn: int
    staff_ref: str
    post: str
    staff_group: str
    fte: float
    first: date
    last: date
    half_first: bool
    half_last: bool
    reason: str


@cache
def work_days(urn: int, place: int) -> list[date]:
    """Working days of a school's term, the term being its place in `plan.term_keys()`."""
    first, last, half_first, half_last = plan.term_dates(urn, plan.term_keys()[place])
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [
        d for d in days if d.weekday() < 5 and d not in BANK_HOLIDAYS and not half_first <= d <= half_last
    ]


@cache
def all_work_days(urn: int) -> frozenset[date]:
    return frozenset(d for place in range(len(plan.term_keys())) for d in work_days(urn, place))


def fte_of(rng: np.random.Generator, group: str) -> float:
    if group in ("leader", "central team"):
        return float(rng.choice([1.0, 0.9, 0.8], p=[0.8, 0.1, 0.1]))
    if group == "teacher":
        return float(rng.choice([1.0, 0.8, 0.6, 0.5, 0.4], p=[0.70, 0.12, 0.10, 0.05, 0.03]))
    if group == "teaching assistant":
        return float(rng.choice([1.0, 0.87, 0.8, 0.7, 0.6, 0.5], p=[0.15, 0.30, 0.20, 0.15, 0.12, 0.08]))
    return float(rng.choice([1.0, 0.8, 0.7, 0.6, 0.5, 0.4], p=[0.30, 0.15, 0.15, 0.15, 0.15, 0.10]))


def people_of(school: plan.School, rng: np.random.Generator) -> list[Person]:
    """A roll that meets the year's headcount in each group, with about one in twelve leaving each summer."""
    shares = plan.MIX[school.mix or school.phase]
    staff: list[Person] = []
    for year, total in enumerate(school.people):
        counts = [round(total * s) for s in shares]
        counts[1] += total - sum(counts)
        for group, wanted in zip(plan.GROUPS, counts, strict=True):
            here = [p for p in staff if p.group == group and p.last_year >= year]
            leaving = max(int(rng.binomial(len(here), 0.08)) if here else 0, len(here) - wanted)
            for n in rng.permutation(len(here))[:leaving]:
                here[n].last_year = year - 1
            for _ in range(wanted - len(here) + leaving):
                ref = f"P{school.urn % 100}-{101 + 7 * len(staff) % 1000:04d}"
                staff.append(Person(ref, group, fte_of(rng, group), year, len(plan.YEARS) - 1))
    for person in [p for p in staff if p.group == "teaching assistant"][: plan.TWO_POSTS.get(school.urn, 0)]:
        person.fte, person.second_fte, person.last_year = 0.6, 0.2, len(plan.YEARS) - 1
    return staff


def pick(
    rng: np.random.Generator,
    staff: list[Person],
    years: set[int],
    weights: tuple[float, ...],
    span: tuple[date, date],
) -> Person | None:
    """Somebody on the roll in all of `years` and not absent near `span`; None where nobody is."""
    able = [p for p in staff if all(p.first_year <= y <= p.last_year for y in years) and p.free(*span)]
    if not able:
        return None
    chances = np.array([weights[plan.GROUPS.index(p.group)] for p in able])
    return able[int(rng.choice(len(able), p=chances / chances.sum()))]


def long_span(rng: np.random.Generator, urn: int, place: int, reach: int) -> tuple[date, date]:
    """A spell that is long-term in the term at `place` and in each of the `reach` terms after it.

    Lengths keep clear of exactly 28 days at a term's end, so that no figure hangs on how a day is counted.
    """
    days = work_days(urn, place)
    length = 31 + int(rng.gamma(1.3, 9))
    if not reach:
        starts = [d for d in days if (days[-1] - d).days >= 31]
        first = starts[int(rng.integers(len(starts)))]
        return first, min(first + timedelta(length), days[-1])
    starts = [d for d in days if 31 <= (days[-1] - d).days <= 31 + length]
    following = work_days(urn, place + reach)
    return starts[int(rng.integers(len(starts)))], following[int(rng.integers(3, 22))]


def late_span(rng: np.random.Generator, urn: int, place: int) -> tuple[date, date]:
    """A spell that starts too late to be long-term in its own term, and is so in the next."""
    days, following = work_days(urn, place), work_days(urn, place + 1)
    starts = [d for d in days if 8 <= (days[-1] - d).days <= 23]
    first = starts[int(rng.integers(len(starts)))]
    ends = [d for d in following[4:30] if (d - first).days >= 31]
    return first, ends[int(rng.integers(len(ends)))]


def long_spells(
    school: plan.School, staff: list[Person], rng: np.random.Generator
) -> list[tuple[Person, date, date]]:
    """Exactly `school.long` people in long-term absence in each term."""
    found: list[tuple[Person, date, date]] = []
    known = [n for n in range(len(school.long)) if sent(school, n)]
    left = list(school.long)
    taken: list[set[str]] = [set() for _ in school.long]  # a person counts once in a term
    for place in known:
        open_one = place == known[-1] and school.long[place] > 2
        for n in range(left[place]):
            reach, late = 0, False
            if can_hold(school, place + 1) and left[place + 1] > 0 and rng.random() < 0.35:
                reach = 2 if can_hold(school, place + 2) and left[place + 2] > 0 and rng.random() < 0.2 else 1
            elif can_hold(school, place - 1):
                late = rng.random() < 0.15
            first, last = (
                late_span(rng, school.urn, place - 1) if late else long_span(rng, school.urn, place, reach)
            )
            if open_one and n == 0 and not late:
                last += timedelta(100)  # beyond the last file: its row stays open
            years = {(place - late) // 3, (place + reach) // 3}
            touched = taken[place : place + reach + 1]
            able = [p for p in staff if not any(p.ref in refs for refs in touched)]
            person = pick(rng, able, years, plan.LONG_WEIGHT, (first, last))
            if person is None:
                raise RuntimeError(f"{school.name}: nobody is free for a long spell")
            person.spells.append((first, last))
            found.append((person, first, last))
            for refs in touched:
                refs.add(person.ref)
            for later in range(place + 1, place + reach + 1):
                left[later] -= 1
    return found


def can_hold(school: plan.School, place: int) -> bool:
    """Whether the school has rows in that term at all."""
    return 0 <= place < len(school.long) and sent(school, place) and not is_nil(school, place)


def is_nil(school: plan.School, place: int) -> bool:
    return (school.urn, *plan.term_keys()[place]) == plan.NIL


def sent(school: plan.School, place: int) -> bool:
    """Whether the school sends absence for that term."""
    stopped = school.urn == plan.STOPPED and place > plan.term_keys().index(plan.LAST_SENT)
    return school.people[place // 3] > 0 and not stopped


def short_spells(
    school: plan.School, staff: list[Person], rng: np.random.Generator
) -> list[tuple[Person, date, date]]:
    """The term's ordinary sickness: its number close to what the people and the season lead one to expect."""
    found: list[tuple[Person, date, date]] = []
    lengths, chances = zip(*plan.SHORT_DAYS, strict=True)
    for place, level in enumerate(plan.TERM_LEVEL):
        if not can_hold(school, place):
            continue
        year, days = place // 3, work_days(school.urn, place)
        here = [p for p in staff if p.first_year <= year <= p.last_year]
        expected = sum(plan.SHORT_RATE[plan.GROUPS.index(p.group)] for p in here) * plan.TERM_SHARE[place % 3]
        number = max(1, int(expected * level * np.exp(rng.normal(0, 0.06)) + rng.random()))
        half_term = plan.term_dates(school.urn, plan.term_keys()[place])[2]
        busy = np.array([plan.AFTER_HALF_TERM if place % 3 == 0 and d > half_term else 1.0 for d in days])
        while number:
            start = int(rng.choice(len(days), p=busy / busy.sum()))
            length = int(rng.choice(lengths, p=np.array(chances) / sum(chances)))
            span = days[start], days[min(start + length, len(days)) - 1]
            person = pick(rng, staff, {year}, plan.SHORT_RATE, span)
            if person is not None and (span[1] - span[0]).days < 25:
                person.spells.append(span)
                found.append((person, *span))
                number -= 1
    return found


def rows_of(school: plan.School, seed: int) -> tuple[list[Person], list[Row]]:
    """A school's staff and every absence row it ever sends."""
    rng = np.random.default_rng([school.urn, seed])
    staff = people_of(school, rng)
    drawn = reasoned(long_spells(school, staff, rng), plan.LONG_REASONS, rng)
    drawn += reasoned(short_spells(school, staff, rng), plan.SHORT_REASONS, rng)
    rows: list[Row] = []
    for reason, person, first, last in drawn:
        is_long = (last - first).days >= 28
        half = rng.random(2) < 0.04
        row = Row(
            school.urn, person.ref, person.group, person.group, person.fte, first, last,
            bool(half[0]) and not is_long, bool(half[1]) and not is_long and last > first, reason,
        )  # fmt: skip
        rows += as_typed(row, rng)
        if person.second_fte:
            rows.append(
                replace(row, post="midday supervisor", staff_group="support staff", fte=person.second_fte)
            )
    return staff, rows


def reasoned(
    spells: list[tuple[Person, date, date]], chances: tuple[float, ...], rng: np.random.Generator
) -> list[tuple[str, Person, date, date]]:
    """Spells with their reasons, spread evenly over time because nothing is planted in the mix of reasons."""
    golden, start, edges = 0.618034, rng.random(), np.cumsum(chances)
    places = [int(np.searchsorted(edges, (start + n * golden) % edges[-1])) for n in range(len(spells))]
    return [(plan.REASONS[n], *spell) for n, spell in zip(places, spells, strict=True)]


def as_typed(row: Row, rng: np.random.Generator) -> list[Row]:
    """The spell as an office types it: now and then two rows that touch, or two that overlap."""
    chance, inside = rng.random(), (row.last - row.first).days
    middle = row.first + timedelta(inside // 2)
    begin = middle + timedelta(1)
    if inside < 3 or chance > 0.06 or not {middle, begin} <= all_work_days(row.urn):
        return [row]
    if chance < 0.04:
        return [replace(row, last=middle, half_last=False), replace(row, first=begin, half_first=False)]
    return [
        replace(row, last=begin, half_last=bool(rng.random() < 0.3)),
        replace(row, first=middle, half_first=False),
    ]
