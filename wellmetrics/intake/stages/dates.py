"""The order of day and month in a file's dates: told by the whole column, before any cell of it is read."""

from collections.abc import Iterator

import numpy as np

from wellmetrics.intake.date_order import DateOrder, OrderFault, date_order, decision, order_faults, swapped
from wellmetrics.intake.grains import momentary
from wellmetrics.intake.texts import texts
from wellmetrics.intake.work import Work

ENDS = ("first_day", "last_day")


def look_at(work: Work) -> None:
    """Says which columns would be misread, and how the others are read."""
    found = dict(_orders(work))
    said = work.options.month_first
    faults = order_faults(found, said)
    american = next((one.month_first for one in found.values() if one.order == "month-first"), "")
    for fault in faults:
        _say(work, found[fault.column], fault, american)
    work.american = {
        name for name, one in found.items() if one.order == "month-first" or (said and one.order == "either")
    }
    work.in_doubt = bool(faults)
    if not faults:
        work.decisions += filter(None, (decision(name, one, said) for name, one in found.items()))


def _orders(work: Work) -> Iterator[tuple[str, DateOrder]]:
    for column in work.dataset.columns:
        if column.kind in ("date", "month") and work.in_file(column):
            yield column.name, date_order(texts(work.text(column).dictionary))


def _say(work: Work, order: DateOrder, fault: OrderFault, american: str) -> None:
    """At the first row of each text that shows it."""
    words = {"day_first": order.day_first, "month_first": order.month_first, "american": american}
    encoded = work.text(work.dataset.column(fault.column))
    distinct = [text.strip() for text in texts(encoded.dictionary)]
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    for sample in fault.samples:
        row = int(np.argmax(codes == distinct.index(sample)))
        line = work.sheet.lines[row].as_py()
        meant = swapped(sample) if fault.code == "month_first" else ""
        work.problems.say(fault.code, line, fault.column, sample, meant, **words)


def momentary_spells(work: Work) -> None:
    """Spells that begin and end within the hour, in files whose dates have times."""
    columns = [c for c in work.dataset.columns if c.name in ENDS and work.in_file(c)]
    ends = [work.text(column) for column in columns]
    if len(ends) < len(ENDS) or not all(any(":" in text for text in texts(end.dictionary)) for end in ends):
        return
    starts, stops = (texts(end.dictionary) for end in ends)
    first, last = (end.indices.to_numpy(zero_copy_only=False).astype(np.int64) for end in ends)
    pairs, at = np.unique(first * len(stops) + last, return_inverse=True)
    found = momentary(
        [starts[pair // len(stops)] for pair in pairs], [stops[pair % len(stops)] for pair in pairs]
    )
    for row in np.flatnonzero(np.isin(at, found) & work.keep).tolist():
        start, stop = starts[first[row]], stops[last[row]]
        work.problems.say("momentary", work.sheet.lines[row].as_py(), ENDS[1], stop, start=start)
