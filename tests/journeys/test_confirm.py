"""A head's quarter of an hour and the lead's answer: figures confirmed, one disputed, seen by others, and settled."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.acting import WAIT, press, press_until_gone, title

ALDER, CODE = "900001", "days_lost_per_fte"
WHY = "One spell is of a colleague who left in summer."
FEEDS = (
    "Staff absence",
    "Surveys",
    "Referrals",
    "PE and participation",
)  # what came in, in the order of the screen
MARK = re.compile("disputed by the school since")


def go(page: Page, address: str, screen: str, **asked: str) -> None:
    page.goto(f"{address}/{screen}?{'&'.join(f'{name}={value}' for name, value in asked.items())}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)


def test_a_head_disputes_the_lead_sees_it_beside_the_figure_settles_it_and_it_is_gone(own_server, page):
    go(page, own_server, "school", role=f"head:{ALDER}")
    title(page, "Alder Primary School")
    expect(page.get_by_role("heading", name=re.compile("^Are these figures of .* right"))).to_be_visible()
    own = page.get_by_role("region", name="Staff absence: what was counted")
    expect(own.get_by_role("row", name=re.compile("Working days lost.* over "))).to_be_visible()
    expect(page.get_by_text(re.compile(r"absence\.csv \(batch \d+, loaded")).first).to_be_visible()

    press(page, "This is not right: Staff absence")
    why = page.get_by_role("textbox", name=re.compile("^Why"))
    why.fill("Ring 07700 900123")
    press(page, "Dispute: Staff absence")
    expect(page.get_by_text(re.compile("looks like a telephone number"))).to_be_visible(timeout=WAIT)
    why.fill(WHY)
    press(page, "Dispute: Staff absence")
    expect(page.get_by_text(re.compile("Staff absence: disputed since"))).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("region", name="Staff absence: figures").get_by_text(MARK)).to_be_visible()

    for role in ("lead", "board"):
        go(page, own_server, "trust", role=role)
        mark = page.get_by_role(
            "link", name=re.compile("^Alder Primary School, Days lost: .*disputed by the school")
        )
        expect(mark).to_contain_text("≠", timeout=WAIT)
        go(page, own_server, "indicator", role=role, school=ALDER, indicator=CODE)
        expect(
            page.get_by_text(re.compile("Alder Primary School has disputed its own figure"))
        ).to_be_visible(timeout=WAIT)
        expect(page.get_by_text(re.compile(re.escape(WHY)))).to_have_count(1 if role == "lead" else 0)

    go(page, own_server, "school", role="lead", school=ALDER)
    expect(page.get_by_text(re.compile(re.escape(WHY)))).to_be_visible(timeout=WAIT)
    page.get_by_role("textbox", name=re.compile("^What was found")).fill(
        "Kept: the spell began before they left."
    )
    press(page, "Settle this dispute")
    expect(page.get_by_role("button", name="Settle this dispute")).to_have_count(0, timeout=WAIT)
    expect(page.get_by_text(MARK)).to_have_count(0)
    go(page, own_server, "trust", role="lead")
    expect(page.get_by_role("link", name=re.compile("^Alder Primary School, Days lost"))).to_be_visible(
        timeout=WAIT
    )
    expect(page.get_by_text(MARK)).to_have_count(0)


def test_what_a_head_has_confirmed_folds_away_feed_by_feed(own_server, page):
    done = page.get_by_text("Own figures of this term: you have said that they are right")
    go(page, own_server, "school", role=f"head:{ALDER}")
    for feed in FEEDS:
        press_until_gone(page, f"This is right: {feed}")
    expect(done).to_be_visible(timeout=WAIT)
    page.reload()
    title(page, "Alder Primary School")
    expect(done).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", name=re.compile("^Are these figures"))).to_have_count(0)
