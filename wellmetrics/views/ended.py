"""Which periods were not over when a release was made: of those a reader is told the figure and no change."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from wellmetrics.model import Cell, Grain
from wellmetrics.release import Release
from wellmetrics.words import unfinished
from wellmetrics.words.unfinished import Ends


def not_over(figures: Release) -> Ends:
    """By grain and period, with the last day. What is made up for the demo trust is over, whatever day it is."""
    made = made_on(figures)
    found: dict[tuple[Grain, str], date] = {
        (cast(Grain, p.grain), p.period): p.last_day for p in figures.periods if made and made <= p.last_day
    }
    return {} if found and _made_up(figures) else found


def made_on(figures: Release) -> date | None:
    """The day of the release; None where it does not say."""
    made = figures.meta.get("made_at")
    return datetime.fromisoformat(made).date() if made else None


def marked(figures: Release, cells: Iterable[Cell]) -> list[Cell]:
    return unfinished.marked(cells, not_over(figures))


def _made_up(figures: Release) -> bool:
    """As long as nobody has added a file to the demo trust's own."""
    if figures.meta.get("demo") != "yes":
        return False
    return set(figures.table("sources").column("by").to_pylist()) <= {"demo"}
