"""What is kept of a file: its bytes as sent, or only what was loaded where something personal was left out."""

import io

import pyarrow as pa
import pyarrow.csv

from wellmetrics.intake.checked import Checked


def to_keep(checked: Checked) -> bytes:
    """The bytes as sent; where they hold something personal that was left out, only the rows that were loaded."""
    return _rows(checked) if checked.holds_personal else checked.data


def _rows(checked: Checked) -> bytes:
    kept, rows = io.BytesIO(), checked.rows
    assert rows is not None  # noqa: S101  (a file without rows is never loaded)
    if "answers" in rows.column_names:
        said = [repr(dict(answers or ())) for answers in rows["answers"].to_pylist()]
        rows = rows.set_column(rows.column_names.index("answers"), "answers", pa.array(said, pa.string()))
    pyarrow.csv.write_csv(rows, kept)
    return kept.getvalue()
