"""Locked baselines: the months that fix a chart's middle and limits, by whom and why. The tool itself never moves one."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wellmetrics import archive
from wellmetrics.model import CallError, Cell, Viewer
from wellmetrics.opening import now, transaction
from wellmetrics.statistics.rules import XMR_FROM
from wellmetrics.workbook.store import opened, wrote
from wellmetrics.workbook.words import own_words

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Baseline:
    """`first` and `last` are months, `2021-09`; an empty urn and group is the whole trust."""

    indicator: str
    urn: str
    group: str
    first: str
    last: str
    reason: str
    by: str
    locked_at: datetime

    def holds(self, cell: Cell) -> bool:
        return cell.grain == "month" and self.first <= cell.period <= self.last


def baselines(home: Path) -> list[Baseline]:
    """Every locked baseline. They hold no figure: whoever sees a chart may see what fixes its limits."""
    if not (home / archive.WORKBOOK).exists():
        return []
    with opened(home) as con:
        rows = con.execute('SELECT * FROM baseline ORDER BY indicator, urn, "group"').fetchall()
    return [Baseline(*row) for row in rows]


def lock(
    home: Path, viewer: Viewer, who: str, place: tuple[str, str, str], months: tuple[str, str], reason: str
) -> Baseline:
    """Fixes the limits of an indicator at a urn or group by two months, first and last, in place of an earlier lock.

    Raises CallError for another role, months that are none or too few, and a reason that is missing or may not stay.
    """
    _may(viewer)
    first, last = months
    if not all(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) for month in months) or first > last:
        raise CallError(
            f"“{first} to {last}” are no months. Write the first and the last, such as 2021-09 and 2022-10."
        )
    if _between(first, last) < XMR_FROM:
        raise CallError(
            f"{first} to {last} is too short: a baseline takes {XMR_FROM} months with a figure, at the least."
        )
    reason = own_words(reason, LONGEST)
    if not reason:
        raise CallError(
            "A baseline is locked with a reason: write why these months are what later ones are held against."
        )
    found = Baseline(*place, first, last, reason, who, now())
    with opened(home) as con, transaction(con):
        con.execute(
            "INSERT OR REPLACE INTO baseline VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [getattr(found, name) for name in Baseline.__slots__],
        )
        wrote(home, con, who, "baseline", _mark(found, place))
    return found


def unlock(home: Path, viewer: Viewer, who: str, place: tuple[str, str, str], reason: str) -> None:
    """Lets every month count again. Raises CallError for another role, no reason, or where nothing is locked."""
    _may(viewer)
    reason = own_words(reason, LONGEST)
    if not reason:
        raise CallError("A baseline is unlocked with a reason too.")
    if place not in {(b.indicator, b.urn, b.group) for b in baselines(home)}:
        raise CallError("No baseline is locked there.")
    with opened(home) as con, transaction(con):
        con.execute('DELETE FROM baseline WHERE indicator = ? AND urn = ? AND "group" = ?', list(place))
        wrote(home, con, who, "baseline unlocked", f"{' '.join(place)}: {reason}")


def _mark(found: Baseline, place: tuple[str, str, str]) -> str:
    return f"{' '.join(filter(None, place))}: {found.first} to {found.last}, {found.reason}"


def _between(first: str, last: str) -> int:
    """Months from the first to the last; August is none of the school year."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) for month in (first, last))
    return sum(month % 12 != 8 for month in range(start, end + 1))


def _may(viewer: Viewer) -> None:
    if viewer.role != "lead":
        raise CallError(
            "A baseline is locked by the wellbeing lead: it is the same for everybody who sees the chart."
        )
