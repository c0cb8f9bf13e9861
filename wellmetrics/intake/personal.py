"""What may not come in: names, numbers and addresses of people and what is said of them, by heading and by look."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

PEOPLE = (
    "staff|employee|emp|pupil|student|learner|child|person|individual|teacher|head|worker|colleague|member|user|respondent|"
    "parent|carer|guardian|contact|manager|supervisor|tutor|counsellor|therapist|coach|referrer|applicant|client|patient|"
    "display|your|given|family|preferred|legal|birth|former|known|first|fore|last|middle|full|maiden"
)
_OWN_WORDS = "free text about people"
HEADINGS = {
    "a name": r"surname|forename|firstname|lastname|middlename|fullname|known as|maiden|nickname|\binitials\b|^names?$|"
    rf"\b({PEOPLE})( s)? names?\b|name of (the )?({PEOPLE})|\b(line )?manager$|supervisor$|"
    r"(referred|reported|entered|recorded|authorised|approved|completed|submitted|created|modified|updated) by$|"
    r"^((emergency|main|parental|home|work|key) )?contacts?( person| details)?$|next of kin|"
    r"^(key ?worker|case ?worker|counsellor|therapist|class teacher|form tutor|tutor|teacher|head ?teacher|principal|"
    r"parent|carer|guardian|gp|doctor|referrer|practitioner)s?$",
    "a National Insurance number": r"national insurance|^ni$|\bn ?i (no|num|number|code)\b|\bnino\b",
    "an NHS number": r"\bnhs( (no|num|number|id))?$",
    "a pupil number": r"\bupn\b|unique pupil|\buln\b|unique learner",
    "an e-mail address": r"e ?mail",
    "an IP address": r"\bip( address)?$",
    "a telephone number": r"phone|mobile|\btel( no| num| number)?$|^tel\b|contact (no|num|number)$|^fax\b",
    "a postcode or address": r"post ?code|\baddress\b|street",
    "a date of birth": r"birth|\bdob\b|^d o b$|\bborn\b",
    _OWN_WORDS: r"comment|\bnotes?$|free text|description|diagnosis|narrative|\bremarks?\b|\bspecify\b|explain|"
    r"explanation|circumstances|anything else|symptom|medication|what happened|^details?$|"
    r"(further|additional|other|more|reason|absence|illness|sickness|concern) (details?|info|information|text)\b|"
    r"\bplease (state|describe|say|tell|give)",
}
_HEADINGS = {what: re.compile(pattern) for what, pattern in HEADINGS.items()}
# A longer heading is a question, which may well be about a manager or a telephone: it is personal where it asks for one.
_LONGEST_HEADING = 5
_ASKS_FOR = re.compile(r"\byour ((?:\w+ )?(?:name|surname|e ?mail|post ?code|date of birth))\b")

# Longer than this, or of more lines than one, a text is somebody's own words and no name of a thing.
LONGEST_NAME, MOST_WORDS = 60, 9
_OLDEST = 1940
_ALONE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_MAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[a-z]{2,}", re.I)
_NI = re.compile(rf"{_ALONE}[a-z]{{2}}\s?\d{{2}}\s?\d{{2}}\s?\d{{2}}\s?[a-d]{_END}", re.I)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00)44[\s-]?(?:\(0\)[\s-]?)?[1-9]\d{1,3}|\(?0[1-9]\d{1,3}\)?)[\s-]?\d{3,4}[\s-]?\d{3,4}(?![\w/])"
)
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.I)
_POSTCODE_WITHIN = re.compile(rf"{_ALONE}[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}{_END}")
_TEN_DIGITS = re.compile(r"(?<![\w.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-]|\.\d)")
_UPN = re.compile(rf"{_ALONE}[A-HJ-NP-RT-Z]\d{{11}}[\dA-HJ-NP-RT-Z]{_END}", re.I)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_DATE = re.compile(
    r"\s*(?:\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?P<last>\d{4}|\d{2})|(?P<first>\d{4})[-/.]\d{1,2}[-/.]\d{1,2})"
    r"(?:[T ]\d{1,2}:\d{2}.*)?\s*",
    re.I,
)
# A text without any of these is looked at no further; Arrow's engine reads a whole column with it.
SHAPES = (
    r"@|(\d[\s()-]{0,2}){9}|[A-Za-z]\d{11}|[A-Za-z]{2}\s?(\d\s?){6}[A-Da-d]|(\d{1,3}\.){3}\d|"
    r"[A-Za-z]{1,2}\d[A-Za-z0-9]? ?\d[A-Za-z]{2}|\b(Mr|Mrs|Miss|Ms|Mx)\b"
)
_SHAPES = re.compile(SHAPES)

_WORD = r"[^\W\d_][\w'’.-]*"
_TITLED = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx)\.? [A-Z][\w'’-]+")
_SURNAME_FIRST = re.compile(rf"{_WORD}(?: {_WORD})?, ?{_WORD}(?: {_WORD})*")
_INITIALS_LAST = re.compile(rf"{_WORD}(?: {_WORD})?, ?(?:[A-Z]\.? ?)+")
_WORDS = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_ONE_WORD = re.compile(r"[A-Z][a-z'’-]{2,}")


def heading(plain_heading: str) -> str | None:
    """What a normalised heading says about a person, or None."""
    if len(plain_heading.split()) > _LONGEST_HEADING:
        asked = _ASKS_FOR.search(plain_heading)
        own_words = _OWN_WORDS if _HEADINGS[_OWN_WORDS].search(plain_heading) else None
        return heading(asked[1]) if asked else own_words
    return next((what for what, pattern in _HEADINGS.items() if pattern.search(plain_heading)), None)


def value(text: str) -> str | None:
    """What a cell says about a person, wherever in it, or None. Numbers with a checksum must pass it."""
    if not _SHAPES.search(text):
        return None
    text = text.strip()
    if any(_upn(found[0].upper()) for found in _UPN.finditer(text)):
        return "a pupil number"
    if any(_nhs(re.sub(r"\D", "", found[0])) for found in _TEN_DIGITS.finditer(text)):
        return "an NHS number"
    if any(all(int(part) < 256 for part in found[0].split(".")) for found in _IP.finditer(text)):
        return "an IP address"
    if _POSTCODE.fullmatch(text) or _POSTCODE_WITHIN.search(text):
        return "a postcode"
    patterns = {"an e-mail address": _MAIL, "a National Insurance number": _NI, "a telephone number": _PHONE,
                "a name": _TITLED}  # fmt: skip
    return next((what for what, pattern in patterns.items() if pattern.search(text)), None)


def column(values: Iterable[str] | Mapping[str, int], born_by: int = 2010) -> str | None:
    """What a column of a file holds, by its cells, or None.

    One e-mail address or insurance number is enough. Of the rest it takes one cell in ten, since real columns have
    gaps, and more of what other texts look like too: ten-digit references pass the NHS checksum by chance once in
    eleven, and a date becomes a date of birth only beside others. `born_by` is the latest year of birth.
    """
    times = Counter({text: n for text, n in Counter(values).items() if text.strip()})
    found = Counter(what for text in times if (what := value(text)))
    found["a name"] += sum(bool(_INITIALS_LAST.fullmatch(text.strip())) for text in times)
    found["a date of birth"] = sum(_year(text, born_by) is not None for text in times)
    found[_OWN_WORDS] = sum(own_words(text) and n < 3 for text, n in times.items())
    need = {"an NHS number": 0.5, "a name": 0.5, "a date of birth": 0.8, "an e-mail address": 0.0,
            "a National Insurance number": 0.0, "a pupil number": 0.0}  # fmt: skip
    likely = [what for what, n in found.items() if n and n >= need.get(what, 0.1) * len(times)]
    return max(likely, key=lambda what: found[what], default=None)


def own_words(text: str) -> bool:
    """Whether a text is longer than the name of anything, or has several lines."""
    text = text.strip()
    return len(text) > LONGEST_NAME or "\n" in text or "\r" in text or len(text.split()) > MOST_WORDS


def name(text: str) -> bool:
    """Whether a text in a column of references looks like somebody's name: words, and no number."""
    text = " ".join(text.split())
    return bool(_SURNAME_FIRST.fullmatch(text) or _WORDS.fullmatch(text))


def names(values: Iterable[str]) -> bool:
    """Whether a column of references holds names, though each of them may be one word."""
    filled = [text for text in values if text.strip()]
    single = sum(bool(_ONE_WORD.fullmatch(text.strip())) for text in filled)
    return single >= 3 and single >= 0.8 * len(filled)


def masked(text: str) -> str:
    """A personal value as a message may show it: its first character and its length."""
    return f"{text[:1]}… ({len(text)} characters)"


def _year(text: str, born_by: int) -> int | None:
    """The year of a date on which a person of today may have been born, or None."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    digits = found["last"] or found["first"]
    year = int(digits) if len(digits) == 4 else 1900 + int(digits) + 100 * (int(digits) <= born_by % 100)
    return year if _OLDEST <= year <= born_by else None


def _nhs(digits: str) -> bool:
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return {11: 0, 10: -1}.get(check, check) == int(digits[9])


def _upn(text: str) -> bool:
    if not text[12].isdigit():
        return True  # a temporary number: the letter at its end takes part in another sum
    total = sum(int(d) * w for d, w in zip(text[1:], range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23] == text[0]
