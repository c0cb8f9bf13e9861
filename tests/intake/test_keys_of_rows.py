"""A row's key as whole numbers, and its place in the calendar: the same as comparing and looking up row by row."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.row_keys import in_order
from wellmetrics.school_calendar import on_calendar, school_days

TERM = {
    "academic_year": "2025/26", "term": "Autumn", "first_day": date(2025, 9, 1), "last_day": date(2025, 12, 19),
    "half_term_first_day": date(2025, 10, 27), "half_term_last_day": date(2025, 10, 31),
}  # fmt: skip


@pytest.fixture(params=["in memory", "laid aside"])
def aside(request, tmp_path):
    """Of 250 rows and more, a hundred are worked on at once."""
    return IN_MEMORY if request.param == "in memory" else Aside(tmp_path, at_once=100)


@pytest.mark.parametrize("columns", [2, 3, 12])
def test_rows_get_the_same_number_exactly_where_their_keys_agree(columns, aside):
    """Twelve columns of 200 values could be 201^12 keys, more than a whole number of 64 bits holds."""
    random = np.random.default_rng(1)
    values = random.permutation(200)
    texts = [[None if v == 7 else f"v{v}" for v in (values + i) % 200] for i in range(columns)]
    rows = pa.table({f"c{i}": pa.array(cells + cells[:50]) for i, cells in enumerate(texts)})
    parts = list(in_order(rows, rows.column_names, aside))
    keys = list(zip(*rows.to_pydict().values(), strict=True))
    numbered = {
        ((n, series, moment), keys[at])
        for n, part in enumerate(parts)
        for series, moment, at in zip(part.series, part.moment, part.at, strict=True)
    }
    assert len(numbered) == len({number for number, _ in numbered}) == len(set(keys)) == 200
    assert sorted(at for part in parts for at in part.again) == [*range(50), *range(200, 250)]


def test_dates_keep_their_order_within_a_series_that_is_never_torn_apart(aside):
    random = np.random.default_rng(2)
    first = date(2020, 1, 1)
    days = [first + timedelta(int(n)) for n in random.permutation(300)]
    rows = pa.table({"urn": [f"90000{n}" for n in random.integers(0, 9, 300)], "first_day": days})
    found = [rows.take(part.at) for part in in_order(rows, ["urn", "first_day"], aside)]
    assert sum(part.num_rows for part in found) == 300
    seen = set()
    for part in found:
        assert not seen & set(part["urn"].to_pylist())
        seen |= set(part["urn"].to_pylist())
        for urn in set(part["urn"].to_pylist()):
            own = part.filter(pc.equal(part["urn"], urn))["first_day"].to_pylist()
            assert own == sorted(own)


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
