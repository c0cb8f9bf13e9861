"""A survey file with one row a reply, to replies as the vault keeps them: so many at once as fit into memory."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from wellmetrics.intake.aside import Aside
from wellmetrics.intake.surveys import SLICE, Survey, Wrong
from wellmetrics.intake.texts import texts

MOST = 1 << 16  # replies that are made at once: each is a good many texts
ANSWERS = pa.map_(pa.string(), pa.string())
DIGEST = 12  # bytes


def replies(
    survey: Survey, rows: pa.Table, asked: Mapping[str, pa.DictionaryArray], at: np.ndarray, aside: Aside
) -> pa.Table:
    """`rows` typed, one a reply. `asked` are the columns of the file by question, and `at` the place of each row there."""
    made = _Replies(survey, rows, asked, at, tuple(sorted(survey.groups)))
    answers = aside.table(made.add(part) for part in _parts(rows.num_rows, aside))
    survey.say_wrong(made.wrong)
    survey.say_empty(rows.num_rows - sum(map(len, made.heads)))
    return made.table(answers, aside)


def _parts(rows: int, aside: Aside) -> Iterator[slice]:
    step = min(MOST, aside.at_once) if aside.folder else max(rows, 1)
    return (slice(start, min(start + step, rows)) for start in range(0, max(rows, 1), step))


@dataclass(slots=True)
class _Replies:
    """Replies as they are made, and what is wrong in their answers."""

    survey: Survey
    rows: pa.Table
    asked: Mapping[str, pa.DictionaryArray]
    at: np.ndarray
    groups: tuple[str, ...]
    heads: list[np.ndarray] = field(default_factory=list)  # the row of each reply that is kept
    digests: list[np.ndarray] = field(default_factory=list)  # ... and what its content makes
    judged: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    wrong: Wrong = field(default_factory=dict)

    def add(self, part: slice) -> pa.Table:
        """The answers of some rows, those of them that answer anything."""
        rows = self.rows.slice(part.start, part.stop - part.start).to_pylist()
        given = self._given(part, len(rows))
        answers = [self._right(row, one) for row, one in zip(rows, given, strict=True)]
        kept = [i for i, one in enumerate(answers) if one]
        self.heads.append(np.array(kept, np.int64) + part.start)
        digests = [self._digest(rows[i], answers[i]) for i in kept]
        self.digests.append(np.array(digests, f"V{DIGEST}"))
        return pa.table([pa.array([answers[i] for i in kept], ANSWERS)], ["answers"])

    def _given(self, part: slice, rows: int) -> list[list[tuple[str, str]]]:
        """Question and answer, each by its name, of every row."""
        given: list[list[tuple[str, str]]] = [[] for _ in range(rows)]
        places = pa.array(self.at[part], pa.int64())
        for question, column in self.asked.items():
            codes = np.asarray(column.indices.take(places))
            used, again = np.unique(codes, return_inverse=True)
            said = [
                " ".join(text.split()) for text in texts(column.dictionary.take(pa.array(used, pa.int64())))
            ]
            for reply, which in zip(given, again.tolist(), strict=True):
                if said[which]:
                    reply.append((question, said[which]))
        return given

    def _right(self, row: Mapping[str, Any], given: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The answers that count, by question; each distinct one is judged once."""
        kept = []
        for question, answer in given:
            key = (row["survey"], question, answer)
            if key not in self.judged:
                self.judged[key] = self.survey.counts(*key)
            if self.judged[key]:
                kept.append((question, answer))
            else:
                line, times = self.wrong.get(key, (row["line"], 0))
                self.wrong[key] = (line, times + 1)
        return sorted(kept)

    def _digest(self, row: Mapping[str, Any], answers: Sequence[tuple[str, str]]) -> bytes:
        where = (self.survey.code(row["survey"]), *(row[name] for name in SLICE[1:]))
        content = repr((where, [(name, row[name]) for name in self.groups], answers))
        return hashlib.sha256(content.encode()).digest()[:DIGEST]

    def table(self, answers: pa.Table, aside: Aside) -> pa.Table:
        """All replies, as the vault keeps them."""
        heads = pa.array(np.concatenate(self.heads), pa.int64())
        found: dict[str, Any] = {
            name: aside.array(self.rows[name].take(heads).combine_chunks())
            for name in ("line", *SLICE, *self.groups)
        }
        found["survey"] = self.survey.coded(found["survey"])
        found["respondent"] = _numbered(np.concatenate(self.digests), aside)
        found["answers"] = answers["answers"]
        return pa.table({name: found[name] for name in ("line", *self.survey.dataset.stored)})


def _numbered(digests: np.ndarray, aside: Aside) -> pa.ChunkedArray:
    """What each reply is called. Two people may answer alike: each counts, whatever the order of the rows."""
    order = np.argsort(digests, kind="stable")
    in_order = digests[order]
    starts = np.flatnonzero(np.append(True, in_order[1:] != in_order[:-1]))[: len(order)]
    twin = np.empty(len(order), np.int64)
    twin[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))

    def names(part: slice) -> pa.Table:
        both = zip(digests[part].tolist(), twin[part].tolist(), strict=True)
        return pa.table([pa.array([f"{one.hex()}-{n}" for one, n in both], pa.string())], ["name"])

    return aside.table(names(part) for part in _parts(len(order), aside))["name"]
