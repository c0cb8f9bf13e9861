"""Schools known by their names, where a file has no URN: the same name is taken, a like one only proposed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from wellmetrics.intake.match import plain
from wellmetrics.model import Dataset

_SAME = {"saint": "st", "and": "", "the": "", "ce": "c e", "cofe": "c e", "c of e": "c e", "rc": "r c"}
_GENERIC = {"school", "academy"}
_WORDS = re.compile(rf"\b({'|'.join(_SAME)})\b")


@lru_cache(4096)
def key(name: str) -> str:
    """What two ways of writing a school's name have in common: case, accents, apostrophes, “&” and “Saint” apart."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = plain(re.sub(r"['’‘`.]", "", bare))
    return " ".join(_WORDS.sub(lambda m: _SAME[m[0]], words).split())


def _bare(found: str) -> str:
    """Without spaces and the words that many a name leaves out: “Firtree Primary” is Fir Tree Primary Academy."""
    return "".join(word for word in found.split() if word not in _GENERIC)


@lru_cache(64)
def by_key(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """URN by `key` of (name, URN); a name that two schools share is nobody's."""
    found: dict[str, set[str]] = {}
    for name, urn in names:
        found.setdefault(key(name), set()).add(urn)
    return {name: urns.pop() for name, urns in found.items() if len(urns) == 1}


def school_by_name(texts: Iterable[str], schools: Mapping[str, str]) -> dict[str, str]:
    """The URN of each text that is the name of one school. `schools` are names by URN."""
    known = by_key(tuple((name, urn) for urn, name in schools.items()))
    return {text: known[key(text)] for text in texts if key(text) in known}


def with_schools(dataset: Dataset, schools: Mapping[str, str]) -> Dataset:
    """The dataset whose school column takes the name of a school in the place of its URN. `schools`: names by URN."""
    known = school_by_name(schools.values(), schools)
    columns = (
        replace(c, value_aliases={**known, **c.value_aliases}) if c.kind == "urn" else c
        for c in dataset.columns
    )
    return replace(dataset, columns=tuple(columns))


def nearest_name(text: str, names: Iterable[str]) -> str | None:
    """The name that looks most like `text`, for a proposal."""
    known = {key(name): name for name in names}
    alike = [name for found, name in known.items() if _bare(found) == _bare(key(text))]
    if len(alike) == 1:
        return alike[0]
    near = process.extractOne(key(text), list(known), scorer=fuzz.token_sort_ratio, score_cutoff=80)
    return known[near[0]] if near else None
