"""The tray: files wait sealed in the home, through a refresh and a restart, until they are loaded or too old."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.desk import Options
from wellmetrics.model import CallError
from wellmetrics.vault import Vault

BASE = (schools("900001"), terms(), workforce({"900001": 12}))
FILE = absence("900001,CANARY-7,2025-09-08,2025-09-09")
OTHER = absence("900001,P2,2025-09-08,2025-09-09", name="other.csv")
LEAD = "A. Lead"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *BASE, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def names(home, who=LEAD):
    return [one.file for one in desk.tray(home, who)]


def test_files_wait_with_what_was_said_about_them_in_the_order_in_which_they_came(home):
    first, second = desk.put(home, LEAD, [FILE, OTHER])
    said = Options("absence", {"urn": "900001"}, leave_out_personal=True)
    desk.set_options(home, LEAD, first.id, said, ["2025/26 Autumn"])
    again = desk.tray(home, LEAD)
    assert [one.id for one in again] == [first.id, second.id]
    assert (again[0].options, again[0].covers) == (said, ("2025/26 Autumn",))
    assert (again[1].options, again[1].covers) == (Options(), ())
    assert [(one.file, one.data) for one in desk.sent(home, LEAD)] == [FILE, OTHER]


def test_another_process_finds_them_after_a_restart(home):
    desk.put(home, LEAD, [FILE])
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from wellmetrics import desk
        print([one.file for one in desk.tray(Path(sys.argv[1]), sys.argv[2])])
    """)
    found = subprocess.run(
        [sys.executable, "-c", program, str(home), LEAD], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "['absence.csv']"


def test_the_same_file_again_is_not_a_second_one_and_keeps_what_was_said(home):
    (one,) = desk.put(home, LEAD, [FILE])
    desk.set_options(home, LEAD, one.id, Options("absence"))
    desk.put(home, LEAD, [FILE])
    assert [(w.file, w.options.dataset) for w in desk.tray(home, LEAD)] == [("absence.csv", "absence")]


def test_each_sender_has_a_tray_of_their_own(home):
    desk.put(home, LEAD, [FILE])
    assert names(home, "somebody else") == []


def test_nothing_of_a_file_can_be_read_in_the_home_and_only_its_owner_reaches_it(home):
    desk.put(home, LEAD, [FILE, ("Jo Bloggs.csv", FILE[1])])
    for path in (home / "tray").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        assert "Bloggs" not in path.name
        if path.is_file():
            found = path.read_bytes()
            assert not any(text in found for text in (b"CANARY", b"Bloggs", b"absence", b"staff_ref"))


def test_a_file_that_was_loaded_waits_no_longer_and_one_that_was_refused_does(home):
    bad = absence("900009,P1,2025-09-08,2025-09-09", name="bad.csv")
    desk.put(home, LEAD, [FILE, bad])
    receipt = desk.load(home, desk.look(home, desk.sent(home, LEAD)), LEAD)
    assert [load.file for load in receipt.loads] == ["absence.csv"]
    assert names(home) == ["bad.csv"]


def test_what_was_said_about_each_file_is_what_it_is_loaded_with(home):
    helpers.home_with(home, absence("900001,GONE,2025-09-08,2025-09-09"), build=False)
    one, _ = desk.put(home, LEAD, [FILE, OTHER])
    desk.set_options(home, LEAD, one.id, Options(), ["2025/26 Autumn"])
    receipt = desk.load(home, desk.look(home, desk.sent(home, LEAD)), LEAD)
    assert [(load.file, load.rows_gone) for load in receipt.loads] == [("absence.csv", 1), ("other.csv", 0)]


def test_a_file_is_taken_out_and_asking_twice_is_no_fault(home):
    (one,) = desk.put(home, LEAD, [FILE])
    desk.take_out(home, LEAD, [one.id])
    desk.take_out(home, LEAD, [one.id])
    assert names(home) == []
    assert not list((home / "tray").rglob("*.*"))
    with pytest.raises(CallError, match="no longer waits"):
        desk.set_options(home, LEAD, one.id, Options())


def test_a_file_that_nobody_loads_goes_after_the_days_that_are_set(home):
    with Vault(home) as vault:
        vault.set("tray_days", "0")
    desk.put(home, LEAD, [FILE])
    assert names(home, "anybody") == []
    assert not list((home / "tray").rglob("*.*"))


def test_a_tray_may_be_used_before_the_first_load(tmp_path):
    desk.put(tmp_path / "new", LEAD, [FILE])
    assert names(tmp_path / "new") == ["absence.csv"]
    assert not (tmp_path / "new" / "vault.duckdb").exists()
