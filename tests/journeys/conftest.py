"""A real browser and a real server, on this machine only."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.acting import WAIT

ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def browser_path() -> str | None:
    """A browser that is there already; None leaves it to Playwright's own."""
    named = os.environ.get("WELLMETRICS_CHROMIUM")
    usual = ("chromium", "chromium-browser", "google-chrome")
    return named or next((found for name in usual if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=list(QUIET))
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def running(home: Path, port: int) -> Iterator[str]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    environment = {**os.environ, "WELLMETRICS_HOME": str(home)}
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.15)
    raise TimeoutError("the server did not start")


@pytest.fixture(scope="session")
def server(demo_home: Path) -> Iterator[str]:
    with running(demo_home, free_port()) as address:
        yield address


@pytest.fixture
def own_server(one_term_home: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a home of its own, for journeys that change something."""
    home = tmp_path / "home"
    shutil.copytree(one_term_home, home)
    with running(home, free_port()) as address:
        yield address


@pytest.fixture
def restartable(demo_home: Path) -> Callable:
    port = free_port()
    return lambda: running(demo_home, port)


# The browser's part of Streamlit first asks below the screen's own address whether the server lies there.
ASKED_TWICE = re.compile(
    r"/(trust|school|indicator|this_term|upload|queries|history|methods|dictionary)/_stcore/"
)


@pytest.fixture
def page(chromium: Browser):
    """A page that fails the test for any console error and any request off this machine."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and not _asked_twice(m) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
            else wrong.append(r.url))  # fmt: skip
    yield page
    context.close()
    assert not wrong


def _asked_twice(message) -> bool:
    return bool(ASKED_TWICE.search(message.location.get("url", "")))
