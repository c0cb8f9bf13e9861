"""Questions of a survey whose wording has changed: a heading that resembles one and is not it."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from wellmetrics.intake.values import is_marker
from wellmetrics.questions import Question, plain

ALIKE = 72  # of 100; “My work is manageable” and “My workload can be managed” are
FITS = 0.6  # the share of answers that the question's scale knows


def reworded(
    headings: Mapping[int, str], questions: Iterable[Question], answers: Mapping[int, Mapping[str, int]]
) -> dict[int, tuple[Question, str]]:
    """The question that each heading probably is now, and how that was worded; each question once, the most alike first.

    `questions` are those that no heading has, `answers` how often each text stands below a heading.
    """
    every = [
        (likeness, position, question, wording)
        for question in questions
        for wording in (question.wording, *(earlier.wording for earlier in question.earlier))
        for position, heading in headings.items()
        if (likeness := fuzz.token_sort_ratio(plain(heading), plain(wording))) >= ALIKE
        and fits(question, answers[position])
    ]
    found: dict[int, tuple[Question, str]] = {}
    for _, position, question, wording in sorted(every, key=lambda one: (-one[0], one[1])):
        if position not in found and question.code not in {other.code for other, _ in found.values()}:
            found[position] = (question, wording)
    return found


def fits(question: Question, answers: Mapping[str, int]) -> bool:
    said = {text: n for text, n in answers.items() if not is_marker(text)}
    known = sum(n for text, n in said.items() if question.value(text) is not None)
    return bool(said) and known >= FITS * sum(said.values())
