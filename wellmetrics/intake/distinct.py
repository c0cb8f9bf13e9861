"""Rows of texts to columns of distinct texts: what follows looks at those, and at a whole number a row."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.aside import IN_MEMORY, Aside

BLOCK = 4_096


def encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """A column by its distinct values."""
    if isinstance(column, pa.ChunkedArray) and column.num_chunks == 1:
        column = column.chunk(0)  # as it lies; to bring one together with nothing would copy it
    if isinstance(column, pa.ChunkedArray):
        column = column.dictionary_encode().combine_chunks()
    return column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()


def together(parts: Sequence[pa.DictionaryArray], aside: Aside = IN_MEMORY) -> pa.DictionaryArray:
    """One column of its parts, one after the other. Only their distinct texts are brought together in memory."""
    counted = [
        pa.DictionaryArray.from_arrays(np.arange(len(part.dictionary), dtype=np.int32), part.dictionary)
        for part in parts
    ]
    unified: Any = pa.chunked_array(counted).unify_dictionaries().chunks
    places = [np.asarray(one.indices) for one in unified]
    codes = aside.numbers(place[codes_of(part)] for place, part in zip(places, parts, strict=True))
    return pa.DictionaryArray.from_arrays(codes, unified[0].dictionary, safe=False)


def codes_of(column: pa.DictionaryArray) -> np.ndarray:
    return column.indices.to_numpy(zero_copy_only=False)


class _Codes(dict[str, int]):
    """The number of each text, in the order in which they come."""

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self)
        return code


def gathered(rows: Iterator[Sequence[str]], width: int) -> list[pa.DictionaryArray]:
    """Rows as columns, at least `width`; a row may be shorter, and wider ones make more columns.

    Memory grows with the distinct texts and by four bytes a cell: a text that a million cells share is held once.
    """
    texts = [_Codes() for _ in range(width)]
    codes = [array("i") for _ in range(width)]
    n = 0
    while block := list(islice(rows, BLOCK)):
        for i, cells in enumerate(zip_longest(*block, fillvalue="")):
            if i == len(texts):
                texts.append(_Codes())
                codes.append(array("i"))
                _fill(codes[i], texts[i], n)
            codes[i].extend(map(texts[i].__getitem__, cells))
        n += len(block)
        for column, seen in zip(codes, texts, strict=True):
            _fill(column, seen, n)
    return [
        pa.DictionaryArray.from_arrays(np.array(column, np.int32), pa.array(list(seen), pa.string()))
        for column, seen in zip(codes, texts, strict=True)
    ]


def _fill(column: array, texts: _Codes, rows: int) -> None:
    """With empty cells, where the rows so far were shorter."""
    if len(column) < rows:
        column.extend([texts[""]] * (rows - len(column)))


def where(column: pa.DictionaryArray, true: pa.BooleanArray) -> np.ndarray:
    """The rows whose text is among those marked `true`."""
    codes = column.indices.to_numpy(zero_copy_only=False)
    return np.asarray(true)[codes] if true.true_count else np.zeros(len(codes), bool)


def _among(columns: Iterable[pa.DictionaryArray], texts: Iterable[str], rows: int) -> np.ndarray:
    """The rows in which every column has its text of `texts`."""
    every = np.ones(rows, bool)
    for column, text in zip(columns, texts, strict=True):
        every &= where(column, _equal(column, text))
        if not every.any():
            break
    return every


def blank(columns: Sequence[pa.DictionaryArray], rows: int) -> np.ndarray:
    return _among(columns, [""] * len(columns), rows)


def is_blank(column: pa.DictionaryArray) -> bool:
    return bool(_equal(column, "").false_count == 0)


def repeats(columns: Sequence[pa.DictionaryArray], names: Sequence[str], rows: int) -> np.ndarray:
    """Rows that are the headings once more, as printed reports have them on each page."""
    named = [i for i, name in enumerate(names) if name]
    if len(named) < 2:
        return np.zeros(rows, bool)
    return _among([columns[i] for i in named], [names[i] for i in named], rows)


def _equal(column: pa.DictionaryArray, text: str) -> pa.BooleanArray:
    return pc.equal(pc.utf8_trim_whitespace(column.dictionary), pa.scalar(text))


def kept(column: pa.DictionaryArray, keep: np.ndarray, aside: Aside = IN_MEMORY) -> pa.DictionaryArray:
    """The rows marked `keep`, and of the distinct texts those that still stand somewhere."""
    codes, slices = codes_of(column), list(aside.slices(len(keep)))
    used = np.zeros(len(column.dictionary), bool)
    for part in slices:
        used[codes[part][keep[part]]] = True
    numbers = np.cumsum(used, dtype=np.int32) - 1
    left = aside.numbers(numbers[codes[part][keep[part]]] for part in slices)
    return pa.DictionaryArray.from_arrays(left, column.dictionary.filter(pa.array(used)), safe=False)
