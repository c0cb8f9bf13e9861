"""A large file, its columns on the disk: the same is said of it as in memory, and nothing of it stays behind."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers import absence, put, schools, standing, terms, workforce
from tests.intake import corpus
from wellmetrics import desk
from wellmetrics.intake.aside import PREFIX, begun
from wellmetrics.intake.check import check
from wellmetrics.model import Refusal
from wellmetrics.vault import Vault

SPELLS = absence(
    "900001,P1,2025-09-08,2025-09-09",
    "900001,P1,2025-09-08,2025-09-09",  # a repeat
    "900001,P2,2025-09-10,2025-09-09",  # ends before it starts
    "900001,P3,2025-09-10,2025-09-12",
    "900001,P3,2025-09-11,2025-09-15",  # overlaps
)
# Lays a column aside, says so, and waits to be killed before the column has lost its name.
AT_WORK = """
import sys, time
from pathlib import Path
from wellmetrics.intake.aside import begun
with begun(Path(sys.argv[1])) as aside:
    (aside.folder / "column").write_text("P1,900001")
    print("at work", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def vault(tmp_path):
    with Vault(tmp_path / "home") as vault:
        put(vault, schools("900001"), terms(), workforce({"900001": 10}))
        yield vault


def left_in(home: Path) -> set[str]:
    """What stands in a home beside its stores, its key and the record."""
    return {path.name for path in home.iterdir()} - {
        "key",
        "vault.duckdb",
        "vault.duckdb.wal",
        "people.sqlite",
    }


@pytest.mark.parametrize("name", ["bad", pytest.param("good", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "code",
    [pytest.param(code, marks=pytest.mark.long if i % 3 else ()) for i, code in enumerate(corpus.codes())],
)
def test_a_file_that_is_laid_aside_is_said_the_same_of_as_in_memory(code, name, tmp_path):
    """Three rows at once, so that most files are worked on in parts."""
    pair = corpus.pair(code)
    (path,) = (corpus.CHECKS / code).glob(f"{name}.*")
    laid_aside = replace(corpus.context(pair.trust), home=tmp_path, large=0, at_once=3)
    found = check(path.name, path, laid_aside, corpus.Options(**pair.options))
    known = pair.look(name)
    assert found.problems == known.problems
    assert found.decisions == known.decisions
    assert found.sha256 == known.sha256
    assert (found.how, found.layout) == (known.how, known.layout)
    assert (found.rows is None) == (known.rows is None)
    if found.rows is not None and known.rows is not None:
        assert found.rows.to_pylist() == known.rows.to_pylist()
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_laid_aside_is_loaded_as_one_in_memory_is(vault, tmp_path):
    path = tmp_path / SPELLS[0]
    path.write_bytes(SPELLS[1])
    options = corpus.Options(leave_out_errors=True)
    known = vault.load(check(*SPELLS, vault.context(), options), "a test")
    rows = standing(vault)["absence"]
    vault.undo(known.batch, "a test")
    large = replace(vault.context(), large=0, at_once=2)
    found = vault.load(check(path.name, path, large, options), "a test")
    assert standing(vault)["absence"] == rows
    assert (found.rows_new, found.sha256) == (known.rows_new, known.sha256) == (3, known.sha256)
    assert vault.original(found.batch) == vault.original(known.batch) == SPELLS[1]
    assert not left_in(vault.home)


def test_what_a_killed_process_laid_aside_is_gone_with_the_next_opening(vault, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(vault.home)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        with Vault(vault.home):
            (folder,) = left_in(vault.home)  # of a process that is at work
        os.kill(process.pid, signal.SIGKILL)
    assert folder.startswith(PREFIX)
    with Vault(vault.home):
        assert not left_in(vault.home)


def test_only_the_owner_can_read_what_is_laid_aside(tmp_path):
    with begun(tmp_path) as aside:
        assert aside.folder
        assert aside.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("change", ["more", "gone"])
def test_a_file_that_changed_since_it_was_checked_is_not_loaded(vault, tmp_path, change):
    path = tmp_path / "absence.csv"
    path.write_bytes(absence("900001,P1,2025-09-08,2025-09-09")[1])
    before = vault.rows_state()
    looked = desk.look(vault.home, desk.as_sent([(path.name, path)]))
    assert looked.ready
    if change == "more":
        path.write_bytes(path.read_bytes() + b"\n")
    else:
        path.unlink()
    with pytest.raises(Refusal, match="changed or moved since it was checked"):
        desk.load(vault.home, looked, "a test")
    assert vault.rows_state() == before
    assert not vault.con.execute("SELECT 1 FROM absence").fetchall()
    assert not vault.con.execute("SELECT 1 FROM load WHERE dataset = 'absence'").fetchall()


def test_what_duckdb_laid_down_before_it_was_killed_is_gone_with_the_next_opening(tmp_path):
    with Vault(tmp_path):
        pass
    left = tmp_path / "vault.duckdb.tmp"
    left.mkdir()
    (left / "duckdb_temp_block-0.block").write_bytes(b"P1,900001")
    done = [sys.executable, "-m", "wellmetrics", "history", "--home", str(tmp_path)]
    assert subprocess.run(done, check=True, capture_output=True).returncode == 0
    assert not left.exists()
