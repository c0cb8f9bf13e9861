"""What is kept of a file: its bytes as sent, or only what was loaded where something personal was left out."""

import hashlib
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from wellmetrics.intake.checked import Checked
from wellmetrics.intake.source import opened
from wellmetrics.model import Refusal

PART = 16 << 20  # bytes that are held and sealed at once
ROWS = 100_000


def to_keep(checked: Checked, whole: bool = True) -> Iterator[bytes]:
    """The bytes as sent, a part at a time; where they hold something personal that was left out, or unless `whole`, the rows instead.

    Raises Refusal where the file is no longer the one that was checked.
    """
    if checked.holds_personal or not whole:
        deque(_as_checked(checked), maxlen=0)
        yield from _rows(checked)
    else:
        yield from _as_checked(checked)


def _as_checked(checked: Checked) -> Iterator[bytes]:
    seen, on_disk = hashlib.sha256(), isinstance(checked.data, Path)  # bytes in memory stay what they are
    try:
        with opened(checked.data) as stream:
            while part := stream.read(PART):
                if on_disk:
                    seen.update(part)
                yield part
    except FileNotFoundError:
        raise _changed(checked) from None
    if on_disk and seen.hexdigest() != checked.sha256:
        raise _changed(checked)


def _changed(checked: Checked) -> Refusal:
    return Refusal(
        f"{checked.file}: the file was changed or moved since it was checked, so it was not loaded. Check it again."
    )


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
