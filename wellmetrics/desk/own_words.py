"""What the sender says that words mean: for one file and its like, or for the whole trust."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from wellmetrics.desk.waiting import Waiting, put, sent, set_options, take_out, tray
from wellmetrics.intake.checked import Options
from wellmetrics.intake.match import compared

FILE = "the-trusts-own-words.csv"
HEADINGS = ["dataset", "column", "written", "means"]


def set_words(
    home: Path,
    who: str,
    waiting: Waiting,
    dataset: str,
    words: Mapping[str, Mapping[str, str]],
    *,
    whole_trust: bool = False,
) -> None:
    """Keeps what texts of each column mean, "" for as they are, with the file and later with its layout.

    For the whole trust they become rows of `aliases`, in a file that waits on the desk beside the others: it is
    loaded with them and can be undone like any load. The file itself then says nothing of its own about them.
    """
    kept = {
        column: {**waiting.options.values.get(column, {}), **(dict.fromkeys(own, "") if whole_trust else own)}
        for column, own in words.items()
    }
    if whole_trust:
        said = [
            (dataset, column, text, means)
            for column, own in words.items()
            for text, means in own.items()
            if means
        ]
        _lay_out(home, who, said)
    options = replace(waiting.options, values={**waiting.options.values, **kept})
    set_options(home, who, waiting.id, options, waiting.covers)


def _lay_out(home: Path, who: str, said: Iterable[tuple[str, ...]]) -> None:
    """One file of words on the desk: it has those of the one before, save where a word has another meaning now."""
    rows = [
        row
        for one in sent(home, who)
        if one.file == FILE and isinstance(one.data, bytes)
        for row in _rows(one.data)
    ]
    latest = {(row[0], row[1], compared(row[2])): row for row in (*rows, *said)}
    if not latest:
        return
    laid = put(home, who, [(FILE, _bytes(latest.values()))], Options("aliases"))
    take_out(home, who, [one.id for one in tray(home, who) if one.file == FILE and one.id != laid[0].id])


def _rows(data: bytes) -> list[tuple[str, ...]]:
    """Of a file that this module wrote; another of its name is left aside."""
    headings, *rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace")))) or [[]]
    return [tuple(row) for row in rows if len(row) == len(HEADINGS)] if headings == HEADINGS else []


def _bytes(rows: Iterable[tuple[str, ...]]) -> bytes:
    """To be read here and nowhere else: a word keeps its first character, whatever a spreadsheet would make of it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADINGS, *rows])
    return out.getvalue().encode()
