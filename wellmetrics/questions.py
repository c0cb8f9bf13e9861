"""The nouns of surveys: a question, its scale, a scored instrument, and what an answer is worth."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers from the lowest to the highest, with what each is worth."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    favourable_from: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a question was worded up to and with the academic year `until`."""

    wording: str
    until: str


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    wording: str
    scale: Scale
    construct: str
    reversed: bool = False
    measure: str = ""
    version: int = 1
    earlier: tuple[Earlier, ...] = ()

    def value(self, answer: str) -> float | None:
        """What an answer is worth after reversing; None where it is no answer of the scale."""
        found = _worth(answer, self.scale.labels, self.scale.values)
        if found is None or not self.reversed:
            return found
        return self.scale.values[0] + self.scale.values[-1] - found

    def favourable(self, value: float) -> bool:
        return value >= self.scale.favourable_from


@dataclass(frozen=True, slots=True)
class Score:
    """A licensed instrument scored for each person. Its items have codes here and no wording."""

    name: str
    items: tuple[str, ...]
    low: float
    high: float

    def value(self, answer: str) -> float | None:
        """A whole number within the range of the items."""
        found = _worth(answer, (), ())
        return found if found is not None and self.low <= found <= self.high and found == int(found) else None


@dataclass(frozen=True, slots=True)
class Instrument:
    code: str
    title: str
    audience: str
    topic: str
    aliases: tuple[str, ...]
    minimum_answered: float
    questions: tuple[Question, ...]
    scores: tuple[Score, ...]
    declared_in: Path | None = None

    @property
    def names(self) -> set[str]:
        return {plain(name) for name in (self.code, self.title, *self.aliases)}

    def headings(self) -> dict[str, str]:
        """What may stand over a question's column, normalised, and the question's code."""
        found = {plain(item): item for score in self.scores for item in score.items}
        for question in self.questions:
            for name in (question.code, question.wording, *(e.wording for e in question.earlier)):
                found[plain(name)] = question.code
        return found

    def question(self, code: str) -> Question | None:
        return next((q for q in self.questions if q.code == code), None)

    def value(self, code: str, answer: str) -> float | None:
        """What an answer to a question or item is worth; None where it is none."""
        asked = self.question(code) or next((s for s in self.scores if code in s.items), None)
        return asked.value(answer) if asked else None


def plain(text: str) -> str:
    """Lower case, words only: how names, headings and answers are compared."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _worth(answer: str, labels: tuple[str, ...], values: tuple[float, ...]) -> float | None:
    """By the label, by a plain number, or by the number before a label (“5 - Completely true”).

    A number by itself is never compared with the words of a label, which leave out its sign.
    """
    written = " ".join(answer.split()).casefold()
    for label, value in zip(labels, values, strict=True):
        if written == label.casefold():
            return value
    number = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*([-–—:.)=]\s*\D.*)?", written)
    if (not number or number[2]) and not re.match(r"[-–−]\s*\d", written):
        word = plain(answer)
        for label, value in zip(labels, values, strict=True):
            if word == plain(label):
                return value
    worth = float(number[1]) if number else None
    return worth if not values or worth in values else None
