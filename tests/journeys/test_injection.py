"""Nothing that somebody wrote into a file or a field acts in a browser: it is read, and that is all it does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from pages.parts import screens
from tests.hostile import FILE, GROUP, NAMES, URNS
from tests.journeys import attacked
from tests.journeys.acting import WAIT, at_rest, on_the_desk, title
from tests.serving import free_port, running

# A browser that refuses to fetch something tells the page so, and nobody else.
WATCHED = """window.refused = []
document.addEventListener('securitypolicyviolation', e => window.refused.push(`${e.violatedDirective} ${e.blockedURI}`))"""
UNFOLD = "document.querySelectorAll('[data-testid=stMain] details:not([open]) > summary').forEach(one => one.click())"
# Whatever may be followed or is fetched, as the browser reads it.
LEADS_AWAY = """() => [...document.querySelectorAll('[href], [src]')].map(one => one.href?.baseVal ?? one.href ?? one.src)
    .filter(to => to && !/^(data|blob):|^#/.test(to) && new URL(to, location.href).host !== location.host)"""
# Streamlit's own part of the browser asks whether it may, and does without.
TRIED = "script-src wasm-eval"
OWN = re.compile(r"(http|ws)://127\.0\.0\.1:|data:|blob:http://127\.0\.0\.1:|about:")


@dataclass
class Seen:
    """What a browser was made to do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def spoke(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def nothing_acted(self) -> None:
        assert [url for url in self.requests if not OWN.match(url)] == []
        assert self.dialogs == []
        acted, refused = self.page.evaluate("[window.acted, window.refused]")
        assert acted is None, self.page.url
        assert set(refused) <= {TRIED}, self.page.url
        assert self.page.evaluate(LEADS_AWAY) == [], self.page.url


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(attacked.build(tmp_path_factory.mktemp("attacked")), free_port()) as address:
        yield address


@pytest.fixture
def seen(chromium: Browser) -> Iterator[Seen]:
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        context.add_init_script(WATCHED)
        context.set_default_timeout(WAIT)
        found = Seen(context.new_page())
        context.on("request", found.asked)
        context.on("dialog", found.spoke)
        found.page.on("websocket", lambda line: found.requests.append(line.url))
        yield found
        found.nothing_acted()
        assert len(found.requests) > 20
        assert len(context.pages) == 1


def looked_through(page: Page) -> None:
    """Unfolds what is folded, and points at the charts."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
    at_rest(page)
    page.evaluate(UNFOLD)
    at_rest(page)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.hover(force=True)


@pytest.mark.parametrize("role", ["lead", "board", f"head:{URNS[1]}", f"head:{URNS[2]}"])
def test_on_every_screen_of_a_role_nothing_written_acts(address, seen, role):
    page = seen.page
    page.goto(f"{address}/methods?role={role}&school={URNS[2]}")
    looked_through(page)
    links = page.get_by_test_id("stSidebar").get_by_role("link")
    names = [
        name for _, _, wing in screens.WINGS for name in wing if screens.in_menu(name, role.partition(":")[0])
    ]
    expect(links).to_have_count(len(names))
    for name in names:
        links.and_(page.locator(f'[href^="{name}?"]')).click()
        page.wait_for_url(re.compile(f"/{name}\\b"))
        looked_through(page)
        seen.nothing_acted()


def test_what_was_written_stands_there_as_it_was_written(address, seen, tmp_path):
    """Else nothing above would have been shown at all."""
    page = seen.page
    for urn, name in zip(URNS, NAMES, strict=True):
        page.goto(f"{address}/school?role=head:{urn}")
        title(page, name)
    for said in (FILE, attacked.TAKEN_BACK, attacked.PICTURE):
        page.goto(f"{address}/history?role=lead")
        expect(page.get_by_text(said, exact=False).first).to_be_visible(timeout=WAIT)
    page.goto(f"{address}/queries?role=lead")
    expect(page.get_by_text(attacked.DRAWING).first).to_be_visible(timeout=WAIT)
    page.goto(f"{address}/trust?role=board")
    page.get_by_role("combobox", name=re.compile("School or group")).click()
    expect(page.get_by_role("option", name=GROUP, exact=True)).to_be_visible(timeout=WAIT)
    page.goto(f"{address}/upload?role=lead")
    title(page, "Upload")
    file: Path = attacked.on_the_desk(tmp_path)
    page.locator("input[type=file]").set_input_files(file)
    on_the_desk(page, [file.name])
    looked_through(page)
    expect(page.get_by_text(attacked.SCRIPT).first).to_be_visible(timeout=WAIT)
