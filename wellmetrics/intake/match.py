"""Headings to a dataset's columns: by name and alias at once, by likeness only as a proposal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process, utils

from wellmetrics.model import Column, Dataset


@lru_cache(20_000)  # the same names are compared with every heading
def plain(text: str) -> str:
    """Lower case, words only: how headings and values are compared."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def compared(text: str) -> str:
    """As `plain`; what holds no word, such as a tick, is itself."""
    return plain(text) or text.strip()


# What an alias may say after its heading: “full or part day, after first_day”, “school, if alone”.
_QUALIFIED = re.compile(r"(?P<heading>.+), (?:after (?P<after>\w+)|if alone)")


@dataclass(frozen=True, slots=True)
class Match:
    """Which column of the file fills which column of the dataset, by position.

    `beside` are headings that would stand for a column of the dataset if it had no better one, such as an absence
    type beside the reason; they are among the `extra` ones too.
    """

    columns: Mapping[str, int]
    extra: tuple[int, ...]
    repeated: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...]
    proposals: Mapping[str, str]  # missing column -> the heading that looks most like it
    beside: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def names(column: Column) -> set[str]:
    """The headings that stand for a column wherever they stand and whatever else the file has."""
    return {plain(name) for name in (column.name, *column.aliases) if not _QUALIFIED.fullmatch(name)}


def alone(column: Column) -> list[str]:
    """The headings that stand for a column where no better one does, the best first."""
    return [plain(found["heading"]) for found in _qualified(column) if not found["after"]]


def _qualified(column: Column) -> list[re.Match[str]]:
    return [found for alias in column.aliases if (found := _QUALIFIED.fullmatch(alias))]


def known_headings(datasets: Iterable[Dataset]) -> frozenset[str]:
    columns = [column for dataset in datasets for column in dataset.columns]
    qualified = {plain(found["heading"]) for column in columns for found in _qualified(column)}
    return frozenset(qualified.union(*map(names, columns)))


def ways(heading: str) -> tuple[str, str]:
    """A heading as it is compared: as it stands, and with the words apart that a machine wrote together."""
    return plain(heading), plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))


def match(headings: tuple[str, ...], dataset: Dataset, given: Iterable[str] = ()) -> Match:
    """`given` are columns the sender states for the whole file, so that the file need not hold them."""
    found = _by_name(headings, dataset)
    beside = _if_alone(headings, dataset, found)
    taken = {position for positions in found.values() for position in positions}
    extra = tuple(position for position in range(len(headings)) if position not in taken)
    stated = {*found, *given}
    missing = tuple(c.name for c in dataset.columns if c.needed and c.name not in stated)
    return Match(
        columns={name: positions[0] for name, positions in found.items()},
        extra=extra,
        repeated={name: tuple(positions) for name, positions in found.items() if len(positions) > 1},
        missing=missing,
        proposals=_proposals(missing, [headings[i] for i in extra], dataset),
        beside=beside,
    )


def _by_name(headings: tuple[str, ...], dataset: Dataset) -> dict[str, list[int]]:
    """The positions of each column by its name, by other names, and by where a heading stands."""
    by_name = {name: column.name for column in reversed(dataset.columns) for name in names(column)}
    by_name |= {plain(column.name): column.name for column in dataset.columns}
    after = {
        (plain(place["heading"]), place["after"]): column.name
        for column in dataset.columns
        for place in _qualified(column)
        if place["after"]
    }
    found: dict[str, list[int]] = {}
    before = {heading: "" for heading, _ in after}  # the column that last stood before such a heading
    for position, heading in enumerate(headings):
        column = next((by_name[way] for way in ways(heading) if way in by_name), None)
        for placed in before:
            if column and (placed, column) in after:
                before[placed] = column
        column = column or next((after.get((way, before.get(way, ""))) for way in ways(heading)), None)
        if column:
            found.setdefault(column, []).append(position)
    return found


def _if_alone(
    headings: tuple[str, ...], dataset: Dataset, found: dict[str, list[int]]
) -> dict[str, tuple[int, ...]]:
    """Gives columns without a heading the one that stands for them if alone; returns those that were not needed."""
    free = set(range(len(headings))) - {p for ps in found.values() for p in ps}
    beside = {}
    for column in dataset.columns:
        places = [p for name in alone(column) for p in sorted(free) if name in ways(headings[p])]
        if places and column.name not in found:
            found[column.name] = [places.pop(0)]
            free.discard(found[column.name][0])
        if places:
            beside[column.name] = tuple(dict.fromkeys(places))
    return beside


def _proposals(missing: tuple[str, ...], headings: list[str], dataset: Dataset) -> dict[str, str]:
    proposals = {}
    for name in missing:
        likeness = [
            hit
            for candidate in names(dataset.column(name))
            if (
                hit := process.extractOne(
                    candidate, headings, scorer=fuzz.ratio, processor=utils.default_process
                )
            )
        ]
        best = max(likeness, key=lambda hit: hit[1], default=None)
        if best and best[1] >= 75:
            proposals[name] = best[0]
    return proposals


def recognise(
    headings: tuple[str, ...], datasets: Iterable[Dataset], given: Iterable[str] = ()
) -> list[Dataset]:
    """The datasets whose needed columns are all there, the one that explains most headings first."""
    fits = [(d, m) for d in datasets if not (m := match(headings, d, given)).missing]
    return [d for d, _ in sorted(fits, key=lambda fit: -len(fit[1].columns))]


def nearest(
    headings: tuple[str, ...], datasets: Iterable[Dataset], given: Iterable[str] = ()
) -> tuple[Dataset, Match]:
    """The dataset that lacks the smallest share of its needed columns."""

    def lack(fit: tuple[Dataset, Match]) -> float:
        needed = sum(column.needed for column in fit[0].columns)
        return len(fit[1].missing) / needed

    return min(((d, match(headings, d, given)) for d in datasets), key=lack)


def with_proposal(name: str, proposals: Mapping[str, str]) -> str:
    return f"{name} (did you mean “{proposals[name]}”?)" if name in proposals else name
