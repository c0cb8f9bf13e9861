"""A file with one row for each person and day: its columns, before its rows are joined into spells."""

from dataclasses import replace

from wellmetrics.datasets.absence import ABSENCE
from wellmetrics.model import Column, Dataset

SAME_AS_A_SPELL = ("staff_ref", "urn", "post", "staff_group", "fte", "reason")


def _headings(name: str) -> tuple[str, ...]:
    """What a spell's day is called, for files of days that borrow the words."""
    found = ABSENCE.column(name)
    return tuple(f"{alias}, if alone" for alias in (name, *found.aliases) if ", " not in alias)


def _optional(name: str, kind: str, help: str, *aliases: str, **limits: object) -> Column:
    return Column(name, kind, help, "", needed=False, blank=True, aliases=aliases, **limits)  # type: ignore[arg-type]


DAY_COLUMNS = (
    Column(
        "day",
        "date",
        "The day of sickness.",
        "05/09/2025",
        aliases=("date", "absence date", "date of absence", "date absent", "day date", *_headings("first_day")),
    ),
    _optional(
        "amount", "number", "How much of the day was lost: 1, or 0.5 for half of it.",
        "duration days", "duration in days", "duration", "days", "day fraction", "fraction", "days lost", "working days lost",
        low=0, high=1,
    ),
    _optional("am", "flag", "Y where the morning was lost.", "morning", "am absent"),
    _optional("pm", "flag", "Y where the afternoon was lost.", "afternoon", "pm absent"),
    _optional(
        "session", "choice", "Which part of the day was lost.",
        "am pm", "part of day", "full or part day", "half day", "day part",
        choices=("am", "pm", "half", "day"),
        value_aliases={
            "morning": "am", "afternoon": "pm", "part": "half", "part day": "half", "half day": "half", "full": "day",
            "full day": "day", "all day": "day", "whole day": "day", "both": "day", "am pm": "day", "am/pm": "day",
        },
    ),
    _optional("episode", "date", "The first day of the spell that the day belongs to.",
              "episode start", "episode start date", "spell start", "absence episode start"),
)  # fmt: skip

BY_DAY = Dataset(
    name="absence",
    title="Staff sickness, by day",
    about="One row per person and day of sickness. Days that follow one another are joined into spells.",
    storage="log",
    key=("urn", "staff_ref", "day", "post"),
    columns=(
        *(c for c in ABSENCE.columns if c.name in SAME_AS_A_SPELL),
        *(replace(column, blank=column.name != "day") for column in DAY_COLUMNS),
    ),
)
