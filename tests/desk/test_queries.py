"""Queries and their notes: a note follows its figure, hides with its load, and is there again with the same row."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, SPRING, absence, csv, put, schools, terms, workforce
from wellmetrics import desk, release
from wellmetrics.build import build
from wellmetrics.model import CallError, Problem, Viewer
from wellmetrics.vault import Vault
from wellmetrics.views import indicator, school
from wellmetrics.views.choice import choose

URNS = ("900001", "900002", "900003", "900004")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
# Saturday and Sunday: a spell without a working day is a query.
WEEKEND = "900001,P1,2025-09-13,2025-09-14"
OTHERS = [f"{urn},{urn}-{n},2025-09-15,2025-09-{16 + n}" for urn in URNS for n in range(9)]
SENT = absence(WEEKEND, *OTHERS)
LEAD, BOARD, HEAD, OTHER_HEAD = (
    Viewer("lead"),
    Viewer("board"),
    Viewer("head", "900001"),
    Viewer("head", "900002"),
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *BASE, SENT, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def only(home):
    (asked,) = desk.queries(home, LEAD)
    return asked


def answer(home, text="The school says that it is right", **how):
    return desk.note(home, LEAD, "A. Lead", only(home), text, **how)


def footnotes(home, viewer, urn="900001", period=AUTUMN, grain="term"):
    figures = release.open_for(home, viewer)
    try:
        return [one.note for one in figures.footnotes(urn, grain, period, "absence")]
    finally:
        figures.close()


def test_a_query_knows_its_school_its_term_and_its_check(home):
    asked = only(home)
    assert (asked.batch, asked.line, asked.column, asked.code) == (4, 2, "first_day", "no_working_day")
    assert (asked.urn, asked.period, asked.state) == ("900001", AUTUMN, "open")


@pytest.mark.parametrize(("settled", "state"), [(True, "settled"), (False, "waiting")])
def test_a_note_settles_a_query_or_says_that_somebody_was_asked(home, settled, state):
    answer(home, settled=settled)
    assert only(home).state == state


def test_a_note_hides_when_its_load_is_undone_and_comes_back_with_it(home):
    answer(home)
    with Vault(home) as vault:
        vault.undo(4, "a test")
    assert desk.queries(home, LEAD) == []
    with Vault(home) as vault:
        vault.redo(4, "a test")
    assert only(home).state == "settled"


def test_the_same_doubt_about_the_same_row_keeps_its_note_in_a_later_load(home):
    answer(home)
    longer = absence(WEEKEND, *OTHERS, "900001,P9,2025-10-06,2025-10-07", name="again.csv")
    helpers.home_with(home, longer, build=False)
    again = only(home)
    assert (again.batch, again.file, again.state) == (5, "again.csv", "settled")


def test_a_corrected_row_is_no_longer_doubted(home):
    answer(home)
    helpers.home_with(home, absence("900001,P1,2025-09-13,2025-09-15", name="corrected.csv"), build=False)
    assert desk.queries(home, LEAD) == []


def test_the_same_doubt_about_another_row_is_open(home):
    answer(home)
    helpers.home_with(home, absence("900001,P2,2025-09-13,2025-09-14", name="more.csv"), build=False)
    assert sorted((one.file, one.state) for one in desk.queries(home, LEAD)) == [
        ("absence.csv", "settled"),
        ("more.csv", "open"),
    ]


def test_a_row_sent_twice_keeps_its_note_only_while_the_same_bytes_come(tmp_path):
    """The second of two equal rows is not stored: nothing but the file says which it was."""
    twice = absence(*OTHERS, OTHERS[0])
    home = helpers.home_with(tmp_path / "home", *BASE, twice, build=False)
    (asked,) = repeats(home)
    assert (asked.urn, asked.period) == ("", "")
    desk.note(home, LEAD, "A. Lead", asked, "Entered twice")
    put_again(home, twice)
    assert [one.state for one in repeats(home)] == ["settled"]
    put_again(home, absence(*OTHERS[:5], OTHERS[0], name="other.csv"))
    assert {one.file: one.state for one in repeats(home)}["other.csv"] == "open"


def repeats(home):
    return [one for one in desk.queries(home, LEAD) if one.code == "repeated_row"]


def put_again(home, file):
    with Vault(home) as vault:
        put(vault, file)


def test_a_note_stands_beside_the_figure_in_every_file_that_shows_it(home):
    answer(home)
    build(home)
    for viewer in (LEAD, BOARD, HEAD):
        assert footnotes(home, viewer) == ["The school says that it is right"], viewer
    for urn, period, grain in (
        ("", AUTUMN, "term"),
        ("900001", "2025/26", "year"),
        ("900001", "2025-09", "month"),
    ):
        assert footnotes(home, LEAD, urn, period, grain) == ["The school says that it is right"], (
            urn,
            period,
        )
    assert footnotes(home, LEAD, "900002") == []
    assert footnotes(home, OTHER_HEAD, "900001") == []
    assert footnotes(home, OTHER_HEAD, "") == []


@pytest.mark.parametrize(
    ("viewer", "reads"), [(LEAD, True), (BOARD, True), (HEAD, True), (OTHER_HEAD, False)]
)
def test_a_note_is_read_on_the_screens_of_the_figure_and_on_no_other_school(home, viewer, reads):
    answer(home)
    build(home)
    figures = release.open_for(home, viewer)
    asked = {"term": AUTUMN, "school": "900002" if viewer == OTHER_HEAD else "900001"}
    choice = choose(figures, viewer, asked)
    words = "“The school says that it is right” (A. Lead, "
    assert any(words in text for text in school.view(figures, choice).said) is reads
    assert any(words in text for text in indicator.view(figures, choice).said) is reads
    figures.close()


def test_the_words_of_the_file_are_in_the_leads_release_alone(home):
    answer(home)
    build(home)
    for viewer, has in ((LEAD, True), (BOARD, False), (HEAD, False)):
        figures = release.open_for(home, viewer)
        (note,) = figures.footnotes("900001", "term", AUTUMN, "absence")
        assert bool(note.problem) is bool(note.column) is (note.line is not None) is has
        figures.close()


def test_a_note_for_the_lead_alone_is_in_no_other_file(home):
    answer(home, shared=False)
    build(home)
    assert footnotes(home, LEAD)
    assert footnotes(home, BOARD) == footnotes(home, HEAD) == []


def test_a_note_does_not_go_where_its_figure_is_hidden(tmp_path):
    """Two people away are too few for the board to see anything of the school; its head knows them anyway."""
    few = absence(WEEKEND, OTHERS[0], *OTHERS[6:])
    home = helpers.home_with(tmp_path / "home", *BASE, few, build=False)
    answer(home)
    build(home)
    states = {c.state for c in helpers.cells(home, None, "board", urn="900001", period=AUTUMN)}
    assert "shown" not in states
    assert footnotes(home, BOARD) == footnotes(home, BOARD, "", AUTUMN) == []
    assert footnotes(home, HEAD)


def test_a_note_on_a_row_of_staff_goes_by_the_figures_of_staff(tmp_path):
    """The head knows the one pupil who was referred, and is not told of the one member of staff."""
    pupil = "R1,900001,pupil,CAMHS,4,F,Y,none,2025-10-06,,,waiting"
    seen = "R2,900001,staff,occupational health,,,,,2025-10-06,2025-10-10,,waiting"
    headings = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,closed_on,outcome"
    numbers = [f"900001,2025/26,Autumn,5,F,N,none,{n}" for n in (120,)]
    roll = csv("roll.csv", "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils", *numbers)
    home = helpers.home_with(
        tmp_path / "home", *BASE, roll, csv("referrals.csv", headings, pupil, seen), build=False
    )
    (asked,) = desk.queries(home, LEAD)
    assert asked.about == "staff"
    desk.note(home, LEAD, "A. Lead", asked, "Seen, says the service")
    build(home)
    states = {
        c.indicator: c.state for c in helpers.cells(home, None, "head:900001", urn="900001", period=AUTUMN)
    }
    assert (states["pupil_referrals_per_1000"], states["staff_referrals_per_100"]) == ("shown", "hidden")
    for viewer, said in ((LEAD, ["Seen, says the service"]), (HEAD, [])):
        figures = release.open_for(home, viewer)
        assert [one.note for one in figures.footnotes("900001", "term", AUTUMN, "referrals")] == said, viewer
        figures.close()


def test_a_note_of_another_term_stays_there(home):
    answer(home)
    helpers.home_with(home, absence("900001,P1,2026-01-12,2026-01-13", name="spring.csv"))
    assert footnotes(home, LEAD, period=SPRING) == []


def test_a_new_note_makes_the_release_out_of_date_for_the_next_load(home):
    build(home)
    stands = release.current(home)
    answer(home)
    receipt, _ = desk.load_files(home, [SENT], "a lead")
    assert receipt.release not in (None, stands)
    assert footnotes(home, LEAD)
    assert desk.load_files(home, [SENT], "a lead")[0].release is None


def test_a_release_from_before_there_were_notes_has_none(home, tmp_path):
    build(home)
    figures = release.open_for(home, LEAD)
    assert figures.footnotes("900001", "term", AUTUMN, "absence") == []
    figures.close()


def test_a_query_is_found_by_its_line_and_told_apart_by_its_column(home):
    assert desk.query(home, LEAD, 4, 2).code == "no_working_day"
    assert desk.query(home, LEAD, 4, 2, "first_day").code == "no_working_day"
    for wrong in ((4, 3, None), (9, 2, None), (4, 2, "fte")):
        with pytest.raises(CallError, match="has no query"):
            desk.query(home, LEAD, *wrong)


def test_queries_are_the_leads(home):
    for viewer in (BOARD, HEAD):
        with pytest.raises(CallError, match="wellbeing lead"):
            desk.queries(home, viewer)


def test_a_dataset_by_term_gives_its_queries_the_term_of_the_row(tmp_path):
    clubs = csv("clubs.csv", "urn,academic_year,term,activity,pupils", "900002,2031/32,Autumn,any club,9")
    home = helpers.home_with(tmp_path / "home", *BASE, clubs, build=False)
    found = {(one.code, one.urn, one.period) for one in desk.queries(home, LEAD)}
    assert ("unknown_term", "900002", "2031/32 Autumn") in found


def test_a_month_gives_its_queries_the_term_that_has_most_of_its_days(tmp_path):
    months = csv("months.csv", "urn,month,days_lost", "900002,2025-12,900", "900002,2026-01,3")
    with Vault(tmp_path) as vault:
        put(vault, *BASE)
        checked = helpers.look(vault.context(), months)
        doubted = Problem(
            "months.csv", 3, "days_lost", "3", "query", "Is that all?", "Look again.", "a_doubt"
        )
        vault.load(replace(checked, problems=(doubted,)), "a test")
    assert [(one.urn, one.period) for one in desk.queries(tmp_path, LEAD)] == [("900002", SPRING)]
