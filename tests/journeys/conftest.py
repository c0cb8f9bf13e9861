"""A real browser and a real server, on this machine only."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.acting import WAIT
from tests.serving import free_port, running

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


@pytest.fixture(scope="session")
def server(demo_home: Path) -> Iterator[str]:
    with running(demo_home, free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def led_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A server whose home is a link: whoever lays the link on another home has a server for it, without starting one."""
    link = tmp_path_factory.mktemp("linked") / "home"
    with running(link, free_port()) as address:
        yield link, address


@pytest.fixture
def own_server(one_term_home: Path, tmp_path: Path, led_elsewhere: tuple[Path, str]) -> str:
    """A server on a home of its own, for journeys that change something."""
    link, address = led_elsewhere
    link.unlink(missing_ok=True)
    link.symlink_to(shutil.copytree(one_term_home, tmp_path / "home"))
    return address


@pytest.fixture
def restartable(demo_home: Path) -> Callable:
    port = free_port()
    return lambda: running(demo_home, port)


# The browser's part of Streamlit first asks below the screen's own address whether the server lies there.
ASKED_TWICE = re.compile(r"/\w+/_stcore/(health|host-config)$")


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
