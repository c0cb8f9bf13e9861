"""What heads say of their own figures: that they are right, or what is not. A dispute stands until it is settled."""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path

from wellmetrics import archive, catalogue
from wellmetrics.model import FEEDS, CallError, Viewer
from wellmetrics.opening import now, transaction
from wellmetrics.workbook import answer_rows as rows
from wellmetrics.workbook.answer import About, Answer, Objection, Seen
from wellmetrics.workbook.store import opened, state, wrote
from wellmetrics.workbook.words import own_words

LONGEST = 300
# Whether a reader's own file shows the figure; of an empty indicator, every figure of the feed.
Shown = Callable[[About, str], bool]


def _nothing(_: About, __: str) -> bool:
    return False


def answers(home: Path, viewer: Viewer, shown: Shown = _nothing) -> list[Answer]:
    """Every answer, the earliest first: a head's own as they are, and all of them for the lead."""
    if viewer.role == "board":
        raise CallError(
            "What heads say of their figures is for them and the lead. A dispute stands beside its figure."
        )
    return _read_by(viewer, _all(home), shown)


def disputes(home: Path, viewer: Viewer, shown: Shown = _nothing) -> list[Answer]:
    """The disputes that stand, as this reader may read them: a head's own, and all of them for lead and board."""
    return _read_by(viewer, [one for one in _all(home) if one.disputed], shown)


def _read_by(viewer: Viewer, found: Sequence[Answer], shown: Shown) -> list[Answer]:
    if viewer.role == "head":
        return [one for one in found if one.about.urn == viewer.urn]
    return [_for_others(one, viewer.role == "lead", shown) for one in found]


def _for_others(one: Answer, lead: bool, shown: Shown) -> Answer:
    """The lead reads the words, the board those that the head shares of a figure that its file shows.

    A number, typed or seen by the head, tells nobody what their own file hides.
    """
    seen = tuple(s for s in one.seen if lead and shown(one.about, s.indicator))
    said = one.objection
    if said is None:
        return replace(one, seen=seen)
    visible = (lead or said.shared) and shown(one.about, said.indicator)
    words = replace(said, why=said.why if lead or visible else "", own=said.own if visible else None)
    return replace(one, objection=words, seen=seen, found=one.found if lead else "")


def confirm(home: Path, viewer: Viewer, who: str, about: About, seen: Sequence[Seen]) -> Answer:
    """The head says that the figures are right. Raises CallError for anybody else, and while a dispute stands."""
    _head_of(viewer, about)
    with opened(home) as con, transaction(con):
        if any(one.disputed for one in rows.read(con) if one.about == about):
            raise CallError(
                "A dispute of these figures stands. Settle it first, then say that they are right."
            )
        wrote(home, con, who, "confirmation", ", ".join(astuple(about)))
        return rows.keep(con, Answer(rows.unused(con), about, None, who, now(), seen=tuple(seen)))


def dispute(
    home: Path, viewer: Viewer, who: str, about: About, objection: Objection, seen: Sequence[Seen]
) -> Answer:
    """The head says what is not right. Raises CallError for words that may not stay and for a second dispute of one figure."""
    _head_of(viewer, about)
    said = _checked(about, objection, seen)
    with opened(home) as con, transaction(con):
        standing = [one for one in rows.read(con) if one.disputed and one.about == about]
        if any(one.objection and one.objection.indicator in ("", said.indicator) for one in standing):
            raise CallError("This figure is disputed already. Settle that dispute first.")
        wrote(home, con, who, "dispute", ", ".join(astuple(about)))
        return rows.keep(con, Answer(rows.unused(con), about, said, who, now(), seen=tuple(seen)))


def settle(home: Path, viewer: Viewer, who: str, number: int, found: str) -> Answer:
    """Ends a dispute with what was found. The lead may, and the head whose dispute it is; it stays in the history."""
    found = own_words(found, LONGEST)
    if not found:
        raise CallError(
            "Say what was found, such as “corrected by batch 12” or “kept, because the census was late”."
        )
    with opened(home) as con, transaction(con):
        one = next((a for a in rows.read(con) if a.number == number and _may_settle(viewer, a)), None)
        if one is None:
            raise CallError(
                f"There is no dispute {number} that you may settle. “confirmations” lists them all."
            )
        if not one.disputed:
            raise CallError(f"Dispute {number} is settled already.")
        done = replace(one, found=found, settled_by=who, settled_at=now())
        wrote(home, con, who, "dispute settled", ", ".join(astuple(one.about)))
        return rows.end(con, done)


def _may_settle(viewer: Viewer, one: Answer) -> bool:
    own = viewer.role == "head" and viewer.urn == one.about.urn and not viewer.looks
    return one.objection is not None and (viewer.role == "lead" or own)


def _head_of(viewer: Viewer, about: About) -> None:
    if viewer.role != "head" or viewer.urn != about.urn or viewer.looks:
        raise CallError("Whether a school's figures are right is for its head to say.")


def _checked(about: About, said: Objection, seen: Sequence[Seen]) -> Objection:
    why = own_words(said.why, LONGEST)
    if not why:
        raise CallError("Say in a few words what is not right.")
    if said.indicator:
        known = catalogue.all_indicators().get(said.indicator)
        if known is None or known.feed != about.feed:
            raise CallError(f"There is no figure “{said.indicator}” of {FEEDS[about.feed]}.")
    if said.own is not None:
        of = next((one for one in seen if one.indicator == said.indicator), None)
        if of is None or not of.shown:
            raise CallError(
                "A number can stand only against one figure that you see. Leave the number out, or choose the figure."
            )
        if not math.isfinite(said.own) or said.own < 0:
            raise CallError("The number of your own record is nought or more.")
    return replace(said, why=why)


def _all(home: Path) -> tuple[Answer, ...]:
    return _read(home, state(home)) if (home / archive.WORKBOOK).exists() else ()


# Every run of every page asks what is disputed; opening a store takes longer than most pages do.
@lru_cache(maxsize=8)
def _read(home: Path, _: tuple) -> tuple[Answer, ...]:
    with opened(home) as con:
        return tuple(rows.read(con))
