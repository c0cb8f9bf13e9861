"""Reading by itself, without datasets: what a few datasets would know, and sheets as rows that a test can draw."""

from pathlib import Path

from wellmetrics.intake.bounds import COMMAND_LINE, Bounds
from wellmetrics.intake.match import plain
from wellmetrics.intake.read import Sheet, read

SHAPES = Path(__file__).parents[1] / "files" / "shapes"

# Enough for every file of the corpus; that a trust adds an alias changes no expectation.
KNOWN = frozenset(
    map(
        plain,
        (
            "urn", "school", "phase", "local authority", "institution", "establishmentname", "academic year", "term",
            "headcount", "fte", "census date", "personal ref", "employee ref", "staff code", "post", "position ref",
            "start date", "end date", "absence start date", "absence end date", "start", "end", "date", "type",
            "absence reason", "sick category", "working days lost", "duration days", "survey", "wave date", "audience",
            "respondent", "question", "answer", "year group", "pupil premium", "club", "pupil ref", "sessions offered",
            "sessions attended",
        ),
    )
)  # fmt: skip


def sheet(name: str, data: bytes | Path, bounds: Bounds = COMMAND_LINE) -> Sheet:
    return read(name, data, KNOWN, plain, bounds)


def rows(found: Sheet) -> dict[int, list[str]]:
    """Its cells by row number."""
    columns = [column.to_pylist() for column in found.columns]
    return {line: [cells[i] for cells in columns] for i, line in enumerate(found.lines.to_pylist())}
