"""Rows of days joined into rows of spells: one person, one reason, working days without a gap."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.datasets.absence import ABSENCE
from wellmetrics.school_calendar import bank_holidays

WHO = ("urn", "staff_ref", "post", "staff_group", "fte", "reason")  # what one spell has one of
KINDS = {"line": pa.int32(), "fte": pa.float64(), "first_day": pa.date32(), "last_day": pa.date32(),
         "half_first": pa.bool_(), "half_last": pa.bool_(), "days_lost": pa.float64()}  # fmt: skip

Gap = Callable[[str, date, date], int | None]


@dataclass(frozen=True, slots=True)
class Day:
    """What one person lost on one day. `half` is am or pm where half of it was lost and the file says which."""

    line: int
    day: date
    lost: float
    half: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """`rows` are spells as the dataset `absence` has them, with the line of the first row of each.

    `repeated` are pairs of lines, a row and the one that it repeats; `empty` are the lines of rows that lose nothing.
    """

    rows: pa.Table
    days: int
    repeated: tuple[tuple[int, int], ...] = ()
    empty: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        rows, joined = self.days, self.rows.num_rows
        became = (
            f"{rows} {'row' if rows == 1 else 'rows'} became {joined} {'spell' if joined == 1 else 'spells'}"
        )
        return f"One row is one day: {became}."


def spells(rows: pa.Table, calendar: pa.Table) -> Joined:
    """Spells of typed day rows (`by_day.BY_DAY`, with `line`).

    `calendar` are `school_days`. Days without work between two days of sickness, such as a weekend or half term, do
    not break a spell within an academic year; a day of work does. A half day stands at either end of a spell, so one
    in the middle ends it. Rows of one episode are one spell whatever lies between.
    """
    gap = working_days_between(calendar)
    repeated: list[tuple[int, int]] = []
    empty: list[int] = []
    found: list[dict[str, Any]] = []
    listed = sorted(rows.to_pylist(), key=_order)
    for who, group in groupby(listed, key=_who):
        days = _days(group, repeated, empty)
        one_episode = who[-1] is not None
        for spell in _runs(days, str(who[0]), gap, one_episode):
            found.append({**dict(zip(WHO, who, strict=False)), **_spell(spell, who[WHO.index("fte")])})
    found.sort(key=lambda spell: spell["line"])
    return Joined(_table(found), rows.num_rows, tuple(sorted(repeated)), tuple(sorted(empty)))


def working_days_between(calendar: pa.Table) -> Gap:
    """How many working days of a school lie between two days; None across two academic years.

    Where the calendar does not reach, every weekday that is no bank holiday counts.
    """
    schools: dict[str, dict[date, tuple[int, bool, str]]] = {}
    names = ("urn", "day", "n", "working", "academic_year")
    for urn, day, n, working, year in zip(*(calendar[name].to_pylist() for name in names), strict=True):
        schools.setdefault(urn, {})[day] = (n, working, year)

    def between(urn: str, first: date, last: date) -> int | None:
        days = schools.get(urn, {})
        if first in days and last in days:
            (before, _, year), (until, working, same) = days[first], days[last]
            return until - working - before if year == same else None
        closed = bank_holidays(first.year, last.year)
        return int(np.busday_count(first + timedelta(1), last, holidays=closed))

    return between


def _who(row: dict[str, Any]) -> tuple[Any, ...]:
    return (*(row.get(name) for name in WHO), row.get("episode"))


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (*((value is None, str(value)) for value in _who(row)), row["day"], row["line"])


def _days(rows: Iterable[dict[str, Any]], repeated: list[tuple[int, int]], empty: list[int]) -> list[Day]:
    """One `Day` a day: its rows added up, to a whole day at most, and a row that repeats another once."""
    found = []
    for day, group in groupby(rows, key=lambda row: row["day"]):
        parts: dict[tuple[float, str], int] = {}
        for row in group:
            part = _lost(row)
            if not part[0]:
                empty.append(row["line"])
            elif part in parts:
                repeated.append((row["line"], parts[part]))
            else:
                parts[part] = row["line"]
        if parts:
            half = next(iter(parts))[1] if len(parts) == 1 else ""
            found.append(Day(min(parts.values()), day, min(1.0, sum(lost for lost, _ in parts)), half))
    return found


def _lost(row: dict[str, Any]) -> tuple[float, str]:
    """How much of the day a row takes, and which half where it says so."""
    session, am, pm = row.get("session"), row.get("am"), row.get("pm")
    halves = [name for name, said in (("am", am), ("pm", pm)) if said] or [
        s for s in ("am", "pm") if s == session
    ]
    half = halves[0] if len(halves) == 1 else ""
    if row.get("amount") is not None:
        return row["amount"], half if row["amount"] < 1 else ""
    if halves:
        return 0.5 * len(halves), half
    if am is not None or pm is not None:
        return 0.0, ""  # the file asks about both halves, and neither was lost
    return (0.5 if session == "half" else 1.0), ""


def _runs(days: list[Day], urn: str, gap: Gap, one_episode: bool) -> Iterator[list[Day]]:
    run: list[Day] = []
    for day in days:
        if run and (_ends(run) or _begins(day) or not (one_episode or gap(urn, run[-1].day, day.day) == 0)):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _ends(run: list[Day]) -> bool:
    """Whether nothing may follow: the last day was half, and either a second one or a lost morning."""
    return run[-1].lost == 0.5 and (len(run) > 1 or run[-1].half == "am")


def _begins(day: Day) -> bool:
    """Whether a spell must begin here: the person worked in the morning."""
    return day.lost == 0.5 and day.half == "pm"


def _spell(run: list[Day], fte: float | None) -> dict[str, Any]:
    """Parts of a day other than a half cannot be said at a spell's ends: there the days lost are said instead."""
    first, last = run[0], run[-1]
    odd = any(day.lost not in (0.5, 1) for day in run)
    return {
        "line": min(day.line for day in run),
        "first_day": first.day,
        "last_day": last.day,
        "half_first": not odd and first.lost == 0.5,
        "half_last": not odd and last.lost == 0.5 and len(run) > 1,
        "days_lost": sum(day.lost for day in run) * (fte or 0) if odd else None,
    }


def _table(found: list[dict[str, Any]]) -> pa.Table:
    columns = ("line", *ABSENCE.stored)
    table = pa.table({c: pa.array([s.get(c) for s in found], KINDS.get(c, pa.string())) for c in columns})
    for i, name in enumerate(columns):
        if name not in KINDS:
            table = table.set_column(i, name, pc.dictionary_encode(table[name]))
    return table
