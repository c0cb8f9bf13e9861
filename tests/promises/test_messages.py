"""What every message about a file keeps: it says what was found and what to do, in the words of a school office."""

import re

import pytest

from tests.intake import corpus
from tests.intake.made import MADE
from wellmetrics import catalogue
from wellmetrics.intake.messages import STAGES, Message, every
from wellmetrics.intake.values import Fault, parse
from wellmetrics.model import Problem

MESSAGES = every().values()
PRODUCED = [(code, p) for code in corpus.codes() for p in corpus.pair(code).look("bad").problems]

RUDE = re.compile(
    r"\b(invalid|illegal|please|oops|sorry|fail(ed|ure|s)?|errors?|exceptions?|null|nan|none type|traceback|unable|"
    r"unexpected|abort(ed)?|fatal)\b",
    re.I,
)
MACHINE = re.compile(
    r"\b(pars(e|ed|ing|er)|strings?|integers?|booleans?|float|regex|schema|tokens?|delimiters?|encod(e|ed|ing)|utf8|bytes?|"
    r"sql|json|stdin|index|arrays?|dict|boolean)\b",
    re.I,
)
AMERICAN = re.compile(
    r"\b(color|center|labor|behavior|favorable|program|catalog|gray|enrol+ment|fulfill?|canceled|labeled|judgment|license|"
    r"\w+(iz|yz)(e|es|ed|ing|ation)s?)\b",
    re.I,
)
SPELT_SO = {"size"}
DOES = {
    "Add", "Check", "Complete", "Copy", "Correct", "Count", "Declare", "Delete", "Empty", "End", "Enter", "Export", "Give",
    "If", "In", "Keep", "Leave", "Load", "Look", "Open", "Put", "Remove", "Rename", "Save", "Say", "Send", "Shorten", "Unhide",
    "Unpack", "Use", "Write",
}  # fmt: skip
LONGEST_SENTENCE = 32
# Nothing more can be shown: an empty cell, and what may not be repeated.
SHOWS_NOTHING = {"value_empty", "value_long"}

by_code = pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.code)
by_problem = pytest.mark.parametrize(
    ("code", "problem"), PRODUCED, ids=lambda x: x if isinstance(x, str) else ""
)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?])\s+(?=[A-Z“])", text) if s]


def test_every_message_has_its_pair_of_files_and_every_pair_its_message():
    """Those of reading about limits, workbooks and sheets are made: they take more than a small file."""
    assert set(corpus.codes()).isdisjoint(MADE)
    assert set(every()) == {*corpus.codes(), *MADE}
    for code in corpus.codes():
        names = sorted(path.stem for path in (corpus.CHECKS / code).iterdir())
        assert names == ["bad", "expected", "good"], code


@by_code
def test_a_message_says_what_was_found_and_what_to_do(message: Message):
    assert message.stage in STAGES
    assert message.problem.endswith((".", "{reason}"))
    assert re.match(r"[A-Z“{]", message.problem)
    if message.level == "notice":
        assert message.fix == ""
    else:
        assert message.fix.endswith((".", "{help}"))
        assert message.fix.split()[0] in DOES
    if message.stage in ("values", "rows", "earlier") and message.code not in SHOWS_NOTHING:
        assert "{" in message.problem


@by_code
def test_a_message_is_written_in_short_british_sentences_without_a_machines_words(message: Message):
    words = f"{message.problem} {message.fix}"
    for pattern in (RUDE, MACHINE, AMERICAN):
        found = pattern.search(words)
        assert found is None or found[0].lower() in SPELT_SO, found
    assert not re.search(r"!|\.\.|  |\betc\b|\be\.g\.|\n", words)
    for sentence in sentences(words):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@by_problem
def test_what_is_said_of_a_file_names_the_file_the_place_and_the_fix(code: str, problem: Problem):
    text = str(problem)
    assert text.startswith(problem.file)
    assert problem.line is None or f"row {problem.line}" in text
    assert problem.column in text
    assert "{" not in text
    for pattern in (RUDE, MACHINE):
        found = pattern.search(f"{problem.problem} {problem.fix}")
        assert found is None or found[0].lower() in SPELT_SO, found
    assert problem.problem.endswith(".")
    if problem.level != "notice":
        assert problem.fix.endswith((".", "?"))
    if problem.suggestion:
        assert f"Did you mean “{problem.suggestion}”?" in problem.fix
    if problem.code.startswith("value_") and problem.code not in SHOWS_NOTHING:
        assert problem.value in problem.problem


ODD = (
    "", " ", "soon", "31/02/2026", "2026-13-01", "05/09/25", "05/09/2205", "1,2", "1e999", "-4", "999999999", "2.5", "<5", "*",
    "c", "x" * 201, "9001", "815/2001", "2025/27", "perhaps", "techer", "NaN", "0", "the winter",
)  # fmt: skip


@pytest.mark.parametrize(
    "column", [c for d in catalogue.all_datasets().values() for c in d.columns], ids=lambda c: c.name
)
def test_whatever_a_cell_is_told_stands_in_the_catalogue(column):
    """A check words its message by the code: what the cell's own rule says must be the same."""
    for text in ODD:
        fault = parse(text, column)
        if isinstance(fault, Fault):
            message = every()[fault.code]
            assert message.level == fault.level
            assert message.pattern.fullmatch(fault.problem), (message.problem, fault.problem)
