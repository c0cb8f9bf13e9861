"""Columns of texts, each distinct one once: which rows hold what, and which texts want a closer look."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake import personal
from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.read import encoded


def texts(array: pa.Array | pa.ChunkedArray) -> list[str]:
    """The strings of an array without nulls."""
    return [str(text) for text in array.to_pylist()]


def first_texts(columns: Sequence[pa.DictionaryArray], position: int) -> list[str]:
    """Some of the distinct texts of one of the columns: enough to tell what stands there."""
    return texts(columns[position].dictionary.slice(0, 200))


def where(column: pa.DictionaryArray, true: pa.BooleanArray) -> np.ndarray:
    """The rows whose text is among those marked `true`."""
    codes = column.indices.to_numpy(zero_copy_only=False)
    return np.asarray(true)[codes] if true.true_count else np.zeros(len(codes), bool)


def of_distinct(values: pa.Array, indices: pa.Array, aside: Aside = IN_MEMORY) -> pa.DictionaryArray:
    """`values` where `indices` say, each value once in the dictionary: two texts may mean the same."""
    distinct = encoded(values)
    codes = aside.spread(distinct.indices, indices)
    return pa.DictionaryArray.from_arrays(codes, distinct.dictionary, safe=False)


def odd(texts: pa.Array) -> np.ndarray:
    """Which texts are empty, long, oddly spaced, no result of a formula, or shaped like something personal."""
    odd = np.zeros(len(texts), bool)
    for pattern in (r"^$|^\s|\s$|\s\s|[\t\n\r]|^#[A-Za-z]|^Err:", r"^.{201}", personal.SHAPES):
        odd |= np.asarray(pc.match_substring_regex(texts, pattern))
    return odd


def unlike_references(texts: pa.Array) -> np.ndarray:
    """Which texts hold no digit, as names do and references seldom, or begin like a date."""
    return np.asarray(pc.match_substring_regex(texts, r"^\D*$|^\s*\d{1,4}[-/. ]\d{1,2}[-/. ]\d{2}"))
