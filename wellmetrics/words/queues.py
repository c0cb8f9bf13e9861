"""A queue as it stands at each term's end, where mostly nobody waits: whether it is longer than chance makes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import scipy

# Rates of those who wait on one day: one pupil is in them at every term's end until they are seen, so that no days lie
# between one and the next. Other figures of one day are shares, and are never taken for events.
QUEUES = ("referrals_open",)
LEAST = 6  # earlier ends
TAIL = 0.005  # either side of 99%
FALSE_ALARM = TAIL  # of the last end: counts are whole, so that it is this at most


@dataclass(frozen=True, slots=True)
class Queue:
    """How many were to be expected among those who could wait, up to how many, and whether more do."""

    expected: float | None
    most: int | None
    signal: Literal["higher", "none", "too early"]


def longer(counts: Sequence[float | None], people: Sequence[float | None]) -> Queue:
    """The last count against all earlier ones together, each among its own number of people.

    Given how many wait at all ends together, chance puts each of them at the last end with the probability of its share
    of the people (Przyborowski and Wilenski 1940). Fewer than six earlier ends: too early. Nobody waiting is never lower:
    that is how such a queue mostly is.
    """
    pairs = [(x, n) for x, n in zip(counts, people, strict=True) if x is not None and n]
    if len(pairs) <= LEAST or counts[-1] is None or not people[-1]:
        return Queue(None, None, "too early")
    before, of_before = sum(x for x, _ in pairs[:-1]), sum(n for _, n in pairs[:-1])
    now, of_now = pairs[-1]
    most = _most(round(before), of_now / (of_now + of_before))
    return Queue(before * of_now / of_before, most, "higher" if now > most else "none")


def _most(before: int, share: float) -> int:
    """The largest count that chance still brings."""
    count = 0
    while scipy.stats.binom.sf(count, before + count + 1, share) > TAIL:
        count += 1
    return count
