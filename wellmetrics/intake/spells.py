"""Rows of days joined into rows of spells: one person, one reason, working days without a gap."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.datasets.absence import ABSENCE
from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.distinct import encoded
from wellmetrics.intake.row_keys import Part, in_order
from wellmetrics.school_calendar import without_work_between

WHO = ("urn", "staff_ref", "post", "staff_group", "fte", "reason")  # what one spell has one of
DAY, EPISODE = "day", "episode"
NEITHER, MORNING, AFTERNOON = 0, 1, 2  # which half of a day was lost, where the file says so
KINDS = {"line": pa.int32(), "fte": pa.float64(), "first_day": pa.date32(), "last_day": pa.date32(),
         "half_first": pa.bool_(), "half_last": pa.bool_(), "days_lost": pa.float64()}  # fmt: skip
FOUND = pa.schema(
    [("row", pa.int64()), *((name, kind) for name, kind in KINDS.items() if name not in ("line", "fte"))]
)  # what is found out of a spell, beside the place of its first row


@dataclass(frozen=True, slots=True)
class Joined:
    """`rows` are spells as the dataset `absence` has them, with the line of the first row of each.

    The others are places of rows among those that were given: `repeated` are pairs, a row and the one that it repeats;
    `empty` are rows that lose nothing.
    """

    rows: pa.Table
    days: int
    repeated: np.ndarray
    empty: np.ndarray

    @property
    def sentence(self) -> str:
        rows, joined = self.days, self.rows.num_rows
        became = (
            f"{rows} {'row' if rows == 1 else 'rows'} became {joined} {'spell' if joined == 1 else 'spells'}"
        )
        return f"One row is one day: {became}."


@dataclass(frozen=True, slots=True)
class _Days:
    """Days on which somebody lost something, in the order of people and days; each is once there."""

    series: np.ndarray  # who, of one reason and one episode
    row: np.ndarray  # the place of its first row
    day: np.ndarray
    lost: np.ndarray
    half: np.ndarray


def spells(rows: pa.Table, calendar: pa.Table, aside: Aside = IN_MEMORY) -> Joined:
    """Spells of typed day rows (`by_day.BY_DAY`, with `line`), or of spells that are each one day long.

    `calendar` are `school_days`. Days without work between two days of sickness, such as a weekend or half term, do
    not break a spell within an academic year; a day of work does. A half day stands at either end of a spell, so one
    in the middle ends it. Rows of one episode are one spell whatever lies between.
    """
    day = DAY if DAY in rows.column_names else "first_day"
    key = [name for name in (*WHO, EPISODE) if name in rows.column_names]
    repeated, empty, found = [], [], []
    for part in in_order(rows, (*key, day), aside):
        days = _days(rows, day, part, repeated, empty)
        if len(days.row):
            found.append(_spells(rows, days, calendar))
    return Joined(_table(rows, found, aside), rows.num_rows, _in_order(repeated, 2), _in_order(empty, 1))


def _in_order(parts: list[np.ndarray], width: int) -> np.ndarray:
    found = np.concatenate([np.empty((0, width), np.int64), *parts])
    return found[np.argsort(found[:, 0], kind="stable")]


def _days(
    rows: pa.Table, name: str, part: Part, repeated: list[np.ndarray], empty: list[np.ndarray]
) -> _Days:
    """A day's rows added up, to a whole day at most; a row that repeats another counts once."""
    lost, half = _lost(rows, part.at)
    empty.append(part.at[lost == 0][:, None])
    there = lost > 0
    at, lost, half = part.at[there], lost[there], half[there]
    moments = np.stack([part.series[there], part.moment[there]])
    day = np.cumsum(np.any(np.diff(moments, prepend=-1), axis=0)) - 1 if len(at) else at
    amounts, amount = np.unique(lost, return_inverse=True)
    keys, first, again = np.unique(
        (day * len(amounts) + amount) * 3 + half, return_index=True, return_inverse=True
    )
    twice = np.flatnonzero(first[again] != np.arange(len(at)))
    repeated.append(np.stack([at[twice], at[first[again][twice]]], axis=1))
    whose, parts = np.unique(day[first], return_counts=True)
    starts = np.searchsorted(day, whose)  # the first row of each
    together = np.minimum(1, np.bincount(day[first], amounts[keys // 3 % max(len(amounts), 1)]))
    return _Days(
        moments[0][starts],
        at[starts],
        np.asarray(_taken(rows, name, at[starts]).cast(pa.int32())),
        together,
        np.where(parts == 1, half[starts], NEITHER),
    )


def _lost(rows: pa.Table, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much of the day each row takes, and which half where it says so."""
    if DAY not in rows.column_names:
        return _lost_by_spells(rows, at), np.zeros(len(at), np.int8)
    session = [_equal(rows, "session", part, at) for part in ("am", "pm", "half")]
    am, pm = (_equal(rows, name, True, at) for name in ("am", "pm"))
    asked = _there(rows, "am", at) | _there(rows, "pm", at)
    neither = ~(am | pm)
    am, pm = am | (neither & session[0]), pm | (neither & session[1])
    halves = am.astype(np.int8) + pm
    # Where the file asks about both halves and neither was lost, nothing was.
    said = np.where(halves > 0, halves / 2, np.where(asked, 0.0, np.where(session[2], 0.5, 1.0)))
    amount = np.where(_there(rows, "amount", at), _floats(rows, "amount", at), said)
    half = np.where(halves == 1, np.where(am, MORNING, AFTERNOON), NEITHER)
    whole = _there(rows, "amount", at) & (amount >= 1)
    return amount, np.where(whole, NEITHER, half)


def _lost_by_spells(rows: pa.Table, at: np.ndarray) -> np.ndarray:
    half = _equal(rows, "half_first", True, at) | _equal(rows, "half_last", True, at)
    fte = _floats(rows, "fte", at)
    said = _there(rows, "days_lost", at) & _there(rows, "fte", at) & (fte > 0)
    share = np.divide(_floats(rows, "days_lost", at), fte, out=np.zeros(len(at)), where=said)
    return np.where(said, np.minimum(share, 1), np.where(half, 0.5, 1.0))


def _spells(rows: pa.Table, days: _Days, calendar: pa.Table) -> pa.Table:
    begins = _begins(rows, days, calendar)
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(begins)) - 1
    # Parts of a day other than a half cannot be said at a spell's ends: there the days lost are said instead.
    odd = np.logical_or.reduceat((days.lost != 0.5) & (days.lost != 1), starts)
    lost = np.add.reduceat(days.lost, starts) * _floats(rows, "fte", days.row[starts])
    found = {
        "row": np.minimum.reduceat(days.row, starts),
        "first_day": days.day[starts],
        "last_day": days.day[ends],
        "half_first": ~odd & (days.lost[starts] == 0.5),
        "half_last": ~odd & (days.lost[ends] == 0.5) & (ends > starts),
        "days_lost": np.where(odd, lost, np.nan),
    }
    columns = [pa.array(found[name], FOUND.field(name).type, from_pandas=True) for name in FOUND.names]
    return pa.table(columns, schema=FOUND)


def _begins(rows: pa.Table, days: _Days, calendar: pa.Table) -> np.ndarray:
    """Which days begin a spell."""
    before, half = slice(0, -1), days.lost == 0.5
    urns = encoded(_taken(rows, "urn", days.row[1:]))
    follows = without_work_between(calendar, urns, days.day[before], days.day[1:])
    follows |= _there(rows, EPISODE, days.row[1:])
    # Somebody who lost an afternoon worked in the morning, and after a lost morning in the afternoon.
    worked = (half & (days.half == AFTERNOON))[1:] | (half & (days.half == MORNING))[before]
    begins = np.append(True, (np.diff(days.series) != 0) | ~follows | worked)
    # A half day that no spell begins with is its end.
    for i in (np.flatnonzero(half[before] & ~begins[1:]) + 1).tolist():
        begins[i] = not begins[i - 1]
    return begins


def _table(rows: pa.Table, found: list[pa.Table], aside: Aside) -> pa.Table:
    """All spells in the order of their first rows, with the columns of the dataset."""
    joined = pa.concat_tables([FOUND.empty_table(), *found]).sort_by("row")
    at = np.asarray(joined["row"])

    def column(name: str) -> pa.Array:
        found = joined[name] if name in FOUND.names else _taken(rows, name, at)
        if name in KINDS:
            return found.cast(KINDS[name]).combine_chunks()
        return encoded(found.cast(pa.string()) if pa.types.is_null(found.type) else found)

    return pa.table({name: aside.array(column(name)) for name in ("line", *ABSENCE.stored)})


def _there(rows: pa.Table, name: str, at: np.ndarray) -> np.ndarray:
    return np.asarray(_taken(rows, name, at).is_valid())


def _equal(rows: pa.Table, name: str, value: Any, at: np.ndarray) -> np.ndarray:
    found = _taken(rows, name, at)
    if pa.types.is_null(found.type):
        return np.zeros(len(at), bool)
    return np.asarray(pc.equal(found, pa.scalar(value)).fill_null(False))


def _floats(rows: pa.Table, name: str, at: np.ndarray) -> np.ndarray:
    """As numbers, 0 where nothing is said."""
    return np.asarray(_taken(rows, name, at).cast(pa.float64()).fill_null(0.0))


def _taken(rows: pa.Table, name: str, at: np.ndarray) -> Any:
    """Some cells of a column; nothing where the rows have no such column."""
    if name not in rows.column_names:
        return pa.nulls(len(at))
    return rows[name].take(pa.array(at, pa.int64()))
