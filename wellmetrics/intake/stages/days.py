"""Rows of days as rows of spells, where a file has one row for each person and day."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.grains import Grain
from wellmetrics.intake.spells import DAY, spells
from wellmetrics.intake.work import Work
from wellmetrics.school_calendar import school_days


def look_at(work: Work, grain: Grain | None) -> None:
    """Asks where the cells alone say that a row is a day."""
    if grain and not grain.sure and not work.options.grain:
        work.problems.say("read_as_days", reason=grain.reason)


def as_spells(work: Work, rows: pa.Table, grain: Grain | None) -> pa.Table:
    """`rows` typed; where a row is no day they stay as they are. Each spell has the line of its first row."""
    if not (grain and grain.kind == "day"):
        return rows
    urns = [str(urn) for urn in pc.unique(rows["urn"]).drop_null().to_pylist()]
    joined = spells(rows, school_days(work.context.standing["terms"], urns), work.aside)
    work.decisions.append(joined.sentence)
    for row, first in work.problems.listed("repeated_day", joined.repeated).tolist():
        work.problems.say("repeated_day", _cell(rows, "line", row), DAY, first=_cell(rows, "line", first))
    day = DAY if DAY in rows.column_names else "first_day"
    for (row,) in work.problems.listed("empty_day", joined.empty).tolist():
        work.problems.say("empty_day", _cell(rows, "line", row), DAY, f"{_cell(rows, day, row):%d/%m/%Y}")
    return joined.rows


def _cell(rows: pa.Table, name: str, row: int) -> Any:
    column: Any = rows[name]
    return column[row].as_py()
