"""A school's own figures to confirm, as a table: each with what it was counted from and where it is defined."""

from html import escape

from wellmetrics.charts.style import link
from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.confirming import FeedView, Figure

# Two columns: on a phone nothing of it lies beyond the edge.
HEADINGS = ("Figure and its definition", "This term, and what was counted")


def figures(view: FeedView, dark: bool) -> str:
    return table(
        HEADINGS, [_row(one) for one in view.figures], f"{view.title}: what was counted", dark, kind="own"
    )


def _row(one: Figure) -> list[str]:
    name = link(one.link, one.title, f"{one.title}: definition, files and every term")
    was = f"<br>{quiet(f'was {one.was}')}" if one.was else ""
    counted = f"<br>{escape(one.counted)}" if one.counted else ""
    return [f"{name}<br>{quiet(one.version)}", f"<b>{escape(one.figure)}</b>{counted}{was}"]
