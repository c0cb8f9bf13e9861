"""What may not come in: names, numbers and addresses of people, known by their heading or by their look."""

import re
from collections.abc import Iterable

HEADINGS = {
    "a name": r"surname|forename|first name|last name|middle name|full name|known as|maiden|"
    r"^name$|(staff|employee|pupil|student|person|teacher|head) name|name of (staff|employee|pupil|person)|"
    r"headfirstname|headlastname",
    "a National Insurance number": r"national insurance|^ni$|^ni (no|number)|nino",
    "an NHS number": r"nhs (no|number)",
    "a pupil number": r"^upn$|unique pupil",
    "an e-mail address": r"e ?mail",
    "an IP address": r"ip address",
    "a telephone number": r"phone|mobile|^tel\b",
    "a postcode or address": r"post ?code|^address|home address|street",
    "a date of birth": r"birth|^dob$|^d o b$",
    "free text about people": r"comment|^notes?$|free text|description|further detail|diagnosis",
}
_HEADINGS = {what: re.compile(pattern) for what, pattern in HEADINGS.items()}

_VALUES = {
    "a National Insurance number": re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(\d\s?){6}[A-D]", re.I),
    "an e-mail address": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I),
    "an IP address": re.compile(r"(\d{1,3}\.){3}\d{1,3}"),
    "a telephone number": re.compile(r"(\+44\s?|0)(\d[\s-]?){9,10}"),
    "a postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.I),
}
# A cell that is none of these shapes is looked at no further; Arrow's engine reads a whole column with it.
SHAPES = (
    r"@|^\s*(\d{3}[ -]?\d{3}[ -]?\d{4}|[A-Za-z]\d{11}[0-9A-Za-z]|[A-Za-z]{2}\s?(\d\s?){6}[A-Da-d]|"
    r"(\d{1,3}\.){3}\d{1,3}|(\+44\s?|0)(\d[\s-]?){9,10}|[A-Za-z]{1,2}\d[A-Za-z0-9]? ?\d[A-Za-z]{2})\s*$"
)
_TEN_DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", re.I)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def heading(plain_heading: str) -> str | None:
    """What a normalised heading says about a person, or None."""
    return next((what for what, pattern in _HEADINGS.items() if pattern.search(plain_heading)), None)


def value(text: str) -> str | None:
    """What a cell's look says about a person, or None. Numbers with a checksum must pass it."""
    text = text.strip()
    if len(text) < 5 or not any(c.isdigit() or c == "@" for c in text):
        return None
    if _TEN_DIGITS.fullmatch(text) and _nhs(re.sub(r"\D", "", text)):
        return "an NHS number"
    if _UPN.fullmatch(text) and _upn(text.upper()):
        return "a pupil number"
    return next((what for what, pattern in _VALUES.items() if pattern.fullmatch(text)), None)


def column(values: Iterable[str]) -> str | None:
    """What a column of a file is, by its cells.

    One cell in ten is enough: real columns of addresses have gaps. Ten-digit references pass the NHS checksum by
    chance once in eleven, so for those half of the column must.
    """
    filled = [v for v in values if v.strip()]
    found = [what for v in filled if (what := value(v))]
    if not found:
        return None
    likely = max(set(found), key=found.count)
    need = 0.5 if likely == "an NHS number" else 0.1
    return likely if found.count(likely) >= max(1, need * len(filled)) else None


def masked(text: str) -> str:
    """A personal value as a message may show it: its first character and its length."""
    return f"{text[:1]}… ({len(text)} characters)"


def _nhs(digits: str) -> bool:
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return {11: 0, 10: -1}.get(check, check) == int(digits[9])


def _upn(text: str) -> bool:
    if not text[12].isdigit():
        return True  # a temporary number: the letter at its end takes part in another sum
    total = sum(int(d) * w for d, w in zip(text[1:], range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23] == text[0]
