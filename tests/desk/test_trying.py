"""Dry runs: rows and totals before and after, and the figures as they would be; nothing of it stays."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, csv, put, schools, terms, workforce
from wellmetrics import catalogue, desk, release
from wellmetrics.build import build
from wellmetrics.imagined import Imagined
from wellmetrics.model import CallError, Refusal, Viewer
from wellmetrics.totals import TOTALS, sums
from wellmetrics.vault import Vault
from wellmetrics.views import would_change

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
# Monday 8 to Wednesday 10 September: three days each.
STANDS = absence("900001,P1,2025-09-08,2025-09-10", "900002,P2,2025-09-08,2025-09-10")
CORRECTED = absence(
    "900001,P1,2025-09-08,2025-09-09", "900001,P3,2025-09-08,2025-09-08", name="corrected.csv"
)
LEAD = Viewer("lead")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("built") / "home", *BASE, STANDS)


@pytest.fixture
def home(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "home"))


def looked(home, *files, covers=()):
    return desk.look(home, desk.as_sent(files, covers=covers))


def bytes_of(home):
    """Every file of the home with a digest of what is in it."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_says_what_is_new_changed_and_gone_in_each_school(home):
    ((file, dataset, change),) = desk.dry_run(home, looked(home, CORRECTED, covers=[AUTUMN])).files
    assert (file, dataset) == ("corrected.csv", "absence")
    assert [(urn, c.new, c.changed, c.same, c.gone) for urn, c in change.schools] == [("900001", 1, 1, 0, 0)]


def test_totals_before_and_after_follow_the_calendar(home):
    totals = {total.what: total for total in desk.dry_run(home, looked(home, CORRECTED)).totals}
    # Before: two spells of 3 days. After: 2 + 1 days at the first school, 3 at the second.
    days = totals["days lost in spells that have ended"]
    assert (totals["spells"].before, totals["spells"].after) == (2, 3)
    assert (days.before, days.after) == (6, 6)
    assert days.schools == ()
    assert totals["people"].schools == (("900001", 1, 2),)


def test_half_days_and_payrolls_own_days_count_in_the_totals_as_in_the_figures(home):
    more = absence(
        "900001,P5,,teacher,0.5,2025-09-15,2025-09-16,Y,,infection,",
        "900001,P6,,teacher,1,2025-09-15,2025-09-19,,,infection,2.5",
        name="more.csv",
    )
    days = {t.what: t for t in desk.dry_run(home, looked(home, more)).totals}[
        "days lost in spells that have ended"
    ]
    # 6 and, for half a post, one and a half days, 0.75; payroll says 2.5 for the other.
    assert days.after == 6 + 0.75 + 2.5
    with desk.figures_to_be(home, LEAD, looked(home, more)) as (_, after):
        (cell,) = after.cells("days_lost_per_fte", urn="", group="", grain="term", period=AUTUMN)
    assert cell.numerator == days.after


def test_two_files_that_bring_the_same_rows_are_counted_once(home):
    (first, second) = (
        change
        for _, _, change in desk.dry_run(home, looked(home, CORRECTED, ("copy.csv", CORRECTED[1]))).files
    )
    assert (first.new, first.changed) == (1, 1)
    assert (second.new, second.changed, second.same) == (0, 0, 2)


def test_a_file_may_need_a_reference_file_of_the_same_tray(tmp_path):
    tried = desk.dry_run(tmp_path / "new", looked(tmp_path / "new", STANDS, *BASE))
    assert [dataset for _, dataset, _ in tried.files] == ["schools", "terms", "workforce", "absence"]


def test_neither_rows_nor_figures_of_a_dry_run_are_stored(home):
    canary = absence("900001,CANARY-7,2025-09-08,2025-09-09")
    before, stands = bytes_of(home), release.current(home)
    desk.dry_run(home, looked(home, canary))
    with desk.figures_to_be(home, LEAD, looked(home, canary)) as (_, after):
        assert after.path.stat().st_mode & 0o077 == 0
        assert {path.name for path in after.path.parent.iterdir()} == {"lead.duckdb", release.KNOWN}
    assert bytes_of(home) == before
    assert release.current(home) == stands


