"""The gaps of every school as a table: each with its range and a word."""

from html import escape

from wellmetrics.charts import tables
from wellmetrics.charts.style import link
from wellmetrics.views.apart import ApartView


def schools(view: ApartView, dark: bool) -> str:
    rows = [
        (link(row.link, row.name), *(_gap(*gap) for gap in row.gaps)) for row in view.schools
    ]  # fmt: skip
    return tables.table(
        ("School", *view.cuts), rows, f"{view.subtitle}: gap with its likely range (95%)", dark, kind="fixed"
    )


def _gap(text: str, word: str) -> str:
    if not text:
        return escape(word)
    return f'{escape(text)}<br><span class="quiet">{escape(word)}</span>'
