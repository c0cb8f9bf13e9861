"""Questions for governors: three to five, each on a figure of the term, and not last term's without a reason."""

from functools import cache
from pathlib import Path

import pytest

from tests.views.looking import opened
from wellmetrics.charts import asking
from wellmetrics.views import school, trust
from wellmetrics.words.questions import ANSWERS, Question

TERMS = [
    f"{year}/{year % 100 + 1} {term}" for year in range(2021, 2026) for term in ("Autumn", "Spring", "Summer")
]
READERS = ("board", "lead", "head:900003", "head:900011", "head:900013")
STAY = ("worse", "better", "moved", "queue", "replies", "missing", "hidden")


@cache
def asked(home: Path, who: str, term: str) -> tuple[Question, ...]:
    if who.startswith("head"):
        return school.view(*opened(home, who, term=term)).questions
    return trust.view(*opened(home, who, term=term)).questions


@pytest.mark.parametrize("who", READERS)
def test_there_are_three_to_five_questions_each_citing_a_figure_with_what_a_good_answer_holds(demo_home, who):
    for term in TERMS[2::6]:
        found = asked(demo_home, who, term)
        assert 3 <= len(found) <= 5, term
        assert len({q.about for q in found}) == len(found)
        for q in found:
            assert q.text.endswith("?")
            assert q.cites
            assert q.answer == f"A good answer says {ANSWERS[q.kind]}."


def test_what_is_planted_is_asked_about(demo_home):
    said = " ".join(q.text for q in asked(demo_home, "board", "2025/26 Summer"))
    assert "Long absence across the trust: worse than usual for a second term." in said
    assert "Pupil referrals across the trust: higher than usual for a third term." in said
    assert "Why has Medlar House School not sent staff absence for Summer 2026" in said
    head = " ".join(q.text for q in asked(demo_home, "head:900011", "2025/26 Summer"))
    assert "Long absence here: worse than usual for a second term." in head


def test_a_question_comes_again_only_where_it_stays_or_there_is_no_other(demo_home):
    for who in ("board", "head:900011"):
        before: set[tuple[str, ...]] = set()
        for term in TERMS[-6:]:
            found = asked(demo_home, who, term)
            again = [q for q in found if q.about in before and q.kind not in STAY]
            # Fewer than three would be too few: then one comes again.
            assert not again or len(found) == 3, (who, term)
            before = {q.about for q in found}


def test_nothing_hidden_is_cited(demo_home):
    for who in READERS:
        for q in asked(demo_home, who, "2025/26 Summer"):
            if q.kind != "hidden":
                assert "hidden" not in q.cites, q


def test_a_quiet_term_asks_of_gaps_and_silences(demo_home):
    kinds = {q.kind for q in asked(demo_home, "board", "2024/25 Spring")}
    assert kinds & {"gap", "england", "silence"}


def test_whom_nobody_has_asked_gets_another_answer_than_those_who_did_not_reply(demo_home):
    every = [q for who in READERS for term in TERMS[-6:] for q in asked(demo_home, who, term)]
    silent = [q for q in every if q.text.startswith("We have not heard")]
    assert silent
    for q in silent:
        assert "they will be asked" in q.answer
        assert "did not reply" not in q.answer


def test_a_queue_gets_an_answer_about_those_who_wait(demo_home):
    every = [q for who in READERS for term in TERMS[-6:] for q in asked(demo_home, who, term)]
    waiting = [q for q in every if {"Wait", "Waiting", "In the queue"} & set(q.about)]
    assert waiting
    for q in waiting:
        assert "who looks after them until they are seen" in q.answer
        assert "more need" not in q.answer


def test_names_from_files_are_text():
    q = Question("worse", ("x",), "<b>Long absence</b>?", "<img src=x>", "/change?school=1")
    drawn = asking.asked([q], dark=False)
    assert "<b>" not in drawn
    assert "<img" not in drawn
    assert "&lt;b&gt;" in drawn
