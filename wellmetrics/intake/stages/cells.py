"""The cells of a file, typed: each distinct text of a column is judged once, and said of every row that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake import personal
from wellmetrics.intake.messages import every
from wellmetrics.intake.stages import meanings
from wellmetrics.intake.texts import odd, of_distinct, texts, unlike_references
from wellmetrics.intake.values import TYPES, Fault, LeftOut, parse
from wellmetrics.intake.work import Work
from wellmetrics.model import Column

WRITTEN = ("text", "reference")  # kinds that take any short text
ANSWER = "answer"  # of a survey: what is no answer of its question's scale never comes in, and stops nothing
ENTER = {
    "urn": "the school's six-digit number",
    "date": "the date as DD/MM/YYYY, such as 05/09/2025",
    "month": "the month as YYYY-MM, such as 2025-11",
    "flag": "Y or N",
    "academic_year": "the academic year as 2025/26",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text: a code of the catalogue and its fields, and what the text counts as all the same."""

    code: str
    shown: str
    fields: dict[str, object] = field(default_factory=dict)
    suggestion: str = ""
    value: Any = None


def typed(work: Work) -> pa.Table:
    """Rows of another kind go first: what else stands in a row that is left out is nobody's fault."""
    columns = work.dataset.columns
    found = {c.name: values(work, c) for c in sorted(columns, key=lambda c: not c.leaves_out)}
    meanings.look_at(work)
    return pa.table({"line": work.sheet.lines, **{c.name: found[c.name] for c in columns}})


def values(work: Work, column: Column) -> pa.Array:
    """The column typed. Plain references and names are not judged at all."""
    encoded = work.text(column)
    written = column.kind in WRITTEN
    look = _look(encoded.dictionary, column)
    looked_at = texts(encoded.dictionary.filter(pa.array(look)))
    whole = _whole(work, column, encoded.dictionary, looked_at)
    rows = RowsOf(encoded)
    parsed: list[Any] = []
    for code, text in zip(np.flatnonzero(look).tolist(), looked_at, strict=True):
        value = judged(text, column, whole, work.said_of(column))
        if isinstance(value, Finding):
            say(work, column, rows.of(code), value)
            value = value.value
        elif isinstance(value, LeftOut):
            leave_out(work, column, rows.of(code), text, value)
            value = None
        parsed.append(value)
    found = pa.array(parsed, TYPES.get(column.kind, pa.string()))
    if column.kind in TYPES:
        return work.aside.spread(found, encoded.indices)
    if written:
        found = pc.replace_with_mask(encoded.dictionary, pa.array(look), found)
    return of_distinct(found, encoded.indices, work.aside) if looked_at else encoded


def _look(distinct: pa.Array, column: Column) -> np.ndarray:
    if column.kind not in WRITTEN:
        return np.ones(len(distinct), bool)
    return odd(distinct) | unlike_references(distinct) if column.kind == "reference" else odd(distinct)


def _whole(work: Work, column: Column, distinct: pa.Array, looked_at: list[str]) -> str | None:
    """What a column of references is as a whole, where one cell of it alone would prove nothing."""
    if column.kind != "reference" or not looked_at:
        return None
    if personal.names(texts(distinct)):
        return "a name"
    what = personal.column(looked_at, work.context.today.year)
    # A reference may begin like a date; a column of dates of birth is nothing else.
    return None if what == "a date of birth" and len(looked_at) < len(distinct) / 2 else what


def judged(
    text: str, column: Column, whole: str | None = None, said: Mapping[str, bool] = MappingProxyType({})
) -> Any:
    """A value, None for a blank, LeftOut, or a Finding. `whole` is what the column's references are together.

    `said` is what is known of the column as a whole: month_first, percent.
    """
    if column.kind in WRITTEN and column.name != ANSWER and (found := _personal(text, column, whole)):
        return found
    value = parse(text, column, **said)
    return as_finding(text, column, value) if isinstance(value, Fault) else value


def _personal(text: str, column: Column, whole: str | None) -> Finding | None:
    shown = personal.masked(" ".join(text.split()))
    reference = column.kind == "reference"
    if reference and (personal.name(text) or (whole == "a name" and text.strip())):
        return Finding("name_for_reference", shown, {"example": column.example})
    what = personal.value(text)
    # Ten digits may be any reference, and pass the checksum of NHS numbers by chance.
    if what == "an NHS number" and reference and whole != what and text.strip().isdigit():
        return None
    if reference and whole == "a date of birth" and personal.column([text]):
        what = whole
    return Finding("personal_value", shown, {"what": what}) if what else None


def as_finding(text: str, column: Column, fault: Fault) -> Finding:
    """A fault in the words of the catalogue; what may be somebody's own words is not repeated."""
    shown = " ".join(text.split())
    what, own_words = personal.value(text), personal.own_words(text)
    shown = personal.masked(shown) if what or own_words else shown
    if what:
        return Finding("personal_value", shown, {"what": what})
    if own_words and column.kind not in WRITTEN:
        return Finding("own_words", shown, {"what": enter(column)})
    found = every()[fault.code].pattern.fullmatch(fault.problem)
    fields = (found.groupdict() if found else {}) | words(column) | {"text": shown}
    return Finding(fault.code, shown, fields, fault.likely or "", fault.value)


def words(column: Column) -> dict[str, object]:
    """What the catalogue's messages may say of a column."""
    ends = {
        name: f"{end:g}" for name in ("above", "low", "high") if (end := getattr(column, name)) is not None
    }
    return {
        "what": enter(column),
        "choices": ", ".join(column.choices),
        "otherwise": column.otherwise,
        **ends,
    }


def enter(column: Column) -> str:
    """What to enter in a column, to stand behind “Enter”."""
    if column.choices:
        return f"one of: {', '.join(column.choices)}"
    if column.kind in ("number", "integer"):
        return f"a {'whole ' if column.kind == 'integer' else ''}number such as {column.example or '1.5'}"
    return ENTER.get(column.kind, f"a value such as “{column.example}”")


class RowsOf:
    """Which rows hold each distinct text: sorted once, when the first text is asked for."""

    def __init__(self, encoded: pa.DictionaryArray) -> None:
        self.indices = encoded.indices
        self.order: np.ndarray | None = None

    def of(self, code: int) -> np.ndarray:
        if self.order is None:
            codes = self.indices.to_numpy(zero_copy_only=False)
            self.order = np.argsort(codes, kind="stable")
            self.codes = codes[self.order]
        first, last = np.searchsorted(self.codes, [code, code + 1])
        return self.order[first:last]


def say(work: Work, column: Column, at: np.ndarray, finding: Finding) -> None:
    at = at[~work.gone[at]]
    if every()[finding.code].level == "error":
        work.bad[at] = True
    fields = {"text": finding.shown} | finding.fields
    listed = work.problems.listed(finding.code, at)
    for line in work.sheet.lines.take(pa.array(listed, pa.int64())).to_pylist():
        work.problems.say(finding.code, line, column.name, finding.shown, finding.suggestion, **fields)


def leave_out(work: Work, column: Column, at: np.ndarray, text: str, out: LeftOut) -> None:
    work.gone[at] = True
    rows, were = ("1 row says", "was") if len(at) == 1 else (f"{len(at)} rows say", "were")
    shown = " ".join(text.split())
    work.problems.say(
        "rows_left_out", None, column.name, shown, rows=rows, text=shown, what=out.what, were=were
    )
