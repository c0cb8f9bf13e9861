"""A table with bars: a name, the number, its bar from nought, and what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from wellmetrics.charts.style import palette
from wellmetrics.charts.tables import quiet, table

# On a phone a bar has the room that name and number leave, so that none is cut off.
STYLE = (
    "<style>.wm .bar{display:inline-block;box-sizing:border-box;height:.85rem;vertical-align:-.1rem;"
    "width:calc(var(--share)*9rem)}@media(max-width:640px){.wm .bar{width:calc(var(--share)*4.6rem)}}</style>"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """`name` is HTML, the rest is text; `share` of the longest bar there can be, None where there is no figure."""

    name: str
    share: float | None
    big: str
    rest: tuple[str, ...]


def bars(
    headings: Sequence[str], rows: Sequence[Bar], caption: str, dark: bool, neutral: bool = False
) -> str:
    """The bar itself is only a picture: its number stands before it in words. Neutral figures stay grey."""
    ink = palette(dark).grey if neutral else palette(dark).own
    cells = [[row.name, _big(row), _bar(row.share, ink), *map(escape, row.rest)] for row in rows]
    right = (1, *range(3, len(headings) + 1))
    return STYLE + table((*headings[:2], "As a bar", *headings[2:]), cells, caption, dark, right)


def _big(row: Bar) -> str:
    return quiet(row.big) if row.share is None else f"<b>{escape(row.big)}</b>"


def _bar(share: float | None, ink: str) -> str:
    if share is None:
        return ""
    style = f"--share:{min(max(share, 0.0), 1.0):.4f};background:{ink};border-left:2px solid {ink}"
    return f'<span class="bar" aria-hidden="true" style="{style}"></span>'
