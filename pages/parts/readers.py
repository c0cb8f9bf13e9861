"""Somebody who may be served, and what they read."""

from dataclasses import dataclass
from pathlib import Path

from wellmetrics.people import Grant, Reader
from wellmetrics.views import choice
from wellmetrics.views.choice import Choice, Release, Viewer


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may be served, and the role they are in just now."""

    home: Path
    reader: Reader
    grant: Grant
    note: str = ""

    @property
    def looks(self) -> bool:
        """The lead sees what this role sees."""
        return self.reader.looks_as is not None

    @property
    def who(self) -> str:
        """As a history names somebody who has no figures to see."""
        return f"{self.reader.who} ({self.grant.words})" if self.reader.who else self.grant.words


@dataclass(frozen=True, slots=True)
class Here:
    """The reader, their own release file, and their choice. `figures` is None where there are none yet."""

    home: Path
    grant: Grant
    viewer: Viewer
    figures: Release | None
    choice: Choice | None
    notes: tuple[str, ...]
    email: str = ""

    @property
    def people(self) -> dict[str, str]:
        return choice.names(self.figures) if self.figures else {}

    @property
    def who(self) -> str:
        """The reader as a history names them."""
        words = choice.who(self.grant, self.people)
        return f"{self.email} ({words})" if self.email else words
