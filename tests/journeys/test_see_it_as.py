"""The wellbeing lead sees it as the board or a head does: the very screens of their own sessions, and is told so."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import WAIT, at_rest, choose, press, title
from tests.journeys.test_sign_in import opened, sign_in
from tests.server.conftest import provider, signed_home, signed_server

__all__ = ["provider", "signed_home", "signed_server"]
# Every text of a screen in its order, with what is described and drawn, but for what only its own reader fills in and presses.
SAID = """main => {
    const theirs = '.st-key-looking, [data-testid=stForm], [data-testid=stPopover], [data-testid=stButton], style, script'
    const said = node => node.nodeType === Node.TEXT_NODE ? [node.data.trim()]
        : node.nodeType !== Node.ELEMENT_NODE || node.matches(theirs) ? []
        : [...['aria-label', 'alt', 'title', 'src', 'd'].map(name => node.getAttribute(name)), ...[...node.childNodes].flatMap(said)]
    return said(main).filter(text => text)
}"""
DRAWN = "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))"
SCREENS = ("trust", "school")


def said(page: Page, address: str) -> list[str]:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
    at_rest(page)
    page.wait_for_function(DRAWN)
    main = page.get_by_test_id("stMain")
    before, now = None, main.evaluate(SAID)
    while now != before:  # a screen may be at rest for a moment before its last part is drawn
        page.wait_for_timeout(500)
        before, now = now, main.evaluate(SAID)
    return now


@pytest.mark.parametrize(
    ("name", "option", "words"),
    [
        ("board", "Board member", "You see what the board member sees."),
        (
            "head",
            "Head of Cedar Field Primary School",
            "You see what the head of Cedar Field Primary School sees.",
        ),
    ],
)
def test_the_lead_sees_the_screens_of_another_role_as_they_are_and_comes_back(
    signed_server, provider, chromium: Browser, name, option, words
):
    with opened(chromium) as theirs, opened(chromium) as leads:
        page, lead = theirs.new_page(), leads.new_page()
        for tab, who in ((page, name), (lead, "lead")):
            tab.goto(f"{signed_server}/methods")
            sign_in(tab, who)
            title(tab, "Methods")
        own = {screen: said(page, f"{signed_server}/{screen}") for screen in SCREENS}
        assert own["trust"] != said(lead, f"{signed_server}/trust")
        choose(lead, "See it as", option)
        expect(lead.get_by_text(words)).to_be_visible(timeout=WAIT)
        for screen in SCREENS:
            assert said(lead, f"{signed_server}/{screen}") == own[screen]
            assert len(own["school"]) > 50
            expect(lead.get_by_text(words)).to_be_visible()
            expect(page.get_by_text(words)).to_have_count(0)
            expect(lead.get_by_role("link", name="Upload", exact=True)).to_have_count(0)
        press(lead, "Back to your own screens")
        title(lead, "This term")
        expect(lead.get_by_text(re.compile("^You see what the"))).to_have_count(0)
