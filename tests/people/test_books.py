"""What vault and workbook say themselves of who did what, and what the record says: told where they differ."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from tests import helpers
from tests.people.test_record import small
from wellmetrics import backup, desk, doctor, people, workbook
from wellmetrics.model import Refusal, Viewer
from wellmetrics.people import ADMINISTRATOR
from wellmetrics.workbook import About, Objection

URN, TERM = "900001", "2025/26 Autumn"
LEAD, HEAD, ABOUT = Viewer("lead"), Viewer("head", URN), About(URN, TERM, "absence")


@pytest.fixture
def home(built_once: Callable, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_once("recorded", small), tmp_path / "home"))


@contextmanager
def nothing_can_be_recorded(home: Path) -> Iterator[None]:
    with closing(sqlite3.connect(home / "people.sqlite", isolation_level=None)) as con:
        con.execute(
            "CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        yield
        con.execute("DROP TRIGGER full")


def told(home: Path, book: str) -> doctor.Finding:
    return next(one for one in doctor.examine(home) if one.what == f"record and {book}")


def recorded(home: Path) -> list[tuple[str, str]]:
    return [(one.what, one.about) for one in people.entries(home, ADMINISTRATOR)]


def test_what_heads_and_the_lead_write_stands_in_the_record_without_the_words(home):
    place, months = ("days_lost_per_fte", URN, ""), ("2024-09", "2026-03")
    workbook.confirm(home, HEAD, "the head", ABOUT, [])
    dispute = workbook.dispute(home, HEAD, "the head", ABOUT, Objection("", "Counted twice"), [])
    workbook.settle(home, LEAD, "the lead", dispute.number, "Corrected")
    workbook.write(home, LEAD, "the lead", "mark", "Was a long spell")
    workbook.take_back(home, LEAD, "the lead", "mark")
    workbook.lock(home, LEAD, "the lead", place, months, "A steady time")
    workbook.unlock(home, LEAD, "the lead", place, "No longer")
    said = recorded(home)[:7][::-1]
    assert [what for what, _ in said] == [
        "confirmation", "dispute", "dispute settled", "note", "note taken back", "baseline", "baseline unlocked",
    ]  # fmt: skip
    assert said[0][1] == f"{URN}, {TERM}, absence"
    assert not [about for _, about in said if "Counted twice" in about or "long spell" in about]
    assert told(home, "workbook").well


def test_what_cannot_be_recorded_is_not_written_in_the_workbook(home):
    with nothing_can_be_recorded(home), pytest.raises(Refusal, match=r"people\.sqlite"):
        workbook.confirm(home, HEAD, "the head", ABOUT, [])
    assert workbook.answers(home, HEAD) == []
    assert told(home, "workbook").well


def test_a_load_that_the_record_lacks_is_told_and_made_good_by_the_next_one(home):
    """As it is where a process dies after the load and before the record is written."""
    assert told(home, "vault").well
    with nothing_can_be_recorded(home):
        desk.load_files(home, [helpers.absence(f"{URN},A1,2025-09-08,2025-09-09")], "A. Lead")
    found = told(home, "vault")
    assert not found.well
    assert "in the vault and not in the record, such as “load: batch 4" in found.finding
    assert "by A. Lead" in found.finding
    desk.undo(home, 4, "A. Lead")
    assert told(home, "vault").well
    assert [what for what, about in recorded(home) if "batch 4" in about].count("load") == 1


def test_a_load_that_somebody_took_out_of_the_vaults_own_book_is_told(home):
    with duckdb.connect(str(home / "vault.duckdb")) as con:
        con.execute("DELETE FROM audit WHERE detail LIKE 'batch 2:%'")
    found = told(home, "vault")
    assert not found.well
    assert "1 in the record and not in the vault, such as “load: batch 2" in found.finding


def test_after_a_restore_the_two_agree(home, tmp_path):
    backup.backup(home, tmp_path / "kept.zip")
    desk.load_files(home, [helpers.absence(f"{URN},A1,2025-09-08,2025-09-09")], "A. Lead")
    backup.restore(home, tmp_path / "kept.zip")
    assert ("load", "batch 4: absence from absence.csv") in recorded(home)
    assert told(home, "vault").well
