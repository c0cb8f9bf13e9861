"""A row's key as whole numbers, and its place in the calendar: the same as comparing and looking up row by row."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from wellmetrics.intake.rows import _codes
from wellmetrics.school_calendar import on_calendar, school_days

TERM = {
    "academic_year": "2025/26", "term": "Autumn", "first_day": date(2025, 9, 1), "last_day": date(2025, 12, 19),
    "half_term_first_day": date(2025, 10, 27), "half_term_last_day": date(2025, 10, 31),
}  # fmt: skip


@pytest.mark.parametrize("columns", [1, 3, 12])
def test_rows_get_the_same_number_exactly_where_their_keys_agree(columns):
    """Twelve columns of 200 values could be 201^12 keys, more than a whole number of 64 bits holds."""
    random = np.random.default_rng(1)
    values = random.permutation(200)
    texts = [[None if v == 7 else f"v{v}" for v in (values + i) % 200] for i in range(columns)]
    rows = pa.table({f"c{i}": pa.array(cells + cells[:50]) for i, cells in enumerate(texts)})
    series, moment, moments = _codes(rows, rows.column_names)
    both = (series * moments + moment).tolist()
    keys = list(zip(*rows.to_pydict().values(), strict=True))
    assert len(set(both)) == len(set(keys)) == 200
    assert both[200:] == both[:50]


def test_dates_keep_their_order_within_a_key():
    days = [date(2025, 9, 8), date(2020, 1, 1), date(2026, 3, 4)]
    rows = pa.table({"urn": ["900001"] * 3, "first_day": days})
    _, moment, _ = _codes(rows, ["urn", "first_day"])
    assert [days[i] for i in np.argsort(moment)] == sorted(days)


def test_a_spells_working_days_and_term_are_those_of_a_walk_through_the_calendar():
    """One school keeps the common term, one has its own, one is not in the calendar."""
    own = TERM | {"urn": "900002", "first_day": date(2025, 9, 3)}
    terms = pa.Table.from_pylist([TERM | {"urn": None}, own])
    days = school_days(terms, ["900001", "900002"])
    by_day = {(row["urn"], row["day"]): row for row in days.to_pylist()}
    starts = [date(2025, 8, 25) + timedelta(n) for n in range(0, 130, 3)]
    rows = pa.Table.from_pylist(
        [
            {"urn": urn, "first_day": first, "last_day": last}
            for urn in ("900002", "900009", "900001")
            for first in starts
            for last in (first, first + timedelta(9), None)
        ]
    )
    for row in on_calendar(rows, days).to_pylist():
        first, last = by_day.get((row["urn"], row["first_day"])), by_day.get((row["urn"], row["last_day"]))
        assert row["term"] == (first and first["term"])
        assert row["academic_year"] == (first and first["academic_year"])
        if first is None or last is None:
            assert row["working_days"] == 1
            continue
        walk = [row["first_day"] + timedelta(n) for n in range((row["last_day"] - row["first_day"]).days + 1)]
        assert row["working_days"] == sum(by_day[row["urn"], day]["working"] for day in walk)
