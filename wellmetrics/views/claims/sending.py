"""Whether schools have sent what a sentence says that they have, or have not."""

from collections.abc import Sequence

from wellmetrics.model import FEEDS, Indicator
from wellmetrics.views import sent
from wellmetrics.views.claims.counting import count
from wellmetrics.views.claims.evidence import Evidence
from wellmetrics.views.claims.ruling import Ruling, cannot
from wellmetrics.views.sent import Feeding
from wellmetrics.words import numbers
from wellmetrics.words.claims import Clause
from wellmetrics.words.claims.statements import Statement

EVERYTHING = "every return"
VOICES = {"staff": "the staff survey", "pupils": "the pupil survey"}
FEED_NAMES = {"absence": "staff absence", "participation": "PE and participation", "survey": "surveys"}


def sending(
    stated: Statement, clause: Clause, known: Sequence[Indicator], term: str, evidence: Evidence
) -> Ruling:
    """The verdict on “has not sent” and “has sent”."""
    what = _what(clause, known)
    if what == EVERYTHING:
        return _everything(stated, clause, term, evidence)
    if not what:
        return cannot("It is not said what was sent.")
    one = next((f for f in sent.standing(evidence.figures, term) if f.what == what), None)
    if one is None and what.startswith("the "):
        one = Feeding("survey", what, *_surveyed(what, term, evidence))
    if one is None or not (one.due or one.late):
        return cannot(f"Nothing was due of {what} for {numbers.term(term)}.")
    wanted_late = (stated.way == "no") != stated.denied
    urns = [key for keys in clause.places for key in keys if key.isdigit()]
    if urns:
        return _of_schools(urns, one, wanted_late, term, evidence)
    if clause.schools is None:
        return cannot("It is not said which schools.")
    late = {*one.late, *one.in_part}
    names = {p.urn: p.name for p in evidence.figures.schools}
    rulings = [
        (names.get(urn, urn), Ruling("supported" if (urn in late) == wanted_late else "not supported", ""))
        for urn in {*one.due, *late}
    ]
    return count(clause.schools, sorted(rulings), len(names))


def _everything(stated: Statement, clause: Clause, term: str, evidence: Evidence) -> Ruling:
    """“All of its returns”: of every feed at once."""
    urns = [key for keys in clause.places for key in keys if key.isdigit()]
    feeds = sent.standing(evidence.figures, term)
    if not urns:
        return cannot("It is not said which schools.")
    due = tuple(dict.fromkeys(urn for feed in feeds for urn in feed.due))
    late = tuple(dict.fromkeys(urn for feed in feeds for urn in (*feed.late, *feed.in_part)))
    whole = Feeding("absence", EVERYTHING, due, late)
    return _of_schools(urns, whole, (stated.way == "no") != stated.denied, term, evidence)


def _surveyed(what: str, term: str, evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of a survey that everybody sent there is no list of the late: everybody who has a figure was due."""
    code = next((c for c, name in sent.SURVEYS.items() if name == what), "")
    held = [
        p.urn
        for p in evidence.schools
        if code and any(c.period == term and c.state != "missing" for c in evidence.line(code, p.urn, "term"))
    ]
    return tuple(held), ()


def _what(clause: Clause, known: Sequence[Indicator]) -> str:
    for feed in clause.feeds:
        return FEED_NAMES.get(feed, feed)
    for indicator in known:
        if indicator.code.startswith("edi"):
            return "the inclusion survey"
        return (
            VOICES.get(indicator.audience, "surveys") if indicator.feed == "survey" else FEEDS[indicator.feed]
        )
    return ""


def _of_schools(
    urns: Sequence[str], one: Feeding, wanted_late: bool, term: str, evidence: Evidence
) -> Ruling:
    names = {p.urn: p.name for p in evidence.figures.schools}
    late = dict.fromkeys((*one.late, *one.in_part))
    wrong = [names[u] for u in urns if (u in late) != wanted_late]
    figure = f"{one.what}, {numbers.term(term)}: not sent by {numbers.listed([names[u] for u in late if u in names], 6) or 'none'}"
    if not wrong:
        return Ruling("supported", "So says what came in.", figure)
    has = "has sent" if wanted_late else "has not sent"
    return Ruling(
        "not supported", f"{numbers.listed(wrong)} {has} {one.what} for {numbers.term(term)}.", figure
    )
