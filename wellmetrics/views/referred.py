"""Referrals in a sentence or two: how many were made, and how long they wait. One is never said without the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.model import Cell
from wellmetrics.release import Release
from wellmetrics.views import found as looked
from wellmetrics.views.choice import sentence_case
from wellmetrics.views.found import Found
from wellmetrics.views.lines import At
from wellmetrics.words import sentences

REFERRED, WAIT = "pupil_referrals_per_1000", "wait_median_days"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said, and the indicators that it deals with."""

    text: str
    codes: tuple[str, ...]


def said(figures: Release, term: str, found: Sequence[Found], at: At) -> Told | None:
    """Counts, never a percentage of a few, with the same term a year before; None where nothing is shown."""
    of = {f.indicator.code: f for f in found if (f.place.urn, f.place.group) == at and not f.part}
    made, waited = of.get(REFERRED), of.get(WAIT)
    if made is None or made.signal is None or made.signal.cell.value is None:
        return None
    before = _year_before(figures, term, at)
    text = sentences.events(made.signal, before.get(REFERRED), made.indicator, _schools(found, made))
    if waited is None or waited.signal is None:
        return Told(text, (REFERRED,))
    wait = sentences.wait(waited.signal, before.get(WAIT), waited.indicator, _schools(found, waited))
    return Told(f"{text} {wait}", (REFERRED, WAIT))


def _schools(found: Sequence[Found], trust: Found) -> list[str]:
    """Of a trust: schools that moved as it did, or the only ones that moved."""
    word = trust.signal.word if trust.signal and trust.signal.flagged else "higher"
    return [
        sentence_case(f.place.name)
        for f in looked.flagged(found)
        if trust.trust and f.school and f.indicator.code == trust.indicator.code
        if f.signal and f.signal.word == word
    ]


def _year_before(figures: Release, term: str, at: At) -> dict[str, Cell]:
    """The place's cells of the same term a year before."""
    start = int(term[:4]) - 1
    wanted = f"{start}/{(start + 1) % 100:02}{term[7:]}"
    urn, group = at
    return {
        cell.indicator: cell
        for code in (REFERRED, WAIT)
        for cell in figures.cells(code, urn=urn, group=group, grain="term", period=wanted)
    }
