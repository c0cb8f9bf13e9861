"""What every journey does: reads the title, chooses, drops files, follows the steps of a load."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

WAIT = 60_000


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text, timeout=WAIT)


def at_rest(page: Page) -> None:
    """What is pressed or opened before the screen was drawn to its end may be drawn anew just then."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)


def press(place: Page | Locator, name: str | re.Pattern) -> None:
    button = place.get_by_role("button", name=name)
    expect(button).to_be_visible(timeout=WAIT)
    page = place.page if isinstance(place, Locator) else place
    at_rest(page)
    still(page, button)
    button.click()


def still(page: Page, what: Locator) -> None:
    """A click that begins where something was, and ends where it no longer is, is nobody's: parts fold and charts grow."""
    before = None
    for _ in range(WAIT // 250):
        now = what.bounding_box()
        if now == before:
            return
        before = now
        page.wait_for_timeout(250)


def press_until_gone(page: Page, name: str) -> None:
    """As somebody does whose click was lost while the page moved under it. A refusal is no lost click."""
    for wait in (WAIT // 4, WAIT // 4, WAIT):
        press(page, name)
        try:
            return expect(page.get_by_role("button", name=name)).to_have_count(0, timeout=wait)
        except AssertionError:
            expect(page.get_by_role("alert")).to_have_count(0)
    raise AssertionError(f"{name} was pressed three times, and is still there.")


def choose(page: Page, label: str, option: str) -> None:
    """A list that the page closes, because it is drawn anew just then, is opened again."""
    for wait in (WAIT // 6, WAIT // 6, WAIT // 3, WAIT):
        page.get_by_role("combobox", name=re.compile(label)).click(timeout=WAIT)
        try:
            return page.get_by_role("option", name=option, exact=True).click(timeout=wait)
        except NotInTime:
            page.keyboard.press("Escape")
    raise AssertionError(f"The list {label} never offered {option}.")


def step(page: Page, name: str) -> Locator:
    # While a screen is drawn anew, what it was stands beside it for a moment.
    return (
        page.get_by_role("list", name="Steps of a load").get_by_role("listitem").filter(has_text=name).first
    )


def drop(page: Page, address: str, *files: Path) -> None:
    """Lays files on the lead's desk, and waits until all of them were looked at."""
    page.goto(f"{address}/upload?role=lead")
    title(page, "Upload")
    page.locator("input[type=file]").set_input_files(list(files))
    on_the_desk(page, [file.name for file in files])


def on_the_desk(page: Page, names: Sequence[str]) -> None:
    table = page.get_by_role("region", name="The files on the desk")
    for name in names:
        expect(table.get_by_role("rowheader", name=name)).to_be_visible(timeout=2 * WAIT)


def card(page: Page, file: str) -> Locator:
    """The part of the screen that is about one file."""
    return page.get_by_test_id("stExpander").filter(has=page.get_by_text(re.compile(f"^{re.escape(file)}: ")))
