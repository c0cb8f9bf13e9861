"""Numbers and dates as people write them: percentages, ranges, terms, states."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from wellmetrics.model import Cell, Indicator

STATES = {
    "hidden": "hidden to protect people",
    "missing": "not sent",
    "not applicable": "does not apply",
}
BY_YEAR = "given by the year, to protect people"
MINUS, POINTS = "−", " points"
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def rounded(number: float, places: int) -> str:
    """Half a unit goes up, as people round; a negative zero is a zero."""
    step = Decimal(1).scaleb(-places)
    text = str(Decimal(repr(number)).quantize(step, ROUND_HALF_UP))
    return text.removeprefix("-") if not text.strip("-0.") else text


def signed(number: float, places: int) -> str:
    """`+3.2`, `−0.4`, and `0.0` for what is rounded to nothing."""
    text = rounded(abs(number), places)
    return text if not text.strip("0.") else f"{'+' if number > 0 else MINUS}{text}"


def figure(value: float, indicator: Indicator) -> str:
    """`10.7%`; `2.41` days or spells; `23.4` points or per 1,000; `38.5` days of waiting; a gap of `+3.2 points`."""
    if indicator.method == "gap":
        return f"{signed(value * 100, 1)}{POINTS}" if indicator.percent else signed(value, 1)
    if indicator.percent:
        return f"{rounded(value * 100, 1)}%"
    if indicator.method == "median":
        return rounded(value, 1).removesuffix(".0")
    return rounded(value, 1 if score(indicator) or indicator.scale != 1 else 2).replace("-", MINUS)


def score(indicator: Indicator) -> bool:
    """A mean of points on a scale, and no share."""
    return indicator.method == "mean" and not indicator.percent


def with_unit(value: float, indicator: Indicator) -> str:
    """`10.7% of staff`, `23.4 points of 35`, `+3.2 percentage points`."""
    said = figure(value, indicator).removesuffix(POINTS)
    return f"{said} {indicator.unit}".strip()


def span(lower: float | None, upper: float | None, indicator: Indicator) -> str:
    """`2.10 to 2.80`; where nothing can lie below zero “up to 2.80”; `2.80` where both are that. Empty where there are no limits."""
    if lower is None or upper is None:
        return ""
    low, high = figure(lower, indicator), figure(upper, indicator)
    if low == high:
        return high
    bounded = indicator.method != "gap" and not score(indicator)
    from_nothing = bounded and not figure(max(lower, 0), indicator).strip("0.%")
    to_all = bounded and indicator.percent and upper >= 1
    if to_all:
        return "anything up to 100%" if from_nothing else f"{low} or more"
    return f"up to {high}" if from_nothing else f"{low.removesuffix('%').removesuffix(POINTS)} to {high}"


def count(number: float) -> str:
    """`1,284` or `1,284.5`: counts of people are whole, days and means over censuses may not be."""
    text = f"{Decimal(rounded(number, 1)):,}"
    return text.removesuffix(".0")


def state(cell: Cell) -> str:
    """Why a cell holds no figure; empty where it holds one."""
    return (
        BY_YEAR
        if cell.by_year
        else STATES.get(cell.state, "" if cell.value is not None else "nobody to count")
    )


def term(period: str) -> str:
    """`Summer 2026` for 2025/26 Summer, `November 2025` for 2025-11, `2025/26` for a year."""
    year, _, name = period.partition(" ")
    if name:
        start = int(year[:4])
        return f"{name} {start if name == 'Autumn' else start + 1}"
    if len(period) == 7 and period[4] == "-":
        return f"{date(int(period[:4]), int(period[5:]), 1):%B %Y}"
    return period


def season(period: str) -> str:
    """`summer` for 2025/26 Summer."""
    return period.rpartition(" ")[2].lower()


def day(when: date | datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def times(number: int, word: str, words: str = "") -> str:
    """`1 school`, `3 schools`."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def listed(names: list[str], most: int = 3) -> str:
    """`A, B and C`, or `A, B, C and 2 more`."""
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else f"{number}th"


def small(text: str) -> str:
    """`long absence` for “Long absence”; a word in capitals stays: `PE`."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
