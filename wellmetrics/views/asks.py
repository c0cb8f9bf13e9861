"""What the desk asks of the sender about one file: which heading a column is, or what holds for every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellmetrics.intake.agreed import labels
from wellmetrics.intake.checked import Checked
from wellmetrics.model import Column

# What is often the same in a whole file, and then in none of its columns.
SAME_IN_EVERY_ROW = (
    "urn", "survey", "wave_date", "audience", "academic_year", "term", "census_date", "activity", "person", "service",
)  # fmt: skip
NOT_THERE = "It is not in the file"


@dataclass(frozen=True, slots=True)
class Ask:
    """One column. `headings` are the file's, by what is kept of the choice, the likeliest first; `same` are what may
    hold for every row (empty: a text is asked for), None where rows must differ."""

    column: str
    help: str
    headings: Mapping[str, str]
    likely: str
    same: Mapping[str, str] | None
    needed: bool


def asks(checked: Checked, schools: Mapping[str, str], instruments: Mapping[str, str]) -> tuple[Ask, ...]:
    """`schools` are names by URN, `instruments` titles by code."""
    if checked.dataset is None or checked.headed is None:
        return ()
    columns = [checked.dataset.column(name) for name in checked.headed.asked]
    return tuple(_ask(checked, column, schools, instruments) for column in columns)


def _ask(checked: Checked, column: Column, schools: Mapping[str, str], instruments: Mapping[str, str]) -> Ask:
    assert checked.headed  # noqa: S101
    headed, named = checked.headed, labels(checked.headed.headings)
    proposed = [p for p in headed.proposals if p.column == column.name]
    likely = {named[p.position]: _proposed(named[p.position], p.filled, p.samples) for p in proposed}
    free = [label for i, label in enumerate(named) if label and i not in headed.columns.values()]
    rest = {label: label for label in free if label not in likely}
    return Ask(
        column.name,
        column.help,
        {"": NOT_THERE, **likely, **rest},
        next(iter(likely), ""),
        _same(column, schools, instruments) if column.name in SAME_IN_EVERY_ROW else None,
        column.needed,
    )


def _proposed(label: str, filled: float, samples: Sequence[str]) -> str:
    shown = ", ".join(f"“{sample}”" for sample in samples)
    return f"{label} ({filled:.0%} filled{f': {shown}' if shown else ''})"


def _same(column: Column, schools: Mapping[str, str], instruments: Mapping[str, str]) -> dict[str, str]:
    if column.name == "survey":
        return {"": "", **instruments}
    if column.kind == "urn":
        return {"": "", **schools}
    return {"": "", **{choice: choice for choice in column.choices}} if column.choices else {}


def reworded(checked: Checked) -> dict[str, str]:
    """Headings that look like a declared question in other words, each with the question's code."""
    found = [p for p in checked.problems if p.code == "reworded_question"]
    return {problem.value: problem.suggestion for problem in found if problem.suggestion}
