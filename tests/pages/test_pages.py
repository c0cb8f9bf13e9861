"""Every screen opens for everybody, whatever there is to show, and says the right words."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import kept, screens
from tests import helpers
from tests.pages import signed_in
from wellmetrics import access, desk, people
from wellmetrics.model import Viewer
from wellmetrics.opening import now
from wellmetrics.views import choice

ROOT = Path(__file__).parents[2]
SCREENS = {
    "trust": "overview/trust",
    "school": "overview/school",
    "indicator": "overview/indicator",
    "change": "overview/change",
    "compare": "overview/compare",
    "gaps": "overview/gaps",
    "referrals": "overview/referrals",
    "participation": "overview/participation",
    "voice": "overview/voice",
    "this_term": "term/this_term",
    "upload": "term/upload",
    "queries": "term/queries",
    "history": "term/history",
    "people": "office/people",
    "record": "office/record",
    "methods": "about/methods",
    "dictionary": "about/dictionary",
}
SCREENS_OF_FIGURES = [screen for screen, path in SCREENS.items() if path.startswith("overview/")]
SMALL, LARGE, JOINED, STOPPED = "900003", "900011", "900007", "900012"
ROLES = ["board", "lead", *(f"head:{urn}" for urn in (SMALL, LARGE, JOINED, STOPPED))]
OTHER_ROLES = [f"school lead:{SMALL}", "programme", "data protection officer", "administrator"]
HOMES = ["empty_home", "one_term_home", "demo_home", "hidden_home"]


def started(home: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    monkeypatch.setenv("WELLMETRICS_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    app.query_params.update(address)
    if not access.is_demo(home):
        # The figures of a trust's own are for somebody who is signed in.
        signed_in.as_role(app, home, address.get("role", "lead"))
    return app


def turned(app: AppTest, screen: str) -> AppTest:
    return app.switch_page(f"pages/{SCREENS[screen]}.py").run()


def opened(home: Path, screen: str, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    return turned(started(home, monkeypatch, **address), screen)


@contextmanager
def closed(home: Path, viewer: str) -> Iterator[None]:
    """The file that a reader's screens keep open is shut: whoever asks it anything fails, and says so on the screen."""
    at = access.home(home)
    kept.opened(str(at), viewer, choice.current(at), Viewer.parse(viewer)).close()
    yield
    st.cache_resource.clear()  # the next screen opens it again


def words(app: AppTest) -> str:
    """Everything a reader can read on the screen."""
    said = [*app.title, *app.header, *app.subheader, *app.markdown, *app.info, *app.error, *app.success]
    html = [element.proto.body for element in app.get("html")]
    alt = [element.proto.alt for element in app.get("plotly_chart")]
    return " ".join([*(element.value for element in said), *html, *alt]).replace("\\", "")


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_opens_for_everybody(home, role, request, monkeypatch):
    app = started(request.getfixturevalue(home), monkeypatch, role=role)
    for screen in SCREENS:
        turned(app, screen)
        assert not app.exception, (screen, app.exception)
        assert len(app.title) == 1, screen
        assert "NaN" not in words(app)
        assert "None" not in words(app)


