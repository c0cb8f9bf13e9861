"""A sentence as clauses: each is about figures, places and a time, and states something of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from wellmetrics.words.claims import scope
from wellmetrics.words.claims.amounts import Many
from wellmetrics.words.claims.statements import CLAIMING, Reader, Statement
from wellmetrics.words.claims.tags import Tag
from wellmetrics.words.claims.when import When

CUT = re.compile(
    r";|\s-+\s|,?\s+(?:but not at|as at|but|while|whilst|whereas|although|though|yet|however|and|with|which|so|because of this|meanwhile)\b|,\s|\.\s|:\s",
    re.IGNORECASE,
)
ECHO = re.compile(r"^[,;\s]*(also|as|but not|and)\s+(in|at|across|for)\b", re.IGNORECASE)
AUDIENCES = {
    "pupils": r"\b(pupil|student|child|children|young people|girls?|boys?|learner)",
    "staff": r"\b(staff|teacher|colleague|employee|workforce|leaders)",
    "families": r"\b(famil|parent|carer)",
    "trustees": r"\b(trustee|governor)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """What is stated of what. Each figure and place is what its words may stand for, the likeliest first."""

    text: str
    figures: tuple[tuple[str, ...], ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    nowhere: str = ""  # a school by a name that nobody has
    nobody: str = ""  # a group that no figure is broken down by
    unheld: str = ""  # a measure that no figure is held of
    elsewhere: str = ""  # others than this trust, of whom it speaks
    weak: bool = False  # its figure is named by words that lean on what came before
    when: When | None = None
    times: tuple[When, ...] = ()  # every time that is said, for what is said of several
    groups: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    gap: str = ""  # any, sex, pupil_premium, any_send
    schools: Many | None = None
    share: str = ""
    audience: str = ""
    spoken_of: tuple[str, ...] = ()  # every audience that its own words name
    feeds: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # the figure spoken of before, where this one stands beside it
    only: bool = False  # said of its places and of no other
    except_: bool = False  # said of everywhere but its places
    not_so: bool = False  # “… is not”: what was said before does not hold of it
    by_doing: bool = False  # something that is done is said to have done it
    hedged: bool = False
    opinion: bool = False
    echo: bool = False  # says again of other places what was said before
    denied: bool = False
    statements: tuple[Statement, ...] = field(default=())

    @property
    def claims(self) -> bool:
        return bool(self.statements or self.share) and not self.hedged

    @property
    def statements_of_change(self) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if s.kind == "moved")


def _audiences(text: str) -> tuple[str, ...]:
    return tuple(a for a, words in AUDIENCES.items() if re.search(words, text, re.IGNORECASE))


def clauses(text: str, tags: Sequence[Tag]) -> list[Clause]:
    """The clauses of a sentence. One that names no figure, place or time of its own has those before it."""
    parts = _parts(text, tags)
    found = [
        _clause(text, part, scope.nowhere(part, tags, text), words)
        for part, words in zip(parts, _words(text, parts), strict=True)
    ]
    found = [replace(c, hedged=True) for c in found] if text.rstrip(" \"')").endswith("?") else found
    return _filled(found)


def _parts(text: str, tags: Sequence[Tag]) -> list[list[Tag]]:
    """Cut where both sides state something; a semicolon outside brackets always cuts."""
    parts: list[list[Tag]] = [[]]
    marks = [
        m
        for m in CUT.finditer(text)
        if not any(t.start < m.end() - 1 and m.start() < t.end - 1 for t in tags if t.kind != "place")
    ]
    starts = [m.start() for m in marks]
    for tag in tags:
        between = [
            m
            for m, s in zip(marks, starts, strict=True)
            if parts[-1] and parts[-1][-1].start <= s < tag.start
        ]
        if between and _cuts(text, between, parts[-1], [t for t in tags if t.start >= between[0].start()]):
            parts.append([])
        parts[-1].append(tag)
    return [part for part in parts if part] or [[]]


def _cuts(text: str, marks: list[re.Match], left: list[Tag], right: list[Tag]) -> bool:
    said = [m.group().strip(" ,").lower() for m in marks]
    if any(m.group() == ";" and _open(text, m.start()) == 0 for m in marks):
        return True
    if any(s in ("as at", "but not at") for s in said):
        return True
    ahead = []  # up to the next mark
    for tag in right:
        if ahead and CUT.search(text[ahead[-1].end : tag.start]):
            break
        ahead.append(tag)
    stated = {"number"} if "and" in said or "but" in said else set()
    figure_and_number = {"figure", "number"} <= {t.kind for t in ahead} and {"figure", "number"} <= {
        t.kind for t in left
    }
    claiming = any(t.kind in CLAIMING or t.kind in stated & {"figure"} for t in left)
    claiming_ahead = any(t.kind in CLAIMING for t in ahead) or {"figure", "not"} <= {t.kind for t in ahead}
    return (claiming and claiming_ahead) or (figure_and_number and bool(said))


def _open(text: str, at: int) -> int:
    return text[:at].count("(") - text[:at].count(")")


def _words(text: str, parts: Sequence[Sequence[Tag]]) -> list[str]:
    """All the words of each part, with those before its first tag and behind its last."""
    cuts = [0]
    for left, right in pairwise(parts):
        mark = CUT.search(text, left[-1].end - 1, right[0].start + 1)
        cuts.append(mark.start() if mark else right[0].start)
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


def _clause(text: str, tags: Sequence[Tag], nowhere: str, words: str) -> Clause:
    if not tags:
        return Clause(text)
    own = text[tags[0].start : tags[-1].end]
    lead = text[max(0, tags[0].start - 16) : tags[-1].end]
    reader = Reader(tags, text)
    stated = reader.statements()
    about = [tag for i, tag in enumerate(tags) if i not in reader.used]

    def of(kind: str) -> tuple:
        return tuple(dict.fromkeys(tag.what for tag in about if tag.kind == kind))

    weak = of("weak")
    return Clause(
        text=own,
        figures=of("figure") or (weak if not any(of(kind) for kind in ("area", "gap", "unheld")) else ()),
        places=of("place"),
        nowhere=nowhere,
        nobody=next((t.text for t in tags if t.kind == "nobody"), ""),
        unheld=next((t.text for t in tags if t.kind == "unheld"), ""),
        elsewhere=scope.elsewhere(reader, stated),
        weak=bool(weak) and not of("figure"),
        when=reader.main_time(),
        times=tuple(w for w in of("period") if not w.reference and w.lead != "since"),
        groups=(*of("group"), *(s.target.what for s in stated if s.target and s.target.kind == "group")),
        areas=of("area"),
        gap=next(iter(of("gap")), ""),
        schools=next(iter(of("schools")), None),
        share=next(iter(of("share")), ""),
        audience=next(iter(_audiences(words)), ""),
        spoken_of=_audiences(words),
        feeds=of("feed"),
        only=scope.led(tags, text, scope.ONLY) or bool(re.search(r"\bthe only (school|hub|academy|primary|secondary|one)\b|\balone\b", own, re.IGNORECASE)),
        except_=scope.led(tags, text, scope.BUT_FOR),
        not_so=any(t.kind == "not" and re.match(r"\s*([:;,.]|$)", text[t.end :]) for t in tags),
        by_doing=scope.by_doing(tags, text),
        hedged=any(t.kind == "hedge" for t in tags),
        opinion=any(t.kind == "opinion" for t in tags),
        echo=bool(ECHO.match(lead[lead.lower().rfind(" also") :] if " also" in lead.lower() else text[_start(text, tags[0].start) : tags[-1].end])),
        denied="but not" in text[_start(text, tags[0].start) : tags[0].start].lower(),
        statements=stated,
    )  # fmt: skip


def _start(text: str, at: int) -> int:
    """Where the words before a clause's first tag begin: behind the last mark."""
    return max((m.start() for m in CUT.finditer(text) if m.start() < at), default=0)


