"""What the administrator reads: who may sign in as what, and who did what when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wellmetrics.people import Entry, Invited
from wellmetrics.views.choice import who
from wellmetrics.views.history import moment
from wellmetrics.words import numbers

HEADINGS = ("When", "Who", "What", "About")
LATEST = 2000  # entries that the screen looks through; a file has them all
WHOLE = "Each entry stands as it was when the next one was written."


@dataclass(frozen=True, slots=True)
class PersonRow:
    number: int
    email: str
    role: str
    state: str
    until: str
    history: str

    @property
    def label(self) -> str:
        return f"{self.email}: {self.role}"


@dataclass(frozen=True, slots=True)
class Office:
    said: str
    rows: tuple[PersonRow, ...]
    standing: dict[int, Invited]


def view(given: Sequence[Invited], schools: Mapping[str, str], today: date | None = None) -> Office:
    on = today or date.today()
    standing = {one.number: one for one in given if one.state(on) in ("in use", "invited")}
    waiting = sum(one.state(on) == "invited" for one in standing.values())
    people = len({one.email for one in standing.values()})
    said = f"{numbers.times(people, 'person', 'people')} may sign in"
    said += f"; {waiting} of {len(standing)} roles wait for a first sign-in." if waiting else "."
    return Office(said, tuple(_row(one, schools, on) for one in given), standing)


def _row(one: Invited, schools: Mapping[str, str], today: date) -> PersonRow:
    history = [f"invited by {one.invited_by}, {moment(one.invited_at)}"]
    if one.matched_at:
        history.append(f"known since {moment(one.matched_at)}")
    if one.ended_at:
        history.append(f"removed by {one.ended_by}, {moment(one.ended_at)}")
    until = numbers.day(one.until) if one.until else "no end"
    return PersonRow(
        one.number, one.email, who(one.grant, schools), one.state(today), until, "; ".join(history)
    )


def said(entries: Sequence[Entry], broken: int | None) -> str:
    if not entries:
        return "Nothing was recorded yet."
    whole = WHOLE if broken is None else f"Entry {broken} was changed, or what stood before it is gone."
    latest = "The latest " if len(entries) == LATEST else ""
    return f"{latest}{numbers.times(len(entries), 'entry', 'entries')}, the newest first. {whole}"


def names(entries: Sequence[Entry]) -> list[str]:
    return ["", *sorted({one.who for one in entries})]


def kinds(entries: Sequence[Entry]) -> list[str]:
    return ["", *sorted({one.what for one in entries})]


def or_all(text: str) -> str:
    return text or "All"


def only(entries: Sequence[Entry], who: str, what: str) -> list[Entry]:
    return [one for one in entries if who in ("", one.who) and what in ("", one.what)]


def rows(entries: Sequence[Entry]) -> list[tuple[str, str, str, str]]:
    return [(moment(one.done_at), one.who, one.what, one.about) for one in entries]