def test_figures_to_be_go_to_the_lead_alone_and_go_when_something_fails(home):
    for viewer in (Viewer("board"), Viewer("head", "900001")):
        with (
            pytest.raises(CallError, match="lead alone"),
            desk.figures_to_be(home, viewer, looked(home, STANDS)),
        ):
            pass
    with pytest.raises(ZeroDivisionError), desk.figures_to_be(home, LEAD, looked(home, CORRECTED)):
        raise ZeroDivisionError
    assert not list((home / "releases").glob(".to-be-*"))


def test_figures_to_be_that_a_killed_process_left_behind_go_with_the_next_build(home):
    left, young = (home / "releases" / name for name in (".to-be-left", ".to-be-young"))
    for folder in (left, young):
        folder.mkdir()
        (folder / "lead.duckdb").write_bytes(b"left")
    os.utime(left, (0, 0))
    build(home)
    assert not left.exists()
    assert young.exists()


def test_the_figures_as_they_would_be_are_those_that_the_load_makes(home):
    spells = absence(
        *(f"{urn},N{n},2026-01-12,2026-01-16" for urn in URNS for n in range(9)), name="spring.csv"
    )
    with desk.figures_to_be(home, LEAD, looked(home, spells)) as (before, after):
        assert before is not None
        assert {c.period for c in before.cells("days_lost_per_fte", urn="", grain="term")} == {AUTUMN}
        seen, will = after.cells(cut=None), would_change.view(before, after)
    assert will[0].new
    was = release.open_for(home, LEAD)
    desk.load_files(home, [spells], "a lead")
    now = release.open_for(home, LEAD)
    assert now.cells(cut=None) == seen
    assert would_change.view(was, now) == will
    was.close()
    now.close()


def test_every_term_that_the_rows_touch_is_looked_at(home):
    spring = absence(*(f"{urn},P{n},2026-01-12,2026-01-13" for urn in URNS for n in range(3)))
    desk.load_files(home, [spring], "a lead")
    with desk.figures_to_be(home, LEAD, looked(home, CORRECTED)) as (before, after):
        assert [one.term for one in would_change.view(before, after)] == ["Spring 2026", "Autumn 2025"]


def test_without_figures_there_is_nothing_to_compare_with(tmp_path):
    home = helpers.home_with(tmp_path / "home", *BASE, build=False)
    with desk.figures_to_be(home, LEAD, looked(home, STANDS)) as (before, after):
        assert before is None
        assert after.cells("days_lost_per_fte", urn="", grain="term")


def test_a_dry_run_against_rows_that_have_changed_is_refused(home):
    seen = looked(home, CORRECTED)
    desk.load_files(home, [absence("900002,P7,2025-09-08,2025-09-09", name="theirs.csv")], "B. Other")
    with pytest.raises(Refusal, match=r"B\. Other loaded theirs\.csv \(batch 5\)"):
        desk.dry_run(home, seen)


@pytest.mark.parametrize("name", catalogue.all_datasets())
def test_every_dataset_that_counts_says_what_of_it_is_added_up(tmp_path, name):
    dataset = catalogue.dataset(name)
    counts = any(column.kind in ("number", "integer") for column in dataset.columns)
    assert (name in TOTALS) or not counts
    with Vault(tmp_path) as vault, Imagined(vault) as twin:
        put(twin, *BASE)
        assert [what for _, what in sums(twin, [name])][1:] == [what for what, _ in TOTALS.get(name, ())]


def test_a_survey_with_its_answers_is_copied_as_it_stands(tmp_path):
    survey = csv(
        "survey.csv",
        "survey,urn,wave_date,audience,Q1,Q2",
        "ours,900001,2025-10-01,staff,1,",
        "ours,900001,2025-10-01,staff,2,3",
    )
    with Vault(tmp_path) as vault:
        put(vault, *BASE, survey)
        with Imagined(vault) as twin:
            assert helpers.standing(twin) == helpers.standing(vault)
            assert twin.history() == vault.history()
