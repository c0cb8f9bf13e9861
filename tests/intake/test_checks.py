"""Each message has a file that gets it, on that row and column and in those words, and one that does not."""

import pytest

from tests.intake import corpus
from wellmetrics.intake.messages import every
from wellmetrics.model import Problem

FIELDS = ("line", "column", "value", "problem", "fix", "suggestion")


def told(problem: Problem) -> dict[str, object]:
    """A problem as expected.toml writes it: without what is empty."""
    return {name: said for name in FIELDS if (said := getattr(problem, name))}


@pytest.mark.parametrize("code", corpus.codes())
def test_a_bad_file_gets_its_message_and_a_good_file_does_not(code):
    pair = corpus.pair(code)
    bad = pair.look("bad").problems
    assert [told(p) for p in bad if p.code == code] == pair.said
    assert {p.level for p in bad if p.code == code} == {every()[code].level}
    assert {p.code for p in bad} == {code, *pair.also}
    good = [p for p in pair.look("good").problems if p.level != "notice"]
    assert {p.code for p in good} <= set(pair.also)
    assert code not in {p.code for p in good}


@pytest.mark.parametrize("code", [code for code in corpus.codes() if every()[code].level == "error"])
def test_rows_with_an_error_are_not_among_those_that_may_be_loaded(code):
    checked = corpus.pair(code).look("bad")
    lines = {p.line for p in checked.errors if p.line}
    if checked.rows is not None:
        assert not lines & set(checked.rows["line"].to_pylist())
    assert lines or checked.errors


def test_a_line_that_gets_a_message_is_a_line_of_the_file():
    for code in corpus.codes():
        (path,) = (corpus.CHECKS / code).glob("bad.*")
        lines = len(path.read_bytes().splitlines())
        assert all(problem["line"] <= lines for problem in corpus.pair(code).said if "line" in problem), code
