"""What a clause states of its figure: a change, a comparison, a number, a record, a cause, what was sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from wellmetrics.words.claims.amounts import Number
from wellmetrics.words.claims.tags import Tag
from wellmetrics.words.claims.when import Running, When

Kind = Literal["moved", "beside", "quoted", "extreme", "rank", "cause", "sent", "state", "against"]
Role = Literal["now", "before", "change", "expected"]
WAYS = ("way", "beside")
CLAIMING = (*WAYS, "extreme", "rank", "state", "sent", "hedge")
RATIOS = ("doubled", "halved", "trebled")
ALIKE = re.compile(
    r"same as|similar|in\s+line|on\s+a\s+par|level with|comparable|consistent with|^(just )?as (much|often|likely|many)|^equally|^about|^around|^close|^near",
    re.IGNORECASE,
)
NEUTRAL_WAYS = ("wider", "narrower", "changed", "ended", *RATIOS)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing stated. Which fields are filled depends on its kind."""

    kind: Kind
    way: str = ""  # up, down, same, better, worse, changed, wider, narrower, ended, doubled, halved, trebled
    denied: bool = False
    again: bool = False
    target: Tag | None = None  # beside whom or what
    reference: When | None = None  # compared with when
    since: When | None = None
    running: Running | None = None
    span: Running | None = None
    number: Number | None = None
    role: Role = "now"
    soft: str = ""  # about, over, under ...
    when: When | None = None  # of a number with a time of its own
    place: tuple[str, ...] = ()  # of a number that stands beside the name of one place among several
    figure: tuple[str, ...] = ()  # of a number that stands right before the name of another figure
    said: str = ""


