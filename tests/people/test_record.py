"""The record is written once: by the house, by nobody else, and a change of the file shows."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import helpers
from tests.people.test_people import LEAD, invited, person
from wellmetrics import desk, doctor, people
from wellmetrics.backup import backup, restore
from wellmetrics.build import build_from, change_setting
from wellmetrics.model import CallError, Refusal
from wellmetrics.opening import now
from wellmetrics.people import ADMINISTRATOR, Grant, SignedOut
from wellmetrics.settings import SETTINGS
from wellmetrics.vault import Vault


def written(home):
    return [(one.what, one.about.split(":")[0]) for one in reversed(people.entries(home, ADMINISTRATOR))]


def small(path):
    with Vault(path) as vault:
        helpers.put(vault, helpers.schools("900001"), helpers.terms(), helpers.workforce({"900001": 20}))
        build_from(vault)


@pytest.fixture
def home(built_once, tmp_path):
    return Path(shutil.copytree(built_once("recorded", small), tmp_path / "home"))


def test_loads_undo_and_releases_are_recorded_and_a_restore_does_not_take_them_back(home, tmp_path):
    backup(home, tmp_path / "before.zip")
    desk.undo(home, 3, "the lead", "wrong file")
    desk.note_export(home, "the lead", "lead: csv, 9 files")
    restore(home, tmp_path / "before.zip")
    said = written(home)
    assert said[:4] == [
        ("load", "batch 1"),
        ("load", "batch 2"),
        ("load", "batch 3"),
        ("release", said[3][1]),
    ]
    assert [what for what, _ in said[4:]] == ["undo", "release", "export", "release", "restore"]
    assert people.broken(home) is None


def test_every_change_of_a_setting_is_recorded_with_who_did_it_and_what_it_was(home):
    def changed(name: str, value: str) -> list[tuple[str, str]]:
        before = len(written(home))
        change_setting(home, name, value, "the lead")
        new = people.entries(home, ADMINISTRATOR)[: len(written(home)) - before]
        return [(one.who, one.about) for one in new if one.what == "settings"]

    for one in SETTINGS:
        other = next(v for v in (*one.values, str(one.most)) if v != one.default)
        assert changed(one.name, other) == [("the lead", f"{one.name}: {other} instead of {one.default}")]
        assert changed(one.name, other) == []
    assert people.broken(home) is None


def test_what_is_only_tried_is_not_recorded(home):
    before = written(home)
    name, data = helpers.absence("900001,a,2025-09-08,2025-09-09")
    desk.dry_run(home, desk.look(home, desk.as_sent([(name, data)], None, ())))
    assert written(home) == before


def test_a_home_that_lost_everything_gets_its_people_back_and_nobody_is_signed_in(home, tmp_path):
    given = invited(home, LEAD, "lead")
    people.begin(home, person("p1", LEAD), now())
    backup(home, tmp_path / "before.zip")
    restore(tmp_path / "new", tmp_path / "before.zip")
    assert [one.email for one in people.people(tmp_path / "new", ADMINISTRATOR)] == [LEAD]
    with pytest.raises(SignedOut):
        people.reader(tmp_path / "new", person("p1", LEAD), now())
    people.remove(home, ADMINISTRATOR, "a test", given.number)
    restore(home, tmp_path / "before.zip")
    assert people.people(home, ADMINISTRATOR)[0].state(now().date()) == "removed"


@pytest.mark.parametrize("change", ["DELETE FROM record", "UPDATE record SET who = 'nobody'"])
def test_an_entry_is_neither_changed_nor_taken_out(tmp_path, change):
    people.note(tmp_path, "somebody", "export", "everything")
    with (
        closing(sqlite3.connect(tmp_path / "people.sqlite")) as con,
        pytest.raises(sqlite3.IntegrityError, match="written once"),
    ):
        con.execute(change)


@pytest.mark.parametrize(
    ("change", "first"),
    [("DELETE FROM record WHERE number = 2", 3), ("UPDATE record SET who = 'nobody' WHERE number = 2", 2)],
)
def test_whoever_changes_the_file_all_the_same_is_found_out(tmp_path, change, first):
    for about in ("one", "two", "three"):
        people.note(tmp_path, "somebody", "export", about)
    assert people.broken(tmp_path) is None
    with closing(sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)) as con:
        con.execute("DROP TRIGGER record_is_not_changed")
        con.execute("DROP TRIGGER record_is_not_emptied")
        con.execute(change)
    assert people.broken(tmp_path) == first


def test_the_record_is_for_the_administrator_and_the_data_protection_officer(tmp_path):
    people.note(tmp_path, "somebody", "export", "everything")
    assert len(people.entries(tmp_path, Grant("data protection officer"))) == 1
    for role in ("lead", "board", "head:900001", "programme"):
        with pytest.raises(CallError, match="administrator"):
            people.entries(tmp_path, Grant.parse(role))


def test_a_screen_reads_the_latest_entries_and_a_file_every_one(tmp_path):
    for about in ("one", "two", "three"):
        people.note(tmp_path, "somebody", "export", about)
    assert [one.about for one in people.entries(tmp_path, ADMINISTRATOR, 2)] == ["three", "two"]
    assert [one.about for one in people.entries(tmp_path, ADMINISTRATOR)] == ["three", "two", "one"]


def test_a_damaged_file_is_told_in_a_sentence_and_a_load_stands_all_the_same(home):
    for beside in home.glob("people.sqlite*"):
        beside.write_bytes(b"no database" * 500)
    with pytest.raises(Refusal, match=r"people\.sqlite cannot be used"):
        people.entries(home, ADMINISTRATOR)
    with Vault(home) as vault:
        helpers.put(vault, helpers.absence("900001,a,2025-09-08,2025-09-09"))
        assert vault.history()[0].dataset == "absence"
    (finding,) = [one for one in doctor.examine(home) if one.what == "record"]
    assert not finding.well


def test_the_file_is_its_owners_alone(tmp_path):
    people.note(tmp_path, "somebody", "export", "everything")
    assert (tmp_path / "people.sqlite").stat().st_mode & 0o077 == 0
