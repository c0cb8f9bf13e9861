"""What a reader's screens are given: their own file and their choice, and what is drawn of it."""

import base64
import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from wellmetrics import access
from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import choice
from wellmetrics.views.choice import Choice
from wellmetrics.views.spots import Spot


def opened(home: Path, who: str = "lead", **asked: str) -> tuple[Release, Choice]:
    """`asked` is what the address says: term, school, indicator, audience. A file is opened once, as the pages do."""
    viewer = Viewer.parse(who)
    figures = _file(home, viewer, choice.current(home))
    return figures, choice.choose(figures, viewer, asked)


@cache
def _file(home: Path, viewer: Viewer, current: str | None) -> Release:
    return access.open_release(home, viewer)


def pictures(html: str) -> list[str]:
    """The drawings inside a page, as text."""
    return [base64.b64decode(found).decode() for found in re.findall(r"base64,([^\"]+)", html)]


def spots(thing: object) -> Iterator[Spot]:
    """Every figure that a view holds, wherever it stands."""
    if isinstance(thing, Spot):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            if field.name != "tested":
                yield from spots(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from spots(one)
