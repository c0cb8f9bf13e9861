"""What can be measured of how screens look: contrast, names and order by axe; nothing cut off on a phone."""

import re
import tomllib
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import WAIT, at_rest, press

ROOT = Path(__file__).parents[2]
SCREENS = {
    "trust?role=board": "at a glance",
    "school?role=head:900003": "Cedar Field Primary School",
    "indicator?role=lead&indicator=long_term_absence": "Long absence in the whole trust",
    "indicator?role=board&school=900003&indicator=mental_health_share": "Cedar Field Primary School",
    "voice?role=lead&school=900010&term=2025/26+Spring": "Staff voice at Hornbeam Academy",
    "voice?role=head:900011&audience=pupils": "Pupil voice at Larch High School",
    "change?role=lead&school=900011&indicator=absence_rate": "at Larch High School",
    "compare?role=lead&school=900003&indicator=any_club": "Any club, primary schools",
    "gaps?role=head:900008": "girls less than boys",
    "referrals?role=lead": "Pupil referrals in the whole trust",
    "participation?role=head:900003": "less than two hours",
    "this_term?role=lead": "This term: ",
    "upload?role=lead": "Upload",
    "queries?role=lead": "Queries",
    "history?role=lead": "History",
    "people?role=administrator": "People",
    "record?role=data+protection+officer": "Record",
    "methods?role=lead": "Methods",
    "dictionary?role=lead": "Dictionary",
}
# Streamlit's own drop zone is a button's frame with a role it should not have; its sidebar scrolls while it folds away
# on a phone, with its links already hidden.
NOT_OURS = ("stFileUploaderDropzone", "stSidebarContent")


# What was opened unfolds and grows for a moment, from the next frame on.
UNFOLDED = """async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    const ends = document.getAnimations().filter(one => one.effect.getComputedTiming().activeDuration !== Infinity)
    await Promise.all(ends.map(one => one.finished.catch(() => {})))
}"""
MODES = (("light", 1440), ("dark", 390))
# Each screen in one of the two, turn about; the other half belongs to the long proofs.
LOOKS = [
    pytest.param(
        mode,
        address,
        marks=[] if (turn + half) % 2 == 0 else [pytest.mark.long],
        id=f"{mode[0]}-{mode[1]}-{address}",
    )
    for turn, address in enumerate(SCREENS)
    for half, mode in enumerate(MODES)
]


@pytest.fixture(params=MODES, ids=["light-1440", "dark-390"])
def page(request: pytest.FixtureRequest, chromium: Browser):
    mode, width = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
        if not any(name in node["html"] for name in NOT_OURS)
    ]


def opened(page: Page, address: str, title: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(title, timeout=WAIT)
    # The last thing a run draws is the frame's own sign that it is at rest.
    at_rest(page)
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(UNFOLDED)


@pytest.mark.parametrize(("page", "address"), LOOKS, indirect=["page"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(server, page, address):
    opened(page, f"{server}/{address}", SCREENS[address])
    assert faults(page) == []
    width = page.viewport_size
    assert width is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


BAD = "urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost\n900001,a,,teacher,1,31/02/2022,2022-02-23,,,infection,\n900001,b,,teacher,1,2022-02-21,2022-02-20,,,infection,\n"


def test_axe_finds_nothing_on_a_desk_with_files(server, page, tmp_path):
    bad = tmp_path / "absence.csv"
    bad.write_text(BAD)
    opened(page, f"{server}/upload?role=lead", "Upload")
    page.locator("input[type=file]").set_input_files([bad, ROOT / "data/demo/2021-22-spring/absence.csv"])
    expect(page.get_by_role("heading", name="What will change")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(re.compile("This file brings|Nothing changes"))).to_be_visible(timeout=WAIT)
    assert faults(page) == []


def test_every_school_is_a_panel_and_a_name_opens_its_page(server, page):
    opened(
        page, f"{server}/indicator?role=lead&indicator=long_term_absence", "Long absence in the whole trust"
    )
    panels = page.get_by_role("list", name=re.compile("^Long absence: higher than usual")).get_by_role(
        "listitem"
    )
    expect(panels).to_have_count(14)
    boxes = [box for panel in panels.all() if (box := panel.bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == (5 if page.viewport_size["width"] > 1000 else 2)  # type: ignore[index]
    pictures = panels.get_by_role("img")
    assert all(
        page.evaluate("e => e.complete && e.naturalWidth > 0", one.element_handle()) for one in pictures.all()
    )
    with page.expect_download() as download:
        press(page, "Download every school as CSV")
    lines = Path(download.value.path()).read_text().splitlines()
    assert lines[0].startswith("urn,school,period,counted,value")
    assert len({line.split(",")[0] for line in lines[1:]}) == 14
    panels.get_by_role("link", name="Larch High School").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Long absence at Larch High School", timeout=WAIT
    )


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_button_can_be_read_and_seen(mode):
    """Streamlit writes white on the primary colour, in both modes; axe does not look at it."""
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"][mode]
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5
    assert contrast(theme["backgroundColor"], theme["primaryColor"]) >= 3
    assert contrast(theme["backgroundColor"], theme["linkColor"]) >= 4.5
