"""Dates in every form that files hold, and the order of day and month, which is told and never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellmetrics import catalogue
from wellmetrics.intake.date_order import DateOrder, date_order, decision, order_faults, swapped
from wellmetrics.intake.dates import MONTHS
from wellmetrics.intake.values import Fault, parse, suggest

DATE = catalogue.dataset("absence").column("first_day")
MONTH = catalogue.dataset("absence_summary").column("month")
YEAR = catalogue.dataset("terms").column("academic_year")

FORMS = {
    "british": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "without noughts": lambda d: f"{d.day}/{d.month}/{d.year}",
    "with hyphens": lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    "with dots": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "with spaces": lambda d: f"{d.day:02} {d.month:02} {d.year}",
    "iso": lambda d: d.isoformat(),
    "iso with a time": lambda d: f"{d.isoformat()}T09:30:00.000Z",
    "iso with slashes": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    "packed": lambda d: f"{d.year}{d.month:02}{d.day:02}",
    "with a time": lambda d: f"{d.day:02}/{d.month:02}/{d.year} 23:59:59",
    "with a time of twelve hours": lambda d: f"{d.day}/{d.month}/{d.year} 9:05 PM",
    "month in full": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "month in short": lambda d: f"{d.day:02}-{MONTHS[d.month - 1][:3].title()}-{d.year}",
    "ordinal": lambda d: f"{d.day}th {MONTHS[d.month - 1].title()}, {d.year}",
    "month first in words": lambda d: f"{MONTHS[d.month - 1].title()} {d.day}, {d.year}",
    "weekday": lambda d: f"Wed {d.day} {MONTHS[d.month - 1][:4]} {d.year}",
    "excel": lambda d: str((d - date(1899, 12, 30)).days),
    "excel with a time": lambda d: f"{(d - date(1899, 12, 30)).days}.75",
}
days = st.dates(date(1955, 1, 1), date(2090, 12, 31))


@given(day=days, form=st.sampled_from(sorted(FORMS)))
def test_a_date_comes_back_from_every_form_in_which_it_is_written(day: date, form: str):
    assert parse(FORMS[form](day), DATE) == day


@given(day=days)
def test_month_first_is_read_only_where_the_sender_says_so(day: date):
    american = f"{day.month:02}/{day.day:02}/{day.year}"
    assert parse(american, DATE, month_first=True) == day
    if day.day > 12:
        assert isinstance(parse(american, DATE), Fault)


@given(day=days)
def test_a_month_comes_back_from_any_day_of_it_and_from_its_own_forms(day: date):
    first = day.replace(day=1)
    name = MONTHS[day.month - 1]
    own = [f"{day.year}-{day.month:02}", f"{day.month:02}/{day.year}", f"{day.year}{day.month:02}", f"{name} {day.year}",
           f"{name[:3].title()}-{day.year}"]  # fmt: skip
    for text in (*own, FORMS["british"](day), day.isoformat()):
        assert parse(text, MONTH) == first, text


@given(start=st.integers(1990, 2089))
def test_an_academic_year_comes_back_from_every_form(start: int):
    end = f"{(start + 1) % 100:02}"
    for text in (
        f"{start}/{end}",
        f"{start}-{end}",
        f"{start}{end}",
        f"{start}/{start + 1}",
        f"{start}-{start + 1}",
    ):
        assert parse(text, YEAR) == f"{start}/{end}"


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("03/09/25", "03/09/2025"),
        ("3-9-25", "03/09/2025"),
        ("05-Sep-25", "05/09/2025"),
        ("01/05/87", "01/05/1987"),
        ("3//9/2025", "03/09/2025"),
        ("03.09.2025.", "03/09/2025"),
        ("O3/09/2025", "03/09/2025"),
        ("31/02/2026", "28/02/2026"),
        ("31/09/2025", "30/09/2025"),
        ("29/02/2024x", "29/02/2024"),
        ("09/25/2025", "25/09/2025"),
        ("05092025", "05/09/2025"),
        ("5 Spetember 2025", "05/09/2025"),
    ],
)
def test_a_faulty_date_is_refused_with_its_likely_correction(text: str, likely: str):
    fault = parse(text, DATE)
    assert isinstance(fault, Fault)
    assert fault.level == "error"
    assert fault.likely == likely == suggest(text, DATE)
    assert fault.fix.endswith(f"Did you mean “{likely}”?")


@pytest.mark.parametrize(
    "text", ["soon", "45/09/2025", "Sept 2025", "05/09", "05/09/2205", "1/2/3/2025", "32 13 2025"]
)
def test_nothing_is_proposed_where_nobody_can_tell_what_was_meant(text: str):
    assert isinstance(parse(text, DATE), Fault)
    assert suggest(text, DATE) is None


@pytest.mark.parametrize(
    ("text", "likely"), [("Apr-24", "2024-04"), ("Aprl 2024", "2024-04"), ("04/24", "2024-04")]
)
def test_a_faulty_month_is_refused_with_its_likely_correction(text: str, likely: str):
    assert parse(text, MONTH).likely == likely


@pytest.mark.parametrize(
    ("text", "likely"), [("25/26", "2025/26"), ("2025/6", "2025/26"), ("AY 2025/26", "2025/26")]
)
def test_a_faulty_academic_year_is_refused_with_its_likely_correction(text: str, likely: str):
    assert parse(text, YEAR).likely == likely


@pytest.mark.parametrize("text", ["2025", "2025/27", "2025/2027", "2026/2025"])
def test_an_academic_year_that_may_be_two_gets_no_proposal(text: str):
    assert parse(text, YEAR).likely is None


# Which comes first, the day or the month


def test_a_number_above_twelve_tells_the_order_of_a_column():
    assert date_order(["05/09/2025", "25/09/2025"]) == DateOrder("day-first", "25/09/2025", "", "05/09/2025")
    assert date_order(["09/05/2025", "09/25/2025"]) == DateOrder(
        "month-first", "", "09/25/2025", "09/05/2025"
    )
    assert date_order(["05/09/2025"]) == DateOrder("either", "", "", "05/09/2025")
    assert date_order(["25/09/2025", "09/26/2025"]).order == "mixed"


@pytest.mark.parametrize(
    "text", ["2025-09-25", "25 Sep 2025", "45905", "", "soon", "09/09/2025", "31/31/2025"]
)
def test_what_can_be_read_in_one_way_only_says_nothing_about_the_order(text: str):
    assert date_order([text]) == DateOrder("either")
    assert order_faults({"a": date_order([text]), "b": date_order(["25/09/2025"])}) == []


def test_a_column_with_the_month_first_is_refused_until_the_sender_says_so():
    found = {"first_day": date_order(["09/25/2025", "09/26/2025"])}
    (fault,) = order_faults(found)
    assert (fault.column, fault.code, fault.samples) == ("first_day", "month_first", ("09/25/2025",))
    assert "Did you mean “25/09/2025”?" in fault.fix
    assert order_faults(found, month_first=True) == []
    assert decision("first_day", found["first_day"], month_first=True) == (
        "Dates in first_day have the month first, as in “09/25/2025”."
    )


def test_a_column_with_both_orders_is_refused_whatever_the_sender_says_and_names_one_text_of_each():
    found = {"first_day": date_order(["25/09/2025", "09/26/2025"])}
    for month_first in (False, True):
        (fault,) = order_faults(found, month_first)
        assert (fault.code, fault.samples) == ("mixed_date_order", ("25/09/2025", "09/26/2025"))


def test_a_column_that_may_be_either_is_in_doubt_beside_one_that_has_the_month_first():
    columns = {"first_day": date_order(["09/05/2025"]), "last_day": date_order(["09/25/2025"])}
    assert {fault.column: fault.samples for fault in order_faults(columns)} == {
        "first_day": ("09/05/2025",), "last_day": ("09/25/2025",),
    }  # fmt: skip
    assert order_faults(columns, month_first=True) == []


def test_a_file_said_to_have_the_month_first_may_hold_no_column_that_has_the_day_first():
    (fault,) = order_faults({"first_day": date_order(["25/09/2025"])}, month_first=True)
    assert fault.code == "day_first"


def test_what_was_decided_about_the_order_is_said_with_a_sample():
    assert decision("first_day", date_order(["05/09/2025"])) == (
        "Dates in first_day are read with the day first: “05/09/2025” is 5 September."
    )
    assert decision("first_day", date_order(["05/09/2025"]), month_first=True).endswith("is 9 May.")
    assert decision("first_day", date_order(["2025-09-05"])) == ""


@given(day=days.filter(lambda d: d.day > 12))
def test_a_date_swapped_is_the_date_that_was_meant(day: date):
    assert parse(swapped(f"{day.month}/{day.day}/{day.year}"), DATE) == day


@given(first=days, n=st.integers(0, 400))
def test_the_order_of_british_dates_is_never_month_first(first: date, n: int):
    written = [FORMS["british"](first + timedelta(i)) for i in range(0, n, 7)]
    assert date_order(written).order in ("day-first", "either")
