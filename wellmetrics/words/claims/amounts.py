"""Amounts as people write them: 10.7% of staff, 16 of 150, nine of 13 schools, most pupils, half."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wellmetrics.words.claims.when import NUMBER, number_of

PEOPLE = "members of staff|staff|people|colleagues|teachers|employees|pupils|children|students|referrals?|replies|responses|girls|boys|spells?|adults|young people"
DIGITS = r"(?P<sign>[+-](?=\d)(?<![\d\w][+-]))?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?P<decimals>\.\d{1,6})?"
UNIT = (
    r"(?P<unit>\s?%|\s?per\s?cent\b|\s(?:percentage\s)?points?\b(?:\s+of\s+\d+)?|\spp\b|\sdays?\b|\sweeks?\b|\shours?\b|"
    r"\sminutes?\b|\syears?\b|\sterms?\b|\smonths?\b|\sschools?\b|\sper\s(?:[\d,]*\d|thousand|hundred)\b|\sspells?\sper\b)?"
)
AMOUNT = re.compile(
    rf"(?<![\w.,/£#-])(?<!per ){DIGITS}(?:\s+(?:out\s+of|of|in)\s+(?:the\s+|our\s+)?(?P<of>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}})(?![\d%.]*%))?{UNIT}(?![\w/])",
    re.IGNORECASE,
)
WORDED = re.compile(rf"(?<![\w-])(?P<word>{NUMBER})\s+(?:more\s+)?(?P<noun>{PEOPLE})(?!\w)", re.IGNORECASE)
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
QUANTITY = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in MANY), key=len, reverse=True))
IN_ALL = r"(?:\s+(?:of\s+)?(?:the|our|their))?"
SCHOOLS = re.compile(
    rf"(?<![\w-])(?:(?P<limit>at least|at most|up to|more than|over|only|just|fewer than|exactly)\s+)?(?:(?P<many>{QUANTITY}){IN_ALL}|(?P<count>{NUMBER})(?:\s+(?:out\s+)?of)?(?:\s+(?:the|our))?(?:\s+(?P<of>{NUMBER}))?)"
    r"(?:\s+of)?(?:\s+(?P<kind>primary|secondary|nursery|special|other|small))?\s+(?:schools?|heads?|academies)(?!\w)",
    re.IGNORECASE,
)
EARLIER = re.compile(
    rf"(?<!\w)from (?P<count>{NUMBER}) earlier (?:autumn|spring|summer|term|year)s?(?!\w)", re.IGNORECASE
)
SOME_OF = re.compile(
    rf"(?<![\w.,/£#-])(?P<some>{NUMBER})(?:\s+(?:{PEOPLE}))?\s+(?:out\s+)?of\s+(?:our\s+|the\s+|all\s+|its\s+|their\s+)?(?P<of>{NUMBER})(?:\s+(?P<noun>{PEOPLE}))?(?![\w.,]*[\d%])(?!\w)",
    re.IGNORECASE,
)
ONE_IN = re.compile(
    rf"(?<![\w-])(?P<some>{NUMBER}) in (?:every )?(?P<count>{NUMBER})(?=\s+(?:of\s+)?(?:our\s+|the\s+)?(?:{PEOPLE})(?!\w))",
    re.IGNORECASE,
)
SHARE = re.compile(rf"(?<![\w-])(?P<many>{QUANTITY}){IN_ALL}\s+(?P<noun>{PEOPLE})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: its value, to how many places, its unit and noun, and of how many."""

    value: float
    places: int
    unit: str = ""
    of: float | None = None
    noun: str = ""
    signed: bool = False


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
    for match in SCHOOLS.finditer(text):
        yield "schools", _many(match), match.start(), match.end()
    for match in SHARE.finditer(text):
        yield "share", MANY[" ".join(match["many"].lower().split())], match.start(), match.start("noun") - 1
    for match in EARLIER.finditer(text):
        yield "against", Number(number_of(match["count"]), 0), match.start(), match.end()
    for match in SOME_OF.finditer(text):
        number = Number(
            number_of(match["some"]), 0, "", number_of(match["of"]), (match["noun"] or "").lower()
        )
        yield "number", number, match.start(), match.end("of")
    for match in ONE_IN.finditer(text):
        yield "number", _in_so_many(match), match.start(), match.end("count")
    for match in WORDED.finditer(text):
        if not match["word"].isdigit():
            noun = match["noun"].lower()
            yield (
                "number",
                Number(number_of(match["word"]), 0, "", None, noun),
                match.start(),
                match.start("noun") - 1,
            )
    for match in AMOUNT.finditer(text):
        number = _number(match)
        if number.unit not in ("year", "term", "month", "week", "hour", "minute", "school"):
            noun = re.match(
                rf"\s+(?:more\s+|fewer\s+)?(?:of\s+(?:our\s+|the\s+|all\s+)?)?({PEOPLE})(?!\w)",
                text[match.end() :],
                re.IGNORECASE,
            )
            yield "number", replace(number, noun=noun[1].lower() if noun else ""), match.start(), match.end()


def _many(match: re.Match) -> Many:
    limit, kind = (match["limit"] or "").lower(), (match["kind"] or "").lower()
    if match["many"]:
        return Many(MANY[" ".join(match["many"].lower().split())], None, None, limit, kind)
    return Many("", number_of(match["count"]), number_of(match["of"]) if match["of"] else None, limit, kind)


def _in_so_many(match: re.Match) -> Number:
    """`four in five` is 80%."""
    return Number(100 * number_of(match["some"]) / max(number_of(match["count"]), 1), 0, "%")


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
    return said.rstrip("s") if said else ""
