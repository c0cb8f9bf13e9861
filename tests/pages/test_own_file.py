"""Each reader's screens open the reader's own file and no other: they draw the same where nothing else is there."""

import shutil
from pathlib import Path

import pytest

from tests.pages import drawn, signed_in
from tests.pages.test_pages import LARGE, SCREENS, SMALL, started, turned, words
from wellmetrics import access, release
from wellmetrics.keys import Key
from wellmetrics.model import Refusal, Viewer
from wellmetrics.people import READS, Grant

# The desk of the lead shows loads and files that wait: it is the one place that opens the vault.
DESK = ("this_term", "upload", "queries", "history")
OFFICE = ("people", "record")  # who signed in when: other words each time
ROLES = [
    "board",
    "programme",
    "lead",
    f"head:{SMALL}",
    f"school lead:{LARGE}",
    "administrator",
    "data protection officer",
]


def alone(home: Path, to: Path, role: str) -> Path:
    """A home with the file of this role, and with no figures of anybody else's."""
    name = str(release.current(home))
    shutil.copytree(
        home, to, ignore=shutil.ignore_patterns("vault.duckdb*", "originals", "backups", "*.duckdb")
    )
    viewer = Grant.parse(role).viewer
    if viewer:
        file = release.file_name(Key(home), viewer.urn or viewer.role)
        shutil.copy(home / "releases" / name / f"{file}.duckdb", to / "releases" / name)
    return to


def screens(home: Path, role: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    app = started(home, monkeypatch)
    signed_in.as_role(app, home, role)
    seen = {}
    for screen in SCREENS:
        if screen not in OFFICE and (screen not in DESK or role != "lead"):
            turned(app, screen)
            assert not app.exception, screen
            seen[screen] = drawn.main(app)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_every_screen_draws_the_same_where_only_the_readers_own_file_is_there(
    role, one_term_home, tmp_path, monkeypatch
):
    whole = screens(_copy(one_term_home, tmp_path / "whole"), role, monkeypatch)
    only = screens(alone(one_term_home, tmp_path / "only", role), role, monkeypatch)
    assert only.keys() == whole.keys()
    for screen, said in whole.items():
        assert only[screen] == said, screen


@pytest.mark.parametrize("role", [role for role in ROLES if role.partition(":")[0] in READS])
def test_where_the_readers_own_file_is_gone_no_other_is_opened_in_its_place(
    role, one_term_home, tmp_path, monkeypatch
):
    home = _copy(one_term_home, tmp_path / "home")
    viewer = Grant.parse(role).viewer or Viewer("lead")
    gone = release.file_name(Key(home), viewer.urn or viewer.role)
    (home / "releases" / str(release.current(home)) / f"{gone}.duckdb").unlink()
    app = started(home, monkeypatch)
    signed_in.as_role(app, home, role)
    for screen in ("trust", "school", "indicator", "voice", "dictionary"):
        turned(app, screen)
        assert not app.exception
        assert "per FTE" not in words(app)
        assert not app.get("plotly_chart")


def test_the_administrator_chooses_among_the_schools_where_no_figures_are_there(
    one_term_home, tmp_path, monkeypatch
):
    home = alone(one_term_home, tmp_path / "only", "administrator")
    app = started(home, monkeypatch)
    signed_in.as_role(app, home, "administrator")
    turned(app, "people")
    assert not app.exception
    assert len(access.schools(home)) == 14
    assert next(iter(access.schools(home).values())) in str(app.selectbox[1].options)


def test_a_release_from_before_the_schools_were_written_beside_it_is_served_all_the_same(
    one_term_home, tmp_path
):
    old = _copy(one_term_home, tmp_path / "old")
    (old / "releases" / str(release.current(old)) / release.KNOWN).unlink()
    assert access.is_demo(old)
    assert access.schools(old) == access.schools(one_term_home)


def test_a_damaged_list_of_schools_is_told_in_a_sentence(one_term_home, tmp_path):
    home = _copy(one_term_home, tmp_path / "home")
    path = home / "releases" / str(release.current(home)) / release.KNOWN
    path.chmod(0o600)
    path.write_text('{"demo": ')
    with pytest.raises(Refusal, match="run “build”"):
        access.schools(home)


def _copy(home: Path, to: Path) -> Path:
    return Path(shutil.copytree(home, to))
