"""What a faulty cell probably means: candidates, the likeliest first, each to be proposed and never taken."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz, process

from wellmetrics.intake import choices
from wellmetrics.intake.dates import MONTHS, month_number, without_time
from wellmetrics.intake.match import plain
from wellmetrics.intake.schools_named import nearest_name
from wellmetrics.model import Column

CENTURY_ENDS = 50  # 25 is 2025, 87 is 1987
_LETTER = re.compile(r"(?<=[\d.,/])[OoIl|]|[OoIl|](?=[\d.,/])")  # typed for a digit that it looks like


def candidates(text: str, column: Column) -> Iterator[str]:
    """Texts that `text` may have been meant to be. Those that are no value either are the caller's to drop."""
    yield from _KINDS.get(column.kind, _none)(text, column)


def _none(text: str, column: Column) -> Iterator[str]:
    return iter(())


def _digits(text: str) -> str:
    return _LETTER.sub(lambda m: "0" if m[0] in "Oo" else "1", text)


def _day(text: str, column: Column) -> Iterator[str]:
    numbers = re.findall(r"\d+", _with_real_month(_digits(without_time(text))))
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:2], numbers[0][2:4], numbers[0][4:]]
    if len(numbers) != 3:
        return
    if len(numbers[0]) == 4:
        numbers.reverse()
    day, month, year = int(numbers[0]), int(numbers[1]), _year(numbers[2])
    if not 1950 <= year <= 2100:
        return
    if month <= 12 and day <= 31:
        last = monthrange(year, month)[1] if month else 0
        yield f"{min(day, last):02}/{month:02}/{year}"
    yield f"{month:02}/{day:02}/{year}"


def _year(digits: str) -> int:
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) < CENTURY_ENDS else 1900)


def _with_real_month(text: str) -> str:
    """5 Setpember 2025 as 5/9/2025."""
    word = re.search(r"[A-Za-z]{3,}", text)
    if not word:
        return text
    number = month_number(word[0])
    if number is None:
        near = process.extractOne(word[0].casefold(), MONTHS, scorer=fuzz.ratio, score_cutoff=70)
        number = near[2] + 1 if near else None
    return f"{text[: word.start()]}/{number}/{text[word.end() :]}" if number else text


def _month(text: str, column: Column) -> Iterator[str]:
    text = _with_real_month(text)
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 2:
        month, year = sorted(map(int, numbers)) if max(map(len, numbers)) == 4 else map(int, numbers)
        yield f"{_year(str(year))}-{month:02}"
    for day in _day(text, column):
        yield f"{day[6:]}-{day[3:5]}"


def _number(text: str, column: Column) -> Iterator[str]:
    bare = re.sub(r"(?<=\d)\s+(?=\d{3}\b)", "", _digits(text))
    found = re.findall(r"\d[\d,]*\.?\d*|\.\d+", bare)
    if len(found) != 1 or re.search(r"h(ou)?rs?\b|min", text, re.IGNORECASE):
        return
    digits = found[0].rstrip(".,")
    yield digits
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        yield digits.replace(",", ".")
    if column.high is not None and column.high <= 2 and re.fullmatch(r"\d+(\.\d+)?", digits):
        share = float(digits) / 100
        yield f"{share:g}" if column.high * 10 < float(digits) <= 100 * column.high else ""


def _choice(text: str, column: Column) -> Iterator[str]:
    known = choices.names(column).loose
    parts = () if choices.of_two_minds(text, column) else (text, *(choices.halves(text) or ()))
    for part in parts:
        near = process.extractOne(plain(part), list(known), scorer=fuzz.token_sort_ratio, score_cutoff=80)
        means = known[near[0]] if near else None
        if isinstance(means, str) and means != choices.VAGUE:
            yield means


def _flag(text: str, column: Column) -> Iterator[str]:
    words = ["yes", "no", "true", "false", *map(plain, column.value_aliases)]
    near = process.extractOne(plain(text), words, scorer=fuzz.ratio, score_cutoff=70)
    if near:
        yield {"yes": "Y", "true": "Y", "no": "N", "false": "N"}.get(near[0], near[0])


def _academic_year(text: str, column: Column) -> Iterator[str]:
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 2:
        start = _year(numbers[0])
        if (start + 1) % 10 == int(numbers[1]) % 10:
            yield f"{start}/{(start + 1) % 100:02}"


def _urn(text: str, column: Column) -> Iterator[str]:
    yield from re.findall(r"(?<!\d)[1-9]\d{5}(?!\d)", _digits(text))
    if column.value_aliases and (name := nearest_name(text, column.value_aliases)):
        yield name


_KINDS: dict[str, Callable[[str, Column], Iterator[str]]] = {
    "date": _day,
    "month": _month,
    "number": _number,
    "integer": _number,
    "choice": _choice,
    "flag": _flag,
    "academic_year": _academic_year,
    "urn": _urn,
}
