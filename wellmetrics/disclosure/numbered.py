"""Names as numbers: where each stands in a list, alone or in pairs. The door's side."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

Pair = tuple[str, str]


def pairs(table: pa.Table, first: str, second: str) -> list[Pair]:
    rows = table.group_by([first, second]).aggregate([])
    both = zip(rows[first].to_pylist(), rows[second].to_pylist(), strict=True)
    return [(str(a), str(b)) for a, b in both]


def encoded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    coded = column.combine_chunks().dictionary_encode()
    return [str(name) for name in coded.dictionary.to_pylist()], coded.indices.to_numpy()


def paired(table: pa.Table, first: str, second: str, pairs: list[Pair]) -> np.ndarray:
    """The number of each row's pair in the list."""
    (firsts, a), (seconds, b) = encoded(table[first]), encoded(table[second])
    number = {pair: i for i, pair in enumerate(pairs)}
    known = np.array([[number.get((x, y), -1) for y in seconds] for x in firsts])
    return known[a, b] if len(a) else np.zeros(0, int)


def named(names: Iterable[str]) -> tuple[pd.Index, np.ndarray]:
    every = list(names)
    ordered = sorted(set(every))
    number = {name: i for i, name in enumerate(ordered)}
    return pd.Index(ordered, dtype="str"), np.array([number[name] for name in every])


def find(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each of the wanted keys stands among the sorted ones; -1 where it does not."""
    found = np.searchsorted(keys, wanted).clip(max=max(len(keys) - 1, 0))
    return np.where(keys[found] == wanted, found, -1) if len(keys) else found
