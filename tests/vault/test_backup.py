"""Backup and restore: one file holds all of a home that cannot be made again, and comes back whole or not at all."""

import os
import random
import shutil
import stat
import subprocess
import sys
import textwrap
import zipfile

import duckdb
import pandas as pd
import pytest

from tests import helpers
from tests.helpers import absence, frame, schools, terms, workforce
from wellmetrics import archive, desk, doctor, release, workbook
from wellmetrics.backup import backup, restore
from wellmetrics.model import Refusal, Viewer
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
SPELLS = absence(
    "900001,P0,2025-09-13,2025-09-14",
    *(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6)),
)
LATER = absence("900001,P1,2025-10-06,2025-10-08", name="later.csv")
LEAD = Viewer("lead")
VIEWERS = ("lead", "board", "head:900001")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A home with a note, an instrument of its own and a file on the desk, and its backup."""
    home = helpers.home_with(tmp_path_factory.mktemp("kept") / "home", *BASE, SPELLS)
    (home / "surveys").mkdir()
    shutil.copy(
        next((helpers.Path(release.__file__).parents[1] / "data" / "surveys").glob("*.toml")),
        home / "surveys" / "own.toml",
    )
    (asked,) = desk.queries(home, LEAD)
    desk.note(home, LEAD, "A. Lead", asked, "Confirmed")
    desk.put(home, "A. Lead", [("waits.csv", b"CANARY-7")])
    backup(home, home.parent / "home.zip")
    return home, home.parent / "home.zip"


@pytest.fixture
def home(kept, tmp_path):
    return helpers.Path(shutil.copytree(kept[0], tmp_path / "home"))


def state(home):
    """What of a home must come back: rows, history, notes, figures."""
    with Vault(home) as vault:
        rows, loads = helpers.standing(vault), vault.history()
        originals = [vault.original(load.batch) for load in loads]
    return rows, loads, originals, workbook.notes(home, LEAD), {who: frame(home, who) for who in VIEWERS}


def same(one, other):
    assert one[:4] == other[:4]
    for who in VIEWERS:
        pd.testing.assert_frame_equal(one[4][who], other[4][who])


def test_an_empty_home_has_everything_again_to_the_last_figure(kept, tmp_path):
    home, file = kept
    said = restore(tmp_path / "new", file)
    assert "4 loads" in said
    same(state(tmp_path / "new"), state(home))
    assert (tmp_path / "new" / "surveys" / "own.toml").read_text() == (
        home / "surveys" / "own.toml"
    ).read_text()
    assert (tmp_path / "new" / "key").read_text() == (home / "key").read_text()
    assert all(finding.well for finding in doctor.examine(tmp_path / "new"))


def test_what_came_after_the_backup_is_gone_and_laid_aside(kept, home):
    before = state(kept[0])
    desk.load_files(home, [LATER], "a lead")
    (asked,) = desk.queries(home, LEAD)
    desk.take_note_back(home, LEAD, "A. Lead", asked)
    (home / "surveys" / "later.toml").write_text("")
    restore(home, kept[1])
    same(state(home), before)
    assert not (home / "surveys" / "later.toml").exists()
    with duckdb.connect(str(home / "backups" / "replaced" / "vault.duckdb")) as con:
        assert con.execute("SELECT max(batch) FROM load").fetchall() == [(5,)]


def test_restoring_builds_a_release_that_follows_the_others(kept, home):
    desk.load_files(home, [LATER], "a lead")
    stood = release.current(home)
    said = restore(home, kept[1])
    assert release.current(home) > stood
    assert release.current(home) in said


def test_the_file_and_what_comes_out_of_it_are_the_owners_alone(kept, tmp_path):
    assert stat.S_IMODE(kept[1].stat().st_mode) == 0o600
    restore(tmp_path / "new", kept[1])
    for path in (tmp_path / "new").rglob("*"):
        if path.name != "current":
            assert path.stat().st_mode & 0o077 == 0, path


def test_files_on_the_desk_are_not_in_a_backup(kept):
    with zipfile.ZipFile(kept[1]) as pack:
        names = pack.namelist()
        assert not any(b"CANARY" in pack.read(name) for name in names)
    assert not any(name.startswith("tray") for name in names)
    assert {"about.json", "key", "vault.duckdb", "workbook.duckdb", "surveys/own.toml"} < set(names)


def test_a_backup_never_writes_over_a_file(kept, home):
    with pytest.raises(Refusal, match="Choose another name"):
        backup(home, kept[1])
    with pytest.raises(Refusal, match="holds no vault"):
        backup(home / "nowhere", home / "b.zip")
    with pytest.raises(Refusal, match="cannot be written"):
        backup(home, home / "no such folder" / "b.zip")


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_or_cut_backup_is_refused_and_nothing_is_replaced(kept, home, seed):
    rng, data = random.Random(seed), bytearray(kept[1].read_bytes())
    if seed % 3 == 0:
        data = data[: rng.randrange(len(data))]
    else:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    broken = home.parent / "broken.zip"
    broken.write_bytes(data)
    before = tree(home)
    with pytest.raises(Refusal, match="Nothing was replaced"):
        restore(home, broken)
    assert tree(home) == before


def tree(home):
    return {str(path.relative_to(home)): path.stat().st_size for path in sorted(home.rglob("*"))}


@pytest.mark.parametrize("text", [b"", b"urn,school\n900001,Ash\n" * 10])
def test_a_file_that_is_no_backup_is_refused(home, text):
    other = home.parent / "other.csv"
    other.write_bytes(text)
    with pytest.raises(Refusal, match="no backup"):
        restore(home, other)
    with pytest.raises(Refusal, match="There is no file"):
        restore(home, home / "missing.zip")


def test_a_home_whose_vault_is_damaged_is_mended_by_its_backup(kept, home):
    before = state(kept[0])
    (home / "vault.duckdb").write_bytes(b"\0" * 5000)
    restore(home, kept[1])
    same(state(home), before)


def test_a_restore_that_is_cut_off_is_ended_by_the_next_opening(kept, home):
    """Killed after any of its moves: what was begun is whole as soon as somebody opens the home."""
    before = state(kept[0])
    for moves in (1, 3, 5):
        target = helpers.Path(shutil.copytree(home, home.parent / f"cut-{moves}"))
        helpers.home_with(target, LATER, build=False)
        cut = subprocess.run(
            [sys.executable, "-c", _CUT, str(target), str(kept[1]), str(moves)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert cut.returncode == -9, cut.stderr
        same(state(target), before)
        assert not (target / "restored").exists()


_CUT = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from wellmetrics import archive

    home, file, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

    def watch(event, arguments):
        # Python tells of every rename: the first puts the parts beside the home's own, the others move them.
        global left
        if event == "os.rename" and "restored" in f"{arguments[0]}{arguments[1]}":
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(watch)
    with archive.unpacked(file, home) as parts:
        archive.put_in_place(home, parts)
    os.kill(os.getpid(), signal.SIGTERM)
""")