def _filled(found: list[Clause]) -> list[Clause]:
    """What a clause leaves out stands before it; a place or time at the end may hold for what comes before."""
    filled: list[Clause] = []
    for clause in found:
        filled.append(after(clause, filled[-1]) if filled else clause)
    for i in range(len(filled) - 2, -1, -1):
        later = filled[i + 1]
        if (
            not filled[i].places
            and not filled[i].schools
            and later.places
            and later.figures != filled[i].figures
        ):
            filled[i] = replace(filled[i], places=later.places)
        if filled[i].when is None and later.when is not None and later.figures != filled[i].figures:
            filled[i] = replace(filled[i], when=later.when)
        if not named(filled[i]) and named(later):
            filled[i] = replace(
                filled[i],
                figures=later.figures,
                areas=later.areas,
                gap=later.gap,
                groups=filled[i].groups or later.groups,
            )
    return filled


def named(clause: Clause) -> bool:
    return bool(clause.figures or clause.areas or clause.gap or clause.unheld)


def after(clause: Clause, before: Clause) -> Clause:
    """A clause with what it leaves out taken from the one before."""
    own = named(clause) and not (clause.weak and named(before))
    figures = clause if own else before
    groups = clause.groups or (before.groups if not own or clause.gap else ())
    echoed = clause.echo and not clause.statements_of_change and before.statements_of_change
    stated = clause.statements
    if clause.not_so and own:
        stated = (*(replace(s, denied=not s.denied) for s in before.statements_of_change), *stated)
    elif echoed:
        stated = (
            *(
                replace(s, denied=s.denied != clause.denied, running=None, span=None, since=None)
                for s in before.statements_of_change
            ),
            *stated,
        )
    return replace(
        clause,
        figures=figures.figures or (before.figures if clause.gap else ()),
        areas=figures.areas,
        gap=figures.gap,
        groups=groups,
        places=clause.places or (() if clause.schools else before.places),
        when=clause.when or before.when,
        audience=clause.audience or before.audience,
        nobody=clause.nobody or ("" if named(clause) else before.nobody),
        feeds=clause.feeds or (() if named(clause) else before.feeds),
        statements=stated,
    )  # fmt: skip
