"""Dates, months and academic years as offices write them. The day comes first unless the sender says otherwise."""

import re
from datetime import date, timedelta

from wellmetrics.intake.faults import NotOne

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ENTER_DAY = "Enter it as DD/MM/YYYY, such as 05/09/2025."
ENTER_MONTH = "Enter the month as YYYY-MM, such as 2025-11."
EXCEL_BEGINS = date(1899, 12, 30)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


_TIME = _form(r"[T ,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]\.?m\.?)?( ?(Z|[+-]\d{2}:?\d{2}))?$")
_WEEKDAY = _form(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\s+")
_YEAR_FIRST = _form(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = _form(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_TWO_DIGITS = _form(r"\d{1,2}(st|nd|rd|th)?[-/. ]+(\d{1,2}|[a-z]{3,9})[-/. ]+\d{2}|[a-z]{3,9}[- ]\d{2}")
_WORDED = _form(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\d{4})")
_MONTH_WORD_FIRST = _form(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_PACKED = _form(r"(\d{4})(\d{2})(\d{2})")
_EXCEL = _form(r"[2-6]\d{4}(\.\d+)?")  # the years 1954 to 2091
_MONTH = _form(
    r"(\d{4})[-/.]?(\d{1,2})|(\d{1,2})[-/.](\d{4})|([a-z]{3,9})\.?[- ](\d{4})|(\d{4})[- ]([a-z]{3,9})"
)
_YEARS = _form(r"(\d{4}) ?[-/–]? ?(\d{2}|\d{4})")


def without_time(text: str) -> str:
    return _TIME.sub("", text)


def day(text: str, month_first: bool = False) -> date:
    """The day that `text` names. Raises NotOne. `month_first`: 09/25/2025 is 25 September."""
    text = _WEEKDAY.sub("", without_time(text))
    if found := _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        year, month, number = found.groups()
        return real(text, year, month, number)
    if found := _NUMBERS.fullmatch(text):
        number, month, year = found.groups()
        return real(text, year, *((number, month) if month_first else (month, number)))
    if found := _WORDED.fullmatch(text):
        return real(text, found[3], _of_name(found[2], text), found[1])
    if found := _MONTH_WORD_FIRST.fullmatch(text):
        return real(text, found[3], _of_name(found[1], text), found[2])
    if _EXCEL.fullmatch(text):
        return EXCEL_BEGINS + timedelta(int(float(text)))
    if _TWO_DIGITS.fullmatch(text):
        raise NotOne(
            "value_two_digit_year", f"{text} has a year of two digits.", "Enter the year with four digits."
        )
    raise NotOne("value_date", f"“{text}” is not a date.", ENTER_DAY)


def month(text: str, month_first: bool = False) -> date:
    """The first day of the month that `text` names, or of any day of it. Raises NotOne."""
    if found := _MONTH.fullmatch(text):
        a, b, c, d, name, named_year, year_first, last_name = found.groups()
        if name or last_name:
            return real(text, named_year or year_first, _of_name(name or last_name, text), 1, ENTER_MONTH)
        return real(text, a or d, b or c, 1, ENTER_MONTH)
    try:
        return day(text, month_first).replace(day=1)
    except NotOne as fault:
        if fault.code == "value_date":
            raise NotOne("value_month", f"“{text}” is not a month.", ENTER_MONTH) from None
        raise NotOne(fault.code, fault.problem, ENTER_MONTH) from None


def academic_year(text: str) -> str:
    """The academic year as 2025/26. Raises NotOne."""
    if found := _YEARS.fullmatch(text):
        start, end = found.groups()
        following = str(int(start) + 1)
        if end in (following, following[-2:]):
            return f"{start}/{following[-2:]}"
    raise NotOne("value_academic_year", f"“{text}” is not an academic year.", "Enter it as 2025/26.")


def real(text: str, year: str | int, month: str | int, number: str | int, fix: str = ENTER_DAY) -> date:
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        raise NotOne("value_real_date", f"{text} is not a real date.", fix) from None
    if not 1950 <= found.year <= 2100:
        raise NotOne("value_year", f"{text} lies in the year {found.year}.", "Correct the year.")
    return found


def month_number(name: str) -> int | None:
    """1 to 12 of a month's name or of its beginning: Sep, Sept, September."""
    return next((n for n, full in enumerate(MONTHS, 1) if full.startswith(name.casefold())), None)


def _of_name(name: str, text: str) -> int:
    number = month_number(name)
    if number is None:
        raise NotOne("value_date", f"“{text}” is not a date.", ENTER_DAY)
    return number
