"""The wellbeing lead looks at the screens as the board or a head has them: the very same, marked, and nothing to write."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.looking import BACK
from tests.pages import drawn, signed_in
from tests.pages.test_pages import LARGE, SCREENS, SMALL, started, turned, words
from wellmetrics import access, people, workbook
from wellmetrics.model import CallError, Viewer
from wellmetrics.opening import now
from wellmetrics.people import ADMINISTRATOR, Grant, Identity, identity
from wellmetrics.views import choice
from wellmetrics.workbook import About, Objection

HEAD = f"head:{LARGE}"


@pytest.fixture(scope="module")
def home(one_term_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("looked-at") / "home"
    return Path(shutil.copytree(one_term_home, found))


def entered(
    home: Path, monkeypatch: pytest.MonkeyPatch, *roles: str, looks_as: str = "", **address: str
) -> AppTest:
    app = started(home, monkeypatch, **address)
    who = signed_in.as_role(app, home, *roles)
    if looks_as:
        people.look_as(home, who, now(), Grant.parse(looks_as))
    return app


@pytest.mark.parametrize("role", ["board", HEAD])
def test_the_lead_sees_on_every_screen_what_the_role_sees_itself_and_nothing_to_fill_in(
    home, role, monkeypatch
):
    own, looking = entered(home, monkeypatch, role), entered(home, monkeypatch, "lead", looks_as=role)
    for screen in SCREENS:
        turned(own, screen)
        turned(looking, screen)
        assert not looking.exception, screen
        assert drawn.main(looking, without_forms=True) == drawn.main(own, without_forms=True), screen
        assert len(drawn.main(own)) > 1, screen
        assert not looking.get("form"), screen
        assert {button.label for button in looking.button} == {BACK, "Sign out"}, screen
        menus = [[link.proto.label for link in app.sidebar.get("page_link")] for app in (own, looking)]
        assert menus[0] == menus[1], screen
        assert "You see what the" in words(looking), screen


def test_the_lead_chooses_whom_to_look_as_on_the_left_and_comes_back_whatever_the_address_says(
    home, monkeypatch
):
    app = turned(entered(home, monkeypatch, "lead", role="lead"), "upload")
    box = next(one for one in app.selectbox if one.label == "See it as")
    assert box.options == [
        "Yourself",
        "Board member",
        *(f"Head of {name}" for name in access.schools(home).values()),
    ]
    box.select("head:" + LARGE).run()
    assert app.title[0].value == "Larch High School"
    assert "**You see what the head of Larch High School sees.**" in next(one.value for one in app.markdown)
    turned(app, "upload")
    assert app.title[0].value == "This screen is not in your menu"
    next(one for one in app.button if one.label == BACK).click().run()
    assert app.title[0].value.startswith("This term")
    assert "You see what the" not in words(app)


def test_an_address_makes_nobody_look_as_another(home, monkeypatch):
    app = turned(entered(home, monkeypatch, "lead", role=HEAD, looks_as=""), "school")
    assert "You see what the" not in words(app)
    assert "Lead" in " ".join(one.value for one in app.sidebar.markdown).title()


@pytest.mark.parametrize(
    "role", ["board", "programme", HEAD, f"school lead:{LARGE}", "administrator", "data protection officer"]
)
def test_nobody_but_the_lead_looks_as_another(home, role, monkeypatch):
    app = started(home, monkeypatch)
    who = signed_in.as_role(app, home, role)
    for other in ("board", "head:900003"):
        with pytest.raises(CallError):
            people.look_as(home, who, now(), Grant.parse(other))
    turned(app, "methods")
    assert not [box for box in app.selectbox if box.label == "See it as"]


@pytest.mark.parametrize(
    "other", ["administrator", "programme", "data protection officer", f"school lead:{LARGE}", "lead"]
)
def test_the_lead_looks_as_the_board_or_a_head_and_as_nobody_else(home, other, monkeypatch):
    who = signed_in.as_role(started(home, monkeypatch), home, "lead")
    with pytest.raises(CallError):
        people.look_as(home, who, now(), Grant.parse(other))


def test_whoever_looks_as_a_head_confirms_disputes_and_settles_nothing(tmp_path):
    about, looks = About(LARGE, "2025/26 Autumn", "absence"), Viewer("head", LARGE, looks=True)
    stands = workbook.dispute(
        tmp_path, Viewer("head", LARGE), "the head", about, Objection("", "Counted twice"), []
    )
    for work in (
        lambda: workbook.confirm(tmp_path, looks, "the lead", about, []),
        lambda: workbook.dispute(tmp_path, looks, "the lead", about, Objection("", "Counted twice"), []),
        lambda: workbook.settle(tmp_path, looks, "the lead", stands.number, "corrected"),
    ):
        with pytest.raises(CallError):
            work()
    assert workbook.answers(tmp_path, looks) == [stands]


def test_a_dispute_that_a_head_would_settle_is_read_as_words_by_whoever_looks(home, monkeypatch):
    term = next(iter(choice.term_names(access.open_release(home, Viewer("head", SMALL)))))
    workbook.dispute(
        home,
        Viewer("head", SMALL),
        "the head",
        About(SMALL, term, "absence"),
        Objection("", "Counted twice"),
        [],
    )
    app = turned(entered(home, monkeypatch, "lead", looks_as=f"head:{SMALL}"), "school")
    assert "Counted twice" in words(app)
    assert not app.get("form")


def test_the_way_of_looking_ends_with_the_role_and_belongs_to_one_sign_in(home, monkeypatch):
    app = entered(home, monkeypatch, "lead", looks_as="board")
    who, other = _identity(app), started(home, monkeypatch)
    assert people.reader(home, who, now()).looks_as == Grant("board")
    again = signed_in.again(other, app, home)
    assert people.reader(home, again, now()).looks_as is None
    given = next(one for one in people.people(home, ADMINISTRATOR) if one.email == who.email)
    people.change(home, ADMINISTRATOR, "a test", given.number, Grant("programme"), None)
    assert people.reader(home, who, now()).looks_as is None


def test_looking_as_another_stands_in_the_record_as_the_leads_own_doing(home, monkeypatch):
    app = turned(entered(home, monkeypatch, "lead", looks_as=HEAD), "school")
    next(one for one in app.button if one.label == BACK).click().run()
    email = _identity(app).email
    said = [
        (one.what, one.about) for one in reversed(people.entries(home, ADMINISTRATOR)) if one.who == email
    ]
    assert said[:2] == [("signed in", "lead"), ("looks as", HEAD)]
    assert said[2][0] == "seen"
    assert said[2][1].startswith(f"school as {HEAD} sees it")
    assert ("looks as", "themselves again") in said


def _identity(app: AppTest) -> Identity:
    found = identity.of(app.user)
    assert found
    return found
