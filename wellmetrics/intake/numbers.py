"""Numbers as spreadsheets and payroll write them, and whether a column of shares holds percentages."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wellmetrics.intake.faults import NotOne
from wellmetrics.model import Column

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)", re.ASCII)


def number(text: str, column: Column, percent: bool = False) -> float:
    """The number, with thousands, pounds and percent signs read as they are meant. Raises NotOne.

    `percent`: the sender says that the column is in percent, with or without its sign.
    """
    bare = _bare(text)
    percent = percent or bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    fix = f"Enter a number such as {column.example or '1.5'}."
    if not _PLAIN.fullmatch(bare):
        raise NotOne("value_number", f"“{text}” is not a number.", fix)
    found = float(bare) / (100 if percent else 1)
    if not math.isfinite(found):
        raise NotOne("value_too_large", f"“{text}” is too large.", fix)
    if column.above is not None and not found > column.above:
        raise NotOne("value_not_above", f"{text} is not above {column.above:g}.", fix)
    if column.low is not None and found < column.low:
        raise NotOne(
            "value_too_low", f"{text} is below {column.low:g}.", f"Enter a number of {column.low:g} or more."
        )
    if column.high is not None and found > column.high:
        raise NotOne(
            "value_too_high",
            f"{text} is above {column.high:g}.",
            f"Enter a number of {column.high:g} or less.",
        )
    return found


def integer(text: str, column: Column) -> int:
    found = number(text, column)
    if found != int(found):
        raise NotOne("value_whole", f"{text} is not a whole number.", "Enter a whole number.")
    return int(found)


def _bare(text: str) -> str:
    return _THOUSANDS.sub("", text).replace("£", "").strip()


@dataclass(frozen=True, slots=True)
class Shares:
    """How a column writes its shares: 0.469, 46.9% or 46.9. The samples are texts of it, "" where there is none."""

    written: Literal["share", "percent", "mixed", "either"]
    share: str = ""
    percent: str = ""


def shares(texts: Iterable[str]) -> Shares:
    """Which way the bare numbers of a column of shares are written; those with a percent sign speak for themselves.

    `mixed`: some are above 1 and some are fractions below it, which a column in percent rarely has.
    """
    share = percent = ""
    for text in texts:
        bare = _bare(text.strip())
        if not _PLAIN.fullmatch(bare):
            continue
        value = float(bare)
        if value > 1:
            percent = percent or text.strip()
        elif 0 < value < 1:
            share = share or text.strip()
    if share and percent:
        return Shares("mixed", share, percent)
    if not (share or percent):
        return Shares("either")
    return Shares("share" if share else "percent", share, percent)


def is_share(column: Column) -> bool:
    """Whether a column takes shares of one: what stands above 1 there is a percentage without its sign."""
    return column.kind == "number" and column.high == 1


def share_fault(column: Column, found: Shares) -> tuple[str, str] | None:
    """The problem and the fix where a column of shares holds percentages without a sign."""
    if not is_share(column) or found.written in ("share", "either"):
        return None
    if found.written == "percent":
        return (
            f"{column.name} takes shares of 1, and “{found.percent}” looks like a percentage.",
            f"Write {float(_bare(found.percent)) / 100:g} or {found.percent}%, or say that the column is in percent.",
        )
    return (
        f"{column.name} holds “{found.share}” and “{found.percent}”: shares of 1 and percentages in one column.",
        "Write every number of the column the same way.",
    )
