"""Numbers in a clause: what each is of, of which time and place, and whether it is a figure or a change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from wellmetrics.words.claims.tags import Tag

Role = Literal["now", "before", "change", "expected"]
WAYS = ("way", "beside")
AHEAD = re.compile(r"(?:'s)?\s*(average|figure)?\s*(of|at|is|was|\(|which is|:)\s*(\(|at|just)?\s*")
BEHIND = re.compile(r"(in|for|at|across|of)( the)?")


@dataclass(slots=True)
class Written:
    """The tags of one clause, in order; what a comparison used up is no longer what the clause is about."""

    tags: Sequence[Tag]
    text: str
    used: set[int] = field(default_factory=set)

    def _of_target(self, i: int) -> Tag | None:
        """A number of what is compared with: “the national average of 5.0”, “the trust (2.1)”, “5.00 in England”."""
        if self._is_target(i - 1) and self._names_number(i - 1):
            return self.tags[i - 1]
        if not self._is_target(i + 1) or self._names_number(i + 1):
            return None
        target = self.tags[i + 1]
        between = self.text[self.tags[i].end : target.start].strip().lower()
        close = BEHIND.fullmatch(between) or (not between and _by_name(target))
        bracket = between == "(" and self.text[target.end : target.end + 1] == ")"
        return target if close or bracket else None

    def _is_target(self, i: int) -> bool:
        """England, other schools, what was compared with; and the whole trust, where a part of it is named too."""
        if not 0 <= i < len(self.tags):
            return False
        tag = self.tags[i]
        parts = _whole(tag) and any(t.kind == "place" and not _whole(t) for t in self.tags)
        compared = i in self.used and tag.kind in ("place", "group", "schools")
        return (compared or tag.kind == "target" or parts) and tag.what != "past"

    def _names_number(self, i: int) -> bool:
        """Whether a target stands before a number of its own: “England: 5.00”, “the average of 5.0”."""
        after = next(iter(self.tags[i + 1 :]), None)
        if after is None or after.kind != "number":
            return False
        between = self._between(self.tags[i], after)
        return bool(AHEAD.fullmatch(between)) or (not between.strip(" '") and _by_name(self.tags[i]))

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
        earlier = any(t.kind in ("figure", "area", "weak") for t in self.tags[:i])
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
        return bool(self._neighbours(i, r"\s+(by|of)\s+(an?\s+)?|\s+(in|of) .{0,40}\s(by|of)\s+")) or (
            any(
                t.kind == "way" and t.what in ("up", "down", "better", "worse", "wider", "narrower")
                for t in self.tags[:i]
            )
            and bool(re.search(r"\bby\b[^,;]{0,14}$", self.text[: self.tags[i].start]))
        )

    def _change_way(self, i: int) -> str:
        return next((t.what for t in (*reversed(self.tags[:i]), *self.tags[i + 1 :]) if t.kind == "way"), "")

    def _soft(self, i: int) -> str:
        before = self.tags[i - 1] if i else None
        if self._of_target(i) and not (before and before.kind == "soft"):
            return ""  # “lower than 5.00 in England” is lower than England
        if before and before.kind == "soft" and not self.text[before.end : self.tags[i].start].strip():
            return before.text.lower()
        lead = [t for t in self.tags[max(0, i - 2) : i] if t.kind in (*WAYS, "than")]
        if len(lead) == 2 and lead[1].kind == "than" and lead[0].kind == "way":
            return {"up": "over", "down": "under"}.get(lead[0].what, "")
        if before and before.kind == "beside":
            return {"up": "over", "down": "under"}.get(before.what, "")
        return "or more" if self.text[self.tags[i].end :].lstrip().lower().startswith("or more") else ""


def _whole(tag: Tag) -> bool:
    return tag.kind == "place" and tag.what in ("trust", ("",))


def _by_name(tag: Tag) -> bool:
    """“England 5.00”, “5.7% across the trust”: close enough without a word between; “on average 5.7%” is not."""
    return tag.kind == "place" or tag.what == "england"
