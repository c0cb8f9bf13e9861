"""The lead's first screen: what is in, what is owed and by whom, and the sentence to send to each school."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wellmetrics.arrivals import SAME, Arrival, Arrived, Feed
from wellmetrics.intake.checked import Checked
from wellmetrics.spreadsheet import csv_text
from wellmetrics.words import numbers

HEADINGS = ("school", "urn", "still_owed", "send_by", "message")
LEGEND = (
    "“In”: loaded, or said to be complete. “Nil”: the school has said that there was nothing to report. "
    "“Not due”: nothing is expected. “Late”: the day to send it has passed. “Problem”: its file waits on the desk, and "
    "something in it is to be corrected first."
)
TITLES = {"workforce": "staff in post", "absence": "staff absence", "referrals": "referrals",
          "roll": "pupils on roll", "participation": "PE and participation"}  # fmt: skip
# No school has nobody on its roll, and nobody in post.
ALWAYS_SOMETHING = ("roll", "workforce")
NOTHING = {"survey": "Surveys of the term", "survey_invited": "Who was asked in surveys"}


@dataclass(frozen=True, slots=True)
class Spot:
    """One feed of one school: a word, what stands below it, and whether somebody has to do something."""

    word: str
    below: str
    state: str  # in, nil, none, late, problem or awaited: how it is drawn


@dataclass(frozen=True, slots=True)
class SchoolRow:
    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What one school owes, ready to send."""

    urn: str
    school: str
    owed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ThisTerm:
    period: str
    title: str
    said: str
    terms: Mapping[str, str]
    feeds: tuple[str, ...]
    rows: tuple[SchoolRow, ...]
    messages: tuple[Message, ...]
    due: str
    file: str  # the name of the download
    nothing: Mapping[str, str]  # dataset and title of what a school can say it has nothing of
    schools: Mapping[str, str]


Stuck = Mapping[tuple[str, str], int]  # dataset and URN: problems of files that wait on the desk


def stuck(checked: Iterable[Checked]) -> Stuck:
    found: Counter[tuple[str, str]] = Counter()
    for one in checked:
        name = one.dataset.name if one.dataset else ""
        found.update({(SAME.get(name, name), urn): problems for urn, problems in one.stuck.items()})
    return found


def view(arrived: Arrived, trust: str, waiting: Stuck) -> ThisTerm:
    by_school: dict[str, list[Arrival]] = {urn: [] for urn in arrived.schools}
    for arrival in arrived.arrivals:
        by_school[arrival.urn].append(arrival)
    due, name = numbers.day(arrived.term.due), numbers.term(arrived.term.period)
    messages = [
        _message(urn, arrived.schools[urn], found, name, due, trust) for urn, found in by_school.items()
    ]
    return ThisTerm(
        period=arrived.term.period,
        title=f"This term: {name}",
        said=_said(arrived, waiting, due),
        terms={term.period: numbers.term(term.period) for term in arrived.terms},
        feeds=tuple(feed.title for feed in arrived.feeds),
        rows=tuple(
            SchoolRow(arrived.schools[urn], tuple(_spot(a, waiting) for a in found))
            for urn, found in by_school.items()
        ),
        messages=tuple(message for message in messages if message.owed),
        due=due,
        file=f"owed-{arrived.term.period.replace('/', '-').replace(' ', '-').lower()}.csv",
        nothing={
            feed.dataset: NOTHING.get(feed.dataset, feed.title)
            for feed in arrived.feeds
            if feed.dataset not in ALWAYS_SOMETHING
        },
        schools=arrived.schools,
    )


def _said(arrived: Arrived, waiting: Stuck, due: str) -> str:
    """`94 of 98 are in, 3 of them with queries; 2 are late and 2 are awaited by 1 January 2027.`"""
    expected = [a for a in arrived.arrivals if a.state != "not due"]
    if not expected:
        return "Nothing is expected for this term yet. What schools sent a year ago, or what others send, is expected of all."
    came = [a for a in expected if a.state in ("in", "nothing to report")]
    doubtful = sum(a.queries > 0 for a in came)
    held = sum(_problems(a, waiting) > 0 for a in expected)
    owed = [a.state for a in expected if not _problems(a, waiting)]
    late, awaited = owed.count("late"), owed.count("awaited")
    said = f"{len(came)} of {numbers.times(len(expected), 'return')} {_are(len(came))} in"
    said += f", {doubtful} of them with queries" if doubtful else ""
    rest = [
        f"{late} {_are(late)} late (due by {due})" if late else "",
        f"{awaited} {_are(awaited)} awaited by {due}" if awaited else "",
        f"{held} {'waits' if held == 1 else 'wait'} on the desk with problems" if held else "",
    ]
    return "; ".join([said, *([numbers.listed([r for r in rest if r])] if any(rest) else [])]) + "."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _problems(a: Arrival, waiting: Stuck) -> int:
    """A file on the desk names no term: it is taken for what is owed, not for what is in."""
    return waiting.get((a.feed.dataset, a.urn), 0) if a.state in ("late", "awaited") else 0


def _spot(a: Arrival, waiting: Stuck) -> Spot:
    if problems := _problems(a, waiting):
        return Spot("problem", f"{numbers.times(problems, 'problem')} on the desk", "problem")
    if a.state == "in":
        below = numbers.times(a.queries, "query", "queries") if a.queries else ""
        return Spot("in", below, "in")
    if a.state == "nothing to report":
        return Spot("nil", "", "nil")
    if a.state == "not due":
        return Spot("not due", "", "none")
    return Spot("late", "", "late") if a.state == "late" else Spot("awaited", "", "awaited")


def _message(urn: str, school: str, found: Sequence[Arrival], term: str, due: str, trust: str) -> Message:
    owed = [_what(a.feed) for a in found if a.state in ("late", "awaited")]
    late = any(a.state == "late" for a in found)
    when = f"they were due on {due}" if late else f"they are due by {due}"
    when = when.replace("they were", "it was").replace("they are", "it is") if len(owed) == 1 else when
    text = (
        f"{school}: for {term}, {trust} still needs {numbers.listed(owed, len(owed))} from you ({when}). "
        "Send the files as your system exports them, as CSV or Excel, without names of people. "
        "Where there was nothing to report, say so, and it will be recorded."
    )
    return Message(urn, school, tuple(owed), text)


def _what(feed: Feed) -> str:
    """`staff absence`, `the staff survey`, `who was asked in the staff survey`."""
    if not feed.survey:
        return TITLES.get(feed.dataset, feed.title.lower())
    name = feed.title.partition(": ")[0]
    name = f"the {name[:1].lower()}{name[1:]}"
    return f"who was asked in {name}" if feed.dataset == "survey_invited" else name


def csv(found: ThisTerm) -> list[tuple[str, ...]]:
    """Rows under HEADINGS: one a school that owes something."""
    return [(m.school, m.urn, "; ".join(m.owed), found.due, m.text) for m in found.messages]


def returns(dataset: str, schools: Sequence[str], period: str, state: str) -> bytes:
    """What the lead says of schools, as the file `returns` that says it."""
    year, _, term = period.partition(" ")
    rows = ((dataset, urn, year, term, state) for urn in schools)
    return csv_text(("dataset", "urn", "academic_year", "term", "state"), rows).encode()
