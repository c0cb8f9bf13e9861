"""A head's answer to the question whether the own figures are right, in records."""

from dataclasses import dataclass
from datetime import datetime

from wellmetrics.model import Feed


@dataclass(frozen=True, slots=True)
class About:
    """The figures of one feed that a school has for one term."""

    urn: str
    period: str
    feed: Feed


@dataclass(frozen=True, slots=True)
class Seen:
    """One figure in the words that the head read; `shown` is false where it was hidden."""

    indicator: str
    figure: str
    counted: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Objection:
    """What is not right: one figure, or with no indicator every figure of the feed. `own` is the school's own count."""

    indicator: str
    why: str
    own: float | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a head. Without an objection the figures are right; `settled_at` is of a dispute alone."""

    number: int
    about: About
    objection: Objection | None
    by: str
    said_at: datetime
    found: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None
    seen: tuple[Seen, ...] = ()

    @property
    def disputed(self) -> bool:
        """A dispute that still stands."""
        return self.objection is not None and self.settled_at is None
