"""Every route of the server and every screen, opened by somebody who may not: on a fresh server, over the network."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.parts import doorway, routes, screens
from pages.parts.looking import BACK
from tests.server import stream
from tests.server.provider import ROLES, Visitor, email, server
from tests.serving import ROOT
from wellmetrics import people
from wellmetrics.opening import now

ONE_A_ROLE = [name for name in ROLES if name != "second"]
SCREENS = [name for _, _, names in screens.WINGS for name in names]
NOBODY = {"anonymous", "expired", "idle", "signed out"}
# What stands open: whether the server runs, and the way to the provider and back. None of it knows a figure.
OPEN = {"/_stcore/health", "/auth/login", "/oauth2callback", "/auth/logout", "/sign-in"}
OF_TRUST = re.compile(r"Oakfield|Primary School|Academy|9000\d\d|per FTE")


def aged(home, name: str, **columns: timedelta) -> None:
    """The sign-ins of somebody, as if they had been so long ago."""
    with closing(sqlite3.connect(home / "people.sqlite", isolation_level=None)) as con:
        for column, ago in columns.items():
            then = (now() - ago).isoformat(timespec="microseconds")
            con.execute(f"UPDATE session SET {column} = ? WHERE subject = ?", [then, name])


@pytest.fixture(scope="module")
def states(signed_server, signed_home) -> dict[str, Visitor]:
    """Browsers with a cookie each that is worth nothing, and one without."""
    found = {name: Visitor(signed_server) for name in ("anonymous", "expired", "idle", "signed out")}
    for state, name in (("expired", "board"), ("idle", "second")):
        found[state].sign_in(name)
        assert found[state].ask("/trust").status_code == 200
    aged(signed_home, "board", began_at=timedelta(hours=8), seen_at=timedelta(minutes=1))
    aged(signed_home, "second", seen_at=timedelta(minutes=30))
    leaves = Visitor(signed_server)
    leaves.sign_in("lead")
    found["signed out"].cookies = dict(leaves.cookies)
    assert found["signed out"].ask("/trust").status_code == 200
    leaves.ask("/auth/logout")
    return found


@pytest.mark.parametrize("state", sorted(NOBODY))
def test_every_screen_is_closed_to_a_cookie_that_is_worth_nothing(states, state):
    visitor = states[state]
    for screen in ("", *SCREENS):
        answer = visitor.ask(f"/{screen}?role=lead")
        assert answer.status_code == 401, screen
        assert not OF_TRUST.search(answer.text)
        assert f"/sign-in?to=/{screen}" in answer.text
    assert stream.refused(visitor)


# In a process of its own: there is one server in a process, and other tests run screens in this one.
ROUTES = """
import json, dashboard
from starlette.routing import Route, WebSocketRoute
dashboard.app._runtime = dashboard.app._create_runtime()
routes = dashboard.app._build_starlette_app().routes
print(json.dumps([(one.path, sorted(one.methods) if isinstance(one, Route) else ["GET", "POST"])
                  for one in routes if not isinstance(one, WebSocketRoute)]))
