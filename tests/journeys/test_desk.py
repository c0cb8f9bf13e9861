"""The lead's hour: what is owed, files as they come, faults found and mended from the messages alone, notes."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.acting import WAIT, at_rest, card, choose, drop, on_the_desk, press, step, title
from tests.serving import free_port, running

SPELLS = "urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost"
EXPORT = """Absence report,,,,,,
School,Payroll No,Job,Contract FTE,Absence Start Date,Absence End Date,Sickness cause
Alder Primary School,{0}1,Teacher,1.0,{1},{1},Flu
Alder Primary School,{0}2,TA,0.6,{1},{1},Back pain
"""


def file(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def leave(page: Page) -> None:
    """Before its server stops: what the page still fetches would be told as an error."""
    page.wait_for_timeout(1_500)
    page.goto("about:blank")


def look_again(page: Page, name: str) -> None:
    press(card(page, name), "Look at it again")


def test_files_wait_on_the_desk_through_a_refresh_and_a_restart(one_term_home, page, tmp_path):
    home, port = tmp_path / "home", free_port()
    shutil.copytree(one_term_home, home)
    bad = file(tmp_path, "absence.csv", SPELLS, "900001,a,,teacher,1,31/02/2022,2022-02-23,,,infection,")
    with running(home, port) as address:
        drop(page, address, bad)
        page.reload()
        on_the_desk(page, ["absence.csv"])
        leave(page)
    with running(home, port) as address:
        page.goto(f"{address}/upload?role=lead")
        on_the_desk(page, ["absence.csv"])
        expect(page.get_by_text("31/02/2022 is not a real date").first).to_be_visible(timeout=WAIT)
        press(page, "Take this file off the desk")
        expect(page.get_by_role("heading", name="Blank templates")).to_be_visible(timeout=WAIT)
        leave(page)


def test_headings_are_agreed_once_and_the_same_layout_needs_no_click_next_term(own_server, page, tmp_path):
    first = file(tmp_path, "spring.csv", EXPORT.format("A", "07/02/2022"))
    drop(page, own_server, first)
    for column in ("staff_group", "reason"):
        expect(card(page, "spring.csv").get_by_text(f"Which heading is {column}?")).to_be_visible()
    look_again(page, "spring.csv")
    expect(step(page, "2 Headings")).to_contain_text("done", timeout=WAIT)
    press(page, "Load 1 file")
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=120_000)
    drop(page, own_server, file(tmp_path, "summer.csv", EXPORT.format("B", "09/05/2022")))
    expect(page.get_by_role("button", name="Load 1 file")).to_be_visible(timeout=2 * WAIT)
    expect(page.get_by_text(re.compile("^Which heading is"))).to_have_count(0)


def test_words_that_nobody_knows_are_given_a_meaning_and_next_terms_need_no_click(own_server, page, tmp_path):
    drop(
        page,
        own_server,
        file(tmp_path, "spring.csv", SPELLS, "900001,a,,Zebra team,1,07/02/2022,07/02/2022,,,Grotty,"),
    )
    expect(page.get_by_text("What do these words mean?")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("button", name=re.compile("^Load "))).to_have_count(0)
    choose(page, "“Zebra team” in staff_group, 1 row", "support staff")
    choose(page, "“Grotty” in reason, 1 row", "infection")
    card(page, "spring.csv").get_by_text("Remember this for the whole trust").click()
    press(page, "Read it with these words")
    on_the_desk(page, ["spring.csv", "the-trusts-own-words.csv"])
    press(page, "Load 2 files")
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=120_000)
    drop(
        page,
        own_server,
        file(tmp_path, "summer.csv", SPELLS, "900002,b,,zebra team,1,09/05/2022,09/05/2022,,,grotty,"),
    )
    expect(page.get_by_role("button", name="Load 1 file")).to_be_visible(timeout=2 * WAIT)
    expect(page.get_by_text("What do these words mean?")).to_have_count(0)


def test_every_line_of_a_problem_can_be_seen_page_by_page(own_server, page, tmp_path):
    spells = (f"900001,p{n},,teacher,1,30/02/2022,01/03/2022,,,infection," for n in range(120))
    drop(page, own_server, file(tmp_path, "absence.csv", SPELLS, *spells))
    row = card(page, "absence.csv").get_by_role("rowheader", name="Row 121", exact=True)
    expect(row).to_have_count(0)
    card(page, "absence.csv").get_by_text("Show all 120 lines").click()
    expect(card(page, "absence.csv").get_by_role("rowheader", name="Row 51", exact=True)).to_be_visible(
        timeout=WAIT
    )
    at_rest(page)
    card(page, "absence.csv").get_by_text("101 to 120", exact=True).click()
    expect(row).to_be_visible(timeout=WAIT)


def test_a_file_with_problems_on_the_desk_is_seen_on_the_tracker(own_server, page, tmp_path):
    drop(page, own_server, file(tmp_path, "referrals.csv", *(bad for bad, _ in PLANTED["referrals.csv"])))
    page.goto(f"{own_server}/?role=lead&due=2021/22+Spring")
    title(page, "This term: Spring 2022")
    row = page.get_by_role("row", name=re.compile("Alder Primary School")).first
    expect(row).to_contain_text("2 problems on the desk", timeout=2 * WAIT)


# Twelve faults in five files: what stands in the file, and the same mended. Nothing else is wrong with them.
PLANTED = {
    "absence.csv": (
        (SPELLS, SPELLS),
        ("900001,a,,teacher,1,31/01/22,02/02/2022,,,infection,", "900001,a,,teacher,1,31/01/2022,02/02/2022,,,infection,"),
        ("900001,b,,teacher,1,30/02/2022,01/03/2022,,,infection,", "900001,b,,teacher,1,28/02/2022,01/03/2022,,,infection,"),
        ("900001,c,,teacher,45,07/02/2022,08/02/2022,,,infection,", "900001,c,,teacher,0.45,07/02/2022,08/02/2022,,,infection,"),
        ("900001,d,,teacher,1,09/02/2022,08/02/2022,,,infection,", "900001,d,,teacher,1,08/02/2022,09/02/2022,,,infection,"),
        ("123456,e,,teacher,1,07/02/2022,08/02/2022,,,infection,", "900002,e,,teacher,1,07/02/2022,08/02/2022,,,infection,"),
    ),
    "workforce.csv": (
        ("urn,census_date,staff_group,headcount", "urn,census_date,staff_group,headcount,fte"),
        ("900001,2022-01-20,teacher,9", "900001,2022-01-20,teacher,9,7.1"),
    ),
    "participation.csv": (
        ("urn,academic_year,term,activity,pupils,eligible", "urn,academic_year,term,activity,pupils,eligible"),
        ("900001,2021/22,Spring,sports leader,50,40", "900001,2021/22,Spring,sports leader,30,40"),
        ("900002,2021-23,Spring,sports leader,10,40", "900002,2021/22,Spring,sports leader,10,40"),
    ),
    "referrals.csv": (
        ("referral_ref,urn,person,service,referred_on,first_contact_on", "referral_ref,urn,person,service,referred_on,first_contact_on"),
        ("X1,900001,pupil,pastrol,2022-02-01,2022-02-03", "X1,900001,pupil,pastoral,2022-02-01,2022-02-03"),
        ("X2,900001,pupil,pastoral,2022-02-10,2022-02-03", "X2,900001,pupil,pastoral,2022-02-01,2022-02-03"),
    ),
    "survey.csv": (
        ("survey,urn,wave_date,audience,Email,S01", "survey,urn,wave_date,audience,S01"),
        ("staff-voice,900001,2022-02-30,staff,someone@example.org,4", "staff-voice,900001,2022-02-28,staff,4"),
    ),
}  # fmt: skip
# What the screen says of each: the row as a spreadsheet shows it, or the column, and words of what to do.
SAID = {
    "absence.csv": [("Row 2", "01/2022"), ("Row 3", "28/02/2022"), ("Row 4", "1.5 or less"), ("Row 5", "before it starts"),
                    ("Row 6", "schools file")],
    "workforce.csv": [("", "lacks the column fte")],
    "participation.csv": [("Row 2", "50 pupils take part of 40"), ("Row 3", "2025/26")],
    "referrals.csv": [("Row 2", "Did you mean “pastoral”"), ("Row 3", "first_contact_on")],
    "survey.csv": [("", "an e-mail address"), ("Row 2", "not a real date")],
}  # fmt: skip


def test_twelve_planted_faults_in_five_files_are_found_and_mended_from_the_messages(
    own_server, page, tmp_path
):
    assert sum(len(said) for said in SAID.values()) == 12
    for folder in ("sent", "mended"):
        (tmp_path / folder).mkdir()
    sent = [file(tmp_path / "sent", name, *(bad for bad, _ in lines)) for name, lines in PLANTED.items()]
    mended = [
        file(tmp_path / "mended", name, *(good for _, good in lines)) for name, lines in PLANTED.items()
    ]
    drop(page, own_server, *sent)
    expect(page.get_by_role("button", name=re.compile("^Load "))).to_have_count(0)
    for name, faults in SAID.items():
        for row, words in faults:
            if row:
                expect(card(page, name).get_by_role("rowheader", name=row, exact=True).first).to_be_visible()
            expect(card(page, name)).to_contain_text(words)
    drop(page, own_server, *mended)
    expect(page.get_by_role("button", name="Load 5 files")).to_be_visible(timeout=2 * WAIT)


def test_a_note_on_a_query_is_kept_and_taken_back(own_server, page):
    page.goto(f"{own_server}/queries?role=lead")
    title(page, "Queries")
    page.get_by_role("textbox", name="What you found out").fill("The office confirmed both spells.")
    press(page, "Keep the note")
    expect(page.get_by_text("1 settled").first).to_be_visible(timeout=WAIT)
    choose(page, "Which$", "settled")
    expect(page.get_by_role("cell", name=re.compile("The office confirmed both spells."))).to_be_visible(
        timeout=WAIT
    )
    press(page, "Take the note back")
    expect(page.get_by_text("1 settled")).to_have_count(0, timeout=WAIT)


def test_nothing_to_report_is_recorded_on_the_tracker_and_taken_back(own_server, page):
    page.goto(f"{own_server}/?role=lead&due=2021/22+Spring")
    title(page, "This term: Spring 2022")
    before = page.get_by_role("row", name=re.compile("Alder Primary School")).first
    expect(before).to_contain_text("late")
    choose(page, "^What$", "Referrals")
    page.get_by_role("combobox", name="Which schools").click()
    page.get_by_role("option", name="Alder Primary School").click()
    page.keyboard.press("Escape")
    press(page, "Record it")
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("row", name=re.compile("Alder Primary School")).first).to_contain_text("nil")
    press(page, re.compile("^Undo batch"))
    expect(page.get_by_text(re.compile("is undone"))).to_be_visible(timeout=120_000)
