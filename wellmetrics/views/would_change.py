"""Which sentences of the trust's front page a load would change: those that would go, and those that would come."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import trust
from wellmetrics.views.choice import choose, latest_term
from wellmetrics.views.headlines import Headline
from wellmetrics.words import numbers

LEAD = Viewer("lead")
KEY = ("indicator", "urn", "group", "cut", "part")


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One term's front page before and after. `figures` are its six: name, before, after; only those that move."""

    term: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]

    @property
    def nothing(self) -> bool:
        return not (self.gone or self.new or self.figures)

    @property
    def said(self) -> str:
        if self.nothing:
            return f"{self.term}: no sentence and none of the six figures would change."
        counts = [
            numbers.times(len(self.new), "sentence") + " would be new" if self.new else "",
            f"{len(self.gone)} would go" if self.gone else "",
            numbers.times(len(self.figures), "figure") + " would change" if self.figures else "",
        ]
        return f"{self.term}: {numbers.listed([c for c in counts if c])}."


def view(before: Release | None, after: Release) -> tuple[WouldChange, ...]:
    """Every term with a cell that would move, and the latest of either; the newest first."""
    latest = {latest_term(after), *([latest_term(before)] if before else [])}
    terms = {p.period: None for figures in (before, after) if figures for p in figures.of_grain("term")}
    moved = [term for term in sorted(terms, reverse=True) if term in latest or _touched(before, after, term)]
    return tuple(_of_term(before, after, term) for term in moved)


def _touched(before: Release | None, after: Release, term: str) -> bool:
    return before is None or not _cells(before, term).equals(_cells(after, term))


def _cells(figures: Release, term: str) -> pa.Table:
    of_term = figures.table("cells").filter((pc.field("grain") == "term") & (pc.field("period") == term))
    return of_term.sort_by([(name, "ascending") for name in KEY])


def _of_term(before: Release | None, after: Release, term: str) -> WouldChange:
    was, will = (_front(figures, term) for figures in (before, after))
    old, new = ([s.text for s in page.sentences] if page else [] for page in (was, will))
    return WouldChange(
        numbers.term(term),
        tuple(text for text in old if text not in new),
        tuple(text for text in new if text not in old),
        _moved(was.headlines if was else (), will.headlines if will else ()),
    )


def _front(figures: Release | None, term: str) -> trust.TrustView | None:
    """The front page of a term; None where there are no figures of it."""
    if figures is None or term not in {p.period for p in figures.of_grain("term")}:
        return None
    return trust.view(figures, choose(figures, LEAD, {"role": "lead", "term": term}))


def _moved(was: tuple[Headline, ...], will: tuple[Headline, ...]) -> tuple[tuple[str, str, str], ...]:
    old, new = (
        {h.title: f"{h.value} {h.unit}".strip() if h.value else "no figure" for h in page}
        for page in (was, will)
    )
    names = dict.fromkeys((*old, *new))
    pairs = ((name, old.get(name, "no figure"), new.get(name, "no figure")) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
