"""Rows of days as rows of spells, where a file has one row for each person and day."""

import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.grains import Grain
from wellmetrics.intake.spells import spells
from wellmetrics.intake.work import Work
from wellmetrics.school_calendar import school_days

DAY = "day"


def look_at(work: Work, grain: Grain | None) -> None:
    """Asks where the cells alone say that a row is a day."""
    if grain and not grain.sure and not work.options.grain:
        work.problems.say("read_as_days", reason=grain.reason)


def as_spells(work: Work, rows: pa.Table, grain: Grain | None) -> pa.Table:
    """`rows` typed; where a row is no day they stay as they are. Each spell has the line of its first row."""
    if not (grain and grain.kind == "day"):
        return rows
    if DAY not in rows.column_names:
        rows = _as_days(rows)
    urns = [str(urn) for urn in pc.unique(rows["urn"]).drop_null().to_pylist()]
    joined = spells(rows, school_days(work.context.standing["terms"], urns))
    work.decisions.append(joined.sentence)
    for line, first in joined.repeated:
        work.problems.say("repeated_day", line, DAY, first=first)
    if joined.empty:
        _nothing_lost(work, rows, joined.empty)
    return joined.rows


def _as_days(rows: pa.Table) -> pa.Table:
    """Rows of spells that are each one day long."""
    half = pc.or_kleene(rows["half_first"], rows["half_last"])
    share = pc.if_else(pc.equal(half, pa.scalar(True)), 0.5, 1.0).fill_null(1.0)
    said = pc.min_element_wise(pc.divide(rows["days_lost"], rows["fte"]), 1.0, skip_nulls=False)
    return rows.append_column(DAY, rows["first_day"]).append_column("amount", pc.coalesce(said, share))


def _nothing_lost(work: Work, rows: pa.Table, lines: tuple[int, ...]) -> None:
    days = dict(zip(rows["line"].to_pylist(), rows[DAY].to_pylist(), strict=True))
    for line in lines:
        work.problems.say("empty_day", line, DAY, f"{days[line]:%d/%m/%Y}")
