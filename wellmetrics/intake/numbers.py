"""Numbers as spreadsheets and payroll write them."""

import math
import re

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
