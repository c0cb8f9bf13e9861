"""Signing in and out with a real provider in a real browser; what an open tab shows when its reader loses the role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.acting import WAIT, title
from tests.journeys.conftest import ASKED_TWICE
from tests.server.conftest import provider, signed_home, signed_server
from tests.server.provider import Visitor, email
from wellmetrics import people

__all__ = ["provider", "signed_home", "signed_server"]
SOON = 60_000  # a role that was removed is gone within a minute


@contextmanager
def opened(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        context.set_default_timeout(WAIT)
        # The provider's own page asks for a style sheet from elsewhere.
        context.route(lambda url: not url.startswith("http://127.0.0.1:"), lambda route: route.abort())
        yield context


@pytest.fixture
def context(chromium: Browser, provider: str) -> Iterator[BrowserContext]:
    with opened(chromium) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, signed_server: str) -> Iterator[Page]:
    """Fails for what a screen may not load or do. A screen that is refused is an error to the browser, and none to us."""
    page, wrong = context.new_page(), []
    page.on(
        "console", lambda m: wrong.append(m.text) if m.type == "error" and _ours(m, signed_server) else None
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert not wrong


def _ours(message, server: str) -> bool:
    at = message.location.get("url", "")
    return at.startswith(server) and not ASKED_TWICE.search(at) and "status of 40" not in message.text


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_a_head_signs_in_lands_where_the_link_led_and_signs_out_with_every_copy_of_the_cookie(
    signed_server, context, page, chromium
):
    page.goto(f"{signed_server}/indicator?indicator=long_term_absence&role=lead")
    title(page, "Sign in")
    sign_in(page, "head")
    title(page, "Long absence at Cedar Field Primary School")
    assert "indicator=long_term_absence" in page.url
    expect(page.get_by_text(email("head"))).to_be_visible()
    expect(page.get_by_role("img").or_(page.get_by_label(re.compile("chart"))).first).to_be_visible()
    expect(page.get_by_role("link", name="Upload", exact=True)).to_have_count(0)
    copied = chromium.new_context(storage_state=context.storage_state())
    tab = copied.new_page()
    tab.goto(f"{signed_server}/school")
    title(tab, "Cedar Field Primary School")

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("end_session"))
    page.get_by_role("button").first.click()  # the provider asks whether to sign out there too
    title(page, "Sign in")
    tab.reload()
    title(tab, "Sign in")
    copied.close()


def test_somebody_without_a_role_sees_one_sentence_and_nothing_of_the_trust(signed_server, page):
    page.goto(f"{signed_server}/trust")
    sign_in(page, "nobody")
    title(page, "Not allowed")
    assert "nobody has given you a role" in page.inner_text("body")
    assert len(page.inner_text("body")) < 400


def test_a_role_and_a_sign_in_that_ended_are_gone_from_open_tabs_within_a_minute(
    signed_server, signed_home, page, chromium
):
    """Nobody presses anything in either."""
    with opened(chromium) as elsewhere:
        other = elsewhere.new_page()
        for tab, name in ((page, "second"), (other, "board")):
            tab.goto(f"{signed_server}/trust")
            sign_in(tab, name)
            title(tab, "at a glance")
        copied = {f"{one.get('name')}": f"{one.get('value')}" for one in elsewhere.cookies()}
        Visitor(signed_server, copied).ask("/auth/logout")
        given = next(
            one for one in people.people(signed_home, people.ADMINISTRATOR) if one.email == email("second")
        )
        people.remove(signed_home, people.ADMINISTRATOR, "a test", given.number)
        for tab, said in ((page, "Not allowed"), (other, "Signed out")):
            expect(tab.get_by_role("heading", level=1)).to_have_text(said, timeout=SOON)
            expect(tab.get_by_text("Cedar Field Primary School")).to_have_count(0)


def test_the_administrator_invites_somebody_who_then_signs_in(signed_server, context, page):
    page.goto(signed_server)
    sign_in(page, "admin")
    title(page, "People")
    page.get_by_label("E-mail address that they sign in with").fill(email("nobody"))
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("row", name=re.compile(email("nobody")))).to_contain_text("invited", timeout=WAIT)
