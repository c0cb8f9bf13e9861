"""Files of any size from the command line: memory stays small, the rows are right, and nothing stays behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove import large
from wellmetrics.intake.check import check
from wellmetrics.vault import Vault

WATCH = """
import sys, threading, time
from pathlib import Path

def anonymous():
    said = Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0]
    return int(said) // 1024

def watch():
    while True:
        most[0] = max(most[0], anonymous())
        time.sleep(0.02)

before = anonymous()
most = [before]
threading.Thread(target=watch, daemon=True).start()
home = Path(sys.argv[1])
"""
# Checks and loads one file by its path, without a build; prints the most anonymous memory it held, in MiB, and what
# it loaded.
LOAD = f"""{WATCH}
from dataclasses import replace
from wellmetrics.intake.check import check
from wellmetrics.vault import Vault

path, size = Path(sys.argv[2]), int(sys.argv[3])
with Vault(home) as vault:
    checked = check(path.name, path, replace(vault.context(), large=size), None)
    load = vault.load(checked, "a test")
print(most[0] - before, load.rows_new, len(checked.problems))
"""
# Builds a large vault, then tries a small file on it without keeping it; prints the most memory of each, in MiB.
BUILD = f"""{WATCH}
from wellmetrics import desk
from wellmetrics.build import build

build(home)
built, most[0] = most[0] - before, 0
row = "900001,late,teacher,1,2024-11-04,2024-11-05,infection"
file = ("late.csv", f"urn,staff_ref,staff_group,fte,first_day,last_day,reason\\n{{row}}\\n".encode())
tried = desk.dry_run(home, desk.look(home, desk.as_sent([file])))
print(built, most[0] - before, tried.files[0][2].new)
"""


on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux says how much memory is anonymous"
)


def looked_at(home: Path, path: Path) -> tuple[int, int, int]:
    """Memory in MiB, rows that are new and problems of a file that is checked and loaded as a large one."""
    with Vault(home) as vault:
        for name, data in large.reference().items():
            vault.load(check(name, data, vault.context()), "a test")
    said = subprocess.run(
        [sys.executable, "-c", LOAD, str(home), str(path), str(path.stat().st_size)],
        capture_output=True,
        text=True,
        check=True,
    )
    held, new, problems = map(int, said.stdout.split())
    return held, new, problems


@on_linux
@pytest.mark.parametrize(
    ("rows", "most"),
    [
        pytest.param(450_000, 500, id="30 MB"),
        pytest.param(16_000_000, 1_500, id="1 GB", marks=pytest.mark.long),
    ],
)
def test_a_large_file_is_checked_and_loaded_in_little_memory(tmp_path, rows, most):
    home, path = tmp_path / "home", tmp_path / "absence.csv"
    large.spells(path, rows)
    held, new, problems = looked_at(home, path)
    size = path.stat().st_size
    assert size > rows * 60
    assert (new, problems) == (rows, 0)
    assert held < most
    assert {path.name for path in home.iterdir()} <= {
        "key",
        "vault.duckdb",
        "vault.duckdb.wal",
        "people.sqlite",
    }
    with Vault(home) as vault:
        total, people, days = vault.con.execute(
            "SELECT count(*), count(DISTINCT staff_ref), count(DISTINCT first_day) FROM absence"
        ).fetchall()[0]
        kept = vault.con.execute("SELECT count(*) FROM original WHERE batch = 4").fetchall()[0][0]
    assert (total, people) == (rows, rows // large.SPELLS)
    assert days > 100
    assert kept == -(-size // (16 << 20))


@on_linux
@pytest.mark.parametrize(
    ("respondents", "most"),
    [
        pytest.param(60_000, 500, id="30 MB"),
        pytest.param(2_000_000, 1_500, id="1 GB", marks=pytest.mark.long),
    ],
)
def test_a_large_survey_with_one_row_an_answer_is_checked_and_loaded_in_little_memory(
    tmp_path, respondents, most
):
    home, path = tmp_path / "home", tmp_path / "answers.csv"
    large.answers(path, respondents)
    held, new, _ = looked_at(home, path)
    assert new == respondents
    assert held < most
    with Vault(home) as vault:
        answers = vault.con.execute("SELECT sum(len(map_keys(answers))) FROM survey").fetchall()[0][0]
    assert answers == large.QUESTIONS * respondents


@on_linux
@pytest.mark.parametrize(
    ("write", "rows", "most"),
    [
        pytest.param(large.days, 300_000, 500, id="days, 30 MB"),
        pytest.param(large.replies, 100_000, 500, id="replies, 5 MB"),
        pytest.param(large.days, 10_000_000, 2_500, id="days, 1 GB", marks=pytest.mark.long),
        pytest.param(large.replies, 6_000_000, 2_500, id="replies, 300 MB", marks=pytest.mark.long),
    ],
)
def test_a_large_file_by_day_or_by_reply_is_checked_and_loaded_in_little_memory(tmp_path, write, rows, most):
    """Each spell of two days is one, and of people who answer alike each is one."""
    home, path = tmp_path / "home", tmp_path / "absence.csv"
    write(path, rows)
    held, new, _ = looked_at(home, path)
    assert new == rows
    assert held < most


@on_linux
@pytest.mark.long
def test_a_vault_of_sixteen_million_spells_is_built_and_tried_in_the_memory_of_its_largest_school(tmp_path):
    home = tmp_path / "home"
    large.vault(home, 16_000_000)
    said = subprocess.run(
        [sys.executable, "-c", BUILD, str(home)], capture_output=True, text=True, check=True
    ).stdout.split()
    built, tried, new = map(int, said)
    assert new == 1
    assert built < 3_000
    assert tried < 3_000
    assert not list(home.glob(".reading-*"))
