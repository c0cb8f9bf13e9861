"""Headings to a dataset's columns: by name and alias at once, by likeness only as a proposal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from wellmetrics.model import Column, Dataset


def plain(text: str) -> str:
    """Lower case, words only: how headings and values are compared."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


@dataclass(frozen=True, slots=True)
class Match:
    """Which column of the file fills which column of the dataset, by position."""

    columns: Mapping[str, int]
    extra: tuple[int, ...]
    repeated: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...]
    proposals: Mapping[str, str]  # missing column -> the heading that looks most like it


def names(column: Column) -> set[str]:
    return {plain(name) for name in (column.name, *column.aliases)}


def known_headings(datasets: Iterable[Dataset]) -> frozenset[str]:
    return frozenset(name for dataset in datasets for column in dataset.columns for name in names(column))


def match(headings: tuple[str, ...], dataset: Dataset, given: Iterable[str] = ()) -> Match:
    """`given` are columns the sender states for the whole file, so that the file need not hold them."""
    found: dict[str, list[int]] = {}
    extra = []
    by_name = {name: column.name for column in reversed(dataset.columns) for name in names(column)}
    by_name |= {plain(column.name): column.name for column in dataset.columns}
    for position, heading in enumerate(headings):
        column = by_name.get(plain(heading))
        if column:
            found.setdefault(column, []).append(position)
        else:
            extra.append(position)
    missing = tuple(
        c.name for c in dataset.columns if c.needed and c.name not in found and c.name not in set(given)
    )
    return Match(
        columns={name: positions[0] for name, positions in found.items()},
        extra=tuple(extra),
        repeated={name: tuple(positions) for name, positions in found.items() if len(positions) > 1},
        missing=missing,
        proposals=_proposals(missing, [headings[i] for i in extra], dataset),
    )


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
