"""Of whom a clause speaks beyond its figure: others than this trust, no known school, one place alone; and who did it."""

import re
from collections.abc import Sequence
from itertools import chain

from wellmetrics.words.claims.statements import WAYS, Reader, Statement
from wellmetrics.words.claims.tags import Tag

UNKNOWN = re.compile(
    r"\b(?:St\.?\s+)?[A-Z][\w'-]+(?:\s+(?:St\.?\s+)?[A-Z][\w'-]+){0,3}\s+(?:(?:Primary|Infant|Junior|Nursery|High|Secondary|Special|Grammar|Academy|School|College|Centre|hub|Hub|cluster|federation)\b\s*)+"
)
AT_A_NAME = re.compile(r"(?<=\b[Aa]t )(?:St\.? )?[A-Z][a-z][\w'-]+(?: [A-Z][a-z][\w'-]+)*")
NO_NAME = re.compile(
    r"^(?:The|Our|All|Every|Each|No|Other|This|Some|Most|In|At|Across|Both|And)\s+(?=[A-Z])|^(?:The|Our|All|Every|This|Primary|Secondary)\b"
)
DONE = re.compile(
    r"(ed|cut|cuts|raises|reduces|lowers|worsens|improves|increases|lengthens|shortens)$", re.IGNORECASE
)
ONLY = re.compile(r"\b(only|solely|just)( (at|in|for))?( the)?\s*$", re.IGNORECASE)
BUT_FOR = re.compile(
    r"\b(except(ing)?|apart from|other than|with the exception of|excluding|barring|everywhere but|aside from)( (at|for|in))?( the)?\s*$",
    re.IGNORECASE,
)
AGAINST = re.compile(r"\b(unlike|despite|against|beside|alongside|whatever)\W+(\w+\W+)?$", re.IGNORECASE)


def led(tags: Sequence[Tag], text: str, lead: re.Pattern[str]) -> bool:
    """Whether a place of the clause stands behind such words."""
    return any(tag.kind == "place" and lead.search(text[: tag.start]) for tag in tags)


def nowhere(part: Sequence[Tag], tags: Sequence[Tag], text: str) -> str:
    """A school's name, in or beside a clause, that is nobody's in these figures."""
    if not part:
        return ""
    first, last = part[0].start - 40, part[-1].end + 40
    for match in chain(UNKNOWN.finditer(text), AT_A_NAME.finditer(text)):
        said = NO_NAME.sub("", match.group()).strip()
        known = any(t.start < match.end() and match.start() < t.end for t in _naming(match, tags))
        named = match.re is AT_A_NAME or len(said.split()) > 1
        if named and said[:1].isupper() and not known and first <= match.start() <= last:
            return said
    return ""


def _naming(match: re.Match, tags: Sequence[Tag]) -> Sequence[Tag]:
    """What may make a name known: a place where it is called a school; behind “at”, whatever it means."""
    return tags if match.re is AT_A_NAME else [t for t in tags if t.kind in ("place", "target")]


def elsewhere(reader: Reader, stated: Sequence[Statement]) -> str:
    """“Nationally waits are 40 days”: it speaks of others, where they stand first and nothing is compared with them."""
    for i, tag in enumerate(reader.tags):
        if tag.kind in (*WAYS, "rank", "extreme", "number", "than", "place", "not"):
            break
        if tag.kind == "target" and tag.what in ("england", "outside") and i not in reader.used:
            compared = AGAINST.search(reader.text[: tag.start]) or any(s.target is tag for s in stated)
            return "" if compared else tag.text
    return _across_others(reader, stated)


def _across_others(reader: Reader, stated: Sequence[Statement]) -> str:
    """“A problem across the sector”: it happens there."""
    kinds = {tag.kind for tag in reader.tags}
    if kinds & {"rank", "extreme", "number", "than", "place", "beside"}:
        return ""
    for i, tag in enumerate(reader.tags):
        if tag.kind == "target" and tag.what in ("england", "outside") and i not in reader.used:
            there = re.search(r"\b(in|across|throughout)\s+$", reader.text[: tag.start], re.IGNORECASE)
            if there or re.match(r"(in|across)\b", tag.text, re.IGNORECASE):
                return "" if any(s.target is tag for s in stated) else tag.text
    return ""


def by_doing(tags: Sequence[Tag], text: str) -> bool:
    """“The programme reduced absence”: the doer stands before the change, and the figure behind it."""
    for i, tag in enumerate(tags):
        if tag.kind == "doing":
            behind = tags[i + 1 :]
            way = next((j for j, t in enumerate(behind) if t.kind == "way"), None)
            if way is not None and not any(t.kind == "figure" for t in behind[:way]):
                return any(t.kind in ("figure", "area", "gap") for t in behind[way:])
    return any(_does(tags, i, text) for i in range(1, len(tags) - 1))


def _does(tags: Sequence[Tag], i: int, text: str) -> bool:
    """“Rising referrals have lengthened waits”: one figure is said to have changed another."""
    way, behind = tags[i], tags[i + 1]
    if way.kind != "way" or behind.kind != "figure" or not DONE.search(way.text):
        return False
    if not re.fullmatch(r"\s+(the|our|their|its)?\s*", text[way.end : behind.start]):
        return False
    before = next((t for t in reversed(tags[:i]) if t.kind == "figure"), None)
    apart = re.search(r"[,;:]|\band\b|\bbut\b", text[before.end : way.start]) if before else None
    return before is not None and not apart and not set(before.what) & set(behind.what)
