"""Notes on queries: what the lead found out about a doubtful row, kept apart from the rows themselves."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wellmetrics import archive
from wellmetrics.model import CallError, Viewer
from wellmetrics.opening import now, transaction
from wellmetrics.workbook.store import opened, wrote
from wellmetrics.workbook.words import own_words

LONGEST = 300
WRITERS = ("lead",)


@dataclass(frozen=True, slots=True)
class Note:
    """`settled`: nothing more is to be done. `shared`: everybody who sees the figure reads it, not the lead alone."""

    mark: str
    text: str
    settled: bool
    shared: bool
    by: str
    written_at: datetime


def notes(home: Path, viewer: Viewer) -> dict[str, Note]:
    """Every note by the mark of its query."""
    _may(viewer)
    if not (home / archive.WORKBOOK).exists():
        return {}
    with opened(home) as con:
        rows = con.execute('SELECT mark, "text", settled, shared, "by", written_at FROM note').fetchall()
    return {row[0]: Note(*row) for row in rows}


def write(
    home: Path, viewer: Viewer, who: str, mark: str, text: str, *, settled: bool = True, shared: bool = True
) -> Note:
    """Keeps one note on a query; an earlier one on the same query goes. Raises CallError for words that may not stay."""
    _may(viewer)
    text = own_words(text, LONGEST)
    if not text:
        raise CallError("The note is empty. Write what you found out, or take the earlier note back.")
    note = Note(mark, text, settled, shared, who, now())
    with opened(home) as con, transaction(con):
        con.execute(
            "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?)",
            [note.mark, note.text, note.settled, note.shared, note.by, note.written_at],
        )
        wrote(home, con, who, "note", mark)
    return note


def take_back(home: Path, viewer: Viewer, who: str, mark: str) -> None:
    """Removes the note on a query, words and all."""
    _may(viewer)
    with opened(home) as con, transaction(con):
        con.execute("DELETE FROM note WHERE mark = ?", [mark])
        wrote(home, con, who, "note taken back", mark)


def _may(viewer: Viewer) -> None:
    if viewer.role not in WRITERS:
        raise CallError(
            "Notes on queries are the wellbeing lead's. What others may read stands beside the figures of their release."
        )
