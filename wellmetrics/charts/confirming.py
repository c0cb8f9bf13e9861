"""A school's own figures to confirm, as a table: each with what it was counted from and where it is defined."""

from html import escape

from wellmetrics.charts.style import link
from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.confirming import FeedView, Figure

HEADINGS = ("Figure", "This term", "Counted", "Definition and history")


def figures(view: FeedView, dark: bool) -> str:
    return table(
        HEADINGS, [_row(one) for one in view.figures], f"{view.title}: what was counted", dark, (1, 2), "own"
    )


def _row(one: Figure) -> list[str]:
    was = f"<br>{quiet(f'was {one.was}')}" if one.was else ""
    way = link(one.link, one.version, f"{one.title}: {one.version}, and every term")
    return [escape(one.title), f"<b>{escape(one.figure)}</b>{was}", escape(one.counted), way]
