"""Files as they were sent: which of their rows are somebody's, and the file again without them."""

import csv
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from wellmetrics.intake.agreed import agreed
from wellmetrics.intake.checked import Context
from wellmetrics.intake.match import known_headings, plain
from wellmetrics.intake.read import Sheet, read
from wellmetrics.intake.recognising import in_own_words
from wellmetrics.intake.texts import first_texts, texts, where
from wellmetrics.keys import Key
from wellmetrics.model import Dataset, Refusal
from wellmetrics.tombstones import references

# Of these pseudonyms, those of the people who are sought.
Whose = Callable[[Sequence[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file with the rows that are somebody's: `theirs` says which."""

    sheet: Sheet
    theirs: np.ndarray

    @property
    def rows(self) -> int:
        return int(self.theirs.sum())

    @property
    def lines(self) -> list[int]:
        return np.asarray(self.sheet.lines)[self.theirs].tolist()

    def without(self) -> bytes:
        """The table of the file without these rows, as CSV. What stood beside the table is not kept: it may tell of them."""
        keep, out = pa.array(~self.theirs), io.StringIO()
        rows = zip(
            *(column.filter(keep).dictionary_decode().to_pylist() for column in self.sheet.columns),
            strict=True,
        )
        csv.writer(out, lineterminator="\n").writerows([self.sheet.headings, *rows])
        return out.getvalue().encode()


def looked_through(
    key: Key,
    context: Context,
    whose: Whose,
    file: str,
    data: bytes,
    dataset: str = "",
    lines: Collection[int] = (),
) -> Kept | None:
    """The file with the rows of these people; `lines` are known to be theirs. None where nobody can read it as a table."""
    datasets = in_own_words(context)
    try:
        sheet = read(file, data, known_headings(datasets), plain)
    except Refusal:
        return None
    of = next((one for one in datasets if one.name == dataset), None)
    theirs = np.isin(np.asarray(sheet.lines), list(lines))
    for position in _positions(sheet, of, context):
        column = sheet.columns[position]
        names = key.pseudonyms(texts(column.dictionary))
        found = set(whose(names))
        theirs |= where(column, pa.array([name in found for name in names], pa.bool_()))
    return Kept(sheet, theirs)


def _positions(sheet: Sheet, dataset: Dataset | None, context: Context) -> list[int]:
    """The columns in which a reference may stand: not those that are a date, a number or a school."""
    if dataset is None:
        return list(range(len(sheet.columns)))
    match, _ = agreed(sheet.headings, dataset, {}, (), context.layouts, partial(first_texts, sheet.columns))
    found = [match.columns[name] for name in references(dataset) if name in match.columns]
    # The other columns of a survey are answers, of which many are the same short text.
    return found if dataset.stores and found else [*found, *match.extra]
