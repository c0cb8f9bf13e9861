"""Where a table begins: its headings among title lines, group headings and second rows of headings."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SEARCH = 25
LONGEST_NAME = 200  # of a heading that a dataset knows
# Headings of survey tools, which are no columns of a dataset and yet say that a row is one of headings.
TOOLS = frozenset(
    {"respondent id", "collector id", "start time", "completion time", "timestamp", "ip address"}
)
# What SurveyMonkey writes below a question that has no items.
NO_ITEM = {"response", "open ended response"}

Row = Sequence[str]
Plain = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Headings:
    """Rows are counted from 1, as a spreadsheet does."""

    line: int
    names: tuple[str, ...]
    items: tuple[str, ...]  # what a second row of headings says of each column
    above: tuple[str, ...]  # the lines above the headings, as text
    joined: int | None  # the row whose texts were joined to the headings
    body: int  # the row after the headings
    known: int  # how many headings some dataset knows

    @property
    def named(self) -> int:
        """How many columns there are up to the last that has a name."""
        return max((i for i, name in enumerate(self.names, 1) if name), default=0)


def find(rows: Sequence[Row], known: frozenset[str], plain: Plain) -> Headings:
    """The headings of a table that begins with `rows`: they stand in the row that knows most of the names.

    `known` are normalised by `plain`. Where a row knows only one name it may be chance, so that the first row that
    is half as wide as the widest is preferred.
    """
    known = known | TOOLS
    top = rows[:SEARCH]
    hits = [len({plain(cell) for cell in row if len(cell) < LONGEST_NAME} & known) for row in top]
    wide = max(map(_filled, rows), default=0)
    likely = next((i for i, row in enumerate(top) if _filled(row) and 2 * _filled(row) >= wide), 0)
    best = max(range(len(top)), key=hits.__getitem__, default=0)
    at = best if hits and hits[best] > 1 else likely
    return _headings(rows, at, hits[at] if hits else 0, known, plain)


def _headings(rows: Sequence[Row], at: int, hits: int, known: frozenset[str], plain: Plain) -> Headings:
    names = _tidy(rows[at]) if rows else []
    items = [""] * len(names)
    above = [_tidy(row) for row in rows[:at]]
    below = _tidy(rows[at + 1]) if at + 1 < len(rows) else []
    joined, body = None, at + 2
    if _is_second(names, below, known, plain):
        names, items = _with_items(names, below, known, plain)
        joined, body = at + 2, at + 3
    elif above and _completes(above[-1], names):
        names = [own or label for own, label in _pairs(names, above.pop())]
        joined = at
    lines = (" ".join(filter(None, row)) for row in above)
    blanks = [""] * (_usual_width(rows[body - 1 :]) - len(names))
    return Headings(
        at + 1, (*names, *blanks), (*items, *blanks), tuple(filter(None, lines)), joined, body, hits
    )


def _usual_width(rows: Sequence[Row]) -> int:
    """Rows may end in separators that the headings lack."""
    return max(Counter(map(len, rows)).items(), key=lambda one: (one[1], one[0]), default=(0, 0))[0]


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell and not cell.isspace())


def _tidy(row: Row) -> list[str]:
    """A heading may stand on two lines of its cell."""
    return [" ".join(cell.split()) for cell in row]


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[str, str]]:
    """As long as `one`, or longer where `other` has more to say."""
    width = max(len(one), max((i for i, cell in enumerate(other, 1) if cell), default=0))
    return zip([*one, *[""] * width][:width], [*other, *[""] * width][:width], strict=True)


def _is_second(names: Row, below: Row, known: frozenset[str], plain: Plain) -> bool:
    """A row that says nothing under any heading that is known, and something that only a heading says."""
    pairs = list(_pairs(names, below))
    under_known = ["" if plain(cell) in NO_ITEM else cell for name, cell in pairs if plain(name) in known]
    says = any(cell and (not name or plain(cell) in NO_ITEM) for name, cell in pairs)
    return bool(under_known) and not any(under_known) and says


def _with_items(names: Row, below: Row, known: frozenset[str], plain: Plain) -> tuple[list[str], list[str]]:
    """The question stands over the first of its items; the others follow it to the right. What some dataset knows
    stands by itself."""
    joined, items, question = [], [], ""
    for name, cell in _pairs(names, below):
        question = name or question
        item = "" if plain(cell) in NO_ITEM else cell
        alone = not question or not known.isdisjoint({plain(question), plain(item)})
        joined.append(f"{question} – {item}" if item and not alone else item or name)
        items.append(item)
    return joined, items


def _completes(label: Row, names: Row) -> bool:
    """A line above that names columns which the headings leave unnamed, as merged cells over two rows do."""
    return _filled(label) > 1 and any(cell and not own for own, cell in zip(names, label, strict=False))
