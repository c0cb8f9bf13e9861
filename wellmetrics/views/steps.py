"""How far the files on the desk have come: recognised, headings, problems, what will change, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.intake.check import Checked
from wellmetrics.release import Release
from wellmetrics.views import sent
from wellmetrics.views.choice import Choice
from wellmetrics.words import numbers

HEADINGS = ("missing_column", "repeated_column", "unknown_column", "personal_column")
TITLES = ("Recognised", "Headings", "Problems", "What will change", "Receipt")
STATES = {"done": "done", "you": "needs you", "next": "to come"}


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, you (somebody has to look or decide) or next."""

    title: str
    state: str
    said: str

    @property
    def words(self) -> str:
        return STATES[self.state]


def empty(receipt: bool) -> tuple[Step, ...]:
    """Before files are dropped, or after the last were loaded."""
    first = Step(TITLES[0], "done" if receipt else "you", "" if receipt else "drop files above")
    state = "done" if receipt else "next"
    return (first, *(Step(title, state, "") for title in TITLES[1:]))


def steps(checked: Sequence[Checked], stopped: Sequence[bool]) -> tuple[Step, ...]:
    """`stopped` says of each file whether it may not be loaded as it stands."""
    seen = [_recognised(checked), _headings(checked), _problems(checked, any(stopped))]
    ready = len(checked) - sum(stopped)
    look = Step(
        TITLES[3], "you" if ready else "next", numbers.times(ready, "file") if ready else "no file is ready"
    )
    return (*seen, look, Step(TITLES[4], "next", ""))


def _recognised(checked: Sequence[Checked]) -> Step:
    known = sum(c.dataset is not None for c in checked)
    said = f"{known} of {numbers.times(len(checked), 'file')}"
    return Step(TITLES[0], "done" if known == len(checked) else "you", said)


def _headings(checked: Sequence[Checked]) -> Step:
    wrong = sum(p.code in HEADINGS for c in checked for p in c.errors)
    extra = sum(p.code == "extra_columns" for c in checked for p in c.problems)
    if wrong:
        return Step(TITLES[1], "you", f"{wrong} to correct")
    return Step(TITLES[1], "done", "as they should be" + (", with some left out" if extra else ""))


def _problems(checked: Sequence[Checked], stopped: bool) -> Step:
    errors = sum(p.code not in HEADINGS for c in checked for p in c.errors)
    queries = sum(p.level == "query" for c in checked for p in c.problems)
    said = [numbers.times(errors, "problem")] if errors else []
    said += [numbers.times(queries, "query", "queries")] if queries else []
    return Step(TITLES[2], "you" if stopped else "done", numbers.listed(said) or "none")


def standing(figures: Release, choice: Choice) -> str:
    """`Summer 2026: staff absence is in from 13 of 14 schools, ... Not sent, or only in part: staff absence from ...`"""
    return sent.in_from(figures, choice.term)
