"""Amounts as people write them: 10.7% of staff, 16 of 150, nine of 13 schools, most pupils, half."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from wellmetrics.words.claims.when import NUMBER, number_of

ONE = r"(?:pupil|child|student|colleague|teacher|employee|member of staff)(?!\s+(?:premium|survey|referral|voice|wellbeing|repl|respon|morale|absence|engagement|sickness))"
PEOPLE = rf"members of staff|staff|people|colleagues|teachers|employees|pupils|children|students|referrals?|replies|responses|girls|boys|spells?|adults|young people|{ONE}"
DIGITS = r"(?P<sign>[+-](?=\d)(?<![\d\w][+-]))?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?P<decimals>\.\d{1,6})?"
POINTS = r"\s?%|\s?per\s?cent\b|\s(?:percentage\s)?points?\b(?:\s+of\s+\d+)?|\spp\b"
DAYS = r"\s(?:(?:working|school|sick)\s)?days?\b"
UNIT = (
    rf"(?P<unit>{POINTS}|{DAYS}|\sweeks?\b|\shours?\b|\sminutes?\b|\syears?\b|\sterms?\b|\smonths?\b|\sschools?\b|"
    r"\sper\s(?:[\d,]*\d|thousand|hundred)\b|\sspells?\sper\b)?"
)
# Between a quantity and who is counted: a school's name, whose they are, or which of them.
WHICH = (
    r"(?:\s+(?:(?-i:[A-Z])[\w'-]+|\w+'s?|primary|secondary|nursery|small|other|teaching|support|disadvantaged|pupil|"
    r"pupil[- ]premium|staff|new|single|eligible|invited)){0,3}?"
)
MANY = {
    "every one of": "all", "each one of": "all", "all of": "all",
    "all": "all", "every": "all", "each": "all", "both": "both", "most": "most", "the majority of": "most",
    "a majority of": "most", "more than half of": "most", "over half of": "most", "more than half": "most", "nearly all": "nearly all",
    "almost all": "nearly all", "almost every": "nearly all", "half of": "half", "half": "half", "a third of": "third", "a quarter of": "quarter",
    "one third of": "third", "two thirds of": "two thirds", "two-thirds of": "two thirds", "three quarters of": "three quarters",
    "three-quarters of": "three quarters", "no": "none", "none of": "none", "not one of": "none", "not a single": "none", "not one": "none",
    "any": "any", "some": "some", "several": "several", "many": "many", "many of": "many", "a few": "some", "a number of": "some",
    "fewer than half of": "minority", "less than half of": "minority", "a minority of": "minority", "few": "minority", "nearly half of": "nearly half",
    "almost half of": "nearly half", "about half of": "half", "around half of": "half", "roughly half of": "half", "a fifth of": "fifth", "a tenth of": "tenth", "not all": "not all",
}  # fmt: skip
WHOLE = ("all", "most", "none", "nearly all", "any", "some", "several", "many", "not all")
PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
IN_ALL = r"(?:\s+(?:of\s+)?(?:the|our|their))?"
LOOSE = 0.1  # of a share in words, or of what it leaves: “a third” is 30 to 37%
# Days in each, and by how many “about a month” may be out.
SPANS = {"week": (7, 3.5), "fortnight": (14, 3.5), "month": (30, 2.0)}


def _quantity(words: Iterator[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len, reverse=True))


@cache
def compiled() -> Mapping[str, re.Pattern[str]]:
    """The patterns of amounts; made at first use, since most commands read no text."""
    many, whole = _quantity(iter(MANY)), _quantity(w for w, what in MANY.items() if what in WHOLE)
    spoken = "|".join(part.replace("half", "halve?|half") for part in PARTS)
    return {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "amount": rf"(?<![\w.,/£#-])(?<!per ){DIGITS}(?:\s+(?:out\s+of|of|in)\s+(?:the\s+|our\s+)?(?P<of>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}})(?![\d%.]*%))?{UNIT}(?![\w/])",
            "worded": rf"(?<![\w-])(?P<word>{NUMBER})(?:\s+(?:more\s+)?(?P<noun>{PEOPLE})|(?P<unit>{POINTS}|{DAYS}))(?!\w)",
            "schools": rf"(?<![\w-])(?:(?P<limit>at least|at most|up to|more than|over|only|just|fewer than|exactly)\s+)?(?:(?P<many>{many}){IN_ALL}|(?P<count>{NUMBER})(?:\s+(?:out\s+)?of)?(?:\s+(?:the|our))?(?:\s+(?P<of>{NUMBER}))?)"
            r"(?:\s+of)?(?:(?:\s+(?P<kind>primary|secondary|nursery|special|other|small))?\s+(?:schools?|heads?|academies)|\s+(?P<phase>primar|secondar)(?:ies|y(?!\s+\w)))(?!\w)",
            "returns": rf"(?<![\w-])(?P<many>{many})(?=\s+(?:(?:of\s+)?the\s+)?(?:[\w-]+\s+){{0,3}}?returns?\b)",
            "earlier": rf"(?<!\w)from (?P<count>{NUMBER}) earlier (?:autumn|spring|summer|term|year)s?(?!\w)",
            "some_of": rf"(?<![\w.,/£#-])(?P<some>{NUMBER})(?:\s+(?:{PEOPLE}))?\s+(?:out\s+)?of\s+(?:our\s+|the\s+|all\s+|its\s+|their\s+)?(?P<whose>(?:(?-i:[A-Z])[\w-]*\s+){{0,3}}(?-i:[A-Z])[\w-]*'s?\s+)?(?P<of>{NUMBER})(?:\s+(?P<noun>{PEOPLE}))?(?![\w.,]*[\d%])(?!\w)",
            "of_some": rf"(?<![\w-])of\s+(?:the|our|its|their|all)\s+(?P<of>{NUMBER})\s+(?:{PEOPLE})[^.;:\d]{{0,50}}?,?\s+(?:(?:only|just|some|about|around)\s+)?(?P<some>{NUMBER})(?![\w.,/]*\d)(?!\s*(?:%|per|days|{PEOPLE}))(?!\w)",
            "one_in": rf"(?<![\w-])(?P<some>{NUMBER})(?: (?:{PEOPLE}))? (?:in|out of) (?:every )?(?P<count>{NUMBER})(?![\w,.-]*\d)(?!\w)(?!\s+(?:of our\s+|of the\s+)?(?:\w+\s+)?(?:schools?|academies|heads|terms?|years?|months?))",
            "fraction": rf"(?<![\w-])(?:(?P<some>an?|{NUMBER})[- ])?(?P<part>{spoken})s?(?=\s+(?:of|the|our|all|its|their|at|since|on|compared)\b|\s+(?:{PEOPLE})(?!\w)|\s*[.,;)]|$)",
            "spell": rf"\b(?:under|over|than|about|around|nearly|almost|is|was|of|at|to|reached|waited|waiting|wait|waits|exceeds?|exceeded|within)\s+(?P<core>(?P<count>{NUMBER}|an?)\s+(?P<unit>week|fortnight|month)s?)(?!\w|'|\s+(?:ago|before|earlier|in\s+a\s+row|running|later))",
            "share": rf"(?<![\w-])(?P<many>{whole}){IN_ALL}{WHICH}\s+(?P<noun>{PEOPLE})(?!\w)",
            "noun": rf"\s+(?:more\s+|fewer\s+)?(?:of\s+(?:our\s+|the\s+|all\s+)?)?({PEOPLE})(?!\w)",
        }.items()
    }


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: its value, to how many places, its unit and noun, and of how many.

    `slack` is how far a number in everyday words may be out.
    """

    value: float
    places: int
    unit: str = ""
    of: float | None = None
    noun: str = ""
    signed: bool = False
    slack: float = 0.0


