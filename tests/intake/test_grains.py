"""What one row of an absence file is, and days joined into spells without losing any."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake import plain_days
from wellmetrics import catalogue
from wellmetrics.intake.aside import begun
from wellmetrics.intake.by_day import BY_DAY
from wellmetrics.intake.grains import REFUSED, grain, momentary
from wellmetrics.intake.match import match
from wellmetrics.intake.spells import Joined, spells
from wellmetrics.school_calendar import school_days

ABSENCE = catalogue.dataset("absence")
TERMS = pa.Table.from_pylist(
    [
        {"academic_year": "2025/26", "term": term, "first_day": date.fromisoformat(first), "last_day": date.fromisoformat(last),
         "half_term_first_day": date.fromisoformat(half), "half_term_last_day": date.fromisoformat(half) + timedelta(4), "urn": None}
        for term, first, last, half in (
            ("Autumn", "2025-09-01", "2025-12-19", "2025-10-27"),
            ("Spring", "2026-01-05", "2026-03-27", "2026-02-16"),
            ("Summer", "2026-04-13", "2026-07-21", "2026-05-25"),
        )
    ]
    + [{"academic_year": "2026/27", "term": "Autumn", "first_day": date(2026, 9, 1), "last_day": date(2026, 12, 18),
        "half_term_first_day": date(2026, 10, 26), "half_term_last_day": date(2026, 10, 30), "urn": None}],
    schema=pa.schema([("academic_year", pa.string()), ("term", pa.string()), ("first_day", pa.date32()), ("last_day", pa.date32()),
                      ("half_term_first_day", pa.date32()), ("half_term_last_day", pa.date32()), ("urn", pa.string())]),
)  # fmt: skip
CALENDAR = school_days(TERMS, ["900001"])
WORKING = [
    d
    for d, working in zip(CALENDAR["day"].to_pylist(), CALENDAR["working"].to_pylist(), strict=True)
    if working
]


# Which grain


def table(*rows: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    headings, *cells = [tuple(row.split(",")) for row in rows]
    return headings, list(zip(*cells, strict=True))


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("Staff Code,Start Date,End Date,Reason", "spell"),
        ("Staff Code,Start Date,Working Days Lost,Bradford Factor", "spell"),
        ("Staff Code,Date,AM?,PM?,Sick Category", "day"),
        ("Staff Code,Absence Date,Reason", "day"),
        ("Staff Code,Start Date,End Date,AM?,PM?", "day"),
        ("Staff Code,Absence Spells,Lost Time Rate", "employee-year"),
        ("Staff Code,Bradford Factor", "employee-year"),
        ("URN,Month,FTE Days Lost,Absence Spells", "month"),
        ("URN,Reason for absence,Hours", "unclear"),
    ],
)
def test_the_headings_say_what_one_row_is(headings: str, kind: str):
    found = grain(*table(headings, headings))
    assert found.kind == kind
    assert found.reason.endswith(".")


def test_days_under_the_headings_of_spells_are_told_by_their_cells_and_are_not_sure():
    rows = [f"S1,{8 + n:02}/09/2025,{8 + n:02}/09/2025" for n in range(5)] + ["S2,08/09/2025,08/09/2025"]
    found = grain(*table("Staff Code,Start Date,End Date", *rows))
    assert (found.kind, found.sure) == ("day", False)
    assert "4 of 6" in found.reason


@pytest.mark.parametrize(
    "rows",
    [
        [f"S{n},08/09/2025,08/09/2025" for n in range(9)],
        [f"S1,{8 + n:02}/09/2025,{8 + n:02}/09/2025" for n in range(5)] + ["S2,08/09/2025,09/09/2025"],
        [f"S1,{8 + n:02}/09/2025," for n in range(0, 5, 2)] * 2,
    ],
    ids=["one day each", "a longer one among them", "not one after another"],
)
def test_short_spells_are_spells(rows: list[str]):
    assert grain(*table("Staff Code,Start Date,End Date", *rows)).kind == "spell"


def test_a_file_of_years_is_refused_with_the_reason_and_what_to_send_instead():
    problem, fix = REFUSED
    assert "one person's year" in problem
    assert "one row a spell" in fix


def test_spells_that_begin_and_end_within_the_hour_are_found_by_their_times():
    starts = [
        "08/09/2025 09:00",
        "08/09/2025 09:00",
        "08/09/2025 00:00",
        "08/09/2025",
        "2025-09-08T23:59:30",
        "08/09/2025 11:59 PM",
    ]
    ends = [
        "08/09/2025 09:01",
        "09/09/2025 09:01",
        "08/09/2025 00:00",
        "08/09/2025",
        "2025-09-09T00:00:30",
        "09/09/2025 12:05 AM",
    ]
    assert momentary(starts, ends) == [0, 4, 5]


# Days to spells


def days(*rows: str) -> Joined:
    """A row is `person,day[,amount][,am|pm][,reason][,episode]`, typed as the check types it."""
    typed = []
    for line, row in enumerate(rows, 2):
        who, day, amount, half, reason, episode, *_ = [*row.split(","), "", "", "", "", "", ""]
        typed.append({
            "line": line, "urn": "900001", "staff_ref": who, "post": None, "staff_group": "teacher", "fte": 0.8,
            "reason": reason or "infection", "day": date.fromisoformat(day), "amount": float(amount) if amount else None,
            "am": half == "am" if half else None, "pm": half == "pm" if half else None, "session": None,
            "episode": date.fromisoformat(episode) if episode else None,
        })  # fmt: skip
    return spells(pa.Table.from_pylist(typed), CALENDAR)


def drawn(found: Joined) -> list[str]:
    """Each spell as `line person first..last`, a half day marked by ½ at its end."""
    return [
        f"{s['line']} {s['staff_ref']} {s['first_day']:%m-%d}{'½' if s['half_first'] else ''}"
        f"..{s['last_day']:%m-%d}{'½' if s['half_last'] else ''}"
        for s in found.rows.to_pylist()
    ]


def lost(found: Joined) -> float:
    """Working days lost by the rules that figures are made with, without the FTE."""
    total = 0.0
    for s in found.rows.to_pylist():
        within = [d for d in WORKING if s["first_day"] <= d <= s["last_day"]]
        halves = sum(
            1
            for name, day in (("half_first", "first_day"), ("half_last", "last_day"))
            if s[name] and s[day] in within
        )
        total += len(within) - halves / 2 if s["days_lost"] is None else s["days_lost"] / s["fte"]
    return total


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["A,2025-09-08", "A,2025-09-09", "A,2025-09-10"], ["2 A 09-08..09-10"]),
        (["A,2025-09-10", "A,2025-09-08", "A,2025-09-09"], ["2 A 09-08..09-10"]),
        (["A,2025-09-08", "A,2025-09-10"], ["2 A 09-08..09-08", "3 A 09-10..09-10"]),
        (["A,2025-09-12", "A,2025-09-15"], ["2 A 09-12..09-15"]),
        (["A,2025-10-24", "A,2025-11-03"], ["2 A 10-24..11-03"]),
        (["A,2025-12-19", "A,2026-01-05"], ["2 A 12-19..01-05"]),
        (["A,2026-07-21", "A,2026-09-01"], ["2 A 07-21..07-21", "3 A 09-01..09-01"]),
        (["A,2025-09-08", "B,2025-09-09"], ["2 A 09-08..09-08", "3 B 09-09..09-09"]),
        (["A,2025-09-08,,,infection", "A,2025-09-09,,,other"], ["2 A 09-08..09-08", "3 A 09-09..09-09"]),
        (["A,2025-09-08,0.5", "A,2025-09-09", "A,2025-09-10,0.5"], ["2 A 09-08½..09-10½"]),
        (["A,2025-09-08", "A,2025-09-09,0.5", "A,2025-09-10"], ["2 A 09-08..09-09½", "4 A 09-10..09-10"]),
        (["A,2025-09-08", "A,2025-09-09,,pm", "A,2025-09-10"], ["2 A 09-08..09-08", "3 A 09-09½..09-10"]),
        (["A,2025-09-08,,am", "A,2025-09-09"], ["2 A 09-08½..09-08", "3 A 09-09..09-09"]),
        (["A,2025-09-08,,am", "A,2025-09-08,,pm", "A,2025-09-09"], ["2 A 09-08..09-09"]),
        (["A,2025-09-08,,,,2025-09-08", "A,2025-09-11,,,,2025-09-08"], ["2 A 09-08..09-11"]),
        (["A,2030-03-01", "A,2030-03-04", "A,2030-03-06"], ["2 A 03-01..03-04", "4 A 03-06..03-06"]),
    ],
    ids=[
        "one after another", "in any order", "a working day between", "a weekend between", "half term between",
        "a holiday within the year between", "the summer between", "two people", "two reasons", "halves at the ends",
        "a half in the middle", "a lost afternoon begins", "a lost morning ends", "two halves are a day",
        "days of one episode", "beyond the calendar",
    ],
)  # fmt: skip
def test_days_are_joined_into_spells(rows: list[str], expected: list[str]):
    assert drawn(days(*rows)) == expected


def test_a_row_that_repeats_another_counts_once_and_is_named():
    found = days("A,2025-09-08", "A,2025-09-08", "A,2025-09-09,0.5", "A,2025-09-09,0.5")
    assert drawn(found) == ["2 A 09-08..09-09½"]
    assert found.repeated.tolist() == [[1, 0], [3, 2]]


def test_a_row_that_loses_nothing_is_named_and_joins_nothing():
    found = days("A,2025-09-08", "A,2025-09-09,0", "A,2025-09-10")
    assert found.empty.tolist() == [[1]]
    assert drawn(found) == ["2 A 09-08..09-08", "4 A 09-10..09-10"]


def test_parts_of_a_day_that_are_no_half_are_kept_as_days_lost():
    found = days("A,2025-09-08,0.25", "A,2025-09-09,1")
    (spell,) = found.rows.to_pylist()
    assert spell["days_lost"] == pytest.approx(1.25 * 0.8)
    assert (spell["half_first"], spell["half_last"]) == (False, False)


def test_spells_of_days_have_the_columns_and_kinds_of_the_dataset():
    found = days("A,2025-09-08")
    assert found.rows.column_names == ["line", *ABSENCE.stored]
    assert found.rows.schema.field("first_day").type == pa.date32()
    assert pa.types.is_dictionary(found.rows.schema.field("urn").type)
    assert found.sentence == "One row is one day: 1 row became 1 spell."


def test_no_days_are_no_spells():
    assert days("A,2025-09-08,0").rows.num_rows == 0


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(WORKING[:60]), st.sampled_from(["", "0.5", "1", "0.25"]),
                       st.sampled_from(["", "am", "pm"])), min_size=1, max_size=40, unique_by=lambda row: row[:2])
)  # fmt: skip
def test_no_day_is_lost_or_won_when_days_become_spells(rows: list[tuple[str, date, str, str]]):
    found = days(*(f"{who},{day},{amount},{half}" for who, day, amount, half in rows))
    each = [float(amount) if amount else 0.5 if half else 1.0 for _, _, amount, half in rows]
    assert lost(found) == pytest.approx(sum(each))
    seen = sorted((s["staff_ref"], s["first_day"], s["last_day"]) for s in found.rows.to_pylist())
    assert all(a[0] != b[0] or a[2] < b[1] for a, b in pairwise(seen))


FLAG = st.sampled_from([None, None, True, False])
TYPED = pa.schema(
    [("line", pa.int32()), ("urn", pa.string()), ("staff_ref", pa.string()), ("post", pa.string()), ("staff_group", pa.string()),
     ("fte", pa.float64()), ("reason", pa.string()), ("day", pa.date32()), ("amount", pa.float64()), ("am", pa.bool_()),
     ("pm", pa.bool_()), ("session", pa.string()), ("episode", pa.date32())]
)  # fmt: skip
ROW = st.fixed_dictionaries(
    {
        "urn": st.sampled_from(["900001", "900002"]),
        "staff_ref": st.sampled_from("AB"),
        "post": st.sampled_from([None, "one"]),
        "staff_group": st.just("teacher"),
        "fte": st.just(0.8),
        "reason": st.sampled_from([None, "infection"]),
        "day": st.dates(date(2025, 10, 20), date(2025, 11, 6))
        | st.dates(date(2026, 7, 17), date(2026, 9, 3)),
        "amount": st.sampled_from([None, None, None, 0.0, 0.25, 0.5, 1.0]),
        "am": FLAG,
        "pm": FLAG,
        "session": st.sampled_from([None, None, "am", "pm", "half", "day"]),
        "episode": st.sampled_from([None, None, None, date(2025, 10, 20)]),
    }
)


@given(st.lists(ROW, min_size=1, max_size=60), st.sampled_from([2, 7, 1000]))
def test_days_are_joined_as_row_after_row_would_be_though_they_are_worked_on_in_parts(
    rows: list[dict], at_once: int
):
    lines = [{"line": line, **row} for line, row in enumerate(rows, 2)]
    days = school_days(TERMS, ["900001", "900002"])
    year_of = dict(zip(days["day"].to_pylist(), days["academic_year"].to_pylist(), strict=True))
    who = ("urn", "staff_ref", "post", "reason", "episode")
    plainly = plain_days.spells(lines, who, set(WORKING), year_of)
    with TemporaryDirectory() as folder, begun(Path(folder), at_once) as aside:
        found = spells(pa.Table.from_pylist(lines, TYPED), days, aside).rows
    ends = ("line", "first_day", "last_day", "half_first", "half_last", "days_lost")
    assert [tuple(row[name] for name in ends) for row in found.to_pylist()] == [
        (*spell[:5], spell[5] if spell[5] is None else pytest.approx(spell[5])) for spell in plainly
    ]
    assert found.select(who[:4]).to_pylist() == [
        {name: rows[at - 2][name] for name in who[:4]} for at, *_ in plainly
    ]


def test_a_file_of_days_has_every_column_that_its_spells_need():
    assert {c.name for c in BY_DAY.columns if c.needed} == {
        "staff_ref",
        "urn",
        "staff_group",
        "fte",
        "reason",
        "day",
    }
    assert match(("Duration Days", "AM?", "PM?", "Date"), BY_DAY).columns == {
        "amount": 0,
        "am": 1,
        "pm": 2,
        "day": 3,
    }
