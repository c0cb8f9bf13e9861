"""The tracker of the term as a table: feeds across, schools down, a word in every cell."""

from html import escape

from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.this_term import Spot, ThisTerm


def tracker(found: ThisTerm, dark: bool) -> str:
    cells = [(escape(row.name), *(_spot(spot) for spot in row.spots)) for row in found.rows]
    caption = "What has come in, school by school"
    return table(("School", *found.feeds), cells, caption, dark, kind="marks tracker")


def _spot(spot: Spot) -> str:
    words = {"in": "✓ in", "late": "▲ late", "problem": "▲ problem"}.get(spot.state, spot.word)
    if spot.state in ("late", "problem"):
        word = f'<span class="worse">{escape(words)}</span>'
    else:
        word = escape(words) if spot.state in ("in", "nil") else quiet(words)
    return f"{word}<br>{quiet(spot.below)}" if spot.below else word


def owed(found: ThisTerm, dark: bool) -> str:
    """Schools that owe the same stand in one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for message in found.messages:
        alike.setdefault(message.owed, []).append(message.school)
    cells = [
        (f"All {len(names)} schools" if len(names) == len(found.rows) > 1 else escape(", ".join(names)),
         escape("; ".join(what)))
        for what, names in alike.items()
    ]  # fmt: skip
    return table(("School", "Still owed"), cells, "What is still owed, and by whom", dark)