@dataclass(frozen=True, slots=True)
class Many:
    """How many schools: a word, or a count, of a total where one is given; `kind` narrows which schools."""

    word: str = ""
    count: int | None = None
    of: int | None = None
    limit: str = ""
    kind: str = ""


def found(text: str) -> Iterator[tuple[str, object, int, int]]:
    """Kind, meaning, start and end of every amount in a sentence."""
    of = compiled()
    for match in of["schools"].finditer(text):
        yield "schools", _many(match), match.start(), match.end()
    for match in of["returns"].finditer(text):
        yield "schools", Many(MANY[" ".join(match["many"].lower().split())]), match.start(), match.end()
    for match in of["share"].finditer(text):
        many = MANY[" ".join(match["many"].lower().split())]
        # “Every colleague who replied” is each of some, not all.
        if many != "all" or not re.match(r"\s+(who|that|whose)\b", text[match.end() :]):
            yield "share", many, match.start(), match.end("many")
    for match in of["earlier"].finditer(text):
        yield "against", Number(number_of(match["count"]), 0), match.start(), match.end()
    yield from _in_words(text)
    for match in of["amount"].finditer(text):
        number = _number(match)
        if number.unit not in ("year", "term", "month", "week", "hour", "minute", "school"):
            noun = of["noun"].match(text, match.end())
            yield "number", replace(number, noun=noun[1].lower() if noun else ""), match.start(), match.end()


