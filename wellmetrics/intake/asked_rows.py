"""Which survey asks which question in each row of a file with one row an answer, and what is answered: in whole numbers."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.intake.aside import Aside
from wellmetrics.intake.distinct import encoded
from wellmetrics.intake.surveys import Pair, Survey
from wellmetrics.intake.texts import texts

MOST_ANSWERS, OTHERS = 10_000, -1  # different answers to one question, far more than given ones; and the rest


@dataclass(frozen=True, slots=True)
class Told:
    """What each row says: the place of its text among `texts`, -1 for a blank."""

    codes: np.ndarray
    texts: pa.Array

    @classmethod
    def of(cls, column: pa.DictionaryArray, meant: pa.Array, aside: Aside) -> "Told":
        """`meant` is what each distinct text of the column means."""
        distinct = encoded(meant)
        places = np.append(np.asarray(distinct.indices, np.int32), np.int32(-1))
        codes = aside.spread(pa.array(places), column.indices.fill_null(len(meant)))
        return cls(codes.to_numpy(), distinct.dictionary)

    def text(self, code: int) -> str:
        return self.texts[code].as_py()


@dataclass(frozen=True, slots=True)
class Asked:
    """Of each row which survey asked which question, and what was answered."""

    survey: Told
    question: Told  # in the order of their names
    answer: Told

    @classmethod
    def of(cls, survey: Survey, rows: pa.Table, aside: Aside) -> "Asked":
        surveys, questions, answers = (encoded(rows[name]) for name in ("survey", "question", "answer"))
        asked = [survey.asked(text) for text in texts(questions.dictionary)]
        names = {name: i for i, name in enumerate(sorted(set(asked)))}
        meant = pa.DictionaryArray.from_arrays(
            pa.array([names[name] for name in asked], pa.int32()), pa.array(list(names), pa.string())
        )
        return cls(
            Told.of(surveys, surveys.dictionary, aside),
            Told.of(questions, meant, aside),
            Told.of(answers, _single_spaced(answers.dictionary), aside),
        )

    def pairs(self, rows: slice | np.ndarray) -> np.ndarray:
        """Survey and question as one number."""
        return self.survey.codes[rows].astype(np.int64) * len(self.question.texts) + self.question.codes[rows]

    def pair(self, number: int) -> Pair:
        survey, question = divmod(number, len(self.question.texts))
        return self.survey.text(survey), self.question.text(question)

    def places(self, pairs: set[Pair]) -> np.ndarray:
        """The numbers of pairs, those of them that stand in some row."""
        surveys, questions = (
            {text: i for i, text in enumerate(texts(told.texts))} for told in (self.survey, self.question)
        )
        there = [(surveys[s], questions[q]) for s, q in pairs if s in surveys and q in questions]
        return np.array([s * len(questions) + q for s, q in there], np.int64)

    def answered(self, rows: slice | np.ndarray) -> np.ndarray:
        return (self.question.codes[rows] >= 0) & (self.answer.codes[rows] >= 0)


def _single_spaced(answers: pa.Array) -> pa.Array:
    """As `" ".join(text.split())`, which only those want that hold more than plain signs."""
    odd = pc.match_substring_regex(answers, r"[^ -~]|  |^ | $")
    return pc.replace_with_mask(
        answers, odd, pa.array([" ".join(text.split()) for text in texts(answers.filter(odd))], pa.string())
    )


def no_questions(survey: Survey, asked: Asked, lines: pa.ChunkedArray, aside: Aside) -> set[Pair]:
    """Survey and question of rows whose answers never come in: unknown to the instrument, or free text."""
    first: dict[int, int] = {}
    for part in aside.slices(len(lines)):
        at = np.flatnonzero(asked.answered(part)) + part.start
        found, where = np.unique(asked.pairs(at), return_index=True)
        for number, place in zip(found.tolist(), at[where].tolist(), strict=True):
            first.setdefault(number, place)
    in_turn = sorted(first, key=first.__getitem__)
    open_ = [number for number in in_turn if not survey.declares(*asked.pair(number))]
    said = _said_to(asked, np.array(open_, np.int64), len(lines), aside)
    return survey.no_questions(
        {asked.pair(number): said.get(number, Counter()) for number in in_turn},
        {asked.pair(number): lines[first[number]].as_py() for number in open_},
    )


def _said_to(asked: Asked, pairs: np.ndarray, rows: int, aside: Aside) -> dict[int, Counter[str]]:
    """How often each answer was given to some questions. Where there are very many, most stand for nothing: ""."""
    found: dict[int, Counter[int]] = {number: Counter() for number in pairs.tolist()}
    most = len(asked.answer.texts)
    for part in aside.slices(rows) if found else ():
        at = np.flatnonzero(asked.answered(part)) + part.start
        numbers = asked.pairs(at)
        wanted = np.isin(numbers, pairs)
        both = numbers[wanted] * most + asked.answer.codes[at[wanted]]
        for key, times in zip(*(a.tolist() for a in np.unique(both, return_counts=True)), strict=True):
            number, code = divmod(key, most)
            said = found[number]
            said[code if code in said or len(said) < MOST_ANSWERS else OTHERS] += times
    return {
        number: Counter({"" if code == OTHERS else asked.answer.text(code): n for code, n in said.items()})
        for number, said in found.items()
    }
