"""Queries as a table: what is doubtful, where it stands, and what was found out about it."""

from html import escape

from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.queries import Queries

HEADINGS = ("Where", "What is doubtful", "State and note")


def rows(found: Queries, dark: bool) -> str:
    cells = [
        (
            f"{escape(q.school or q.file)}<br>{quiet(', '.join(filter(None, (q.term, q.file, q.row))))}",
            f"{escape(q.problem)}" + (f"<br>{quiet(f'{q.column}: {q.found}')}" if q.found else ""),
            f"{escape(q.state)}"
            + (f"<br>“{escape(q.note)}” {quiet(f'{q.by}, {q.written}')}" if q.note else ""),
        )
        for q in found.shown
    ]
    more = len(found.rows) - len(found.shown)
    caption = "Queries on rows that stand" + (f"; {more} more are in the download" if more else "")
    return table(HEADINGS, cells, caption, dark)
