"""Rows that do not fit the table, and rows that may have been missed: the problems of a file's shape."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.delimited import Layout
from wellmetrics.intake.distinct import where
from wellmetrics.intake.unread import sayings
from wellmetrics.model import Problem


def of_another_width(file: str, rows: Sequence[tuple[int, int]], width: int) -> Iterator[Problem]:
    said = sayings()["row_width"]
    for line, cells in rows:
        yield said.about(file, line, value=f"{cells} cells", cells=cells, width=width)


def in_a_cell(
    file: str, layout: Layout, columns: Sequence[pa.DictionaryArray], lines: pa.Array
) -> Iterator[Problem]:
    """Cells that hold a whole number of rows: with each line break, as many separators as a row has.

    A quotation mark that is opened by mistake and closed by the next one, some rows down, leaves such a cell, and the
    row around it has the right width.
    """
    said = sayings()["rows_in_a_cell"]
    width = len(layout.headings.names)
    for column in columns if width > 1 else ():
        texts: Any = column.dictionary
        breaks = np.asarray(pc.count_substring_regex(texts, pattern=r"\r\n|\r|\n"))
        separators = np.asarray(pc.count_substring(texts, pattern=layout.separator))
        holds_rows = (breaks > 0) & (separators == breaks * (width - 1))
        for row in np.flatnonzero(where(column, pa.array(holds_rows))).tolist():
            n = breaks[column.indices[row].as_py()] + 1
            yield said.about(file, lines[row].as_py(), lines=n)


def on_other_sheets(file: str, sheet: str, alike: Sequence[str]) -> Iterator[Problem]:
    if alike:
        others = ", ".join(f"“{name}”" for name in alike)
        yield sayings()["other_sheets"].about(file, sheet=sheet, others=others)


def without_results(file: str) -> Iterator[Problem]:
    yield sayings()["formulas_without_results"].about(file)
