"""What is older than the settings say leaves the home for good, and what is younger stays as it is."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date

import duckdb
import pytest

from tests import helpers
from tests.helpers import absence, csv, schools, terms, workforce
from tests.rights.holding import URNS, files_with, originals, recorded, rows
from tests.rights.test_erase import CUT
from wellmetrics import catalogue, desk, people, release, rights, settings, workbook
from wellmetrics.build import change_setting
from wellmetrics.keys import Key
from wellmetrics.model import Refusal
from wellmetrics.rights import forgetting
from wellmetrics.rights.retention import DATASETS, FOR_GOOD, begins
from wellmetrics.vault import Vault

DPO = "A. Officer"
OLD = absence(
    "900001,OLD-1,2024-09-09,2024-09-10", "900001,EDGE-1,2024-12-18,2024-12-20", "900001,OPEN-1,2024-10-07,",
    "900001,NEW-1,2025-09-08,2025-09-09", name="old.csv",
)  # fmt: skip
NEW = absence(*(f"{urn},{urn}-{n},2025-10-06,2025-10-08" for urn in URNS for n in range(6)), name="new.csv")
CASES = csv(
    "referrals.csv", "referral_ref,urn,person,service,referred_on,first_contact_on,closed_on,outcome",
    "CASE-1,900001,staff,occupational health,2024-10-07,2024-10-09,2024-11-08,completed",
    "CASE-2,900001,staff,occupational health,2024-10-07,,,waiting",
)  # fmt: skip
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
# Spells are kept six school years after their own: those of 2024/25 run out on the first day of 2031/32.
DAY_BEFORE, DAY = date(2031, 8, 31), date(2031, 9, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("purge") / "home", *BASE, OLD, NEW, CASES)


@pytest.fixture
def home(made, tmp_path):
    return helpers.Path(shutil.copytree(made, tmp_path / "home"))


def due(home, on: date) -> dict[str, int]:
    return {one.what: one.count for one in rights.due(home, on)}


def spells(home) -> int:
    return len(rows(home)["absence"])


@pytest.mark.parametrize(
    ("today", "years", "day"),
    [
        (date(2026, 8, 31), 6, date(2019, 9, 1)),
        (date(2026, 9, 1), 6, date(2020, 9, 1)),
        (date(2027, 1, 15), 6, date(2020, 9, 1)),
        (date(2026, 12, 31), 0, date(2026, 9, 1)),
    ],
)
def test_years_are_school_years_besides_the_current_one(today, years, day):
    assert begins(today, years) == day


def test_nothing_is_due_a_day_too_early(home):
    assert "absence" not in due(home, DAY_BEFORE)
    # An open spell and an open referral are as young as the load that sent them.
    assert {name: count for name, count in due(home, DAY).items() if name in DATASETS} == {
        "absence": 2, "referrals": 1,
    }  # fmt: skip


def test_what_ran_out_is_in_no_byte_of_the_home(home):
    gone = Key(home).pseudonyms(["OLD-1", "EDGE-1", "CASE-1"])
    assert files_with(home, *gone) == {"vault.duckdb"}
    assert files_with(home, "OLD-1") == {"original 4"}
    said = rights.purge(home, DPO, DAY)
    assert said[:2] == [
        "2 rows of absence from before 1 September 2025.", "1 row of referrals from before 1 September 2025.",
    ]  # fmt: skip
    assert files_with(home, *gone, "OLD-1", "EDGE-1", "CASE-1") == set()
    assert spells(home) == 14
    assert [row[0] for row in rows(home)["referrals"]] == Key(home).pseudonyms(["CASE-2"])


def test_a_file_goes_whole_with_its_first_old_row_or_when_its_own_time_is_over(home):
    change_setting(home, "keep_files", "25", "a lead")
    rights.purge(home, DPO, DAY)
    assert set(originals(home)) == {1, 2, 3, 5}
    change_setting(home, "keep_files", "0", "a lead")
    rights.purge(home, DPO, DAY)
    assert originals(home) == {}
    with Vault(home) as vault, pytest.raises(Refusal, match="no longer kept"):
        vault.original(1)


def test_what_a_later_file_corrected_does_not_stand_again(home):
    corrected = absence("900001,NEW-1,2025-09-08,2025-09-12", name="corrected.csv")
    helpers.home_with(home, corrected, absence("900001,OPEN-1,2024-10-07,2024-10-11", name="closed.csv"))
    rights.purge(home, DPO, DAY)
    assert spells(home) == 13  # the open version of the spell that ended in 2024 went with the closed one


def test_older_releases_go_and_the_current_one_stays(home):
    for name in ("00007-20280901T000000", "00008-20400901T000000"):
        (home / "releases" / name).mkdir()
    rights.purge(home, DPO, DAY)
    left = {path.name for path in (home / "releases").glob("[0-9]*")}
    assert "00008-20400901T000000" in left
    assert "00007-20280901T000000" not in left
    assert release.current(home) in left


def test_a_second_purge_finds_nothing_and_builds_nothing(home):
    rights.purge(home, DPO, DAY)
    stands = release.current(home)
    assert due(home, DAY) == {}
    assert rights.purge(home, DPO, DAY) == [
        "Nothing is older than the settings let it be. Nothing was changed."
    ]
    assert release.current(home) == stands


def test_a_purge_is_recorded_with_who_did_it_and_what_went(home):
    rights.purge(home, DPO, DAY)
    entries = [one for one in people.entries(home, people.ADMINISTRATOR) if one.what == "purge"]
    assert {one.who for one in entries} == {DPO}
    assert any("2 rows of absence" in one.about for one in entries)
    assert "purge" in recorded(home)


def test_copies_of_the_vault_inside_the_home_go_too(home):
    (home / "backups").mkdir()
    (home / "backups" / "before-0001-x.zip").write_text("OLD-1")
    rights.purge(home, DPO, DAY)
    assert list((home / "backups").iterdir()) == []


def test_every_dataset_has_a_time_or_is_kept_for_good():
    assert {*DATASETS, *FOR_GOOD} == set(catalogue.all_datasets())
    assert {kept.by for kept in DATASETS.values()} < set(settings.RETENTION)


@pytest.mark.parametrize(
    "one", [one for one in settings.RETENTION if one.name in {k.by.name for k in DATASETS.values()}]
)
def test_figures_always_keep_the_years_they_are_read_against(one):
    assert one.least >= 2
    assert int(one.default) > one.least


# The record


LATER = date(2099, 1, 1)


def noted(home) -> None:
    """Three entries more, of which only the last is the newest."""
    for number in (1, 2, 3):
        people.note(home, "J. Before", "load", f"canary {number}")


def files_of_the_record(home, sought: str) -> set[str]:
    return {path.name for path in home.glob("people.sqlite*") if sought.encode() in path.read_bytes()}


def test_old_entries_of_the_record_leave_no_byte_and_the_newest_stays(home):
    noted(home)
    assert files_of_the_record(home, "canary 2")
    before = len(people.entries(home, people.ADMINISTRATOR))
    assert forgetting.forget(home, DPO, LATER) == before - 1
    assert [one.about for one in people.entries(home, people.ADMINISTRATOR)][-1] == "canary 3"
    assert files_of_the_record(home, "canary 2") == set()


def test_only_entries_from_before_the_day_go(home):
    noted(home)
    before = len(people.entries(home, people.ADMINISTRATOR))
    assert forgetting.forget(home, DPO, date(2020, 9, 1)) == 0
    assert len(people.entries(home, people.ADMINISTRATOR)) == before


def test_what_is_left_follows_on_the_anchor_and_an_entry_says_so(home):
    noted(home)
    with closing(sqlite3.connect(home / "people.sqlite")) as con:
        last, digest = con.execute("SELECT number, digest FROM record WHERE about = 'canary 2'").fetchone()
    forgetting.forget(home, DPO, LATER)
    with closing(sqlite3.connect(home / "people.sqlite")) as con:
        assert con.execute("SELECT number, digest FROM record_anchor").fetchall() == [(last, digest)]
    assert people.broken(home) is None
    newest = people.entries(home, people.ADMINISTRATOR)[0]
    assert (newest.who, newest.what, f"up to number {last}" in newest.about) == (DPO, "record purged", True)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_anchor SET digest = 'x'",
        "UPDATE record_anchor SET number = 1",
        "DELETE FROM record_anchor",
    ],
)
def test_an_anchor_that_was_changed_is_found_out(home, change):
    noted(home)
    forgetting.forget(home, DPO, LATER)
    with closing(sqlite3.connect(home / "people.sqlite")) as con:
        con.execute(change)
        con.commit()
    assert people.broken(home) is not None


def test_the_record_still_refuses_to_be_emptied_after_a_purge(home):
    noted(home)
    forgetting.forget(home, DPO, LATER)
    with closing(sqlite3.connect(home / "people.sqlite")) as con:
        for change in ("DELETE FROM record", "UPDATE record SET who = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="written once"):
                con.execute(change)


def test_roles_that_ended_long_ago_are_forgotten_and_those_that_stand_are_not(home):
    admin = people.ADMINISTRATOR
    one = people.invite(home, admin, DPO, "gone@trust.example", people.role("lead"))
    people.remove(home, admin, DPO, one.number)
    people.invite(home, admin, DPO, "stays@trust.example", people.role("lead"))
    forgetting.forget(home, DPO, date(2099, 1, 1))
    assert [one.email for one in people.people(home, admin)] == ["stays@trust.example"]


@pytest.mark.parametrize("moves", [0, 2])
def test_a_purge_that_is_cut_off_is_ended_by_the_next_one(home, moves):
    cut = CUT.replace('rights.erase(home, who, "a test")', "rights.purge(home, who, date(2031, 9, 1))")
    cut = subprocess.run(
        [sys.executable, "-c", f"from datetime import date\n{cut}", str(home), DPO, str(moves)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert cut.returncode == -signal.SIGKILL, cut.stderr
    assert spells(home) == (16 if moves == 0 else 14)
    rights.purge(home, DPO, DAY)
    assert spells(home) == 14
    assert files_with(home, *Key(home).pseudonyms(["OLD-1", "EDGE-1"]), "OLD-1") == set()
    assert desk.history(home)


def test_the_stores_own_books_go_with_the_record_and_their_newest_lines_stay(home):
    """In a home of which no row has run out."""
    weekend = absence("900001,P1,2025-09-13,2025-09-14", name="weekend.csv")
    asked, *_ = desk.queries(helpers.home_with(home, weekend), helpers.Viewer("lead"))
    desk.note(home, helpers.Viewer("lead"), "A. Lead", asked, "Right")
    with Vault(home) as vault:
        vault.con.execute("UPDATE audit SET done_at = '2010-10-01' WHERE what = 'load'")
        loads = len([one for one in vault.audited() if one.what == "load"])
    with duckdb.connect(str(home / "workbook.duckdb")) as con:
        con.execute("INSERT INTO written VALUES ('2010-10-01', 'A. Former', 'note', 'batch 1')")
    assert loads
    assert due(home, date(2026, 12, 1)) == {"audit": loads, "written": 1}
    rights.purge(home, DPO, date(2026, 12, 1))
    assert due(home, date(2026, 12, 1)) == {}
    assert "load" not in recorded(home)
    assert [one.who for one in workbook.written(home)] == ["A. Lead"]
    assert workbook.notes(home, helpers.Viewer("lead"))


def test_what_was_doubtful_in_a_row_that_was_left_out_goes_with_its_file(tmp_path):
    twice = absence(
        "900001,OLD-1,2024-09-09,2024-09-10", "900001,OLD-1,2024-09-09,2024-09-10", name="twice.csv"
    )
    home = helpers.home_with(tmp_path / "home", *BASE, NEW, twice)
    assert desk.queries(home, helpers.Viewer("lead"))
    rights.purge(home, DPO, DAY)
    with Vault(home) as vault:
        assert vault.con.execute("SELECT count(*) FROM load_query").fetchall() == [(0,)]
