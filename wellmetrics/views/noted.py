"""Notes on doubtful rows, in words: each follows the figures that the row is behind."""

from wellmetrics.model import FEEDS, Feed
from wellmetrics.published import Footnote
from wellmetrics.release import Release
from wellmetrics.words import numbers


def said(figures: Release, urn: str, grain: str, period: str, feed: Feed) -> list[str]:
    """`A note on staff absence, Alder Primary School, Autumn 2025: “...” (Wellbeing lead, 22 November 2026).`"""
    names = {place.urn: place.name for place in figures.schools}
    return [_sentence(note, names, feed) for note in figures.footnotes(urn, grain, period, feed)]


def of_school(figures: Release, urn: str, term: str) -> list[str]:
    return [text for feed in FEEDS for text in said(figures, urn, "term", term, feed)]


def _sentence(note: Footnote, names: dict[str, str], feed: Feed) -> str:
    about = [FEEDS[feed], names.get(note.urn, ""), numbers.term(note.period) if note.period else ""]
    state = "" if note.settled else ", not settled yet"
    return f"A note on {', '.join(filter(None, about))}: “{note.note}” ({note.by}, {numbers.day(note.written_at)}{state})."
