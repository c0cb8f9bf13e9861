"""Which heading fills which column, by the headings, by what was agreed last time, and by what the sender says now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from wellmetrics.intake import layouts
from wellmetrics.intake.faults import Fault
from wellmetrics.intake.layouts import Layout
from wellmetrics.intake.match import Match, match, plain
from wellmetrics.intake.own_words import Word
from wellmetrics.intake.proposals import Cells, Proposal, proposals
from wellmetrics.intake.values import judge
from wellmetrics.model import Dataset

NONE = ""  # the sender says that no heading of the file is this column
HALF = 0.5

Texts = Callable[[int], Sequence[str]]  # the first distinct texts below a heading


@dataclass(frozen=True, slots=True)
class Headed:
    """The headings of a file as they were matched, for the page to show and the next file to go by.

    `columns` gives the position of each column's heading. `asked` are the columns that somebody has to say something
    about. `changed` says in sentences what is different from last time; `remembered` is whether there was a last time.
    `words` are the texts that nobody knows, the most frequent first, behind those whose meaning the sender gave;
    `schools` are those of the rows in `lines`, null where a cell names none.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    asked: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    changed: tuple[str, ...] = ()
    remembered: bool = False
    words: tuple[Word, ...] = ()
    lines: pa.Array | None = field(default=None, repr=False, compare=False)
    schools: pa.DictionaryArray | None = field(default=None, repr=False, compare=False)


def letter(position: int) -> str:
    """What a spreadsheet calls a column: A, B, ... Z, AA."""
    more, last = divmod(position, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)


def labels(headings: Sequence[str]) -> tuple[str, ...]:
    """Each heading by a name of its own: one that stands again has its number behind it, one without words a letter."""
    seen: dict[str, int] = {}
    found = []
    for position, heading in enumerate(headings):
        seen[heading] = seen.get(heading, 0) + 1
        again = f"{heading} ({seen[heading]})" if seen[heading] > 1 else heading
        found.append(again if heading else f"column {letter(position)}")
    return tuple(found)


def position_of(label: str, headings: Sequence[str]) -> int | None:
    """Where the heading stands that the sender names: written as it stands there, or else alike."""
    named = labels(headings)
    if label in named:
        return named.index(label)
    alike = [position for position, name in enumerate(named) if plain(name) == plain(label)]
    return alike[0] if alike and plain(label) else None


def agreed(
    headings: tuple[str, ...],
    dataset: Dataset,
    said: Mapping[str, str],
    given: Iterable[str],
    known: Iterable[Layout],
    texts: Texts,
) -> tuple[Match, Layout | None]:
    """The match of a file. `said` is the sender's word on this very file: column and heading; it goes before all else."""
    found = match(headings, dataset, given)
    layout = nearest(headings, dataset, known, texts)
    if layout:
        found = layouts.remembered(found, headings, layout, dataset, given)
    return (_as_said(found, headings, dataset, said, given) if said else found), layout


def nearest(
    headings: Sequence[str], dataset: Dataset, known: Iterable[Layout], texts: Texts
) -> Layout | None:
    """The layout of this dataset that was agreed for the schools of this file, or else the one most alike.

    None where no layout finds half of its headings again.
    """
    now, columns = {plain(heading) for heading in headings}, {column.name for column in dataset.columns}

    def alike(layout: Layout) -> tuple[float, float]:
        then = {plain(heading) for heading in layout.headings}
        return len(now & then) / max(len(then), 1), len(now & then) / max(len(now | then), 1)

    fitting = [
        one
        for one in known
        if one.dataset == dataset.name and set(one.columns) <= columns and alike(one)[0] >= HALF
    ]
    return max(
        fitting, key=lambda one: (_of_its_schools(headings, dataset, one, texts), *alike(one)), default=None
    )


def _of_its_schools(headings: Sequence[str], dataset: Dataset, layout: Layout, texts: Texts) -> bool:
    """Whether most schools of the file, as the layout reads them, are those for which it was agreed, and back."""
    at = layouts.apply(headings, layout).get("urn")
    if at is None or not layout.urns:
        return False
    read = [judge(" ".join(text.split()), dataset.column("urn")) for text in texts(at) if text.strip()]
    urns = {str(urn) for urn in read if not isinstance(urn, Fault)}
    both = urns & set(layout.urns)
    return len(both) >= HALF * max(len(urns), len(layout.urns))


def _as_said(
    found: Match, headings: Sequence[str], dataset: Dataset, said: Mapping[str, str], given: Iterable[str]
) -> Match:
    named = {column.name for column in dataset.columns} & set(said)
    at = {name: position_of(said[name], headings) for name in named if said[name] != NONE}
    chosen = {name: position for name, position in at.items() if position is not None}
    columns = {
        name: position
        for name, position in found.columns.items()
        if name not in named and position not in chosen.values()
    } | chosen
    stated = {*columns, *given}
    extra = tuple(i for i in range(len(headings)) if i not in columns.values())
    return replace(
        found,
        columns=columns,
        extra=extra,
        repeated={name: positions for name, positions in found.repeated.items() if name not in named},
        missing=tuple(c.name for c in dataset.columns if c.needed and c.name not in stated),
        proposals={name: near for name, near in found.proposals.items() if name not in columns},
        beside={name: tuple(p for p in places if p in extra) for name, places in found.beside.items()},
    )


def without(headings: Sequence[str], questions: Iterable[int]) -> tuple[str, ...]:
    return tuple(heading for i, heading in enumerate(headings) if i not in set(questions))


def to_remember(
    dataset: Dataset, headings: Sequence[str], columns: Mapping[str, int], questions: Iterable[int],
    urns: Iterable[str], values: Mapping[str, Mapping[str, str]],
) -> Layout:  # fmt: skip
    """The layout of a file as it was read, without the questions of a survey."""
    own = [i for i in range(len(headings)) if i not in set(questions)]
    places = {name: own.index(position) for name, position in columns.items()}
    return layouts.layout_of(dataset, [headings[i] for i in own], places, urns, values)


def headed(
    headings: tuple[str, ...],
    dataset: Dataset,
    found: Match,
    layout: Layout | None,
    cells: Callable[[int], Cells],
    rows: int,
    urns: Iterable[str],
    said: Mapping[str, str],
    given: Iterable[str],
    questions: Iterable[int] = (),
) -> Headed:
    """What is asked of the sender: missing and repeated columns, and proposals that nobody has answered yet.

    `questions` are the positions of a survey's questions: they change from wave to wave and are no part of a layout.
    """
    needed = {column.name for column in dataset.columns if column.needed}
    own = without(headings, questions)
    as_before = layout is not None and layouts.same(own, layout)
    open_ = [
        p
        for p in proposals(headings, dataset, found, cells, rows, urns, given)
        if p.column in needed or not (p.column in said or as_before)
    ]
    asked = {*found.missing, *found.repeated, *(p.column for p in open_)}
    difference = layouts.difference(own, layout, dataset) if layout else None
    return Headed(
        headings,
        found.columns,
        tuple(c.name for c in dataset.columns if c.name in asked),
        tuple(open_),
        layouts.sentences(difference, dataset) if difference else (),
        layout is not None,
    )
