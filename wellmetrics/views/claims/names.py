"""What the figures and places of one release are called, as a person may write them."""

import re
from collections import Counter
from collections.abc import Iterable

from wellmetrics.model import Indicator
from wellmetrics.release import Place, Release
from wellmetrics.views.choice import indicators
from wellmetrics.words.claims import Names

KINDS = (
    "Primary", "Infant", "Infants", "Junior", "Nursery", "High", "Secondary", "Special", "Grammar", "School", "Academy",
    "College", "Centre", "Community", "Catholic", "RC", "CE", "Church", "of", "England", "House", "First", "Middle",
)  # fmt: skip
TRUSTS = (
    "Trust",
    "MAT",
    "Learning",
    "Academies",
    "Education",
    "Educational",
    "Multi",
    "Multi-Academy",
    "Schools",
    "Partnership",
)
# Ordinary words too: an area by such a name is meant only where it stands like a name.
AFTER_A_NAME = r"(?: \((?:staff|pupil) survey\)| scores?| area| section|(?=:))"


def names(figures: Release) -> Names:
    """Patterns for every figure of the catalogue, every place of the release and every area of its surveys."""
    known = indicators()
    areas = dict.fromkeys(q.construct for q in figures.questions if q.construct)
    return Names(
        dict(_figures(known.values())),
        dict(_places(figures)),
        {_area(re.escape(area.lower())): area for area in areas},
        tuple(_units(known.values())),
    )


def _area(name: str) -> str:
    return f"{name}{AFTER_A_NAME}|(?<=[a-z,] ){name}(?=[ ,.;])"


def _units(known: Iterable[Indicator]) -> Iterable[str]:
    """`of staff who answered`: what stands behind a number is its unit and no figure, but for `of those asked`."""
    for unit in dict.fromkeys(indicator.unit for indicator in known if indicator.whole):
        if unit.startswith("of ") and "asked" not in unit:
            yield rf"(?<=[%\d] ){re.escape(unit.lower()).replace(chr(92) + ' ', ' ')}"


def _figures(known: Iterable[Indicator]) -> Iterable[tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    for indicator in known:
        for name in (indicator.short, indicator.title, indicator.code):
            pattern = re.escape(name.lower()).replace(r"\ ", " ")
            found[pattern] = (*found.get(pattern, ()), indicator.code)
    return found.items()


def _places(figures: Release) -> Iterable[tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    cores = {place.urn: core(place.name) for place in figures.schools}
    shared, firsts = Counter(cores.values()), Counter(c.split()[0] for c in cores.values())
    for place in figures.schools:
        for pattern in _school(place, cores[place.urn], shared, firsts):
            found[pattern] = (*found.get(pattern, ()), place.urn)
    for place in figures.groups:
        found[f"(?:[Tt]he |[Oo]ur )?{_group(place)}"] = (place.group,)
    trust = re.sub(r"\s*\(.*\)$", "", figures.trust)
    found[rf"{_spelt(trust)}(?: \(demo\))?"] = ("",)
    if _trust(trust).split()[0] not in firsts:
        # “Oakfield Primary School” is a school, if anything.
        found[rf"{_spelt(_trust(trust))}(?: (?:{'|'.join(TRUSTS)}))*(?! (?:{'|'.join(KINDS)})\b)"] = ("",)
    return found.items()


def _trust(name: str) -> str:
    """`Oakfield` of Oakfield Learning Trust."""
    words = name.split()
    while len(words) > 1 and words[-1] in (*TRUSTS, *KINDS):
        words.pop()
    return " ".join(words)


def _group(place: Place) -> str:
    """By its name; small primary schools are the small primaries too, and their staff the small primary staff."""
    stem = place.name.removesuffix("y schools")
    if place.kind != "small schools" or stem == place.name:
        return f"(?i:{_spelt(place.name)})"
    return rf"(?i:{_spelt(stem)})(?i:y schools|ies|y(?= (?:pupils|students|children|staff|teachers|colleagues)\b))"


def core(name: str) -> str:
    """`Larch` of Larch High School: the name without what kind of school it is."""
    words = re.sub(r"\(.*\)", "", name).split()
    while len(words) > 1 and words[-1].strip(",") in KINDS:
        words.pop()
    return " ".join(words)


def _school(place: Place, short: str, shared: Counter, firsts: Counter) -> Iterable[str]:
    """The whole name and the URN; what tells it from all others; its first word where no other school has it."""
    yield from (_spelt(place.name), place.urn)
    alone = shared[short] == 1
    kinds = rf"(?: (?:{'|'.join(KINDS)}))*" if alone else ""
    yield f"{_spelt(short)}{kinds}"
    first = short.split()[0]
    if " " in short and firsts[first] == 1 and len(first) > 3:
        # “Willow School” is another school than Willow Bridge.
        yield rf"{re.escape(first)}(?! (?:{'|'.join(KINDS)})\b)"


def _spelt(name: str) -> str:
    """With or without the full stop and the apostrophe of `St. Anne's`."""
    return (
        re.escape(name)
        .replace(r"\ ", " ")
        .replace("\\.", r"\.?")
        .replace("’", "'")
        .replace("'", "'?")
        .replace("St ", r"St\.? ")
    )
