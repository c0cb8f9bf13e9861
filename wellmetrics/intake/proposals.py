"""Which heading probably stands for a column that no heading names: shown with its cells, never taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz import fuzz

from wellmetrics.intake import personal
from wellmetrics.intake.faults import Fault
from wellmetrics.intake.match import Match, alone, names, plain, ways
from wellmetrics.intake.values import is_marker, judge
from wellmetrics.model import Column, Dataset

Cells = Mapping[str, int]  # how often each text stands in a column of the file, without blanks

LOOKED_AT = 40  # distinct cells of a heading
SAMPLES = 3
WORTH_SAYING = 60
LIKE_A_NAME = 75  # a heading of this likeness is proposed whatever stands below it
# How much cells that fit say about a column: a school's number leaves no doubt, a date could be any date.
SAID_BY_CELLS = {"urn": 0.9, "academic_year": 0.8, "choice": 0.8, "month": 0.5, "date": 0.5, "flag": 0.2, "number": 0.1,
                 "integer": 0.1}  # fmt: skip
BARE_NUMBERS = 0.2
SURE_KINDS = (
    "urn",
    "academic_year",
    "choice",
)  # whose cells alone are worth a proposal for an optional column


@dataclass(frozen=True, slots=True)
class Proposal:
    """One heading for one column. `score` 0 to 100; `filled` is the share of rows with something in them.

    `also` are the other columns that the same heading is proposed for.
    """

    column: str
    heading: str
    position: int
    score: int
    filled: float
    samples: tuple[str, ...]
    also: tuple[str, ...] = ()


def proposals(
    headings: Sequence[str],
    dataset: Dataset,
    found: Match,
    cells: Callable[[int], Cells],
    rows: int,
    urns: Iterable[str] = (),
    given: Iterable[str] = (),
) -> tuple[Proposal, ...]:
    """For every column of the dataset that no heading fills, the headings that may, the likeliest first.

    `cells` gives the texts below a heading, `rows` is how many rows the file has, `urns` are the schools known.
    Headings of personal data are never proposed.
    """
    known = frozenset(urns)
    free = {
        position: cells(position)
        for position in found.extra
        if not _personal(headings[position], cells(position))
    }
    wanted = [c for c in dataset.columns if c.name not in found.columns and c.name not in set(given)]
    every = [
        Proposal(
            column.name, headings[position], position, score, _filled(below, rows), _samples(below, column)
        )
        for column in wanted
        for position, below in free.items()
        if (score := _score(headings[position], below, column, known)) >= WORTH_SAYING
    ]
    every.sort(key=lambda p: (-p.score, p.position))
    return tuple(replace(p, also=_also(p, every)) for p in every)


def by_column(every: Iterable[Proposal]) -> dict[str, tuple[Proposal, ...]]:
    """The proposals of each column, the likeliest first."""
    found: dict[str, list[Proposal]] = {}
    for proposal in every:
        found.setdefault(proposal.column, []).append(proposal)
    return {column: tuple(proposed) for column, proposed in found.items()}


def sentence(proposal: Proposal) -> str:
    """What the sender is asked: the heading, how full it is, what stands there, and what else it could be."""
    samples = ", ".join(f"“{sample}”" for sample in proposal.samples)
    said = f"Is “{proposal.heading}” the column {proposal.column}? It is {proposal.filled:.0%} filled"
    said += f", with {samples}." if samples else "."
    return f"{said} It could also be {' or '.join(proposal.also)}." if proposal.also else said


def likeness(heading: str, column: Column) -> float:
    """0 to 100: how much a heading looks like the column's name or another name of it."""
    candidates = {*names(column), *alone(column)}
    return max(fuzz.token_sort_ratio(way, name) for way in ways(heading) for name in candidates)


def fit(below: Cells, column: Column, urns: frozenset[str] = frozenset()) -> float | None:
    """The share of cells that the column would take; None where they say nothing about it."""
    if column.kind not in SAID_BY_CELLS:
        return None
    looked_at = [(text, n) for text, n in islice(below.items(), LOOKED_AT) if not is_marker(text)]
    total = sum(n for _, n in looked_at)
    return sum(n for text, n in looked_at if _takes(text, column, urns)) / total if total else None


def _takes(text: str, column: Column, urns: frozenset[str]) -> bool:
    found = judge(" ".join(text.split()), column)
    return not isinstance(found, Fault) and (column.kind != "urn" or not urns or found in urns)


def _score(heading: str, below: Cells, column: Column, urns: frozenset[str]) -> int:
    like, share = likeness(heading, column), fit(below, column, urns)
    if share is None:
        return round(like) if like >= LIKE_A_NAME and (below or column.needed) else 0
    if share < 0.5:
        # A title above cells of another kind is seldom meant, unless it says the very words.
        return round(like * (0.7 + 0.6 * share)) if like >= LIKE_A_NAME else 0
    if like < LIKE_A_NAME and not (column.needed or column.kind in SURE_KINDS):
        return 0
    # Small whole numbers are year groups, and ages, and counts.
    said = (
        BARE_NUMBERS
        if column.kind == "choice" and all(map(str.isdigit, below))
        else SAID_BY_CELLS[column.kind]
    )
    return round(100 - (100 - like) * (1 - said * share))


def _personal(heading: str, below: Cells) -> bool:
    return bool(personal.heading(plain(heading)) or personal.column(below))


def _filled(below: Cells, rows: int) -> float:
    return sum(below.values()) / rows if rows else 0.0


def _samples(below: Cells, column: Column) -> tuple[str, ...]:
    """The most frequent texts. References are masked, because a name may stand where one is expected."""
    often = sorted(below, key=lambda text: (-below[text], text))[:SAMPLES]
    return tuple(personal.masked(t) if column.kind == "reference" or personal.value(t) else t for t in often)


def _also(proposal: Proposal, every: Iterable[Proposal]) -> tuple[str, ...]:
    return tuple(p.column for p in every if p.position == proposal.position and p.column != proposal.column)
