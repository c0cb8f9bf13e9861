"""Whether a column of dates is written day first or month first: told by its cells, never guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from wellmetrics.intake.dates import MONTHS, without_time

Order = Literal["day-first", "month-first", "mixed", "either"]
_NUMBERS = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """`day_first` and `month_first` are the first texts that can be read in that order only, `doubtful` the first
    that can be read in both; "" where there is none."""

    order: Order
    day_first: str = ""
    month_first: str = ""
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class OrderFault:
    """What is wrong with the order of a column's dates. `samples` are texts of it, whose rows the message names."""

    column: str
    problem: str
    fix: str
    code: str
    samples: tuple[str, ...]


def date_order(texts: Iterable[str]) -> DateOrder:
    """The order that numbers above 12 give away. ISO dates, named months and Excel's numbers say nothing."""
    seen = {"day-first": "", "month-first": "", "doubtful": ""}
    for text in texts:
        kind = _kind(text)
        if kind and not seen[kind]:
            seen[kind] = text.strip()
    day_first, month_first, doubtful = seen.values()
    if day_first and month_first:
        order: Order = "mixed"
    elif day_first or month_first:
        order = "day-first" if day_first else "month-first"
    else:
        order = "either"
    return DateOrder(order, day_first, month_first, doubtful)


def _kind(text: str) -> str:
    found = _NUMBERS.fullmatch(without_time(text.strip()))
    if not found:
        return ""
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second > 0:
        return "day-first"
    if second > 12 >= first > 0:
        return "month-first"
    return "doubtful" if first != second and max(first, second) <= 12 else ""


def decision(column: str, found: DateOrder, month_first: bool = False) -> str:
    """How the column's dates were read, in a sentence; "" where they can be read in one way only."""
    which = "month" if month_first else "day"
    if sample := found.day_first or found.month_first:
        return f"Dates in {column} have the {which} first, as in “{sample}”."
    if doubtful := _NUMBERS.fullmatch(without_time(found.doubtful)):
        day, month = (int(doubtful[2 if month_first else 1]), int(doubtful[1 if month_first else 2]))
        read = f"{day} {MONTHS[month - 1].capitalize()}"
        return f"Dates in {column} are read with the {which} first: “{found.doubtful}” is {read}."
    return ""


def order_faults(columns: Mapping[str, DateOrder], month_first: bool = False) -> list[OrderFault]:
    """Columns whose dates would be misread. `month_first` is what the sender says of the whole file.

    A column that could be either follows the file: beside one that is surely month first it is in doubt too.
    """
    american = next((found.month_first for found in columns.values() if found.order == "month-first"), "")
    faults = (_fault(name, found, american, month_first) for name, found in columns.items())
    return [fault for fault in faults if fault]


def _fault(column: str, found: DateOrder, american: str, month_first: bool) -> OrderFault | None:
    if found.order == "mixed":
        return OrderFault(
            column,
            f"“{found.day_first}” has the day first and “{found.month_first}” the month first, so nobody can tell "
            "what the other dates of this column mean.",
            "Write every date of the column as DD/MM/YYYY.",
            "mixed_date_order",
            (found.day_first, found.month_first),
        )
    if found.order == "month-first" and not month_first:
        return OrderFault(
            column,
            f"The dates of this column have the month first, as in “{found.month_first}”.",
            f"Write them as DD/MM/YYYY, or say that this file has the month first. Did you mean “{swapped(found.month_first)}”?",
            "month_first",
            (found.month_first,),
        )
    if found.order == "day-first" and month_first:
        return OrderFault(
            column,
            f"The file is said to have the month first, but “{found.day_first}” has the day first.",
            "Take back that the month comes first, or write the dates of this column alike.",
            "day_first",
            (found.day_first,),
        )
    if found.order == "either" and found.doubtful and american and not month_first:
        return OrderFault(
            column,
            f"Another column of the file has the month first (“{american}”), so “{found.doubtful}” may be meant that way too.",
            "Write every date as DD/MM/YYYY, or say that this file has the month first.",
            "month_first_beside",
            (found.doubtful,),
        )
    return None


def swapped(text: str) -> str:
    """09/25/2025 as 25/09/2025."""
    return _NUMBERS.sub(lambda m: f"{int(m[2]):02}/{int(m[1]):02}/{m[3]}", without_time(text))
