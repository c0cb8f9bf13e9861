"""Who has sent what: feed by feed, and for surveys the audience that was asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from wellmetrics.model import FEEDS, Feed
from wellmetrics.release import Release
from wellmetrics.views import lines
from wellmetrics.views.choice import IN
from wellmetrics.words import numbers, sentences

COVERED = {
    "complete": "in",
    "nothing to report": "nothing to report",
    "not due": "not due",
    "part": "part",
    "missing": "not sent",
}
LATE = ("missing", "part")
# A term may hold several surveys; each has a figure that is there wherever it was held.
SURVEYS = {
    "staff_favourable": "the staff survey",
    "edi_favourable": "the inclusion survey",
    "pupil_favourable": "the pupil survey",
}


@dataclass(frozen=True, slots=True)
class Feeding:
    """One feed in one term: who was due, who is late, and what they owe in words."""

    feed: Feed
    what: str
    due: tuple[str, ...]  # URNs
    late: tuple[str, ...]
    in_part: tuple[str, ...] = ()


def feeds(figures: Release) -> tuple[Feed, ...]:
    """The feeds that somebody of the trust sends, in the order of the house."""
    met = {row.dataset for row in figures.coverage()}
    return tuple(feed for feed in FEEDS if feed in met)


def standing(figures: Release, term: str) -> tuple[Feeding, ...]:
    """Every feed of the term; a survey that a school alone left out counts as a feed of its own."""
    rows = [row for row in figures.coverage() if row.period == term]
    found = []
    for feed in feeds(figures):
        due = [r for r in rows if r.dataset == feed and r.state in (*IN, *LATE)]
        found.append(
            Feeding(
                feed,
                FEEDS[feed],
                tuple(r.urn for r in due),
                tuple(r.urn for r in due if r.state == "missing"),
                tuple(r.urn for r in due if r.state == "part"),
            )
        )
        if feed == "survey":
            sent = {r.urn for r in due if r.state in IN}
            found += _surveys(figures, term, sent)
    return tuple(found)


def _surveys(figures: Release, term: str, sent: set[str]) -> list[Feeding]:
    """Surveys that were held in the term and that a school, which has held them before, left out."""
    found = []
    for code, what in SURVEYS.items():
        held: dict[str, set[str]] = {}
        for (_, urn, _), cells in lines.all_lines(figures, term, indicator=code).items():
            if urn:
                held[urn] = {c.period for c in cells if c.state not in ("missing", "not applicable")}
        asked = [urn for urn, periods in held.items() if term in periods]
        late = tuple(urn for urn, periods in held.items() if periods and term not in periods and urn in sent)
        if asked and late:
            found.append(Feeding("survey", what, (*asked, *late), late))
    return found


def missing(figures: Release, found: Iterable[Feeding], term: str) -> list[str]:
    """A sentence for each feed that somebody owes, with names."""
    names = {place.urn: place.name for place in figures.schools}
    said = []
    for one in found:
        late, part = ([names[urn] for urn in urns if urn in names] for urns in (one.late, one.in_part))
        said += [sentences.not_sent(late, term, one.what), sentences.in_part(part, term, one.what)]
    return [text for text in said if text]


def in_from(figures: Release, term: str) -> str:
    """`Summer 2026: staff absence is in from 13 of 14 schools, ...`, then who owes what. Empty where nothing is due."""
    found, names = standing(figures, term), {place.urn: place.name for place in figures.schools}
    whole = [one for one in found if one.what == FEEDS[one.feed] and one.due]
    if not whole:
        return ""
    counts = [_count(one, number == 0) for number, one in enumerate(whole)]
    owed = [
        f"{one.what} from {numbers.listed([names[u] for u in (*one.late, *one.in_part) if u in names], 5)}"
        for one in found
        if one.late or one.in_part
    ]
    said = f"{numbers.term(term)}: {numbers.listed(counts, len(counts))}."
    return f"{said} Not sent, or only in part: {'; '.join(owed)}." if owed else said


def _count(one: Feeding, first: bool) -> str:
    came = len(one.due) - len(one.late) - len(one.in_part)
    verb = "are" if one.what.endswith("s") else "is"
    said = f"{one.what} {verb} in from" if first else f"{one.what} from"
    return f"{said} {came} of {numbers.times(len(one.due), 'school')}"
