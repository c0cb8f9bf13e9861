"""What is said of one school: its facts, what it owes, and its signals in words."""

from wellmetrics.model import FEEDS
from wellmetrics.release import Place, Release
from wellmetrics.views import found as looked
from wellmetrics.views import noted, referred, sent
from wellmetrics.views.choice import Choice, urn_and_group
from wellmetrics.views.found import Found
from wellmetrics.words import numbers, sentences

LATE_TERMS = 3


def facts(figures: Release, urn: str, term: str) -> str:
    """Phase, place and size; a head's file has sizes of the own school only."""
    if not urn:
        return ""
    place: Place = figures.place(urn)
    staff = f"{numbers.count(place.headcount)} staff" if place.headcount else ""
    roll = [
        c.denominator
        for c in figures.cells("pupil_referrals_per_1000", urn=urn, grain="term", period=term)
        if c.denominator
    ]
    pupils = f"{numbers.count(roll[0])} pupils" if roll else ""
    joined = f"joined the trust on {numbers.day(place.joined)}" if place.joined else ""
    left = f"left the trust on {numbers.day(place.left)}" if place.left else ""
    said = (numbers.capital(place.phase), place.local_authority or "", staff, pupils, joined, left)
    return ", ".join(filter(None, said))


def said(figures: Release, choice: Choice, urn: str, found: list[Found]) -> list[str]:
    told = _not_in(figures, choice, urn) if urn else []
    claimed = looked.flagged(found)
    # Referrals and their wait are one sentence, whichever of them moved.
    both = referred.said(figures, choice.term, found, urn_and_group(figures, choice.place))
    told += dict.fromkeys(
        both.text if both and f.indicator.code in both.codes else _own(f, found, choice.viewer.role)
        for f in claimed
        if f.signal
    )
    tested = looked.tested(found)
    doubtful = [f for f in found if f.signal and f.signal.flagged and not f.claim]
    told += [
        f"{f.indicator.short} seems {f.signal.word} than usual, and no change is claimed: who recorded or replied has changed."
        for f in doubtful
        if f.signal
    ]
    if not claimed and not doubtful and any(s.tested for s in tested):
        told.append(sentences.NOTHING_NEW)
    elif not claimed and not doubtful and any(s.word == "too early" for s in tested):
        told.append(sentences.too_early(tested))
    if tested and all(s.cell.withheld for s in tested):
        told.append("Every figure of this term is hidden to protect people: too few are behind each.")
    return [*told, *(noted.of_school(figures, urn, choice.term) if urn else [])]


def _own(f: Found, found: list[Found], reader: str) -> str:
    """A signal of the school, with the figure that it must be read with."""
    if f.signal is None:
        return ""
    companion = next((b for b in found if b.indicator.code == f.indicator.companion and not b.part), None)
    beside = companion.signal if companion and companion.indicator.code in looked.RECORDING else None
    said = f"{sentences.own(f.signal, f.indicator, reader)} {sentences.SURE[f.certainty]}".strip()
    if beside is None or companion is None or beside.cell.value is None:
        return said
    return f"{said} Beside it: {companion.indicator.short}, {numbers.with_unit(beside.cell.value, companion.indicator)}."


def _not_in(figures: Release, choice: Choice, urn: str) -> list[str]:
    """Which terms the school owes, feed by feed."""
    order = [p.period for p in figures.of_grain("term")]
    order = order[: order.index(choice.term) + 1] if choice.term in order else order
    said = []
    coverage = [r for r in figures.coverage() if r.urn == urn and r.state == "missing"]
    for feed, what in FEEDS.items():
        rows = [r.period for r in coverage if r.dataset == feed]
        late = [numbers.term(t) for t in order if t in rows][-LATE_TERMS:]
        if late:
            said.append(
                f"Nothing has come in for {numbers.listed(late)} ({what}): those terms show as not sent."
            )
    for one in sent.standing(figures, choice.term):
        if urn in one.late and one.what != FEEDS[one.feed]:
            said.append(f"{numbers.capital(one.what)} of {numbers.term(choice.term)} has not come in.")
    return said