"""


@pytest.fixture(scope="module")
def addresses() -> list[tuple[str, str]]:
    """Every route and method that this version of the server has, with its parts filled in, and what a folder holds."""
    said = subprocess.run(
        [sys.executable, "-c", ROUTES], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    found = [(method, re.sub(r"\{\w+(:path)?\}", "x", path) or "/") for path, methods in json.loads(said.splitlines()[-1])
             for method in methods]  # fmt: skip
    return [*found, ("GET", "/static/js/x.js"), ("GET", "/index.html"), ("GET", "/no/such/thing")]


@pytest.mark.parametrize("state", sorted(NOBODY))
def test_every_route_of_the_server_is_closed_to_a_cookie_that_is_worth_nothing(states, state, addresses):
    assert {
        "/media/x",
        "/_stcore/upload_file/x/x",
        "/_stcore/metrics",
        "/component/x",
        "/_stcore/host-config",
    } <= {path for _, path in addresses}
    for method, path in addresses:
        answer = Visitor(states[state].address, dict(states[state].cookies)).ask(path, method)
        if path in OPEN and method in ("GET", "HEAD"):
            assert answer.status_code in (200, 302), (method, path)
            assert not OF_TRUST.search(answer.text)
        else:
            assert answer.status_code in (401, 404), (method, path, answer.status_code)


def test_a_file_that_was_made_for_one_reader_is_not_given_to_a_copy_of_its_address(states, signed_server):
    lead = Visitor(signed_server)
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        said = stream.drawn(line, "dictionary").said
    address = re.search(r"/media/\w+\.csv", said)
    assert address
    assert lead.ask(address[0]).status_code == 200
    assert {visitor.ask(address[0]).status_code for visitor in states.values()} == {401}


def test_a_file_that_a_screen_names_is_given_to_the_reader_of_that_screen_alone(signed_server, signed_home):
    """Streamlit gives it to whoever knows its name, which is a digest of what is in it."""
    lead, other, head = (Visitor(signed_server) for _ in range(3))
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        address = stream.media(stream.drawn(line, "dictionary"))[0]
        for visitor, name in ((other, "lead"), (head, "head")):
            visitor.sign_in(name)
            assert visitor.ask(address).status_code == 404, name
            assert visitor.ask(address, "HEAD").status_code == 404, name
        with stream.opened(head) as own:
            assert address in stream.media(stream.drawn(own, "dictionary"))
            assert head.ask(address).status_code == 200
        assert other.ask(address).status_code == 404
        assert lead.ask(address).status_code == 200


def test_a_files_name_in_the_address_bar_makes_nobody_its_reader(signed_server):
    lead, head = Visitor(signed_server), Visitor(signed_server)
    lead.sign_in("lead")
    head.sign_in("head")
    with stream.opened(lead) as line, stream.opened(head) as other:
        shown = stream.drawn(line, "indicator")
        file = stream.to_be_made(shown)[0]
        address = stream.made(line, shown, file)
        assert lead.ask(address).status_code == 200
        for said in (address, f"x {file}"):
            assert said.split()[-1].strip("/") in stream.drawn(other, "school", f"term={quote(said)}").said
        assert head.ask(address).status_code == 404
        with pytest.raises(TimeoutError):
            stream.made(other, stream.drawn(other, "indicator"), file, seconds=1)


def test_a_file_is_made_for_the_reader_of_the_screen_that_offers_it_and_for_nobody_else(signed_server):
    lead, head = Visitor(signed_server), Visitor(signed_server)
    lead.sign_in("lead")
    head.sign_in("head")
    with stream.opened(lead) as line, stream.opened(head) as other:
        shown, own = stream.drawn(line, "indicator"), stream.drawn(other, "indicator")
        file = stream.to_be_made(shown)[0]
        with pytest.raises(TimeoutError):
            stream.made(other, own, file, seconds=1)
        address = stream.made(line, shown, file)
    assert lead.ask(address).status_code == 200
    assert head.ask(address).status_code == 404


def test_what_is_for_who_writes_the_screens_is_not_answered_on_the_line(signed_server):
    lead = Visitor(signed_server)
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        stream.drawn(line, "methods")
        for said in (
            BackMsg(clear_cache=True),
            BackMsg(load_git_info=True),
            BackMsg(debug_shutdown_runtime=True),
        ):
            line.send(said.SerializeToString())
        asked = BackMsg()
        asked.backend_operation_request.install_skills.SetInParent()
        line.send(asked.SerializeToString())
        line.send(b"none of ours")
        assert stream.answers(line, seconds=1) <= {"session_status_changed"}
        assert stream.drawn(line, "methods").title == "Methods"


def test_a_file_is_not_given_on_after_the_role_for_which_it_was_drawn(signed_server, signed_home):
    visitor = Visitor(signed_server)
    visitor.sign_in("second")
    given = next(
        one for one in people.people(signed_home, people.ADMINISTRATOR) if one.email == email("second")
    )
    with stream.opened(visitor) as line:
        address = stream.media(stream.drawn(line, "dictionary"))[0]
        assert visitor.ask(address).status_code == 200
        programme = people.change(
            signed_home, people.ADMINISTRATOR, "a test", given.number, people.Grant("programme"), None
        )
        assert visitor.ask(address).status_code == 404
    people.change(signed_home, people.ADMINISTRATOR, "a test", programme.number, people.Grant("board"), None)


@pytest.mark.parametrize("name", ONE_A_ROLE)
def test_only_the_lead_may_send_a_file(signed_server, name):
    visitor = Visitor(signed_server)
    visitor.sign_in(name)
    answer = visitor.ask("/_stcore/upload_file/x/x", "PUT", content=b"x")
    assert (
        answer.status_code == 403
    )  # the lead lacks the token of a screen, and comes as far as being told so
    assert (answer.text == doorway.LOADERS) == (name != "lead")


def test_whoever_looks_as_somebody_else_sends_no_file(signed_server):
    lead = Visitor(signed_server)
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        box = stream.select(stream.drawn(line, "methods"), "See it as")
        assert stream.chosen(line, "methods", box, "Board member").title.endswith("at a glance")
        assert lead.ask("/_stcore/upload_file/x/x", "PUT", content=b"x").text == doorway.LOADERS


@pytest.mark.parametrize("name", ONE_A_ROLE)
def test_a_cookie_of_any_role_opens_every_page_until_its_sign_in_ends_and_none_after_it(
    signed_server, signed_home, name
):
    def answers(visitor: Visitor) -> set[int]:
        return {visitor.ask(f"/{screen}").status_code for screen in ("", *SCREENS)}

    visitor = Visitor(signed_server)
    visitor.sign_in(name)
    assert answers(visitor) == {200}
    aged(signed_home, name, seen_at=timedelta(minutes=30))
    assert answers(visitor) == {401}
    aged(signed_home, name, seen_at=timedelta(0), began_at=timedelta(hours=8))
    assert answers(visitor) == {401}
    visitor.sign_in(name)
    copied = Visitor(signed_server, dict(visitor.cookies))
    assert copied.ask("/").status_code == 200
    visitor.ask("/auth/logout")
    assert answers(copied) == {401}
    assert stream.refused(copied)


@pytest.mark.parametrize("name", ["lead", "admin"])
def test_what_is_closed_to_everybody_is_closed_to_the_signed_in(signed_server, addresses, name):
    visitor = Visitor(signed_server)
    visitor.sign_in(name)
    closed = [(method, path) for method, path in addresses if routes.door(path, method) == "closed"]
    assert {"/_stcore/metrics", "/component/x"} <= {path for _, path in closed}
    assert {visitor.ask(path, method).status_code for method, path in closed} == {404}


@pytest.mark.parametrize("name", ONE_A_ROLE)
def test_a_screen_of_another_role_explains_itself_and_shows_nothing_whatever_the_address_says(
    signed_server, name
):
    visitor = Visitor(signed_server)
    visitor.sign_in(name)
    role = ROLES[name].partition(":")[0]
    with stream.opened(visitor) as line:
        for screen in SCREENS[1:]:
            shown = stream.drawn(line, screen, "role=board&role=lead")
            assert "Traceback" not in shown.said, screen
            if not screens.in_menu(screen, role):
                assert shown.title == "This screen is not in your menu", screen
                assert not re.search(r"per FTE|Batch \d|<table", shown.said), screen
            else:
                assert shown.title not in ("", "This screen is not in your menu"), screen


def test_on_a_fresh_server_the_first_address_that_is_asked_for_is_as_closed_as_any(
    signed_home, provider, tmp_path
):
    """Streamlit would find files below `pages/` by itself, and run them without the frame."""
    with server(signed_home, tmp_path, provider) as address:
        head = Visitor(address)
        assert head.ask("/record").status_code == 401
        head.sign_in("head")
        with stream.opened(head) as line:
            assert stream.drawn(line, "record").title == "This screen is not in your menu"


def test_a_line_that_is_open_draws_nothing_after_the_sign_out(signed_server):
    visitor = Visitor(signed_server)
    visitor.sign_in("lead")
    with stream.opened(visitor) as line:
        assert "per FTE" in stream.drawn(line, "school").said
        Visitor(signed_server, dict(visitor.cookies)).ask("/auth/logout")
        shown = stream.drawn(line, "school")
    assert shown.title == "Signed out"
    assert "per FTE" not in shown.said


def test_what_is_pressed_on_a_line_after_the_sign_out_does_nothing(signed_server):
    visitor = Visitor(signed_server)
    visitor.sign_in("lead")
    with stream.opened(visitor) as line:
        box = stream.select(stream.drawn(line, "trust"), "School or group")

        def chosen() -> bool:
            shown = stream.chosen(line, "trust", box, "Larch High School")
            return any("school=900011" in m.page_info_changed.query_string for m in shown.sent)

        assert chosen()
        stream.drawn(line, "trust", "school=")
        Visitor(signed_server, dict(visitor.cookies)).ask("/auth/logout")
        assert not chosen()


def test_a_screen_that_is_opened_and_a_file_that_is_saved_stand_in_the_record(signed_server, signed_home):
    lead = Visitor(signed_server)
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        stream.drawn(line, "")
        stream.drawn(line, "school", "school=900003")
        saved = re.search(r"/media/\w+\.csv", stream.drawn(line, "dictionary").said)
    assert saved

    def noted() -> list[tuple[str, str, str]]:
        every = people.entries(signed_home, people.ADMINISTRATOR)
        return [(one.who, one.what, one.about) for one in every]

    for pieces, status in (({}, 200), ({"range": "bytes=0-"}, 206)):
        before = len(noted())
        assert lead.ask(saved[0], headers=pieces).status_code == status
        new = noted()[: len(noted()) - before]
        assert [what for _, what, _ in new] == ["download"], pieces
        assert new[0][2].endswith(".csv")
    said = noted()
    assert (email("lead"), "signed in", "lead") in said
    seen = [about for who, what, about in said if (who, what) == (email("lead"), "seen")]
    assert any(about.startswith("school 900003") for about in seen)
    assert not [about for about in seen if about.startswith((" ", "dictionary", "methods"))]
    assert people.broken(signed_home) is None


def test_a_sign_in_that_cannot_be_ended_is_at_least_forgotten_by_the_browser(signed_server, signed_home):
    visitor = Visitor(signed_server)
    visitor.sign_in("board")
    with closing(sqlite3.connect(signed_home / "people.sqlite", isolation_level=None)) as con:
        con.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        answer = visitor.ask("/auth/logout")
        con.execute("DROP TRIGGER full")
    assert "Signed out of this browser" in answer.text
    assert "disk is full" in answer.text
    assert not [name for name in visitor.cookies if name.startswith("_streamlit_user")]


def test_the_lead_who_comes_back_to_her_own_screens_has_their_files(signed_server):
    lead = Visitor(signed_server)
    lead.sign_in("lead")
    with stream.opened(lead) as line:
        box = stream.select(stream.drawn(line, "methods"), "See it as")
        looking = stream.chosen(line, "methods", box, "Board member")
        own = stream.pressed(line, "trust", stream.button(looking, BACK))
        made = [stream.made(line, own, file) for file in stream.to_be_made(own)]
        files = [*stream.media(own), *made]
        assert files
        assert {lead.ask(file).status_code for file in files} == {200}


def test_cookies_go_over_encrypted_lines_and_end_with_the_sign_in(visitor):
    answer = visitor.sign_in("lead")
    cookies = answer.headers.get_list("set-cookie")
    assert len([one for one in cookies if one.startswith("_streamlit_user")]) >= 2
    for one in cookies:
        assert "secure" in one.lower()
        age = re.search(r"Max-Age=(\d+)", one)
        assert age is None or int(age[1]) <= 8 * 3600


def test_every_answer_says_what_a_page_may_load_and_do(visitor):
    visitor.sign_in("lead")
    for path in ("/", "/trust", "/_stcore/health", "/_stcore/metrics", "/static/x.js"):
        answer = visitor.ask(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self' 'sha256-" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/auth/logout",
        "/school\r\nx: y",
    ],
)
def test_after_the_sign_in_nobody_is_led_elsewhere(to):
    assert routes.onwards(to) == "/"