@pytest.fixture(scope="module")
def invited_home(one_term_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For readers who sign in: the releases alone, and whoever each test invites."""
    home = tmp_path_factory.mktemp("invited")
    shutil.copytree(one_term_home / "releases", home / "releases")
    shutil.copy(one_term_home / "key", home)
    return home


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_every_screen_opens_or_explains_itself_for_the_other_roles(invited_home, role, monkeypatch):
    """Whatever the address says: it names the lead."""
    app = started(invited_home, monkeypatch, role="lead")
    signed_in.as_role(app, invited_home, role)
    for screen in SCREENS:
        turned(app, screen)
        assert not app.exception, (screen, app.exception)
        assert len(app.title) == 1, screen
        allowed = screens.in_menu(screen, role.partition(":")[0])
        assert (app.title[0].value != "This screen is not in your menu") == allowed, screen


def test_a_sign_in_that_ended_shows_nothing_at_the_next_press_of_anything(invited_home, monkeypatch):
    app = started(invited_home, monkeypatch)
    who = signed_in.as_role(app, invited_home, "board")
    assert "at a glance" in turned(app, "trust").title[0].value
    assert "Larch High School" in words(app)
    people.end(invited_home, who, now())
    app.run()
    assert [one.value for one in app.title] == ["Signed out"]
    assert "Larch High School" not in words(app)


def test_a_screen_that_cannot_be_recorded_is_not_shown(invited_home, tmp_path, monkeypatch):
    home = Path(shutil.copytree(invited_home, tmp_path / "home"))
    app = started(home, monkeypatch, role="board")
    signed_in.as_role(app, home, "board")
    with closing(sqlite3.connect(home / "people.sqlite", isolation_level=None)) as con:
        con.execute(
            "CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    for _ in range(2):
        turned(app, "trust")
        assert not app.exception
        assert [one.value for one in app.title] == ["Not open"]
        assert "disk is full" in words(app)


def test_the_figures_of_a_trust_of_ones_own_are_not_shown_without_a_sign_in(tmp_path, monkeypatch):
    home = helpers.home_with(
        tmp_path / "home", helpers.schools("900001"), helpers.terms(), helpers.workforce({"900001": 20})
    )
    for at in (home, tmp_path / "empty"):
        monkeypatch.setenv("WELLMETRICS_HOME", str(at))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30).run()
        assert not app.exception
        assert [one.value for one in app.title] == ["Not open"]
        assert "docs/sign-in.md" in words(app)
        assert not app.sidebar.children


def test_a_real_school_in_the_demo_trust_shuts_it_without_a_sign_in(hidden_home, tmp_path, monkeypatch):
    home = Path(shutil.copytree(hidden_home, tmp_path / "home"))
    assert opened(home, "trust", monkeypatch, role="board").title[0].value != "Not open"
    helpers.home_with(home, helpers.schools("100001"))
    monkeypatch.setenv("WELLMETRICS_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30).run()
    assert [one.value for one in app.title] == ["Not open"]


def test_whoever_is_signed_in_and_has_no_role_sees_one_sentence(invited_home, monkeypatch):
    app = started(invited_home, monkeypatch, role="lead")
    signed_in.as_role(app, invited_home)
    assert [one.value for one in app.run().title] == ["Not allowed"]
    assert not app.sidebar.children


def test_somebody_with_two_roles_chooses_between_them_and_an_address_adds_none(invited_home, monkeypatch):
    app = started(invited_home, monkeypatch, role="lead")
    signed_in.as_role(app, invited_home, "board", "administrator")
    turned(app, "trust")
    assert app.selectbox(key="select-role").options == ["Board member", "Administrator"]
    assert "at a glance" in app.title[0].value
    app.selectbox(key="select-role").set_value("administrator").run()
    assert app.title[0].value == "This screen is not in your menu"


@pytest.mark.parametrize("role", ["board", f"head:{SMALL}"])
def test_a_screen_of_figures_opens_where_there_is_no_vault(demo_home, role, tmp_path, monkeypatch):
    """The vault is not theirs to open: with the releases alone every figure is there."""
    shutil.copytree(demo_home / "releases", tmp_path / "releases")
    shutil.copy(demo_home / "key", tmp_path)
    app = started(tmp_path, monkeypatch, role=role)
    for screen in SCREENS_OF_FIGURES:
        turned(app, screen)
        assert not app.exception, (screen, app.exception)
        assert "No figures yet" not in words(app), screen
    assert not (tmp_path / "vault.duckdb").exists()


def test_the_front_page_says_what_is_unusual_and_what_chance_would_bring(demo_home, monkeypatch):
    said = words(opened(demo_home, "trust", monkeypatch, role="board"))
    assert "Summer 2026 at a glance" in said
    assert "Long absence across the trust: higher than usual for summer, for a second term in a row" in said
    assert "Larch High School (10.7%)" in said
    assert "Medlar House School has not sent staff absence for Summer 2026." in said
    assert "would flag by chance" in said
    assert "England, state-funded schools: 5.00 in 2024/25" in said


def test_the_board_sees_the_small_primary_only_through_its_group(demo_home, monkeypatch):
    said = words(opened(demo_home, "trust", monkeypatch, role="board"))
    assert "Cedar Field Primary School (16.0%)" not in said
    page = words(
        opened(demo_home, "indicator", monkeypatch, role="board", school=SMALL, indicator="long_term_absence")
    )
    assert "hidden to protect people" in page
    assert "16.0%" not in page
    assert "4 of 25" not in page


def test_a_head_sees_the_own_figures_with_what_they_were_counted_from(demo_home, monkeypatch):
    said = words(opened(demo_home, "school", monkeypatch, role=f"head:{SMALL}"))
    assert "Cedar Field Primary School" in said
    assert "4 of 25" in said
    assert "Compared with 7 other schools of this trust, taken together" in said


def test_a_head_who_asks_for_another_school_gets_a_sentence_and_the_own_school(demo_home, monkeypatch):
    app = opened(demo_home, "school", monkeypatch, role=f"head:{SMALL}", school=LARGE)
    assert "never another school by itself" in words(app)
    assert app.title[0].value == "Cedar Field Primary School"
    assert "16 of 150" not in words(app)


def test_a_school_that_stopped_is_told_which_terms_are_missing(demo_home, monkeypatch):
    said = words(opened(demo_home, "school", monkeypatch, role=f"head:{STOPPED}"))
    assert "Nothing has come in for Spring 2026 and Summer 2026" in said
    assert "not sent" in said


def test_one_term_is_too_early_to_tell(one_term_home, monkeypatch):
    assert "too early to tell" in words(opened(one_term_home, "trust", monkeypatch, role="lead"))


def test_where_everything_is_hidden_the_screen_says_so(hidden_home, monkeypatch):
    said = words(opened(hidden_home, "school", monkeypatch, role="board", school="900001"))
    assert "hidden to protect people" in said


def test_without_figures_a_screen_says_what_to_upload(empty_home, monkeypatch):
    said = words(opened(empty_home, "trust", monkeypatch, role="lead"))
    assert "No figures yet" in said
    assert "/upload" in said


@pytest.mark.parametrize("role", ["board", f"head:{LARGE}"])
@pytest.mark.parametrize("screen", ["upload", "history"])
def test_only_the_lead_loads_files(demo_home, monkeypatch, role, screen):
    said = words(opened(demo_home, screen, monkeypatch, role=role))
    assert "This screen is not in your menu" in said


@pytest.mark.parametrize(
    "address", [{"role": "admin"}, {"term": "1999/00 Spring"}, {"school": "1"}, {"indicator": "x"}]
)
def test_an_address_that_names_nothing_is_answered_in_a_sentence(demo_home, monkeypatch, address):
    app = opened(demo_home, "indicator", monkeypatch, **address)
    assert not app.exception
    assert len(app.info) == 1


def test_choosing_a_term_keeps_it_on_the_next_screen(demo_home, monkeypatch):
    app = opened(demo_home, "trust", monkeypatch, role="board")
    app.selectbox(key="select-term").set_value("2025/26 Spring").run()
    assert app.title[0].value == "Spring 2026 at a glance"
    assert "Spring 2026" in words(app.switch_page("pages/overview/school.py").run())


def test_the_lead_sees_every_school_beside_the_trust(demo_home, monkeypatch):
    said = words(opened(demo_home, "indicator", monkeypatch, role="lead", indicator="long_term_absence"))
    assert said.count("data:image/svg+xml") == 14
    assert "Long absence: higher than usual at Cedar Field Primary School and Larch High School" in said
    assert "Grey: the whole trust." in said


def test_a_head_sees_no_panel_of_another_school(demo_home, monkeypatch):
    said = words(opened(demo_home, "indicator", monkeypatch, role=f"head:{SMALL}"))
    assert "data:image/svg+xml" not in said
    assert "Larch High School" not in said


def test_queries_are_read_beside_the_figure_by_the_lead_alone(demo_home, monkeypatch):
    for role, there in (("lead", True), ("board", False), (f"head:{LARGE}", False)):
        app = opened(demo_home, "indicator", monkeypatch, role=role, indicator="long_term_absence")
        labels = [expander.label for expander in app.expander]
        assert any("What was doubtful in these files" in label for label in labels) == there, role
        assert ("the term before it had" in words(app)) == there, role


def test_a_warm_rerun_asks_the_release_nothing(demo_home, monkeypatch):
    apps = [
        opened(demo_home, screen, monkeypatch, role="lead", school=LARGE, indicator="long_term_absence")
        for screen in ("trust", "school", "indicator", "referrals", "participation")
    ]
    before = [words(app) for app in apps]
    with closed(demo_home, "lead"):
        for app, said in zip(apps, before, strict=True):
            assert not app.run().exception
            assert words(app) == said
        asks = opened(demo_home, "trust", monkeypatch, role="lead", term="2022/23 Spring")
        assert asks.exception


def test_a_warm_rerun_of_a_heads_own_page_asks_the_release_nothing(demo_home, monkeypatch):
    head = f"head:{LARGE}"
    app = opened(demo_home, "school", monkeypatch, role=head)
    said = words(app)
    assert "Once a term: look at your own figures" in said
    with closed(demo_home, head):
        assert not app.run().exception
        assert words(app) == said


def test_two_readers_with_one_address_get_their_own_figures(demo_home, monkeypatch):
    """The address says nothing of a school; what is kept of one reader is never another's."""
    said = {
        role: words(opened(demo_home, "school", monkeypatch, role=role)) for role in ROLES for _ in range(2)
    }
    assert len(set(said.values())) == len(ROLES)
    assert "4 of 25" not in said["board"]
    assert "4 of 25" not in said[f"head:{LARGE}"]


def test_everything_that_is_kept_is_bounded():
    pages = [p.read_text() for p in ROOT.glob("pages/*/*.py")]
    kept = [found for text in pages for found in re.findall(r"@st\.cache_\w+(.*)", text)]
    drawn = [
        found
        for p in ROOT.glob("wellmetrics/charts/*.py")
        for found in re.findall(r"@(?:lru_)?cache(.*)", p.read_text())
    ]
    assert len(kept) >= 4
    assert all("max_entries=" in found for found in kept)
    assert len(drawn) >= 4
    assert all(re.search(r"maxsize=\d+", found) for found in drawn)


def test_an_undo_is_recorded_under_the_name_of_the_role_that_pressed(one_term_home, tmp_path, monkeypatch):
    home = tmp_path / "home"
    shutil.copytree(one_term_home, home)
    app = opened(home, "history", monkeypatch, role="lead")
    batch = max(load.batch for load in desk.history(home))
    which = next(box for box in app.selectbox if box.label == "Which load")
    which.set_value(batch).run()
    app.checkbox[0].check().run()
    app.button[0].click().run(timeout=120)
    assert not app.exception
    assert any(f"Batch {batch}" in one.value.replace("\\", "") for one in app.success)
    with duckdb.connect(str(home / "vault.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT undone_by FROM load WHERE batch = ?", [batch]).fetchall()
    assert rows == [("Wellbeing lead",)]


def test_the_desk_shows_its_steps_and_who_has_sent(demo_home, monkeypatch):
    said = words(opened(demo_home, "upload", monkeypatch, role="lead"))
    assert "staff absence is in from 13 of 14 schools" in said
    for i, step in enumerate(("Recognised", "Headings", "Problems", "What will change", "Receipt"), 1):
        assert f"{i} {step}" in said


def test_no_screen_lies_directly_in_pages():
    assert not list((ROOT / "pages").glob("*.py"))
