"""An instrument drafted from a survey file whose questions nobody has declared: to be read through, and then used."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from wellmetrics.instruments import Instrument, find, read
from wellmetrics.intake.checked import Checked
from wellmetrics.questions import plain

# Lists of answers that many surveys use, from the lowest to the highest.
USUAL = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
    ("Never", "Rarely", "Sometimes", "Often", "Always"),
    ("None of the time", "Rarely", "Some of the time", "Often", "All of the time"),
    (
        "Very dissatisfied",
        "Dissatisfied",
        "Neither satisfied nor dissatisfied",
        "Satisfied",
        "Very satisfied",
    ),
    ("Very poor", "Poor", "Fair", "Good", "Very good"),
    ("No", "Yes"),
)
# Answers that say nothing on the scale.
NO_ANSWER = {"don t know", "not sure", "prefer not to say", "not applicable", "n a"}
_NUMBER = re.compile(r"(-?\d+)\s*(?:[-–—:.)=]\s*(\D.*))?")
LONGEST_SCALE = 11


@dataclass(frozen=True, slots=True)
class _Scale:
    labels: tuple[str, ...]
    values: tuple[int, ...]
    sure: bool = True  # False where nobody knows the order of the answers

    @property
    def favourable_from(self) -> int:
        """The first value above the middle: four of five, three of four."""
        return self.values[len(self.values) // 2 + len(self.values) % 2]


def undeclared(checked: Checked, instruments: Iterable[Instrument]) -> tuple[str, ...]:
    """The surveys of a file that no instrument declares."""
    if checked.rows is None or "answers" not in checked.rows.column_names:
        return ()
    known = tuple(instruments)
    names = dict.fromkeys(str(name) for name in checked.rows["survey"].to_pylist())
    return tuple(name for name in names if find(known, name) is None)


def draft(checked: Checked, survey: str, instruments: Iterable[Instrument] = ()) -> str:
    """The instrument file of one survey of a checked file. What is a guess says so in a comment.

    `instruments` are those that are there: their scales are taken up, and their codes are not given again.
    """
    known = tuple(instruments)
    assert checked.rows is not None  # noqa: S101  (`undeclared` names no survey of a file without rows)
    rows = [
        row
        for row in checked.rows.select(["survey", "audience", "answers"]).to_pylist()
        if row["survey"] == survey
    ]
    audience = Counter(row["audience"] for row in rows).most_common(1)[0][0]
    answers: dict[str, Counter[str]] = {}
    for row in rows:
        for question, answer in row["answers"] or ():
            answers.setdefault(question, Counter())[answer] += 1
    order = list(checked.headed.headings if checked.headed else ())
    asked = sorted(
        answers, key=lambda question: (order.index(question) if question in order else len(order), question)
    )
    scales = {question: _scale(answers[question], known) for question in asked}
    text = "\n".join(_lines(survey, audience, scales, known))
    read("draft", text)  # what cannot be read is never offered
    return text


def _lines(
    survey: str, audience: str, scales: Mapping[str, _Scale | None], known: Sequence[Instrument]
) -> Iterator[str]:
    named = {scale: f"scale{n}" for n, scale in enumerate(dict.fromkeys(filter(None, scales.values())), 1)}
    yield "# Drafted from a file. Read it through: the order of answers, what is favourable, what is reversed."
    yield f"code = {_quoted(_code(survey, known))}"
    yield f"title = {_quoted(survey)}"
    yield f"audience = {_quoted(audience)}"
    yield f"aliases = [{_quoted(survey)}]"
    yield "minimum_answered = 0.5"
    for scale, name in named.items():
        yield from _of_a_scale(scale, name)
    taken = {question.code for one in known if one.audience == audience for question in one.questions}
    codes = (code for n in count(1) if (code := f"Q{n}") not in taken)
    for question, scale in scales.items():
        if scale is None:
            yield f"\n# All answered {_quoted(question)} alike: declare it by hand."
        else:
            yield from _of_a_question(next(codes), question, named[scale])


def _of_a_scale(scale: _Scale, name: str) -> Iterator[str]:
    yield f"\n[scales.{name}]"
    if not scale.sure:
        yield "# Put these answers in order, the lowest first."
    if scale.labels:
        yield f"labels = [{', '.join(map(_quoted, scale.labels))}]"
    yield f"values = [{', '.join(map(str, scale.values))}]"
    yield f"favourable_from = {scale.favourable_from}  # a guess: check it"


def _of_a_question(code: str, wording: str, scale: str) -> Iterator[str]:
    yield "\n[[questions]]"
    yield f"code = {_quoted(code)}"
    yield f"wording = {_quoted(wording)}"
    yield f"scale = {_quoted(scale)}"
    yield "reversed = false  # write true where agreeing is unfavourable"


def _scale(answers: Mapping[str, int], known: Iterable[Instrument]) -> _Scale | None:
    """The scale of one question by its answers; None where there are not two of them."""
    given = [answer for answer in answers if plain(answer) not in NO_ANSWER]
    numbers = {answer: found for answer in given if (found := _NUMBER.fullmatch(answer))}
    if given and len(numbers) == len(given):
        return _of_numbers(numbers.values())
    declared = (question.scale.labels for one in known for question in one.questions)
    for labels in (*dict.fromkeys(declared), *USUAL):
        if {plain(answer) for answer in given} <= {plain(label) for label in labels} and given:
            return _Scale(labels, tuple(range(1, len(labels) + 1)))
    labels = tuple(sorted(given, key=lambda answer: (-answers[answer], answer)))
    return _Scale(labels, tuple(range(1, len(labels) + 1)), sure=False) if len(labels) > 1 else None


def _of_numbers(found: Iterable[re.Match[str]]) -> _Scale | None:
    labels: dict[int, str] = {}
    for one in found:
        labels[int(one[1])] = labels.get(int(one[1])) or (one[2] or "").strip()
    values = tuple(range(min(labels), max(labels) + 1))
    if not 1 < len(values) <= LONGEST_SCALE:
        return None
    every = tuple(labels.get(value, "") for value in values)
    return _Scale(every if all(every) else (), values)


def _code(survey: str, known: Iterable[Instrument]) -> str:
    taken, code = {one.code for one in known}, plain(survey).replace(" ", "-") or "survey"
    return next(one for n in count(1) if (one := code if n == 1 else f"{code}-{n}") not in taken)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
