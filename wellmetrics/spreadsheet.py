"""Rows as CSV text that a spreadsheet shows as it stands and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Headings and rows as CSV. A text that a spreadsheet would take for a formula gets an apostrophe in front;
    numbers stay numbers; None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([plain(heading) for heading in headings])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def plain(cell: object) -> object:
    """A carriage return becomes a line feed: the writer quotes the one and not the other."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(DANGEROUS) else text
