"""The head's first step as a screen: a yes is of the figures that were seen, and a lost workbook hides no figures."""

import shutil
from pathlib import Path

import pytest

from tests import helpers
from tests.pages import signed_in
from tests.pages.test_pages import opened, started, turned, words
from wellmetrics import people, workbook
from wellmetrics.build import build_from
from wellmetrics.model import Viewer
from wellmetrics.opening import now
from wellmetrics.people import ADMINISTRATOR, Grant
from wellmetrics.vault import Vault

URN = "900101"
HEAD = Viewer("head", URN)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return helpers.home_with(
        tmp_path / "home",
        helpers.schools(URN),
        helpers.terms(),
        helpers.workforce({URN: 20}),
        helpers.absence(f"{URN},a1,2025-09-08,2025-09-12"),
    )


def right(app):
    return next(button for button in app.button if button.label.startswith("This is right"))


def test_a_yes_is_kept_of_the_figures_that_the_screen_shows(home, monkeypatch):
    app = opened(home, "school", monkeypatch, role=str(HEAD))
    right(app).click().run()
    (said,) = workbook.answers(home, HEAD)
    assert said.seen[0].figure == "0.25 days per FTE"
    assert "you have said that they are right" in " ".join(one.label for one in app.expander)


def test_a_yes_to_figures_that_changed_meanwhile_is_asked_for_again(home, monkeypatch):
    app = opened(home, "school", monkeypatch, role=str(HEAD))
    button = right(app)
    with Vault(home) as vault:
        helpers.put(vault, helpers.absence(f"{URN},a2,2025-10-06,2025-10-10", name="more.csv"))
        build_from(vault)
    button.click().run()
    assert workbook.answers(home, HEAD) == []
    assert "0.50 days per FTE" in words(app)
    right(app).click().run()
    assert [one.seen[0].figure for one in workbook.answers(home, HEAD)] == ["0.50 days per FTE"]


@pytest.mark.parametrize("ended", ["removed", "changed", "signed out"])
def test_a_yes_of_somebody_who_may_no_longer_say_it_is_not_kept(home, monkeypatch, ended):
    """The press is taken before the screen is drawn, which would say that they may not."""
    app = started(home, monkeypatch)
    who = signed_in.as_role(app, home, str(HEAD))
    turned(app, "school")
    role = people.people(home, ADMINISTRATOR)[0].number
    if ended == "removed":
        people.remove(home, ADMINISTRATOR, "a test", role)
    elif ended == "changed":
        people.change(home, ADMINISTRATOR, "a test", role, Grant.parse("board"), None)
    else:
        people.end(home, who, now())
    right(app).click().run()
    assert workbook.answers(home, HEAD) == []
    if ended != "changed":
        assert app.title[0].value in ("Not allowed", "Signed out")


@pytest.mark.parametrize("role", ["lead", "board", "head:900001"])
@pytest.mark.parametrize("screen", ["school", "indicator", "participation"])
def test_where_the_workbook_is_damaged_the_figures_stand_and_the_screen_says_what_is_missing(
    one_term_home, tmp_path, monkeypatch, role, screen
):
    home = tmp_path / "home"
    shutil.copytree(one_term_home, home)
    (home / "workbook.duckdb").write_bytes(b"not a database" * 1000)
    app = opened(home, screen, monkeypatch, role=role)
    assert not app.exception
    assert "Disputes of figures cannot be shown" in " ".join(one.value for one in app.warning)
    assert len(app.title) == 1
    assert "2021" in words(app)
