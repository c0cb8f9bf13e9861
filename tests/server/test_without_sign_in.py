"""Where no sign-in is set up: the demo trust, on this machine, under its own name; anything else is refused in a sentence."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from streamlit import config

from pages.parts import screens, setting
from pages.parts.gate import Gate
from tests import helpers
from tests.serving import ROOT, free_port

SCREENS = [name for _, _, names in screens.WINGS for name in names]


async def inside(scope, _, send) -> None:
    """The server behind the gate: it lets everybody have everything."""
    if scope["type"] == "websocket":
        return await send({"type": "websocket.accept"})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    return await send({"type": "http.response.body", "body": b"figures"})


def in_own_thread(work: Coroutine) -> Any:
    """A browser that other tests keep open has the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def ask(path: str, method: str = "GET", host: str = "127.0.0.1:8501") -> httpx.Response:
    async def asking() -> httpx.Response:
        through = httpx.ASGITransport(app=Gate(inside))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=through, base_url=f"http://{host}") as visitor:
            return await visitor.request(method, path)

    return in_own_thread(asking())


def line(host: str = "127.0.0.1:8501") -> str:
    """What somebody hears who asks for a line to have screens drawn over."""
    said: list[dict] = []

    async def connecting() -> None:
        async def receive() -> dict:
            return {"type": "websocket.connect"}

        async def send(message) -> None:
            said.append(message)

        headers = [(b"host", host.encode())]
        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "headers": headers,
            "query_string": b"",
            "scheme": "ws",
        }
        await Gate(inside)(scope, receive, send)

    in_own_thread(connecting())
    return said[0]["type"]


@pytest.fixture
def demo(one_term_home, monkeypatch):
    monkeypatch.setenv("WELLMETRICS_HOME", str(one_term_home))


@pytest.fixture(params=["own", "empty"])
def not_demo(request, tmp_path, monkeypatch):
    home = tmp_path / "home"
    if request.param == "own":
        helpers.home_with(home, helpers.schools("900001"), helpers.terms(), helpers.workforce({"900001": 20}))
    monkeypatch.setenv("WELLMETRICS_HOME", str(home))


def test_the_demo_trust_is_served_on_this_machine(demo):
    for path in ("/", "/trust", "/static/x.js", "/media/x", "/_stcore/host-config"):
        assert ask(path).text == "figures", path
    assert ask("/trust", host="localhost:8501").status_code == 200
    assert line() == "websocket.accept"


@pytest.mark.parametrize("host", ["wellbeing.example", "127.0.0.1.example", "10.0.0.7:8501", ""])
def test_a_site_that_points_its_name_at_this_machine_is_told_nothing(demo, host):
    if host:
        assert ask("/trust", host=host).status_code == 403
    assert line(host) == "websocket.close"


def test_a_trust_of_ones_own_is_refused_with_what_to_do(not_demo):
    for screen in ("", *SCREENS):
        answer = ask(f"/{screen}")
        assert answer.status_code == 403, screen
        assert "docs/sign-in.md" in answer.text
        assert "command line" in answer.text
    assert ask("/_stcore/upload_file/x/x", "PUT").status_code == 403
    assert line() == "websocket.close"
    assert ask("/_stcore/health").status_code == 200


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/component/x", "/_stcore/bidi-components/x", "/app/static/x", "/auth/login", "/sign-in",
             "/_stcore/agent/mcp", "/_stcore/health%3Fx", "/_stcore/health%23x", "/trust/", "/TRUST", "/_stcore/script-health-check", "/nothing", "/pages/overview/trust.py"]
)  # fmt: skip
def test_what_the_screens_do_not_need_is_closed_to_everybody(demo, path):
    assert {ask(path, method).status_code for method in ("GET", "POST", "PUT")} == {404}


def test_a_server_that_would_listen_to_others_ends_with_a_sentence(one_term_home):
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(free_port())]
    ended = subprocess.run(
        [*command, "--server.address", "0.0.0.0"],  # noqa: S104
        cwd=ROOT, env={**os.environ, "WELLMETRICS_HOME": str(one_term_home)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ended.returncode != 0
    assert setting.ELSEWHERE in ended.stderr


def test_beyond_this_machine_nothing_is_served_without_a_sign_in(one_term_home):
    assert setting.why_shut("0.0.0.0", None, one_term_home) == setting.ELSEWHERE  # noqa: S104
    assert setting.why_shut("127.0.0.1", None, one_term_home) == ""
    assert "lacks" in setting.why_shut("127.0.0.1", {"client_id": "x"}, one_term_home)


def test_a_file_of_secrets_that_cannot_be_read_is_not_taken_for_none(one_term_home, tmp_path):
    (tmp_path / "secrets.toml").write_text('[auth]\nredirect_uri = "https://')
    usual = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    try:
        assert "cannot be read" in setting.shut(one_term_home)
    finally:
        config.set_option("secrets.files", usual)
    assert setting.shut(one_term_home) == ""
