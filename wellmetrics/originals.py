"""What is kept of a file: its bytes as sent, or only what was loaded where something personal was left out."""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv

from wellmetrics.intake.checked import Checked
from wellmetrics.intake.source import opened

PART = 16 << 20  # bytes that are held and sealed at once
ROWS = 100_000


def to_keep(checked: Checked) -> Iterator[bytes]:
    """The bytes as sent, a part at a time; where they hold something personal that was left out, the rows instead."""
    if checked.holds_personal:
        yield from _rows(checked)
        return
    with opened(checked.data) as stream:
        while part := stream.read(PART):
            yield part


def _rows(checked: Checked) -> Iterator[bytes]:
    rows = checked.rows
    assert rows is not None  # noqa: S101  (a file without rows is never loaded)
    for start in range(0, rows.num_rows, ROWS):
        kept = io.BytesIO()
        options = pyarrow.csv.WriteOptions(include_header=start == 0)
        pyarrow.csv.write_csv(_plain(rows.slice(start, ROWS)), kept, options)
        yield kept.getvalue()


def _plain(rows: pa.Table) -> pa.Table:
    """CSV has no cell for the answers of a reply: they stand there as text."""
    if "answers" not in rows.column_names:
        return rows
    said = [repr(dict(answers or ())) for answers in rows["answers"].to_pylist()]
    return rows.set_column(rows.column_names.index("answers"), "answers", pa.array(said, pa.string()))