@dataclass(slots=True)
class Reader:
    """Reads the tags of one clause, in order; what a comparison used up is no longer what the clause is about."""

    tags: Sequence[Tag]
    text: str
    used: set[int] = field(default_factory=set)

    def statements(self) -> tuple[Statement, ...]:
        found = [self._of(i, tag) for i, tag in enumerate(self.tags)]
        return tuple(one for one in found if one)

    def _of(self, i: int, tag: Tag) -> Statement | None:
        match tag.kind:
            case "way" | "beside":
                return self._way(i, tag)
            case "number":
                return self._number(i, tag)
            case "against":
                return Statement("against", number=tag.what, said=tag.text)
            case "extreme":
                return Statement("extreme", tag.what, self._denied(i), said=tag.text, span=self._one("span"))
            case "rank" | "cause" | "state":
                return Statement(tag.kind, tag.what, self._denied(i), said=tag.text)
            case "sent":
                return Statement("sent", tag.what, self._denied(i), said=tag.text)
        return None

    def _way(self, i: int, tag: Tag) -> Statement | None:
        if self._threshold(i, tag):
            return None
        target = self._target(i, tag)
        denied = self._denied(i)
        if target is not None and target.what != "past":
            return Statement(
                "beside", tag.what, denied, target=target, said=tag.text, reference=self._reference()
            )
        way, denied = self._ended(i, tag.what, denied)
        return Statement(
            "moved", way, denied, self._one("again") is not None, None, self._reference(), self._since(),
            self._one("running"), self._one("span"), said=tag.text,
        )  # fmt: skip

    def _ended(self, i: int, way: str, denied: bool) -> tuple[str, bool]:
        """“No longer rising” is an end; “has not changed” is the same."""
        if any(t.kind == "not" and t.what == "ended" for t in self.tags[:i]):
            return "ended", False
        return ("same", False) if way == "changed" and denied else (way, denied)

    def _denied(self, i: int) -> bool:
        """Whether a “not” stands before, with no other statement between."""
        for tag in reversed(self.tags[:i]):
            if tag.kind in (*WAYS, "extreme", "sent"):
                return False
            if tag.kind == "not":
                return True
        return False

    def _target(self, i: int, tag: Tag) -> Tag | None:
        """What a comparison is with; a time or what is usual is the figure's own past."""
        built_in = tag.kind == "beside" or (tag.what == "same" and bool(ALIKE.search(tag.text)))
        after = range(i + 1, len(self.tags))
        than = next((j for j in after if self.tags[j].kind == "than"), None)
        if built_in:
            than = i
        if than is None:
            than = next((j for j in range(i) if self.tags[j].kind == "than"), None)
        if than is None or any(t.kind in WAYS for t in self.tags[i + 1 : than]):
            return None
        for j in range(than + 1, len(self.tags)):
            if self.tags[j].kind in ("target", "place", "group", "schools"):
                self.used.add(j)
                return self.tags[j]
            if self.tags[j].kind in ("period", *WAYS, "number"):
                return None
        return None

    def _threshold(self, i: int, tag: Tag) -> bool:
        """“Higher than 4%” is about the number."""
        following = [t for t in self.tags[i + 1 : i + 3] if t.kind != "soft"]
        if tag.kind == "beside":
            return bool(following) and following[0].kind == "number"
        return len(following) > 1 and following[0].kind == "than" and following[1].kind == "number"

    def _reference(self) -> When | None:
        found = [
            t.what for t in self.tags if t.kind == "period" and t.what.reference and not self._of_number(t)
        ]
        return found[0] if found else None

    def _since(self) -> When | None:
        return next((t.what for t in self.tags if t.kind == "period" and t.what.lead == "since"), None)

    def _one(self, kind: str):
        return next((t.what for t in self.tags if t.kind == kind), None)

    def _of_number(self, period: Tag) -> bool:
        """A time right behind a number is that number's own: “75 a year before”."""
        at = self.tags.index(period)
        return any(self._own_period(j) is period for j in range(at) if self.tags[j].kind == "number")

    def main_time(self) -> When | None:
        """The time that the clause is about: not one that something is compared with, nor what a number rose from."""
        past = {
            id(self._own_period(i))
            for i, t in enumerate(self.tags)
            if t.kind == "number" and self._role(i, t) == "before"
        }
        times = [t.what for t in self.tags if t.kind == "period" and id(t) not in past]
        return next((w for w in times if not w.reference and w.lead != "since"), None)

    # Numbers

    def _number(self, i: int, tag: Tag) -> Statement | None:
        own, figure = self._own_period(i), self._own_figure(i)
        role: Role = "now" if figure else self._role(i, tag)
        soft = self._soft(i)
        reference = self._reference() if role == "change" else None
        return Statement(
            "quoted", self._change_way(i), number=tag.what, role=role, soft=soft, reference=reference,
            when=own.what if own else None, said=tag.text, denied=self._denied(i) and role != "change",
            place=self._own_place(i), figure=figure, target=self._of_target(i),
        )  # fmt: skip

    def _of_target(self, i: int) -> Tag | None:
        """“Below the national average of 5.0”, “the trust (2.1)”: a number of what is compared with."""
        before = self.tags[i - 1] if i else None
        if before is None or i - 1 not in self.used and before.kind != "target" or before.what == "past":
            return None
        close = re.fullmatch(
            r"\s*(average|figure)?\s*(of|at|is|was|\(|which is|:)\s*(\(|at|just)?\s*",
            self._between(before, self.tags[i]),
        )
        return before if close else None

    def _own_place(self, i: int) -> tuple[str, ...]:
        """`Larch (10.7%)`, `10.7% at Larch`: where several places are named, each number is of its own."""
        if len({t.what for t in self.tags if t.kind == "place"}) < 2:
            return ()
        before, after = self.tags[i - 1] if i else None, next(iter(self.tags[i + 1 :]), None)
        if (
            after
            and after.kind == "place"
            and re.fullmatch(r"\s*(of \w+ )?(at|in|for)\s+", self._between(self.tags[i], after))
        ):
            return after.what
        if (
            before
            and before.kind == "place"
            and re.fullmatch(r"[\s(:]*(at|on|was|is|with)?\s*", self._between(before, self.tags[i]))
        ):
            return before.what
        return ()

    def _own_figure(self, i: int) -> tuple[str, ...]:
        """`61% favourable, from 55% of those asked`: the second number is of what stands right behind it."""
        after = next(iter(self.tags[i + 1 :]), None)
        earlier = any(t.kind in ("figure", "area", "number") for t in self.tags[:i])
        if (
            after is None
            or after.kind != "figure"
            or not earlier
            or not re.fullmatch(r"\s+(of\s+)?", self.text[self.tags[i].end : after.start])
        ):
            return ()
        self.used.add(i + 1)
        return after.what

    def _own_period(self, i: int) -> Tag | None:
        for tag in self.tags[i + 1 :]:
            between = self.text[self.tags[i].end : tag.start]
            if tag.kind == "number" or re.search(r"[,;:()]|\band\b|\bto\b|\bfrom\b", between):
                return None
            if tag.kind == "period":
                # “up 38% on last autumn”: the time belongs to the change
                return None if tag.what.lead in ("on", "since") else tag
            if tag.kind in WAYS:
                return None
        return None

    def _role(self, i: int, tag: Tag) -> Role:
        lead = self.text[: tag.start].rstrip().lower()
        if self._expected(i):
            return "expected"
        if re.search(
            r"\b(by|an?|of)( (about|around|nearly|almost|over|roughly|just over|more than))?$", lead
        ) and self._near_way(i):
            return "change"
        if re.search(r"\bfrom( (about|around|nearly|almost|over))?$", lead):
            return "before"
        return "change" if self._touches_way(i) else "now"

    def _expected(self, i: int) -> bool:
        for tag in reversed(self.tags[:i]):
            if tag.kind == "expect" or (tag.kind == "way" and "range" in tag.text.lower()):
                return True
            if re.search(r"[;()]", self.text[tag.start : self.tags[i].start]) or tag.kind in WAYS:
                return False
        return False

    def _neighbours(self, i: int, gap: str) -> list[Tag]:
        """The statements of change that touch a number, but for a few small words."""
        near = []
        before = [t for t in self.tags[:i] if t.kind not in ("soft", "again")]
        after = [t for t in self.tags[i + 1 :] if t.kind not in ("soft", "again")]
        if before and before[-1].kind == "way" and re.fullmatch(gap, self._between(before[-1], self.tags[i])):
            near.append(before[-1])
        if (
            after
            and after[0].kind == "way"
            and re.fullmatch(r"\s+(per cent\s+)?(points\s+)?", self._between(self.tags[i], after[0]))
        ):
            near.append(after[0])
        return near

    def _between(self, first: Tag, second: Tag) -> str:
        """The words between two tags, without those that only soften."""
        said = self.text[first.end : second.start].lower()
        return re.sub(
            r"\b(about|around|nearly|almost|over|roughly|just|approximately|some|more than|less than|under)\b\s*",
            "",
            said,
        )

    def _touches_way(self, i: int) -> bool:
        ways = [
            t
            for t in self._neighbours(i, r"\s+")
            if t.what in ("up", "down", "better", "worse", "wider", "narrower")
        ]
        number = self.tags[i].what
        return bool(ways) and (number.unit in ("%", "points") or not number.places) and number.of is None

    def _near_way(self, i: int) -> bool:
        return (
            bool(self._neighbours(i, r"\s+(by|of)\s+(an?\s+)?|\s+(in|of) .{0,40}\s(by|of)\s+"))
            or any(
                t.kind == "way" and t.what in ("up", "down", "better", "worse", "wider", "narrower")
                for t in self.tags[:i]
            )
            and bool(re.search(r"\bby\b[^,;]{0,14}$", self.text[: self.tags[i].start]))
        )

    def _change_way(self, i: int) -> str:
        return next((t.what for t in (*reversed(self.tags[:i]), *self.tags[i + 1 :]) if t.kind == "way"), "")

    def _soft(self, i: int) -> str:
        before = self.tags[i - 1] if i else None
        if before and before.kind == "soft" and not self.text[before.end : self.tags[i].start].strip():
            return before.text.lower()
        lead = [t for t in self.tags[max(0, i - 2) : i] if t.kind in (*WAYS, "than")]
        if len(lead) == 2 and lead[1].kind == "than" and lead[0].kind == "way":
            return {"up": "over", "down": "under"}.get(lead[0].what, "")
        if before and before.kind == "beside":
            return {"up": "over", "down": "under"}.get(before.what, "")
        return "or more" if self.text[self.tags[i].end :].lstrip().lower().startswith("or more") else ""
