"""A sentence as tags: which of its words name a figure, a place, a time, a number or a change."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wellmetrics.words.claims import amounts, when

LEXICON = Path(__file__).with_name("lexicon.toml")
NAMING = ("figure", "weak")


@dataclass(frozen=True, slots=True)
class Tag:
    """Words from `start` to `end` that mean `what`, of one kind."""

    kind: str
    what: Any
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """What a trust's figures and places are called: patterns, each with the codes or keys that it may stand for."""

    figures: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, str]
    units: tuple[str, ...] = ()

    @property
    def key(self) -> tuple:
        return tuple(self.figures.items()), tuple(self.places.items()), tuple(self.areas.items()), self.units


Pattern = tuple[str, Any, re.Pattern[str], bool]  # kind, meaning, pattern, whether of small letters


def tags(text: str, names: Names) -> list[Tag]:
    """The tags of a sentence in order. Where two meet, the one that begins first and reaches furthest stands."""
    text, found, at = plain(text), [], 0
    small = _small(text)
    other = sorted(_other(text), key=lambda tag: (tag.start, -tag.end))
    ahead = [
        (k, w, p.search, said := small if low else text, p.search(said))
        for k, w, p, low in _patterns(names.key)
    ]
    while True:
        # What a tag has taken is not there for another: a pattern is looked for again behind it.
        ahead = [(k, w, p, s, m if m.start() >= at else p(s, at)) for k, w, p, s, m in ahead if m]
        met = [Tag(k, w, m.start(), m.end(), text[m.start() : m.end()]) for k, w, *_, m in ahead if m]
        met += [tag for tag in other if tag.start >= at]
        if not met:
            return found
        first = min(met, key=lambda tag: (tag.start, -tag.end))
        found.append(_with_others(first, met) if first.kind in NAMING else first)
        at = max(first.end, first.start + 1)


def plain(text: str) -> str:
    """Quotes, dashes and spaces of one kind; every character keeps its place."""
    return text.translate(
        str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "“": '"', "”": '"'})
    )


def _small(text: str) -> str:
    """In small letters, every character in its place: patterns of one case are found much faster.

    The month of May keeps its capital, and so is no “may” of the lexicon.
    """
    low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    for month in re.finditer(when.MAY, text):
        low = f"{low[: month.start()]}{month.group()}{low[month.end() :]}"
    return low


def _with_others(tag: Tag, met: Iterable[Tag]) -> Tag:
    """A word for several figures names them all, the longest wording first."""
    same = sorted((t for t in met if t.kind == tag.kind and t.start == tag.start), key=lambda t: -t.end)
    codes = tuple(dict.fromkeys(code for t in same for code in t.what))
    return Tag(tag.kind, codes, tag.start, tag.end, tag.text)


def _other(text: str) -> Iterable[Tag]:
    for kind, what, start, end in (*when.found(text), *amounts.found(text)):
        yield Tag(kind, what, start, end, text[start:end])


@cache
def lexicon() -> Mapping[str, Mapping[str, list[str]]]:
    """The shipped lexicon: kind, meaning, patterns."""
    return tomllib.loads(LEXICON.read_text(encoding="utf-8"))


@cache
def _patterns(names: tuple) -> tuple[Pattern, ...]:
    """Names come first, so that a school is a school even where its name has a meaning."""
    figures, places, areas, units = names
    known = [(kind, what, words) for kind, of in lexicon().items() for what, words in of.items()]
    return (
        *(("place", keys, compiled([name]), False) for name, keys in places),
        *(("figure", codes, compiled([name]), True) for name, codes in figures),
        *(("area", area, compiled([name]), True) for name, area in areas),
        *((("unit", "", compiled(units), True),) if units else ()),
        *((kind, (what,) if kind in NAMING else what, compiled(words), True) for kind, what, words in known),
    )


def compiled(words: Iterable[str]) -> re.Pattern[str]:
    """Longer patterns first; whole words only; the possessive of a word is the word."""
    spaced = (word.replace("’", "'") for word in sorted(words, key=len, reverse=True))
    alternatives = "|".join(f"(?:{word})" for word in spaced)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?:'s?(?=\s))?(?:(?<=\s)|(?!\w))")
