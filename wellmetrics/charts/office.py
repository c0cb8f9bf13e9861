"""Tables of the administrator: people with their roles, and the record. Everything that was typed is escaped."""

from collections.abc import Sequence
from html import escape

from wellmetrics.charts.tables import quiet, table
from wellmetrics.people import Entry
from wellmetrics.views import office
from wellmetrics.views.office import Office

MOST = 200


def people(view: Office, dark: bool) -> str:
    cells = [
        (
            f"{escape(row.email)}<br>{quiet(row.history)}",
            escape(row.role),
            escape(row.state),
            escape(row.until),
        )
        for row in view.rows
    ]
    return table(
        ("Person", "Role", "State", "Until"), cells, "Everybody who was invited, the newest first", dark
    )


def record(entries: Sequence[Entry], dark: bool) -> str:
    cells = [tuple(map(escape, row)) for row in office.rows(entries[:MOST])]
    more = f"; the latest {MOST}, and every one in the download" if len(entries) > MOST else ""
    caption = f"Who did what and when{more}"
    return table(office.HEADINGS, cells, caption, dark)
