"""The rows of a file by their key: those of one series together, in parts that fit into memory however many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.aside import Aside
from wellmetrics.intake.distinct import encoded

MOST = 2**62  # what a whole number of 64 bits holds
_SCATTER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows in the order of their key. `series` numbers all columns of the key but the last, `moment` the last.

    Numbers are equal where values are (a blank equals a blank); dates keep their order. `at` are the rows' places.
    """

    series: np.ndarray
    moment: np.ndarray
    at: np.ndarray

    @property
    def again(self) -> np.ndarray:
        """The places of rows whose key another row has too."""
        found = np.zeros(len(self.at), bool)
        found[1:] |= self._same
        found[:-1] |= self._same
        return self.at[found]

    @property
    def that_follow(self) -> np.ndarray:
        """Which rows, counted in this order, have a later moment of their series behind them."""
        return np.flatnonzero((self.series[1:] == self.series[:-1]) & ~self._same)

    @property
    def _same(self) -> np.ndarray:
        return (self.series[1:] == self.series[:-1]) & (self.moment[1:] == self.moment[:-1])


@dataclass(frozen=True, slots=True)
class _Digit:
    """One column of a key as whole numbers below `size`."""

    codes: pa.Array
    low: int
    size: int

    def of(self, rows: slice | np.ndarray) -> np.ndarray:
        if isinstance(rows, slice):
            codes: Any = self.codes.slice(rows.start, rows.stop - rows.start)
        else:
            codes = self.codes.take(pa.array(rows, pa.int32()))
        counted = pc.subtract(codes, pa.scalar(self.low, pa.int32())) if self.low else codes
        return counted.fill_null(pa.scalar(self.size - 1, pa.int32())).to_numpy().astype(np.int64)


def in_order(rows: pa.Table, key: Sequence[str], aside: Aside) -> Iterator[Part]:
    """The rows by `key`, its last column last. A series is never torn apart."""
    digits = [_digit(rows[name], aside) for name in key]
    every, moments = slice(0, rows.num_rows), digits[-1].size
    small = aside.folder is None or rows.num_rows <= aside.at_once or prod(d.size for d in digits) >= MOST
    for some in [every] if small else _dealt(digits, rows.num_rows, aside):
        both = _number(digits, some)
        order = np.argsort(both, kind="stable")
        both = both[order]
        yield Part(both // moments, both % moments, order if isinstance(some, slice) else some[order])


def _digit(column: pa.ChunkedArray, aside: Aside) -> _Digit:
    if pa.types.is_date(column.type):
        days = column.cast(pa.int32())
        low, high = pc.min(days).as_py() or 0, pc.max(days).as_py() or 0
        return _Digit(aside.array(days.combine_chunks()), low, high - low + 2)
    codes = encoded(column)
    return _Digit(codes.indices, 0, len(codes.dictionary) + 1)


def _number(digits: Sequence[_Digit], rows: slice | np.ndarray) -> np.ndarray:
    kinds, found = 1, np.int64(0)
    for digit in digits:
        # More than the number holds: then count what is there instead of what could be.
        if kinds * digit.size >= MOST:
            distinct, found = np.unique(found, return_inverse=True)
            kinds = len(distinct)
        found = found * digit.size + digit.of(rows)
        kinds *= digit.size
    return np.asarray(found)


def _dealt(digits: Sequence[_Digit], rows: int, aside: Aside) -> Iterator[np.ndarray]:
    """The rows dealt out by their series, to so many hands that each has as many as are worked on at once; there they keep their order."""
    hands, cuts = -(-rows // aside.at_once), []

    def by_hand() -> Iterator[np.ndarray]:
        for part in aside.slices(rows):
            hand = _scattered(_number(digits[:-1], part)) % np.uint64(hands)
            order = np.argsort(hand.astype(np.uint16), kind="stable")
            cuts.append(part.start + np.searchsorted(hand[order], np.arange(hands + 1, dtype=np.uint64)))
            yield order + part.start

    at = aside.numbers(by_hand()).to_numpy()
    for hand in range(hands):
        yield np.concatenate([at[cut[hand] : cut[hand + 1]] for cut in cuts])


def _scattered(series: np.ndarray) -> np.ndarray:
    """Numbers that lie close together, far apart."""
    return (series.astype(np.uint64) * _SCATTER) >> np.uint64(32)
