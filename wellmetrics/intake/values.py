"""One cell's text to a value of its kind, or a sentence that says why not and what to do.

Every function here sees each distinct text of a column once, however many rows hold it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa

from wellmetrics.intake import choices, dates, likely, numbers, personal, schools_named
from wellmetrics.intake.faults import Fault, LeftOut, NotOne
from wellmetrics.intake.match import compared
from wellmetrics.model import Column

__all__ = ["MARKERS", "TYPES", "Fault", "LeftOut", "absence_type", "is_marker", "parse", "suggest"]

# Published tables write these where a figure is withheld or absent. None of them is a zero.
MARKERS = {
    "c", "x", "z", "*", ":", "-", "–", "low", "new", "supp", "suppmat", "sp", "na", "n/a", "#n/a", "null", "none", "..",
}  # fmt: skip
# What a spreadsheet shows where a formula has no result; #N/A says that there is none.
NO_RESULT = re.compile(
    r"#(ref|div/0|value|name|num|null|spill|calc|field|blocked|unknown|connect|error)[!?]|err:\d{3}",
    re.IGNORECASE,
)
_TOO_FEW = re.compile(r"(<|≤|under |less than |fewer than )\s?\d+", re.ASCII | re.IGNORECASE)
TYPES = {
    "date": pa.date32(),
    "month": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
YES = {"y", "yes", "true", "t", "1", "1 0", "✓", "✔", "☑", "tick"}
NO = {"n", "no", "false", "f", "0", "0 0"}
LONGEST_TEXT = 200


def is_marker(text: str) -> bool:
    """Whether a text says that a figure is withheld or absent: `c`, `*`, `SUPP`, `<5`."""
    return text.casefold() in MARKERS or bool(_TOO_FEW.fullmatch(text))


def parse(text: str, column: Column, *, month_first: bool = False, percent: bool = False) -> Any:
    """The value, None for a blank, a Fault, or LeftOut. `month_first` and `percent` are what the sender says."""
    text = " ".join(text.split())
    found = judge(text, column, month_first, percent)
    if not isinstance(found, Fault):
        return found
    # Proposals are written with the day first: in such a file they would be read as another day.
    meant = None if month_first else suggest(text, column)
    return replace(found, likely=meant, fix=f"{found.fix} Did you mean “{meant}”?") if meant else found


def suggest(text: str, column: Column) -> str | None:
    """What a faulty text probably means, written so that it is read as that; None where nobody can tell."""
    text = " ".join(text.split())
    # A proposal may not repeat a part of what is masked, nor make a figure of what is none.
    if not text or is_marker(text) or NO_RESULT.fullmatch(text) or personal.value(text):
        return None
    for candidate in likely.candidates(text, column):
        if candidate != text and not isinstance(judge(candidate, column), Fault):
            return candidate
    return None


def absence_type(text: str, column: Column) -> LeftOut | Fault | None:
    """What a column of absence types says beside the reason: a row of another kind, or a type that nobody knows.

    `column` is the reason. Sickness and a blank say nothing.
    """
    text = " ".join(text.split())
    found = choices.meaning(text, column) if text else None
    if isinstance(found, LeftOut) or found or not text or is_marker(text):
        return found if isinstance(found, LeftOut) else None
    return Fault(
        f"“{text}” is not a type of absence that is known; its rows count as sickness.",
        "If it is not sickness, add it to the trust's own words as “not sickness”.",
        "query",
        code="unknown_absence_type",
    )


def judge(text: str, column: Column, month_first: bool = False, percent: bool = False) -> Any:
    """As `parse`, of a text without spaces at its ends, and without a proposal."""
    if NO_RESULT.fullmatch(text):
        return _no_result(text)
    if column.kind == "choice":
        return _choice(text, column)
    if not text or (column.kind != "text" and column.blank and is_marker(text)):
        return (
            None if column.blank else _fault("value_empty", "This cell is empty.", f"Enter {_what(column)}.")
        )
    try:
        if column.kind in ("date", "month"):
            return (dates.day if column.kind == "date" else dates.month)(text, month_first)
        if column.kind == "number":
            return numbers.number(text, column, percent)
        return _KINDS[column.kind](text, column)
    except NotOne as fault:
        if column.kind in TYPES and is_marker(text):
            problem = f"“{text}” says that the figure is withheld or missing."
            return _fault("value_withheld", problem, f"Enter {_what(column)}.")
        return _fault(fault.code, fault.problem, fault.fix)


def _fault(code: str, problem: str, fix: str) -> Fault:
    return Fault(problem, fix, code=code)


def _no_result(text: str) -> Fault:
    problem = f"“{text}” stands where a formula of the spreadsheet has no result."
    fix = (
        "Correct the formula there, or type what it should give. Empty the cell if there is nothing to give."
    )
    return _fault("value_formula", problem, fix)


def _what(column: Column) -> str:
    return {
        "urn": "the school's six-digit number",
        "date": "the date as DD/MM/YYYY",
        "month": "the month as YYYY-MM",
        "number": "a number",
        "integer": "a whole number",
        "flag": "Y or N",
        "academic_year": "the academic year as 2025/26",
    }.get(column.kind, f"a value such as “{column.example}”")


def _choice(text: str, column: Column) -> Any:
    found = choices.meaning(text, column)
    if found is not None:
        return found
    fix = f"Write one of: {', '.join(column.choices)}."
    if not text:
        return None if column.blank else _fault("value_empty", "This cell is empty.", fix)
    if is_marker(text) and column.blank:
        return choices.meaning("", column)
    if column.otherwise:
        problem = f"“{text}” is not in the list; it counts as “{column.otherwise}”."
        return Fault(problem, fix, "query", column.otherwise, code="value_other")
    return _fault("value_choice", f"“{text}” is not one of the values this column takes.", fix)


def _urn(text: str, column: Column) -> str:
    bare, fix = text.removesuffix(".0"), "Enter the six digits of the school's URN."
    if re.fullmatch(r"[0-9]{6}", bare):
        return bare
    if urn := schools_named.by_key(tuple(column.value_aliases.items())).get(schools_named.key(text)):
        return urn
    if re.fullmatch(r"[0-9]{3}[ /-]?[0-9]{4}", bare):
        raise NotOne("value_dfe_number", f"“{text}” is the school's DfE number, not its URN.", fix)
    problem = f"“{text}” is neither a school's number nor the name of one of the trust's schools."
    raise NotOne(
        "value_urn", problem, "Enter the six digits of the school's URN, or its name as in the trust's list."
    )


def _flag(text: str, column: Column) -> bool:
    word = compared(text)
    word = compared({compared(k): v for k, v in column.value_aliases.items()}.get(word, word))
    if word in YES:
        return True
    if word in NO:
        return False
    raise NotOne("value_flag", f"“{text}” is neither yes nor no.", "Write Y or N.")


def _text(text: str, column: Column) -> str:
    if len(text) > LONGEST_TEXT:
        raise NotOne("value_long", f"This text is longer than {LONGEST_TEXT} characters.", "Shorten it.")
    return text


_KINDS: dict[str, Callable[[str, Column], Any]] = {
    "urn": _urn,
    "integer": numbers.integer,
    "flag": _flag,
    "academic_year": lambda text, _: dates.academic_year(text),
    "text": _text,
    "reference": _text,
}
