"""A survey file with one row an answer, to one row a reply: so many replies at once as fit into memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from wellmetrics.intake.aside import Aside
from wellmetrics.intake.asked_rows import Asked, Told, no_questions
from wellmetrics.intake.distinct import encoded
from wellmetrics.intake.given_answers import LONGEST_ANSWER
from wellmetrics.intake.row_keys import in_order
from wellmetrics.intake.surveys import SLICE, Survey, Wrong


def replies(survey: Survey, rows: pa.Table, aside: Aside) -> pa.Table:
    """`rows` typed, one an answer, with respondent, question and answer."""
    out = no_questions(survey, Asked.of(survey, rows, aside), rows["line"], aside)
    rows = _with_respondent_and_question(survey, rows, aside)
    asked = Asked.of(survey, rows, aside)
    whose = _whose(rows, aside)
    groups = {
        name: Told.of(column := encoded(rows[name]), column.dictionary, aside) for name in survey.groups
    }
    made = _Replies(survey, rows, asked, groups, asked.places(out))
    answers = aside.table(made.add(at, whose[at]) for at in _parts(whose, aside))
    made.say()
    return made.table(answers, aside)


def _with_respondent_and_question(survey: Survey, rows: pa.Table, aside: Aside) -> pa.Table:
    nobody, nothing = (np.asarray(rows[name].is_null()) for name in ("respondent", "question"))
    out = nobody | nothing
    if not out.any():
        return rows
    listed = survey.problems.listed("value_empty", np.flatnonzero(out))
    for at in listed.tolist():
        name = "respondent" if nobody[at] else "question"
        survey.say("value_empty", _cell(rows, "line", at), name, what=f"the {name} of this answer")
    return aside.kept(rows, pa.array(~out))


def _whose(rows: pa.Table, aside: Aside) -> np.ndarray:
    """Of each row the first one of the same reply."""
    first = np.zeros(rows.num_rows, np.int32)
    for part in in_order(rows, (*SLICE, "respondent", "question"), aside):
        if len(part.at):
            starts = np.flatnonzero(np.diff(part.series, prepend=-1))
            firsts = np.minimum.reduceat(part.at, starts)
            first[part.at] = np.repeat(firsts, np.diff(np.append(starts, len(part.at))))
    return first


def _parts(whose: np.ndarray, aside: Aside) -> Iterator[np.ndarray]:
    """The rows of some replies after the other, replies in the order of their first rows. There is at least one part."""
    slices = aside.slices(len(whose))
    firsts = np.concatenate(
        [np.flatnonzero(whose[p] == np.arange(p.start, p.stop)) + p.start for p in slices]
    )
    often = np.zeros(len(firsts), np.int64)
    for part in slices:
        often += np.bincount(np.searchsorted(firsts, whose[part]), minlength=len(firsts))
    most = aside.at_once if aside.folder else max(len(whose), 1)
    turns = np.flatnonzero(np.diff((np.cumsum(often) - 1) // most, prepend=0))
    edges = [0, *firsts[turns].tolist(), len(whose)]
    for low, high in pairwise(edges):
        yield np.concatenate(
            [np.flatnonzero((whose[p] >= low) & (whose[p] < high)) + p.start for p in slices]
        )


@dataclass(slots=True)
class _Replies:
    """Replies as they are made, and what is wrong in their rows."""

    survey: Survey
    rows: pa.Table
    asked: Asked
    groups: dict[str, Told]
    out: np.ndarray  # questions whose answers never come in
    heads: list[np.ndarray] = field(default_factory=list)  # the first row of each reply that is kept
    said: dict[str, list[np.ndarray]] = field(default_factory=dict)  # ... and what it says of each group
    differ: dict[str, list[np.ndarray]] = field(
        default_factory=dict
    )  # row, the one it differs from, its reply's first
    twice: list[np.ndarray] = field(default_factory=list)
    wrong: Wrong = field(default_factory=dict)
    empty: int = 0

    def add(self, at: np.ndarray, whose: np.ndarray) -> pa.Table:
        """The answers of some whole replies, whose rows are `at`."""
        heads, reply = np.unique(whose, return_inverse=True)
        given, where = self._given(at, reply)
        right = given[self._right(given, at[where], heads)]
        answered = np.bincount(right[:, 0], minlength=len(heads))
        kept = answered > 0
        self.empty += int((~kept).sum())
        self.heads.append(heads[kept])
        for name, told in self.groups.items():
            self.said.setdefault(name, []).append(self._group(name, told, at, reply, heads)[kept])
        offsets = np.concatenate([[0], np.cumsum(answered[kept])]).astype(np.int32)
        questions, answers = self.asked.question.texts, self.asked.answer.texts
        told: Any = pa.MapArray
        said = told.from_arrays(
            offsets, questions.take(_places(right[:, 1])), answers.take(_places(right[:, 2]))
        )
        return pa.table([said], ["answers"])

    def _given(self, at: np.ndarray, reply: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Reply, question and answer, each question once by its name; and where among the rows each stands first."""
        counts = self.asked.answered(at) & ~np.isin(self.asked.pairs(at), self.out)
        where = np.flatnonzero(counts)
        most = len(self.asked.question.texts)
        both = reply[where] * most + self.asked.question.codes[at[where]]
        keys, first, again = np.unique(both, return_index=True, return_inverse=True)
        answers = self.asked.answer.codes[at[where]]
        self.twice.append(at[where[answers != answers[first][again]]])
        return np.stack([keys // most, keys % most, answers[first]], axis=1), where[first]

    def _right(self, given: np.ndarray, at: np.ndarray, heads: np.ndarray) -> np.ndarray:
        """Which answers count. `at` are their rows."""
        most = len(self.asked.answer.texts)
        both = self.asked.pairs(at) * most + given[:, 2]
        keys, first, again, often = np.unique(
            both, return_index=True, return_inverse=True, return_counts=True
        )
        wrong = np.zeros(len(first), bool)
        order = np.lexsort((at[first], heads[given[first, 0]]))
        lines = self.rows["line"].take(_places(heads[given[first, 0]])).to_pylist()
        for i in order.tolist():
            pair, answer = divmod(int(keys[i]), most)
            key = (*self.asked.pair(pair), self.asked.answer.text(answer))
            wrong[i] = not self.survey.counts(*key)
            if wrong[i]:
                line, times = self.wrong.get(key, (lines[i], 0))
                self.wrong[key] = (line, times + int(often[i]))
        return ~wrong[again]

    def _group(
        self, name: str, told: Told, at: np.ndarray, reply: np.ndarray, heads: np.ndarray
    ) -> np.ndarray:
        """What each reply says of a group where it first says anything; other rows may say something else."""
        codes = told.codes[at]
        says = np.flatnonzero(codes >= 0)
        which, first = np.unique(reply[says], return_index=True)
        source = np.zeros(len(heads), np.int64)
        source[which] = says[first]
        found = np.full(len(heads), -1, np.int32)
        found[which] = codes[says[first]]
        other = says[codes[says] != found[reply[says]]]
        rows = [at[other], at[source[reply[other]]], heads[reply[other]]]
        self.differ.setdefault(name, []).append(np.stack(rows, axis=1))
        return found

    def say(self) -> None:
        """In the order of the rows."""
        for name, parts in self.differ.items():
            found = np.concatenate(parts)
            for row, before, head in self.survey.problems.listed(
                "reply_differs", found[np.argsort(found[:, 0])]
            ).tolist():
                value, detail = (_cell(self.rows, name, at) for at in (row, before))
                self.survey.say(
                    "reply_differs", self._line(row), name, value, detail=detail, first=self._line(head)
                )
        for row in self.survey.problems.listed(
            "answered_twice", np.sort(np.concatenate(self.twice))
        ).tolist():
            survey, question = self.asked.pair(int(self.asked.pairs(np.array([row]))[0]))
            shown = self.survey.shown(survey, question, _cell(self.rows, "answer", row))
            self.survey.say(
                "answered_twice",
                self._line(row),
                "answer",
                shown,
                question=question[:LONGEST_ANSWER],
                text=shown,
            )
        self.survey.say_wrong(self.wrong)
        self.survey.say_empty(self.empty)

    def _line(self, row: int) -> int:
        return _cell(self.rows, "line", row)

    def table(self, answers: pa.Table, aside: Aside) -> pa.Table:
        """All replies, as the vault keeps them."""
        heads = _places(np.concatenate(self.heads))
        found: dict[str, Any] = {
            name: aside.array(self.rows[name].take(heads).combine_chunks())
            for name in ("line", *SLICE, "respondent")
        }
        found["survey"] = self.survey.coded(found["survey"])
        for name, told in self.groups.items():
            said = np.concatenate(self.said[name])
            codes = pa.array(said, pa.int32(), mask=said < 0)
            found[name] = pa.DictionaryArray.from_arrays(codes, told.texts, safe=False)
        columns = found | {"answers": answers["answers"]}
        return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def _places(rows: np.ndarray) -> pa.Int64Array:
    return pa.array(rows, pa.int64())


def _cell(rows: pa.Table, name: str, row: int) -> Any:
    column: Any = rows[name]
    return column[row].as_py()
