"""How a sender's headings were matched once, so that the same layout needs no click and a changed one shows how."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from rapidfuzz import fuzz

from wellmetrics.intake.match import Match, names, plain
from wellmetrics.model import Dataset

LIKE_ENOUGH = 60  # two headings, one gone and one new, of which the one is probably the other


@dataclass(frozen=True, slots=True)
class Layout:
    """One sender's file as it was agreed. Headings are kept as they were sent and compared as `plain` has them.

    `columns` gives the heading of each column of the dataset, `values` what the sender said of a column's texts.
    `urns` is empty for the trust's own file. A heading that stands several times is named by which of them it is.
    """

    dataset: str
    urns: tuple[str, ...]
    headings: tuple[str, ...]
    columns: Mapping[str, "Place"]
    ignored: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What it is stored under: the dataset, and the schools or "" for the trust."""
        return self.dataset, " ".join(self.urns)


@dataclass(frozen=True, slots=True)
class Place:
    """A heading, and which one of those alike it is, counted from 0."""

    heading: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """How headings differ from a layout: what is called otherwise (old, new), what is gone and what is new.

    `unclear` are headings that stand several times and have changed places, so that nobody can tell which is which.
    """

    renamed: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.renamed or self.gone or self.new or self.unclear)


def layout_of(
    dataset: Dataset,
    headings: Sequence[str],
    columns: Mapping[str, int],
    urns: Iterable[str] = (),
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> Layout:
    """The layout of a file whose columns stand at these positions."""
    places = {name: _place(headings, position) for name, position in columns.items()}
    ignored = tuple(heading for i, heading in enumerate(headings) if i not in set(columns.values()))
    return Layout(dataset.name, tuple(sorted(urns)), tuple(headings), places, ignored, values or {})


def _place(headings: Sequence[str], position: int) -> Place:
    heading = headings[position]
    return Place(heading, sum(plain(other) == plain(heading) for other in headings[:position]))


def apply(headings: Sequence[str], layout: Layout) -> dict[str, int]:
    """The position of each column that the layout finds again, wherever its heading stands now."""
    at: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        at.setdefault(plain(heading), []).append(position)
    unclear = _unclear(headings, layout)
    return {
        name: at[plain(place.heading)][place.nth]
        for name, place in layout.columns.items()
        if plain(place.heading) in at and plain(place.heading) not in unclear
    }


def _unclear(headings: Sequence[str], layout: Layout) -> set[str]:
    """Headings that stand several times, and not as they did: another number of times, or among others moved."""
    now, then = list(map(plain, headings)), list(map(plain, layout.headings))
    both = set(now) & set(then)
    moved = [h for h in now if h in both] != [h for h in then if h in both]
    often, before = Counter(now), Counter(then)
    return {h for h in both if max(often[h], before[h]) > 1 and (moved or often[h] != before[h])}


def remembered(
    found: Match, headings: Sequence[str], layout: Layout, dataset: Dataset, given: Iterable[str] = ()
) -> Match:
    """The match with what the sender agreed to last time in the place of what the headings alone say."""
    agreed = apply(headings, layout)
    ignored = set(map(plain, layout.ignored)) - {plain(place.heading) for place in layout.columns.values()}
    columns = {
        name: position
        for name, position in found.columns.items()
        if position not in agreed.values() and plain(headings[position]) not in ignored
    } | agreed
    extra = tuple(i for i in range(len(headings)) if i not in columns.values())
    stated = {*columns, *given}
    return replace(
        found,
        columns=columns,
        extra=extra,
        repeated={name: positions for name, positions in found.repeated.items() if name not in agreed},
        missing=tuple(c.name for c in dataset.columns if c.needed and c.name not in stated),
        proposals={name: heading for name, heading in found.proposals.items() if name not in columns},
        beside={name: tuple(p for p in places if p in extra) for name, places in found.beside.items()},
    )


def same(headings: Sequence[str], layout: Layout) -> bool:
    """Whether a file has the layout's headings, in whatever order: it needs no click."""
    return Counter(map(plain, headings)) == Counter(map(plain, layout.headings)) and not _unclear(
        headings, layout
    )


def difference(headings: Sequence[str], layout: Layout, dataset: Dataset) -> Difference:
    """What changed since the layout was agreed. A pair that looks alike, or names one column, is called renamed."""
    now, then = Counter(map(plain, headings)), Counter(map(plain, layout.headings))
    gone, new = list((then - now).elements()), list((now - then).elements())
    shown = {plain(h): h for h in (*layout.headings, *headings)}
    renamed: dict[str, str] = {}
    for score, a, b in sorted((-_alike(a, b, dataset), a, b) for a in gone for b in new):
        if -score >= LIKE_ENOUGH and a not in renamed and b not in renamed.values():
            renamed[a] = b
    return Difference(
        tuple((shown[a], shown[b]) for a, b in renamed.items()),
        tuple(shown[a] for a in gone if a not in renamed),
        tuple(shown[b] for b in new if b not in renamed.values()),
        tuple(shown[h] for h in sorted(_unclear(headings, layout)) if now[h] == then[h]),
    )


def _alike(old: str, new: str, dataset: Dataset) -> float:
    if any({old, new} <= names(column) for column in dataset.columns):
        return 100.0
    return fuzz.token_set_ratio(old, new)


def sentences(found: Difference, dataset: Dataset) -> tuple[str, ...]:
    """A difference in words, one sentence a heading."""
    known = {name for column in dataset.columns for name in names(column)}
    return (
        *(f"The column “{old}” is now called “{new}”." for old, new in found.renamed),
        *(f"“{heading}” is gone." for heading in found.gone),
        *(
            f"There is a new column “{h}”{'' if plain(h) in known else ', which is not needed'}."
            for h in found.new
        ),
        *(
            f"“{h}” stands several times, and the columns have moved: say which is which."
            for h in found.unclear
        ),
    )


def to_json(layout: Layout) -> str:
    return json.dumps(asdict(layout), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Layout:
    """The layout that `to_json` wrote. Raises ValueError for anything else."""
    try:
        found = json.loads(text)
        return Layout(
            found["dataset"],
            tuple(found["urns"]),
            tuple(found["headings"]),
            {name: Place(**place) for name, place in found["columns"].items()},
            tuple(found["ignored"]),
            found["values"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no layout: {error}") from None
