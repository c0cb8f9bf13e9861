"""One cell's text to a value of its kind, or a sentence that says why not and what to do.

Every function here sees each distinct text of a column once, however many rows hold it.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from rapidfuzz import process

from wellmetrics.intake.match import plain
from wellmetrics.model import Column

# Published tables write these where a figure is withheld or absent. None of them is a zero.
MARKERS = {
    "c",
    "x",
    "z",
    "*",
    ":",
    "-",
    "low",
    "supp",
    "suppmat",
    "sp",
    "na",
    "n/a",
    "#n/a",
    "null",
    "none",
    "..",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
TYPES = {
    "date": pa.date32(),
    "month": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not a value. `level` query: it counts as `value` all the same."""

    problem: str
    fix: str
    level: str = "error"
    value: Any = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no row of this dataset, such as maternity leave among sickness."""

    what: str


class _NotOne(Exception):
    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem, self.fix = problem, fix


def parse(text: str, column: Column) -> Any:
    """The value, None for a blank, a Fault, or LeftOut."""
    text = " ".join(text.split())
    if column.kind == "choice":
        return _choice(text, column)
    if not text or (column.kind != "text" and text.casefold() in MARKERS and column.blank):
        return None if column.blank else Fault("This cell is empty.", f"Enter {_what(column)}.")
    try:
        return _KINDS[column.kind](text, column)
    except _NotOne as fault:
        return Fault(fault.problem, fault.fix)


def _what(column: Column) -> str:
    return {
        "urn": "the school's six-digit number",
        "date": "the date as DD/MM/YYYY",
        "month": "the month as YYYY-MM",
        "number": "a number",
        "integer": "a whole number",
        "academic_year": "the academic year as 2025/26",
    }.get(column.kind, f"a value such as “{column.example}”")


def _choice(text: str, column: Column) -> Any:
    key = plain(text)
    aliases = {plain(k): v for k, v in column.value_aliases.items()}
    if key in column.leaves_out:
        return LeftOut(column.leaves_out[key])
    if not text and "" not in aliases:
        return (
            None
            if column.blank
            else Fault("This cell is empty.", f"Write one of: {', '.join(column.choices)}.")
        )
    choices = {plain(choice): choice for choice in column.choices}
    if key in choices or key in aliases:
        return choices.get(key) or aliases[key]
    if text.casefold() in MARKERS and column.blank:
        return aliases.get("")
    near = process.extractOne(key, list(choices) + list(aliases), score_cutoff=80)
    hint = f" Did you mean “{choices.get(near[0]) or aliases[near[0]]}”?" if near else ""
    fix = f"Write one of: {', '.join(column.choices)}.{hint}"
    if column.otherwise:
        return Fault(
            f"“{text}” is not in the list; it counts as “{column.otherwise}”.", fix, "query", column.otherwise
        )
    return Fault(f"“{text}” is not one of the values this column takes.", fix)


def _urn(text: str, column: Column) -> str:
    text = text.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{6}", text):
        raise _NotOne(f"“{text}” is not a school's number.", "Enter the six digits of the school's URN.")
    return text


def _date(text: str, column: Column) -> date:
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d{2}:?\d{2})?$", "", text)
    fix = "Enter it as DD/MM/YYYY, such as 05/09/2025."
    if iso := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        year, month, day = map(int, iso.groups())
        return _real(text, year, month, day, fix)
    if british := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, british.groups())
        return _real(text, year, month, day, fix)
    if worded := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", text):
        day, name, year = worded.groups()
        if name[:3].lower() in MONTHS:
            return _real(text, int(year), MONTHS.index(name[:3].lower()) + 1, int(day), fix)
    if re.fullmatch(r"\d{8}", text):
        return _real(text, int(text[:4]), int(text[4:6]), int(text[6:]), fix)
    if re.fullmatch(r"[2-6]\d{4}(\.0)?", text):  # Excel's day number, 1954 to 2091
        return date(1899, 12, 30) + timedelta(int(float(text)))
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        raise _NotOne(
            f"{text} has a year of two digits.", "Enter the year with four digits, such as 05/09/2025."
        )
    raise _NotOne(f"“{text}” is not a date.", fix)


def _real(text: str, year: int, month: int, day: int, fix: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _NotOne(f"{text} is not a real date.", fix) from None
    if not 1950 <= year <= 2100:
        raise _NotOne(f"{text} lies in the year {year}.", "Correct the year.")
    return found


def _month(text: str, column: Column) -> date:
    if found := re.fullmatch(r"(\d{4})[-/]?(\d{2})", text):
        return _real(text, int(found[1]), int(found[2]), 1, "Enter the month as YYYY-MM, such as 2025-11.")
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
        return _real(text, int(found[2]), int(found[1]), 1, "Enter the month as YYYY-MM, such as 2025-11.")
    if (found := re.fullmatch(r"([A-Za-z]{3,9})[ -](\d{4})", text)) and found[1][:3].lower() in MONTHS:
        return date(int(found[2]), MONTHS.index(found[1][:3].lower()) + 1, 1)
    return _date(text, column).replace(day=1)


def _number(text: str, column: Column) -> float:
    bare = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text).replace("£", "").strip()
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", bare, re.I):
        raise _NotOne(f"“{text}” is not a number.", f"Enter a number such as {column.example or '1.5'}.")
    number = float(bare) / (100 if percent else 1)
    if not math.isfinite(number):
        raise _NotOne(f"“{text}” is too large.", f"Enter a number such as {column.example or '1.5'}.")
    if column.above is not None and not number > column.above:
        raise _NotOne(f"{text} is not above {column.above:g}.", f"Enter a number such as {column.example}.")
    if column.low is not None and number < column.low:
        raise _NotOne(f"{text} is below {column.low:g}.", f"Enter a number of {column.low:g} or more.")
    if column.high is not None and number > column.high:
        raise _NotOne(f"{text} is above {column.high:g}.", f"Enter a number of {column.high:g} or less.")
    return number


def _integer(text: str, column: Column) -> int:
    number = _number(text, column)
    if number != int(number):
        raise _NotOne(f"{text} is not a whole number.", "Enter a whole number.")
    return int(number)


def _flag(text: str, column: Column) -> bool:
    word = plain(text)
    word = plain({plain(k): v for k, v in column.value_aliases.items()}.get(word, word))
    if word in ("y", "yes", "true", "1"):
        return True
    if word in ("n", "no", "false", "0"):
        return False
    raise _NotOne(f"“{text}” is neither yes nor no.", "Write Y or N.")


def _academic_year(text: str, column: Column) -> str:
    found = re.fullmatch(r"(\d{4})\s?[/-]?\s?(\d{2}|\d{4})", text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]) % 100:
        raise _NotOne(f"“{text}” is not an academic year.", "Enter it as 2025/26.")
    return f"{found[1]}/{(int(found[1]) + 1) % 100:02d}"


def _text(text: str, column: Column) -> str:
    if len(text) > 200:
        raise _NotOne("This text is longer than 200 characters.", "Shorten it.")
    return text


_KINDS: dict[str, Callable[[str, Column], Any]] = {
    "urn": _urn,
    "date": _date,
    "month": _month,
    "number": _number,
    "integer": _integer,
    "flag": _flag,
    "academic_year": _academic_year,
    "text": _text,
    "reference": _text,
}
