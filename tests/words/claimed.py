"""What the claim check is given in tests: a reader's release, the product's own sentences, and those turned over."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

from wellmetrics import access
from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import choice, school, trust
from wellmetrics.views.claims import Checked, check
from wellmetrics.views.headlines import Headline

SENTENCES = Path(__file__).parents[1] / "files" / "claims"
TURNED = {
    "higher than usual": ("lower than usual", "as usual", "improved"),
    "lower than usual": ("higher than usual", "as usual", "improved"),
    "longer than usual": ("shorter than usual", "as usual"),
    "as usual": ("higher than usual", "lower than usual", "improved"),
    "has not changed": ("has narrowed", "has widened"),
    "less than boys": ("more than boys",),
    "second term": ("third term",),
    "third term": ("second term",),
    "has not sent": ("has sent",),
    "Summer 2026": ("Summer 2025",),
}
# A number by itself: not one of a school year, nor one in the name of a figure.
NUMBER = re.compile(r"(?<![\w.,/])\d+(?:\.\d+)?(?![\w/]|\.\d| days or more| active|,\d+ on roll)")
NAMES = {"Seen in 28 days", "Seen within 28 days"}


@cache
def opened(home: Path, who: str) -> Release:
    return access.open_release(home, Viewer.parse(who))


@cache
def checked(home: Path, who: str, text: str) -> list[Checked]:
    return check(opened(home, who), Viewer.parse(who), text)


def verdicts(home: Path, who: str, text: str) -> list[str]:
    return [one.verdict for one in checked(home, who, text)]


@cache
def written(home: Path, who: str) -> list[str]:
    """Every paragraph that the front pages of a reader say, each under the name of its school."""
    figures = opened(home, who)
    chosen = choice.choose(figures, Viewer.parse(who), {})
    if who.startswith("head"):
        return list(school.view(figures, chosen).said)
    page = trust.view(figures, chosen)
    said = [*(s.text for s in page.sentences), *map(_headline, page.headlines)]
    for place in figures.schools:
        own = school.view(figures, replace(chosen, place=place.urn)).said
        said += [f"## {place.name}\n\n{text}" for text in own]
    return said


def _headline(one: Headline) -> str:
    return f"{one.title}: {one.value} {one.unit}; {one.change}. {' '.join(f'{b}.' for b in one.beside)}"


def rows(name: str) -> list[dict[str, str]]:
    """A set of sentences with the verdict that each must get, role by role."""
    with (SENTENCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["role"])


@cache
def tallied(home: Path, name: str) -> Counter[tuple[str, str]]:
    """How many sentences of a set that should get one verdict got which."""
    found: Counter[tuple[str, str]] = Counter()
    for role, group in groupby(rows(name), key=lambda row: row["role"]):
        of_role = list(group)
        text = "\n\n".join(row["sentence"] for row in of_role)
        for row, one in zip(of_role, checked(home, role, text), strict=True):
            about = not row["indicator"] or row["indicator"] in one.figure
            found[row["verdict"], one.verdict if about else "another figure"] += 1
    return found


def mutants(text: str, names: list[str]) -> Iterator[str]:
    """The text with one claim turned over: the way, the number, or the school."""
    for word, others in TURNED.items():
        for other in others if word in text and f"not asked in {word}" not in text else ():
            yield text.replace(word, other, 1)
    for match in NUMBER.finditer(text):
        if (
            not any(name in text[max(0, match.start() - 12) : match.end() + 6] for name in NAMES)
            and match.group()[:2] != "20"
        ):
            yield f"{text[: match.start()]}{_other(match.group())}{text[match.end() :]}"
    for name in names:
        if name in text and not text.startswith("##"):
            yield text.replace(name, next(n for n in names if n not in text), 1)


def _other(number: str) -> str:
    """A number a little higher, written to as many places: by one, or by five in the last place."""
    places = len(number.partition(".")[2])
    return f"{float(number) + 5 * 10**-places:.{places}f}" if places else str(int(number) + 1)
