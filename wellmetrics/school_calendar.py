"""The school calendar: which days are working days, and which term each day belongs to."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LONG_AGO = -1_000_000  # a day before every calendar
SCHEMA = pa.schema(
    [
        ("urn", pa.string()),
        ("day", pa.date32()),
        ("n", pa.int32()),
        ("working", pa.bool_()),
        ("academic_year", pa.string()),
        ("term", pa.string()),
        ("in_term", pa.bool_()),
        ("month", pa.string()),
    ]
)


def school_days(terms: pa.Table, urns: list[str]) -> pa.Table:
    """Every calendar day of every school, from its first term's first day to its last term's last.

    `terms` has the columns of the dataset `terms`; rows without a urn hold for every school that has no row of
    its own for that term. A working day is Monday to Friday within a term, outside half term and England's bank
    holidays; `n` counts a school's working days up to and including the day. A day between two terms belongs to
    the one that comes next (`in_term` is false there).
    """
    rows = sorted(terms.to_pylist(), key=lambda row: row["first_day"])
    common = {(r["academic_year"], r["term"]): r for r in rows if r["urn"] is None}
    own: dict[str, dict] = {}
    for row in rows:
        if row["urn"] is not None:
            own.setdefault(row["urn"], {})[(row["academic_year"], row["term"])] = row
    shared = _days(list(common.values()))
    parts = []
    for urn in urns:
        days = _days(list((common | own[urn]).values())) if urn in own else shared
        if days is not None:
            parts.append(days.add_column(0, "urn", pa.repeat(pa.scalar(urn, pa.string()), days.num_rows)))
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()


def on_calendar(rows: pa.Table, days: pa.Table) -> pa.Table:
    """`rows` (urn, first_day, last_day) with the term of the first day and the working days of the spell.

    `days` are `school_days`: one stretch of days a school, so that a day's place follows from the stretch's start.
    Where a spell begins before the calendar does, or has no last day, it counts as one working day.
    """
    place = _places(days, rows["urn"].combine_chunks())
    first, last = (
        place(rows[name].cast(pa.int32()).fill_null(pa.scalar(LONG_AGO, pa.int32())).to_numpy())
        for name in ("first_day", "last_day")
    )
    n, working = np.append(np.asarray(days["n"]), 0), np.append(np.asarray(days["working"]), False)
    lost = np.where((first < 0) | (last < 0), 1, n[last] - n[first] + working[first])
    for name in ("academic_year", "term"):
        known = days[name].combine_chunks().dictionary_encode()
        code = pa.array(np.append(np.asarray(known.indices), 0)[first], pa.int32(), mask=first < 0)
        rows = rows.append_column(name, pa.DictionaryArray.from_arrays(code, known.dictionary))  # type: ignore[arg-type]
    return rows.append_column("working_days", pa.array(lost, pa.int32()))


def without_work_between(
    days: pa.Table, urn: pa.DictionaryArray, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    """Whether no working day lies between two days (as days since 1970) of one academic year, the first being earlier.

    Where the calendar does not reach, every weekday that is no bank holiday is a working day.
    """
    if not len(first):
        return np.zeros(0, bool)
    place = _places(days, urn)
    before, until = place(first), place(last)
    n, working = np.append(np.asarray(days["n"]), 0), np.append(np.asarray(days["working"]), False)
    year = np.append(np.asarray(days["academic_year"].combine_chunks().dictionary_encode().indices), -1)
    known = (n[until] - working[until] - n[before] == 0) & (year[before] == year[until])
    start, end = first.astype("datetime64[D]"), last.astype("datetime64[D]")
    years = (int(str(day)[:4]) for day in (start.min(), end.max()))
    weekdays = np.busday_count(start + 1, np.maximum(start + 1, end), holidays=bank_holidays(*years))
    return np.where((before >= 0) & (until >= 0), known, weekdays == 0)


def _places(days: pa.Table, urn: pa.Array) -> Callable[[np.ndarray], np.ndarray]:
    """Finds the rows of `days` that days since 1970 have, each at the school of its row; -1 where there is none."""
    stretch = days["urn"].combine_chunks().dictionary_encode()
    _, starts, lengths = np.unique(stretch.indices, return_index=True, return_counts=True)
    urn = urn if isinstance(urn, pa.DictionaryArray) else urn.dictionary_encode()
    school = pc.index_in(urn.dictionary, stretch.dictionary).take(urn.indices).fill_null(-1).to_numpy()
    # Each array gets a last element for "no such school", which the place -1 finds.
    start, length = np.append(starts, 0)[school], np.append(lengths, 0)[school]
    begins = np.append(np.asarray(days["day"].cast(pa.int32()))[starts], 0)[school]

    def place(day: np.ndarray) -> np.ndarray:
        after = day - begins
        return np.where((after >= 0) & (after < length), start + after, -1)

    return place


def _days(terms: list[dict]) -> pa.Table | None:
    if not terms:
        return None
    terms = sorted(terms, key=lambda term: term["first_day"])
    first, last = terms[0]["first_day"], max(term["last_day"] for term in terms)
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    in_term = np.zeros(len(days), bool)
    closed = ~np.is_busday(days, holidays=bank_holidays(first.year, last.year))
    belongs = np.full(len(days), -1)
    for index, term in reversed(list(enumerate(terms))):
        belongs[days <= np.datetime64(term["last_day"])] = index
        in_term |= (days >= np.datetime64(term["first_day"])) & (days <= np.datetime64(term["last_day"]))
        if term["half_term_first_day"]:
            closed |= (days >= np.datetime64(term["half_term_first_day"])) & (
                days <= np.datetime64(term["half_term_last_day"])
            )
    working = in_term & ~closed
    return pa.table(
        {
            "day": pa.array(days.astype("datetime64[D]"), pa.date32()),
            "n": pa.array(np.cumsum(working), pa.int32()),
            "working": pa.array(working),
            "academic_year": pa.array([terms[i]["academic_year"] for i in belongs]),
            "term": pa.array([terms[i]["term"] for i in belongs]),
            "in_term": pa.array(in_term),
            "month": pa.array(days.astype("datetime64[M]").astype(str)),
        }
    )


@lru_cache(16)  # a load asks for the same years again and again
def bank_holidays(first_year: int, last_year: int) -> list[date]:
    """England's bank holidays, one-off days such as a coronation included."""
    return sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1)))


def academic_year(day: date) -> str:
    """The academic year of a day: from August, when DfE's year begins."""
    start = day.year if day.month >= 8 else day.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
