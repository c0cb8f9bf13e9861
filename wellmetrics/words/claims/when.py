"""Times as people write them: terms, years, months, “since spring”, “for a second term in a row”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wellmetrics.words.numbers import ORDINALS

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPELT = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(WORDS[1:10])})(?!\w))?|{'|'.join(reversed(WORDS[1:]))})"
NUMBER = rf"(?:\d{{1,3}}|(?:a|{'|'.join(WORDS[1:10])})\ hundred(?:\ and\ {SPELT})?|{SPELT})"
SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
REFERENCE = ("than", "on", "from", "with", "to", "against", "before", "over", "vs", "versus", "as")


@dataclass(frozen=True, slots=True)
class When:
    """A time in a sentence. `unit` is term, year, month or day; `back` counts units back from the reader's term.

    `season` names a term; `year` is the calendar year, or with `academic` the year in which the school year starts.
    `ago` counts years back from whatever the sentence is about.
    """

    unit: str
    season: str = ""
    month: int = 0
    year: int | None = None
    academic: bool = False
    back: int = 0
    ago: int = 0
    lead: str = ""

    @property
    def reference(self) -> bool:
        """Something is compared with this time, instead of being said of it."""
        return bool(self.ago) or self.lead in REFERENCE


@dataclass(frozen=True, slots=True)
class Running:
    """`for a second term in a row`: how many, exactly or at least."""

    count: int
    unit: str


LEAD = r"(?:\b(?P<lead>since|than|on|from|with|to|against|before|over|vs|versus|as|in|during|for|by|of|after|until|at|across)\s+)?(?:(?:in|was|it was|at|the start of|the beginning of|early|mid|late)[\s-]+)?(?:the\s+)?"
# The month, and not the verb of “it may fall”: by its capital, and by what stands beside it.
BEFORE_MAY = (
    "in", "on", "since", "by", "during", "of", "from", "to", "until", "till", "before", "after", "through", "throughout", "for",
    "than", "with", "against", "and", "or", "last", "this", "every", "each", "early", "mid", "late", "the", "previous",
)  # fmt: skip
_BEHIND = "|".join(rf"(?<=(?i:\b{word})[ -])" for word in BEFORE_MAY)
MAY = (
    rf"(?:(?<=\d )|(?<=\d(?:st|nd|rd|th) )|{_BEHIND})May\b"
    r"|\bMay(?='s\b| \d)|^May(?= (?:saw|was|is|had|brought|figures?|data|half)\b)"
)
MONTH = (
    rf"(?P<month>{'|'.join(m for m in MONTHS if m != 'may')}|(?-i:{SHORT})\.?|may(?=\s+20\d\d)|(?-i:{MAY}))"
)
DAY = r"(?:(?<![\w/.,-])(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
# “In June 12 pupils …” counts pupils.
DAY_AFTER = r"(?:\s+(?P<on>[12]?\d|3[01])(?:(?:st|nd|rd|th)\b|(?=\s*[,;:)]|\.(?!\d)|$|\s+20\d\d)))?"
SEASON = r"(?P<season>autumn|spring|summer|christmas|easter)(?:\s+term)?"
FORMS = (
    rf"{SEASON}(?:\s+of|\s+in)?,?\s+(?P<a1>20\d\d)\s?[/-]\s?(?:20)?\d\d",
    rf"(?P<a1>20\d\d)\s?[/-]\s?(?:20)?\d\d,?\s+{SEASON}",
    rf"{SEASON}(?:\s+of|\s+in)?,?\s+(?P<year>20\d\d)",
    rf"(?:(?P<which>this|last|previous|past|latest|current|coming)\s+)?(?:year's\s+)?{SEASON}",
    rf"(?P<which>last|previous)\s+year's\s+{SEASON}",
    r"(?:academic\s+|school\s+)?(?:year\s+)?(?P<a1>20\d\d)\s?[/-]\s?(?:20)?\d\d",
    rf"(?:(?P<which>this|last|previous)\s+)?{DAY}{MONTH}{DAY_AFTER}(?:,?\s+(?P<year>20\d\d))?",
    r"(?:year\s+)?(?P<year>20\d\d)",
    r"(?P<which>this|last|previous|past|latest|current|preceding)\s+(?:academic\s+|school\s+)?(?P<unit>term|year|month)(?:'s)?",
    r"(?P<ago>same\s+(?:term|time|period|point|season)\s+(?:last|a|the\s+previous|of\s+last|in\s+the\s+previous|in\s+last|the)\s+year(?:\s+(?:ago|before|earlier))?)",
    r"(?P<ago>(?:autumn|spring|summer)(?:\s+term)?\s+(?:before|earlier)(?=[\s,.;:)]|$)(?!\s+last))",
    r"(?P<ago>(?:a|one)\s+year\s+(?:ago|before|earlier|previously)|year\s+before|twelve\s+months\s+ago|12\s+months\s+ago|year[- ]on[- ]year|previous\s+year's\s+figure)",
    rf"(?P<years>{NUMBER})\s+years\s+(?:ago|before|earlier)",
    r"(?P<termon>term[- ]on[- ]term)",
)
STREAKS = (
    rf"(?:for\s+)?(?:a|the)\s+(?P<nth>{'|'.join(ORDINALS[1:])})\s+(?:(?:consecutive|successive|straight)\s+)?(?P<unit>term|year|time|month|autumn|spring|summer)(?:\s+(?:in\s+a\s+row|running|in\s+succession))?(?!\w)",
    rf"(?:for\s+|over\s+|in\s+)?(?P<count>{NUMBER})\s+(?P<c>consecutive\s+|successive\s+|straight\s+)?(?P<unit>terms|years|months)(?P<r>\s+(?:in\s+a\s+row|running|in\s+succession))?(?!\w)",
)
SPAN = rf"(?:(?:over|for|in|during|across|within|of)\s+)(?:the\s+|at\s+least\s+)?(?:last|past|previous|these)?\s*(?P<count>{NUMBER}|several|few|many)\s+(?P<unit>years|terms|months)(?!\s+(?:ago|before|earlier|in\s+a\s+row|running))(?!\w)|(?P<ever>since\s+(?:records|we)\s+began|over\s+time|over\s+the\s+years|year\s+after\s+year|term\s+after\s+term|every\s+(?:single\s+)?(?:year|term)|throughout)(?!\w)"


@cache
def compiled() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """The patterns of times, streaks and spans; made at first use, since most commands read no text."""
    times = tuple(re.compile(rf"{LEAD}(?P<core>{form})(?![\w/])", re.IGNORECASE) for form in FORMS)
    return times, tuple(re.compile(s, re.IGNORECASE) for s in STREAKS), re.compile(SPAN, re.IGNORECASE)


def number_of(word: str) -> int:
    """`3`, `three` and `thirty-three` as numbers; a vague “several” or “few” is 2 at the least."""
    said = word.lower()
    if said.isdigit():
        return int(said)
    hundreds, _, rest = said.partition(" hundred")
    if rest or said.endswith(" hundred"):
        more = number_of(rest.removeprefix(" and ")) if rest else 0
        return 100 * (1 if hundreds == "a" else number_of(hundreds)) + more
    tens, _, ones = said.replace("-", " ").partition(" ")
    if tens in TENS:
        return 20 + 10 * TENS.index(tens) + (WORDS.index(ones) if ones in WORDS else 0)
    return WORDS.index(said) if said in WORDS else 2


def found(text: str) -> Iterator[tuple[str, object, int, int]]:
    """Kind, meaning, start and end of every time in a sentence."""
    times, streaks, span = compiled()
    for form in times:
        for match in form.finditer(text):
            yield "period", _when(match), match.start(), match.end()
            # Where the word before it is taken by something else, the time still stands.
            yield "period", _when(match), match.start("core"), match.end()
    for form in streaks:
        for match in form.finditer(text):
            if (streak := _streak(match)) is not None:
                yield "running", streak, match.start(), match.end()
    for match in span.finditer(text):
        named = match.groupdict()
        count = number_of(named["count"]) if named["count"] else 0
        yield (
            "span",
            Running(count, (named["unit"] or "years").rstrip("s").lower()),
            match.start(),
            match.end(),
        )


def _when(match: re.Match) -> When:
    g = {name: (value or "").lower() for name, value in match.groupdict().items()}
    lead, which = g["lead"], g.get("which", "")
    year = g.get("a1") or g.get("year")
    if g.get("ago") or g.get("years"):
        return When("term", ago=number_of(g["years"]) if g.get("years") else 1, lead=lead)
    if g.get("termon"):
        return When("term", back=1, lead=lead or "on")
    back = int(which in ("last", "previous", "past", "preceding"))
    if g.get("season"):
        season = {"christmas": "autumn", "easter": "spring"}.get(g["season"], g["season"])
        return When("term", season, 0, int(year) if year else None, bool(g.get("a1")), back, 0, lead)
    if g.get("month"):
        day = bool(g.get("day") or g.get("on"))
        unit, lead = ("day", lead.removeprefix("on")) if day else ("month", lead)
        month = next(i for i, name in enumerate(MONTHS, 1) if name.startswith(g["month"][:3]))
        return When(unit, "", month, int(year) if year else None, False, back, 0, lead)
    if year:
        return When("year", year=int(year), academic=bool(g.get("a1")), lead=lead)
    return When(g["unit"], back=back, lead=lead)


def _streak(match: re.Match) -> Running | None:
    g = match.groupdict()
    if g.get("nth"):
        unit = g["unit"].lower()
        return Running(ORDINALS.index(g["nth"].lower()), "term" if unit == "time" else unit)
    if not (g["c"] or g["r"]):
        return None
    return Running(number_of(g["count"]), g["unit"].rstrip("s").lower())
