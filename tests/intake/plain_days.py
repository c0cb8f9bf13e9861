"""Rows of days to spells, one row after the other in plain Python: what the product counts by columns."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

Row = dict


class Lost(NamedTuple):
    line: int
    day: date
    days: float
    half: str


def spells(
    rows: list[Row], who: tuple[str, ...], working: set[date], year_of: dict[date, str]
) -> list[tuple]:
    """Line, first and last day, half at either end, days lost (None where halves say all)."""
    found = []
    by_who = sorted(rows, key=lambda row: (*(str(row[name]) for name in who), row["day"], row["line"]))
    for _, group in groupby(by_who, key=lambda row: [str(row[name]) for name in who]):
        listed = list(group)
        episode = listed[0]["episode"] is not None
        for run in _runs(list(_days(listed)), episode, working, year_of):
            odd = any(lost.days not in (0.5, 1) for lost in run)
            days = sum(lost.days for lost in run) * (listed[0]["fte"] or 0) if odd else None
            found.append((
                min(lost.line for lost in run), run[0].day, run[-1].day, not odd and run[0].days == 0.5,
                not odd and len(run) > 1 and run[-1].days == 0.5, days,
            ))  # fmt: skip
    return sorted(found)


def _days(rows: Iterable[Row]) -> Iterator[Lost]:
    for day, group in groupby(rows, key=lambda row: row["day"]):
        parts: dict[tuple[float, str], int] = {}
        for row in group:
            lost = _lost(row)
            if lost[0]:
                parts.setdefault(lost, row["line"])
        if parts:
            half = next(iter(parts))[1] if len(parts) == 1 else ""
            yield Lost(min(parts.values()), day, min(1.0, sum(days for days, _ in parts)), half)


def _lost(row: Row) -> tuple[float, str]:
    halves = [name for name in ("am", "pm") if row[name]] or [s for s in ("am", "pm") if s == row["session"]]
    half = halves[0] if len(halves) == 1 else ""
    if row["amount"] is not None:
        return row["amount"], half if row["amount"] < 1 else ""
    if halves:
        return 0.5 * len(halves), half
    if row["am"] is not None or row["pm"] is not None:
        return 0.0, ""
    return (0.5 if row["session"] == "half" else 1.0), ""


def _runs(
    days: list[Lost], episode: bool, working: set[date], year_of: dict[date, str]
) -> Iterator[list[Lost]]:
    run: list[Lost] = []
    for lost in days:
        if run and _breaks(run, lost, episode, working, year_of):
            yield run
            run = []
        run.append(lost)
    if run:
        yield run


def _breaks(run: list[Lost], lost: Lost, episode: bool, working: set[date], year_of: dict[date, str]) -> bool:
    last = run[-1]
    ended = last.days == 0.5 and (len(run) > 1 or last.half == "am")
    begins = lost.days == 0.5 and lost.half == "pm"
    between = [last.day + timedelta(n) for n in range(1, (lost.day - last.day).days)]
    worked = year_of[last.day] != year_of[lost.day] or any(day in working for day in between)
    return ended or begins or (worked and not episode)
