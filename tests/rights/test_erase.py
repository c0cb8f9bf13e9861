"""Somebody is found wherever a home holds them, and once erased is nowhere in its bytes and stays away."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence
from tests.rights.holding import (
    AGAIN,
    BASE,
    COUNTED,
    FIRST,
    MANY,
    NOTE,
    OTHER,
    REFERRED,
    WHO,
    files_with,
    loads,
    originals,
    recorded,
    rows,
    traces,
)  # fmt: skip
from wellmetrics import archive, desk, doctor, people, release, rights, workbook
from wellmetrics.backup import backup, restore
from wellmetrics.desk import waiting
from wellmetrics.model import CallError, Refusal, Viewer
from wellmetrics.vault import Vault

DPO = "A. Officer"


FIRST_OF_OTHERS = absence(*MANY, name="first.csv")


def others(found: dict[str, list[tuple]], gone: set[str]) -> dict[str, list[tuple]]:
    return {name: [row for row in of if not gone & set(map(str, row))] for name, of in found.items()}


def test_finds_every_load_kept_file_and_waiting_file_of_a_person(holding):
    found = {(one.where, one.file): one for one in rights.find(holding, f"  {WHO.lower()} ")}
    assert {key: one.rows for key, one in found.items()} == {
        ("rows", "first.csv"): 1, ("kept file", "first.csv"): 1,
        ("rows", "again.csv"): 1, ("kept file", "again.csv"): 1,
        ("rows", "referrals.csv"): 1, ("kept file", "referrals.csv"): 1,
        ("kept file", "census.csv"): 1, ("desk", "waits.csv"): 1,
    }  # fmt: skip
    spell = found["rows", "first.csv"]
    assert (spell.first_day, spell.last_day, spell.state) == (helpers.day("2025-09-13"),) * 2 + ("loaded",)


def test_what_is_found_says_nothing_of_health(holding):
    said = " ".join(map(str, rights.find(holding, WHO)))
    assert not [word for word in ("infection", "occupational", "waiting", "teacher") if word in said]


def test_nobody_is_found_under_somebody_elses_reference(holding):
    assert rights.find(holding, "CANARY") == []
    with pytest.raises(Refusal, match="Nothing was changed"):
        rights.erase(holding, "CANARY", DPO)
    with pytest.raises(CallError, match="Say whom"):
        rights.find(holding, "  ")


def test_no_byte_of_an_erased_person_stays_and_nobody_else_is_touched(home):
    with Vault(home) as vault:
        (gone,) = vault.key.pseudonyms([WHO])
    # The search finds what is there: without this the rest would prove nothing.
    assert {"vault.duckdb", "original 4", "original 5", "original 6", "original 7"} < traces(home)
    assert "workbook.duckdb" in files_with(home, NOTE)
    before, history = rows(home), loads(home)
    said = rights.erase(home, WHO, DPO, "asked on paper")
    assert said[0] == "3 rows of 3 loads and of 4 kept files erased."
    assert traces(home) == set()
    # The note is gone with the doubt; releases from before have it until they go.
    assert {name.split("/")[0] for name in files_with(home, NOTE)} <= {"releases"}
    assert workbook.notes(home, Viewer("lead")) == {}
    assert rows(home) == others(before, {gone})
    assert loads(home) == history
    assert rights.find(home, WHO) == []
    assert rights.find(home, OTHER)
    assert [one.file for one in desk.tray(home, "A. Lead")] == ["stays.csv"]
    assert all(one.well for one in doctor.examine(home))


def test_a_kept_file_keeps_every_row_of_the_others(home):
    rights.erase(home, WHO, DPO)
    kept = originals(home)
    for batch, (_, data) in ((4, FIRST), (5, AGAIN), (7, COUNTED)):
        without = [line for line in data.decode().splitlines() if WHO.lower() not in line.lower()]
        assert kept[batch].splitlines() == without


def test_figures_are_those_of_the_rows_that_are_left(home, tmp_path):
    rights.erase(home, WHO, DPO)
    never = helpers.home_with(tmp_path / "never", *_never_held())
    one, other = helpers.frame(home, "lead"), helpers.frame(never, "lead")
    assert one.equals(other)


def _never_held():
    for name, data in (*BASE, FIRST, AGAIN, REFERRED, COUNTED):
        lines = [
            line for line in data.decode().splitlines() if WHO.lower() not in line.lower() or "census" in name
        ]
        yield name, "\n".join([*lines, ""]).encode()


def test_who_erased_when_and_how_much_is_recorded_and_not_whom(home):
    rights.erase(home, WHO, DPO, "asked on paper")
    (entry,) = [one for one in people.entries(home, people.ADMINISTRATOR) if one.what == "erase"]
    assert (entry.who, "3 rows of 3 loads" in entry.about, "asked on paper" in entry.about) == (
        DPO,
        True,
        True,
    )
    assert "erase" in recorded(home)


@pytest.mark.parametrize(
    "why", ["p-0137 asked", "payroll P-0137: asked on paper", "asked (P-0137)", "by “P-0137”."]
)
def test_a_reason_that_holds_the_reference_is_refused(home, why):
    with pytest.raises(CallError, match="holds the reference"):
        rights.erase(home, OTHER, DPO, why)


def test_a_reason_that_holds_a_reference_of_two_words_is_refused(home):
    with pytest.raises(CallError, match="holds the reference"):
        rights.erase(home, "AB 0137", DPO, "staff member AB 0137 asked")


def test_an_erasure_that_the_record_did_not_take_is_told_and_made_good_by_the_next_load(home):
    with closing(sqlite3.connect(home / "people.sqlite", isolation_level=None)) as con:
        con.execute(
            "CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        rights.erase(home, WHO, DPO)
        con.execute("DROP TRIGGER full")

    def agree() -> bool:
        return next(one.well for one in doctor.examine(home) if one.what == "record and vault")

    def erased() -> int:
        return sum(one.what == "erase" for one in people.entries(home, people.ADMINISTRATOR))

    assert (agree(), erased()) == (False, 0)
    helpers.home_with(home, absence("900002,X1,2025-11-03,2025-11-04", name="next.csv"))
    assert (agree(), erased()) == (True, 1)


def test_bytes_on_the_desk_of_which_nothing_says_whose_they_are_go_with_an_erasure_and_in_time(home):
    (path, _), *_ = [each for each in waiting.everybodys(home) if each[1].file == "waits.csv"]
    path.with_suffix(".about").unlink()
    half = path.with_suffix(".part")
    half.write_bytes(path.read_bytes())
    desk.tray(home, "A. Lead")
    assert path.exists(), "somebody may be laying it down just now"
    rights.erase(home, WHO, DPO)
    assert traces(home) == set()
    assert not half.exists()
    half.write_bytes(b"")
    os.utime(half, (0, 0))
    rights.purge(home, DPO)
    assert not half.exists()


def test_earlier_releases_stay_unless_they_are_to_go(home, tmp_path):
    first, again = release.current(home), Path(shutil.copytree(home, tmp_path / "again"))
    said = rights.erase(home, WHO, DPO)
    assert (home / "releases" / str(first)).is_dir()
    assert any("--releases" in one for one in said)
    rights.erase(again, WHO, DPO, releases=True)
    assert [path.name for path in (again / "releases").glob("[0-9]*")] == [release.current(again)]
    assert files_with(again, NOTE) == set()


def test_undo_and_redo_go_on_around_an_erasure(home):
    with Vault(home) as vault:
        vault.undo(5, "a lead")
    rights.erase(home, WHO, DPO)
    with Vault(home) as vault:
        assert len(vault.standing("absence")) == 12
        vault.redo(5, "a lead")
        assert len(vault.standing("absence")) == 13
        vault.undo(4, "a lead")
        assert len(vault.standing("absence")) == 1
    assert traces(home) == set()


def test_the_same_file_comes_again_without_the_person_and_says_so(home):
    rights.erase(home, WHO, DPO)
    looked = desk.look(home, desk.as_sent([AGAIN], None, ()))
    ((_, _, change),) = desk.dry_run(home, looked).files
    assert str(change) == "0 new, 0 changed, 1 the same, 0 gone, 1 left out: erased"
    receipt = desk.load(home, looked, "a lead")
    assert receipt.sentences[0].endswith("1 left out: erased before.")
    assert traces(home) == set()
    alone = absence(f"900001,{WHO},2025-12-01,2025-12-02", name="alone.csv")
    with pytest.raises(Refusal, match="every row of it is of somebody who was erased"):
        desk.load_files(home, [alone], "a lead")


def test_a_row_that_stayed_out_for_an_error_leaves_no_trace_either(home):
    rights.erase(home, WHO, DPO)
    wrong = absence(
        f"900001,{WHO},2025-12-31,2025-12-02", f"900001,{OTHER},2025-12-01,2025-12-02", name="wrong.csv"
    )
    with Vault(home) as vault:
        vault.load(helpers.look(vault.context(), wrong, leave_out_errors=True), "a lead")
    assert traces(home) == set()


def test_an_older_backup_brings_nobody_back(home, holding):
    rights.erase(home, WHO, DPO)
    said = restore(home, holding.parent / "home.zip")
    assert "3 rows of people erased before stayed out" in said
    shutil.rmtree(home / "backups")
    assert traces(home) == set()
    assert workbook.notes(home, Viewer("lead")) == {}
    assert len(originals(home)) == 7


def test_an_older_backup_brings_nobody_back_who_stood_in_a_kept_file_alone(tmp_path):
    """Nothing of theirs was ever loaded as a row, so nothing but the file itself can tell."""
    home = helpers.home_with(tmp_path / "home", *BASE, FIRST_OF_OTHERS, COUNTED)
    backup(home, tmp_path / "before.zip")
    assert traces(home)
    rights.erase(home, WHO, DPO)
    assert traces(home) == set()
    said = restore(home, tmp_path / "before.zip")
    assert "1 row of people erased before stayed out" in said
    shutil.rmtree(home / "backups")
    assert traces(home) == set()


def test_a_backup_knows_who_was_erased_where_the_home_is_lost(home, holding, tmp_path):
    rights.erase(home, WHO, DPO)
    backup(home, tmp_path / "after.zip")
    restore(tmp_path / "new", tmp_path / "after.zip")
    restore(tmp_path / "new", holding.parent / "home.zip")
    shutil.rmtree(tmp_path / "new" / "backups")
    assert traces(tmp_path / "new") == set()


@pytest.mark.parametrize("moves", [0, 1, 2, 4])
def test_killed_at_any_move_a_person_is_erased_whole_or_not_at_all(holding, home, moves):
    """Files are renamed and removed a few times: killed before the first nothing is done, after it everything."""
    before = rows(home)
    cut = subprocess.run(
        [sys.executable, "-c", CUT, str(home), WHO, str(moves)], capture_output=True, text=True, check=False
    )
    assert cut.returncode == -signal.SIGKILL, cut.stderr
    if moves == 0:
        assert rows(home) == before
        assert len(rights.find(home, WHO)) == 8
        rights.erase(home, WHO, DPO)
    assert rights.find(home, WHO) == []
    shutil.rmtree(home / "backups", ignore_errors=True)
    assert traces(home) == set()
    assert not [path for path in home.glob("*") if path.name.startswith(("rewritten", ".rewriting"))]


CUT = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from wellmetrics import rights

    home, who, left = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    begun = False

    def watch(event, arguments):
        # Python tells of every rename and removal: the first rename puts the rewritten stores beside the home's own.
        global left, begun
        if event not in ("os.rename", "os.remove"):
            return
        begun = begun or (event == "os.rename" and str(arguments[1]).endswith("rewritten"))
        if begun:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(watch)
    rights.erase(home, who, "a test")
""")


def test_what_a_killed_erasure_left_beside_goes_with_the_next_one(home):
    left = home / ".rewriting-left"
    left.mkdir()
    (left / archive.VAULT).write_text(WHO)
    rights.erase(home, WHO, DPO)
    assert not left.exists()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60))
def test_killed_at_any_moment_a_person_is_erased_whole_or_not_at_all(home, seed):
    """At any time of the whole command, from its start on."""
    before = rows(home)
    command = [sys.executable, "-m", "wellmetrics", "erase", WHO, "--yes", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(random.Random(seed).uniform(0.3, 4))
        process.kill()
        said, _ = process.communicate()
    if rights.find(home, WHO):
        assert "is current" not in said
        assert rows(home) == before
        rights.erase(home, WHO, DPO)
    shutil.rmtree(home / "backups", ignore_errors=True)
    assert traces(home) == set()
    assert not list(home.glob(".rewriting*"))
