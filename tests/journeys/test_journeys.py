"""What people do, in a real browser."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.acting import WAIT, choose, press, step, title

ROOT = Path(__file__).parents[2]


def test_the_board_opens_the_dashboard_and_follows_a_mark_to_its_chart(server, page):
    page.goto(server)
    title(page, "Summer 2026 at a glance")
    page.get_by_role("link", name=re.compile("Larch High School, Long absence: higher than usual")).click()
    title(page, "Long absence at Larch High School: higher than usual for summer, for a second term in a row")
    chart = page.get_by_role("img", name=re.compile("Line chart. Long absence")).or_(
        page.get_by_label(re.compile("Line chart. Long absence"))
    )
    expect(chart.first).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="16 of 150").first).to_be_visible()


def test_the_choice_survives_a_change_of_screen_a_refresh_and_a_change_of_role(server, page):
    page.goto(f"{server}/trust?role=lead")
    title(page, "Summer 2026")
    choose(page, "School or group", "Hornbeam Academy")
    page.get_by_role("link", name="School", exact=True).click()
    title(page, "Hornbeam Academy")
    assert "school=900010" in page.url
    page.reload()
    title(page, "Hornbeam Academy")
    choose(page, "Who I am", "Head of Larch High School")
    title(page, "Larch High School")
    assert "900010" not in page.url


def test_a_deep_link_survives_a_restart_of_the_server(restartable, page):
    link = "/indicator?role=head:900003&indicator=long_term_absence"
    for _ in range(2):
        with restartable() as address:
            page.goto(address + link)
            title(page, "Long absence at Cedar Field Primary School")
            expect(page.get_by_text("Page not found")).to_have_count(0)
            page.goto("about:blank")


def test_a_head_is_told_why_another_school_is_not_shown(server, page):
    page.goto(f"{server}/school?role=head:900003&school=900011")
    title(page, "Cedar Field Primary School")
    expect(page.get_by_text("never another school by itself")).to_be_visible()
    page.goto(f"{server}/upload?role=head:900003")
    title(page, "This screen is not in your menu")


def test_on_a_phone_the_table_scrolls_and_the_screen_does_not(server, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server}/trust?role=board")
    title(page, "Summer 2026")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    name = page.get_by_role("row", name=re.compile("Larch High School")).first.get_by_role("rowheader")
    name.scroll_into_view_if_needed()
    before = name.bounding_box()
    page.get_by_role("region", name="Where: schools by figure").evaluate("e => e.scrollLeft = 300")
    after = name.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 2


BAD = """urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost
900001,=cmd(),teacher,teacher,1.0,31/02/2022,2022-02-23,N,N,infection,
900001,<img src=x onerror=alert(1)>,teacher,teacher,1.0,2022-02-21,2022-02-20,N,N,infection,
"""


def test_a_bad_file_is_explained_by_row_column_and_fix_and_nothing_is_stored(own_server, page, tmp_path):
    bad = tmp_path / "absence.csv"
    bad.write_text(BAD)
    page.goto(f"{own_server}/upload?role=lead")
    title(page, "Upload")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("is not a real date").first).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("rowheader", name="Row 2").first).to_be_visible()
    expect(step(page, "3 Problems")).to_contain_text("needs you")
    expect(step(page, "3 Problems")).to_have_attribute("aria-current", "step")
    expect(step(page, "4 What will change")).to_contain_text("no file is ready")
    expect(page.get_by_text("DD/MM/YYYY").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Load "))).to_have_count(0)
    with page.expect_download() as download:
        press(page, "Only the list of problems")
    assert "line,column,value" in Path(download.value.path()).read_text()
    page.get_by_role("link", name="History", exact=True).click()
    title(page, "History")
    expect(page.get_by_role("row").first).to_be_visible(timeout=WAIT)


def test_a_good_file_is_previewed_loaded_and_taken_back(own_server, page):
    file = ROOT / "data/demo/2021-22-spring/absence.csv"
    page.goto(f"{own_server}/upload?role=lead")
    title(page, "Upload")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="What will change")).to_be_visible(timeout=WAIT)
    expect(step(page, "3 Problems")).to_contain_text("done")
    expect(step(page, "4 What will change")).to_contain_text("needs you")
    press(page, "Load 1 file")
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=120_000)
    expect(page.get_by_text(re.compile("Release .* is current"))).to_be_visible()
    expect(step(page, "5 Receipt")).to_contain_text("done")
    press(page, re.compile("^Undo batch"))
    expect(page.get_by_text(re.compile("is undone"))).to_be_visible(timeout=120_000)