def test_a_backup_is_taken_before_a_migration_and_only_the_last_few_are_kept(home):
    older(home)
    earlier = [home / "backups" / f"before-0001-{n}.zip" for n in range(archive.KEPT)]
    (home / "backups").mkdir()
    for n, path in enumerate(earlier):
        path.write_bytes(b"")
        os.utime(path, (n, n))
    with Vault(home) as vault:
        rows = helpers.standing(vault)
    (taken,) = {*(home / "backups").glob("before-*.zip")} - {*earlier}
    assert [path for path in earlier if path.exists()] == earlier[1:]
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    restore(home.parent / "again", taken)
    with Vault(home.parent / "again") as vault:
        assert helpers.standing(vault) == rows


def older(home):
    """A vault as it was before one of its migrations, which can be done again."""
    with Vault(home) as vault:
        vault.con.execute("DELETE FROM migration WHERE number = 4")
        for name, column in vault.con.execute(_ADDED).fetchall():
            vault.con.execute(f'ALTER TABLE "{name}" DROP COLUMN "{column}"')
        vault.con.execute("DROP TABLE load_event")


_ADDED = """
    SELECT table_name, column_name FROM duckdb_columns()
    WHERE NOT internal AND database_name <> 'temp'
      AND ((table_name = 'load' AND column_name = 'why')
           OR (table_name = 'load_query' AND column_name IN ('code', 'urn', 'period', 'mark')))
"""


def test_a_new_home_takes_no_backup(tmp_path):
    with Vault(tmp_path):
        pass
    assert not (tmp_path / "backups").exists()


def test_what_a_killed_backup_leaves_goes_with_the_next_one(home):
    left = home / ".copy-left"
    left.mkdir()
    (left / "vault.duckdb").write_bytes(b"left")
    backup(home, home.parent / "b.zip")
    assert not left.exists()
    assert os.listdir(home.parent) != []


def test_a_restore_cut_off_while_it_sweeps_up_leaves_a_home_that_opens(tmp_path):
    home = helpers.home_with(tmp_path / "home", helpers.schools("900001"), helpers.terms(), build=False)
    (home / "restored" / "releases").mkdir(parents=True)
    with Vault(home) as vault:
        assert len(vault.standing("schools")) == 1
    assert not (home / "restored").exists()