def _in_words(text: str) -> Iterator[tuple[str, object, int, int]]:
    """`16 of Larch's 150`, `one in five`, `two thirds`, `forty pupils`, `a month`."""
    of = compiled()
    for match in of["one_in"].finditer(text):
        if 0 < number_of(match["some"]) <= number_of(match["count"]):
            number = _share_of(number_of(match["some"]), number_of(match["count"]))
            yield "number", number, match.start(), match.end("count")
    for match in of["some_of"].finditer(text):
        some, whole = number_of(match["some"]), number_of(match["of"])
        number = Number(some, 0, "", whole, (match["noun"] or "").lower())
        # Whose they are is a place of its own, and stands between.
        yield "number", number, match.start(), match.end("some" if match["whose"] else "of")
        if match["whose"]:
            yield "skip", "", match.start("of"), match.end("of")
    for match in of["of_some"].finditer(text):
        yield "skip", "", match.start("of"), match.end("of")
        number = Number(number_of(match["some"]), 0, "", number_of(match["of"]), "people")
        yield "number", number, match.start("some"), match.end("some")
    for match in of["fraction"].finditer(text):
        part = match["part"].lower().replace("halve", "half")
        some = match["some"] or ("1" if part == "half" else "")
        if some and part in PARTS:
            some = 1 if some.lower() in ("a", "an") else number_of(some)
            yield "number", _share_of(some, PARTS.index(part) + 2), match.start(), match.end()
    for match in of["worded"].finditer(text):
        if not match["word"].isdigit():
            noun, unit = (match["noun"] or "").lower(), _unit(match["unit"] or "")
            end = match.end("unit") if unit else match.start("noun") - 1
            yield "number", Number(number_of(match["word"]), 0, unit, None, noun), match.start(), end
    # Weeks are a length of time anywhere else.
    for match in of["spell"].finditer(text) if re.search(r"wait|contact|seen|queue", text) else ():
        days, slack = SPANS[match["unit"].lower()]
        count = 1 if match["count"].lower() in ("a", "an") else number_of(match["count"])
        yield "number", Number(count * days, 0, "day", slack=slack), match.start("core"), match.end("core")


def _many(match: re.Match) -> Many:
    limit, kind = (match["limit"] or "").lower(), (match["kind"] or "").lower()
    kind = kind or f"{match['phase']}y".lower() if match["phase"] else kind
    if match["many"]:
        return Many(MANY[" ".join(match["many"].lower().split())], None, None, limit, kind)
    return Many("", number_of(match["count"]), number_of(match["of"]) if match["of"] else None, limit, kind)


def _share_of(some: int, count: int) -> Number:
    """`four in five` and `four fifths` are 80%, as roughly as words are."""
    share = 100 * some / max(count, 1)
    return Number(share, 0, "%", slack=max(0.5, LOOSE * min(share, 100 - share)))


def _number(match: re.Match) -> Number:
    decimals, sign = match["decimals"] or "", match["sign"] or ""
    value = float(f"{match['whole'].replace(',', '')}{decimals}") * (-1 if sign == "-" else 1)
    of = float(match["of"].replace(",", "")) if match["of"] else None
    return Number(value, max(len(decimals) - 1, 0), _unit(match["unit"] or ""), of, "", bool(sign))


def _unit(said: str) -> str:
    said = " ".join(said.lower().split())
    if said in ("%", "per cent", "percent"):
        return "%"
    if "point" in said or said == "pp":
        return "points"
    if said.startswith("per"):
        return said.replace("thousand", "1,000").replace("hundred", "100").replace("per 1000", "per 1,000")
    return "day" if re.search(r"days?$", said) else said.rstrip("s")
