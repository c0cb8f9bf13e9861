"""What a clause states of its figure: a change, a comparison, a number, a record, a cause, what was sent."""

import re
from dataclasses import dataclass
from typing import Literal

from wellmetrics.words.claims.amounts import Number
from wellmetrics.words.claims.tags import Tag
from wellmetrics.words.claims.when import Running, When
from wellmetrics.words.claims.written import WAYS, Role, Written

Kind = Literal["moved", "beside", "quoted", "extreme", "rank", "cause", "sent", "state", "against"]
CLAIMING = (*WAYS, "extreme", "rank", "state", "sent", "hedge")
ALIKE = re.compile(
    r"same as|similar|in\s+line|on\s+a\s+par|level with|comparable|consistent with|^(just )?as (much|often|likely|many)|^equally|^about|^around|^close|^near",
    re.IGNORECASE,
)


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


class Reader(Written):
    """Reads what a clause states, tag by tag."""

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
                # “… is not: it stands at 5.7%”: what is denied was said before.
                return not re.match(r"\s*[:;,.]", self.text[tag.end :])
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
            if self.tags[j].kind == "number" and self._of_target(j):
                continue
            if self.tags[j].kind in ("period", *WAYS, "number"):
                return None
        return None

    def _threshold(self, i: int, tag: Tag) -> bool:
        """“Higher than 4%” is about the number."""
        following = [t for t in self.tags[i + 1 : i + 3] if t.kind != "soft"]
        number = next((t for t in following if t.kind == "number"), None)
        if number and self._of_target(self.tags.index(number)):
            return False
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
        counted = [self._own_period(i) for i, t in enumerate(self.tags) if t.kind == "number"]
        # “129 in the autumn and 163 in the summer”: each time is its number's.
        if len({t.what for t in counted if t}) > 1:
            past |= {id(t) for t in counted}
        times = [t.what for t in self.tags if t.kind == "period" and id(t) not in past]
        return next((w for w in times if not w.reference and w.lead != "since"), None)

    # Numbers

    def _number(self, i: int, tag: Tag) -> Statement | None:
        own, figure, target = self._own_period(i), self._own_figure(i), self._of_target(i)
        if target is not None and target.kind == "place":
            self.used.add(self.tags.index(target))
        role: Role = "now" if figure else self._role(i, tag)
        soft = self._soft(i)
        reference = self._reference() if role == "change" else None
        return Statement(
            "quoted", self._change_way(i), number=tag.what, role=role, soft=soft, reference=reference,
            when=own.what if own else None, said=tag.text, denied=self._denied(i) and role != "change",
            place=() if target else self._own_place(i), figure=figure, target=target,
        )  # fmt: skip
