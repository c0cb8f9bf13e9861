"""Spells of a file beside those that stand: one person in one post is away once at a time, whichever file says so."""

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.read import encoded
from wellmetrics.intake.texts import texts
from wellmetrics.intake.work import Work

WHOSE = ["urn", "staff_ref", "post"]
OPEN = date(2999, 12, 31)  # the last day of a spell that goes on


def look_at(work: Work, rows: pa.Table) -> None:
    """Queries. A spell that stands and is in the file too gives way to it, and is no other spell."""
    if work.dataset.name != "absence" or work.context.pseudonyms is None or not rows.num_rows:
        return
    stand = work.context.standing["absence"]
    if not stand.num_rows:
        return
    sent = _of_known_people(work.context.pseudonyms, rows, stand)
    if not sent.num_rows:
        return
    before = _spells(stand).join(sent, [*WHOSE, "first_day"], join_type="left anti")
    both = sent.join(before, WHOSE, join_type="inner", right_suffix="_before").combine_chunks()
    meet = pc.and_(
        pc.less_equal(both["first_day"], both["last_day_before"]),
        pc.less_equal(both["first_day_before"], both["last_day"]),
    )
    seen = set()
    for row in (
        both.filter(meet).sort_by([("line", "ascending"), ("first_day_before", "ascending")]).to_pylist()
    ):
        if row["line"] not in seen:
            seen.add(row["line"])
            _say(work, row)


def _say(work: Work, row: dict) -> None:
    first, last = row["first_day_before"], row["last_day_before"]
    other = f"from {first:%d/%m/%Y}" + (" on" if last == OPEN else f" to {last:%d/%m/%Y}")
    value = f"{row['first_day']:%d/%m/%Y}"
    work.problems.say("spell_overlaps_earlier", row["line"], "first_day", value, other=other)


def _of_known_people(
    pseudonyms: Callable[[list[str]], list[str]], rows: pa.Table, stand: pa.Table
) -> pa.Table:
    """The file's spells of people who have spells that stand, under the names that those have."""
    refs = encoded(rows["staff_ref"])
    names = pa.array(pseudonyms(texts(refs.dictionary)), pa.string())
    known = pc.is_in(names, pc.unique(stand["staff_ref"])).take(refs.indices)
    # Only then names row by row: a large file may be of other people.
    found = rows.select([*WHOSE, "first_day", "last_day", "line"]).filter(known)
    named = names.take(refs.indices.filter(known))
    return _spells(found.set_column(WHOSE.index("staff_ref"), "staff_ref", named))


def _spells(rows: pa.Table) -> pa.Table:
    """Without blanks, which meet nothing."""
    names = [name for name in (*WHOSE, "first_day", "last_day", "line") if name in rows.column_names]
    found = rows.select(names)
    for name in (*WHOSE, "last_day"):
        blank = pa.scalar(OPEN) if name == "last_day" else pa.scalar("")
        column = found[name].cast(blank.type)
        found = found.set_column(names.index(name), name, column.fill_null(blank))
    return found
