"""What a text means in a column of choices: by the choice itself, by another name for it, by a code before it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from wellmetrics.intake.faults import LeftOut
from wellmetrics.intake.match import compared, plain
from wellmetrics.model import Column

VAGUE = "unknown"  # gives way to whatever else a cell says
_CODED = re.compile(r"(?P<code>[a-z]{1,4}\d{0,2})\s*[-–:=.)]+\s*(?P<rest>.+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<code>[a-z]\d{2})\b.*", re.IGNORECASE)  # the whole code list is known: S10 to S99
_BRACKETED = re.compile(r"(?P<rest>[^()]+?)\s*\((?P<code>[^()]+)\)")
_SEVERAL = re.compile(r"\s*(?:[/,;&+]|\band\b|\bor\b|\bwith\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a column's choices. `exact` keeps signs that `loose` drops, such as the minus of -1."""

    exact: Mapping[str, str | LeftOut]
    loose: Mapping[str, str | LeftOut]


def names(column: Column) -> Names:
    return _names(column.choices, tuple(column.value_aliases.items()), tuple(column.leaves_out.items()))


@lru_cache(512)  # asked for each distinct text of a column
def _names(
    choices: tuple[str, ...], aliases: tuple[tuple[str, str], ...], out: tuple[tuple[str, str], ...]
) -> Names:
    every: dict[str, str | LeftOut] = dict(aliases)
    every |= {text: LeftOut(what) for text, what in out}
    every |= {choice: choice for choice in choices}
    unsigned = {text: means for text, means in every.items() if not text.startswith("-")}
    return Names(
        {" ".join(text.casefold().split()): means for text, means in every.items()},
        {compared(text): means for text, means in unsigned.items()},
    )


def meaning(text: str, column: Column) -> str | LeftOut | None:
    """The choice, LeftOut, or None where the text is not a name of one.

    A text of several names is taken where all of them mean the same (“cough, cold & flu”), and a code with words
    where the two agree (“K - SEN support”).
    """
    known = names(column)
    text = " ".join(text.split())
    found = known.exact.get(text.casefold())
    if found is None and not re.match(r"-\s?\d", text):
        found = known.loose.get(compared(text))
    return found or _of_code(text, known) or _of_parts(_SEVERAL.split(text), known)


def halves(text: str) -> tuple[str, str] | None:
    """A code and the words beside it: “SIC - stress”, “Teaching assistant (TA)”."""
    found = _CODED.fullmatch(text) or _BRACKETED.fullmatch(text)
    return (found["code"], found["rest"]) if found else None


def of_two_minds(text: str, column: Column) -> bool:
    """Whether a text names two choices, such as “Teacher/TA”."""
    known = names(column).loose
    return len({known[plain(part)] for part in _SEVERAL.split(text) if plain(part) in known}) > 1


def _of_code(text: str, known: Names) -> str | LeftOut | None:
    if parts := halves(text):
        code, rest = (_one(part, known) for part in parts)
        if code is not None and rest is not None:
            return _agreed(code, rest)
    if numbered := _NUMBERED.fullmatch(text):
        return known.loose.get(plain(numbered["code"]))
    return None


def _of_parts(parts: list[str], known: Names) -> str | LeftOut | None:
    found = {known.loose.get(plain(part)) for part in parts if plain(part)}
    return found.pop() if len(found) == 1 and len(parts) > 1 else None


def _one(text: str, known: Names) -> str | LeftOut | None:
    return known.loose.get(plain(text)) or _of_parts(_SEVERAL.split(text), known)


def _agreed(a: str | LeftOut, b: str | LeftOut) -> str | LeftOut | None:
    if isinstance(a, LeftOut) or isinstance(b, LeftOut):
        return a if isinstance(a, LeftOut) else b
    if VAGUE in (a, b):
        return b if a == VAGUE else a
    return a if a == b else None
