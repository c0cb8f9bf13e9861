"""Queries and their answers, as the lead works through them."""

from pathlib import Path

from wellmetrics import workbook
from wellmetrics.desk.looking import reading
from wellmetrics.model import CallError, Viewer
from wellmetrics.queries import Asked, standing_queries
from wellmetrics.workbook import Note


def queries(home: Path, viewer: Viewer) -> list[Asked]:
    """Every query whose row stands, the newest load first, each with its note."""
    if not (home / "vault.duckdb").exists():
        return []
    with reading(home) as vault:
        return standing_queries(vault, viewer)


def note(
    home: Path,
    viewer: Viewer,
    who: str,
    asked: Asked,
    text: str,
    *,
    settled: bool = True,
    shared: bool = True,
) -> Note:
    """Keeps a note on a query. It stands beside the figures from the next release on."""
    return workbook.write(home, viewer, who, asked.mark, text, settled=settled, shared=shared)


def take_note_back(home: Path, viewer: Viewer, who: str, asked: Asked) -> None:
    workbook.take_back(home, viewer, who, asked.mark)


def query(home: Path, viewer: Viewer, batch: int, line: int, column: str | None = None) -> Asked:
    """The one query of a batch on a line (0: about the whole file). Raises CallError where there is none, or several."""
    on_line = [one for one in queries(home, viewer) if one.batch == batch and (one.line or 0) == line]
    found = [one for one in on_line if column in (None, one.column)]
    where = f"line {line}" if line else "the whole file"
    if not found:
        raise CallError(
            f"Batch {batch} has no query on {where} that stands. The command “queries” lists them all."
        )
    if len({one.column for one in found}) > 1:
        columns = ", ".join(one.column for one in found)
        raise CallError(
            f"Batch {batch} has {len(found)} queries on {where}: {columns}. Say which with --column."
        )
    return found[0]
