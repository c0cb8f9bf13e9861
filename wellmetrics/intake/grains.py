"""What one row of an absence file is: a spell, a person's day, a person's year. Told apart, never added across."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from wellmetrics.datasets.absence import ABSENCE
from wellmetrics.datasets.absence_summary import ABSENCE_SUMMARY
from wellmetrics.intake.by_day import BY_DAY
from wellmetrics.intake.faults import Fault
from wellmetrics.intake.match import match, ways
from wellmetrics.intake.values import parse

Kind = Literal["spell", "day", "employee-year", "month", "unclear"]

# Headings that stand for a person's whole year, or for any other stretch that is no spell.
OF_A_YEAR = {
    "bradford factor", "bradford score", "bradford", "absence spells", "number of spells", "number of absences",
    "absence occasions", "occasions", "instances", "lost time rate", "available working days", "days absent",
    "total days absent", "total days lost", "rolling 52 weeks",
}  # fmt: skip
# Headings that only a file of days has.
OF_A_DAY = {
    "am",
    "pm",
    "am pm",
    "session",
    "episode start",
    "episode start date",
    "episode end",
    "episode days",
}
LOOKED_AT = 5_000  # rows
ENOUGH = 3  # rows that follow the same person's row of the working day before


@dataclass(frozen=True, slots=True)
class Grain:
    """`reason` is a sentence for the sender. `sure` is False where the cells say it and the headings do not."""

    kind: Kind
    reason: str
    sure: bool = True


def grain(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> Grain:
    """What a row of an absence file is, by its headings and then by its cells. `columns` are the texts by heading."""
    spells, days = match(tuple(headings), ABSENCE).columns, match(tuple(headings), BY_DAY).columns
    totals = match(tuple(headings), ABSENCE_SUMMARY).columns
    year, day = _said(headings, OF_A_YEAR), _said(headings, OF_A_DAY)
    if {"month", "days_lost"} <= set(totals) and "staff_ref" not in spells:
        return Grain(
            "month", f"“{headings[totals['month']]}” is a month, and nobody's own days stand in the file."
        )
    if "first_day" in spells and not day:
        said = f"“{headings[spells['first_day']]}” is the first day of a spell."
        return _by_cells(spells, columns) or Grain("spell", said)
    if "day" in days and (day or ("staff_ref" in days and not year)):
        return Grain("day", f"“{headings[days['day']]}” is the one day that a row is about.")
    if year:
        named = ", ".join(f"“{heading}”" for heading in year[:3])
        return Grain(
            "employee-year", f"A row sums up a person's year ({named}), and no column is a spell's first day."
        )
    return Grain("unclear", "No heading says whether a row is a spell, a day or a year.")


REFUSED = (
    "Each row of this file sums up one person's year, so its days belong to no term and no spell can be told.",
    "Export the absences themselves: one row a spell, with its first and last day, or one row a day.",
)


def _said(headings: Sequence[str], words: set[str]) -> list[str]:
    return [heading for heading in headings if words & set(ways(heading))]


def _by_cells(at: Mapping[str, int], columns: Sequence[Sequence[str]]) -> Grain | None:
    """A file of days under the headings of spells: no row longer than a day, and days follow one another."""
    first = list(columns[at["first_day"]][:LOOKED_AT])
    last = list(columns[at["last_day"]][:LOOKED_AT]) if "last_day" in at else first
    if "staff_ref" not in at or any(
        a.strip() != b.strip() for a, b in zip(first, last, strict=True) if b.strip()
    ):
        return None
    following = _following(list(columns[at["staff_ref"]][:LOOKED_AT]), first)
    if following < ENOUGH or following * 3 < len(first):
        return None
    reason = (
        f"No row is longer than a day, and {following} of {len(first)} follow the same person's day before."
    )
    return Grain("day", reason, sure=False)


def _following(staff: Sequence[str], days: Sequence[str]) -> int:
    """How many rows are the working day after another row of the same person."""
    read = {text: parse(text, ABSENCE.column("first_day")) for text in set(days)}
    found = {
        (who, read[text]) for who, text in zip(staff, days, strict=True) if not isinstance(read[text], Fault)
    }
    return sum((who, _day_before(day)) in found for who, day in found if day)


def _day_before(day: date) -> date:
    """The weekday before."""
    return day - timedelta(3 if day.weekday() == 0 else 1)


_MOMENT = re.compile(
    r"(?P<day>\S+)[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[AaPp][Mm])?"
)
SHORTEST_MINUTES = 60


def momentary(starts: Sequence[str], ends: Sequence[str]) -> list[int]:
    """Which rows, counted from 0, begin and end within the hour: what a move to another system leaves behind."""
    return [
        i
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
        if ":" in start and ":" in end and _within_the_hour(start, end)
    ]


def _within_the_hour(start: str, end: str) -> bool:
    begins, stops = _moment(start), _moment(end)
    # Midnight is how a system without times writes a day.
    if begins is None or stops is None or (begins == stops and (begins.hour, begins.minute) == (0, 0)):
        return False
    return timedelta(0) <= stops - begins < timedelta(minutes=SHORTEST_MINUTES)


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text.strip())
    day = parse(found["day"], ABSENCE.column("first_day")) if found else None
    if not found or not isinstance(day, date):
        return None
    hour = (
        int(found["hour"]) % 12 + (12 if found["half"].casefold() == "pm" else 0)
        if found["half"]
        else int(found["hour"])
    )
    return datetime(day.year, day.month, day.day, min(hour, 23), min(int(found["minute"]), 59))
