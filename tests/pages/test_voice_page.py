"""The voice screen for every role: the audience stays, a warm rerun is free, and the words of a file are words."""

import pytest

from tests import small_waves
from tests.pages.test_pages import closed, opened, words
from tests.small_waves import BIG, FEW, OTHER

SPRING = "2025/26 Spring"


@pytest.fixture(scope="module")
def home(built_once):
    return built_once("small-waves", small_waves.build)


@pytest.mark.parametrize("role", ["board", "lead", f"head:{BIG}", f"head:{FEW}", f"head:{OTHER}"])
@pytest.mark.parametrize("audience", ["", "staff", "pupils", "trustees", "nobody"])
def test_the_screen_opens_for_every_role_and_audience(home, role, audience, monkeypatch):
    app = opened(home, "voice", monkeypatch, role=role, audience=audience, term=SPRING)
    assert not app.exception
    assert len(app.title) == 1
    assert not {"NaN", "None", "<script>"} & set(words(app).split())


def test_the_chosen_audience_stays_in_the_address(home, monkeypatch):
    app = opened(home, "voice", monkeypatch, role="lead", school=BIG)
    app.selectbox(key="select-audience").set_value("pupils").run()
    assert app.title[0].value.startswith("Pupil voice at School 900001")
    assert "pupils" in str(app.query_params["audience"])


def test_who_was_asked_is_there_for_the_board_and_the_own_school_for_a_head(home, monkeypatch):
    board = words(opened(home, "voice", monkeypatch, role="board", term=SPRING))
    assert "30 of 40" in board
    assert "not sent" in board
    assert f"School {OTHER}" in board
    head = words(opened(home, "voice", monkeypatch, role=f"head:{BIG}", term=SPRING))
    assert f"School {OTHER}" not in head


def test_a_school_with_few_replies_is_told_how_many_answered_and_nothing_that_they_said(home, monkeypatch):
    said = words(opened(home, "voice", monkeypatch, role=f"head:{FEW}", term=SPRING))
    assert "hidden to protect people" in said
    assert "7 of 33 answered" in said
    assert "</b> favourable" not in said
    assert "The average reply" not in said


def test_a_warm_rerun_asks_the_release_nothing(home, monkeypatch):
    app = opened(home, "voice", monkeypatch, role="lead", school=BIG)
    before = words(app)
    with closed(home, "lead"):
        assert not app.run().exception
        assert words(app) == before
        assert opened(home, "voice", monkeypatch, role="lead", school=OTHER).exception


def test_without_a_survey_it_says_what_will_be_there(hidden_home, monkeypatch):
    app = opened(hidden_home, "voice", monkeypatch, role="lead")
    assert app.title[0].value == "No survey yet"
    assert "as soon as" in words(app)
