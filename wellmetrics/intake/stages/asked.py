"""What the sender is asked about a file's headings, and what is remembered of them for the next file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.agreed import Headed, headed, labels, position_of, to_remember
from wellmetrics.intake.faults import Fault
from wellmetrics.intake.layouts import Layout
from wellmetrics.intake.own_words import meanings
from wellmetrics.intake.texts import of_distinct, texts
from wellmetrics.intake.values import judge
from wellmetrics.intake.work import Work

LOOKED_AT = 20_000  # rows, for proposals


def look_at(work: Work) -> None:
    """Says what the sender named that is not there, what is proposed, and what has changed since an earlier file."""
    _not_there(work)
    _no_meaning(work)
    work.headed = replace(_headed(work), lines=work.sheet.lines, schools=_schools(work))
    nearest = {p.column: p.heading for p in reversed(work.headed.proposals)}
    work.likely = {**nearest, **work.match.proposals}
    optional = [p for p in work.headed.proposals if p.column not in work.match.missing]
    if optional:
        proposed = ", ".join(f"“{p.heading}” (is it {p.column}?)" for p in optional)
        work.problems.say("columns_proposed", proposed=proposed)
    work.decisions += work.headed.changed
    if work.headed.remembered and not work.headed.changed:
        work.decisions.append("The headings are those of an earlier file.")


def to_keep(work: Work, rows: pa.Table | None) -> Layout | None:
    """How the file was read, to be remembered with it once it is loaded."""
    if rows is None:
        return None
    urns = texts(pc.drop_null(pc.unique(rows["urn"]))) if "urn" in rows.column_names else []
    columns, questions = work.match.columns, work.questions
    return to_remember(work.dataset, work.sheet.headings, columns, questions, urns, work.meant)


def _headed(work: Work) -> Headed:
    schools = work.context.standing.get("schools")
    return headed(
        work.sheet.headings,
        work.dataset,
        work.match,
        work.known,
        lambda position: _cells(work.sheet.columns[position]),
        min(len(work.sheet.lines), LOOKED_AT),
        [] if schools is None else texts(schools["urn"]),
        work.options.columns,
        work.options.given,
        work.questions,
    )


def _schools(work: Work) -> pa.DictionaryArray | None:
    """The school of each row, whatever else is wrong with it; only for the page, whose files are small."""
    column = next((column for column in work.dataset.columns if column.kind == "urn"), None)
    if column is None or not work.context.apart:
        return None
    encoded = work.text(column)
    found = [judge(" ".join(text.split()), column) for text in texts(encoded.dictionary)]
    urns = [None if isinstance(urn, Fault) else urn for urn in found]
    return of_distinct(pa.array(urns, pa.string()), encoded.indices)


def _cells(column: pa.DictionaryArray) -> Counter[str]:
    """How often each text stands in the first rows, without blanks."""
    codes, times = np.unique(
        column.indices.slice(0, LOOKED_AT).to_numpy(zero_copy_only=False), return_counts=True
    )
    found: Counter[str] = Counter()
    for text, n in zip(
        texts(column.dictionary.take(pa.array(codes, pa.int32()))), times.tolist(), strict=True
    ):
        found[text.strip()] += n
    del found[""]
    return found


def _not_there(work: Work) -> None:
    for name, label in work.options.columns.items():
        if label and position_of(label, work.sheet.headings) is None:
            work.problems.say(
                "no_such_heading", None, name, label, headings=_listed(labels(work.sheet.headings))
            )


def _no_meaning(work: Work) -> None:
    for name, own in work.options.values.items():
        column = next((c for c in work.dataset.columns if c.name == name), None)
        for means in filter(None, own.values()):
            if column is None or means not in meanings(column):
                known = _listed(meanings(column)) if column else "none"
                work.problems.say(
                    "no_such_meaning", None, name, means, detail=f"a value of {name}", known=known
                )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
