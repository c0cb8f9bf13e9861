"""A disk that is really full, as a small file system in memory: refused in words, reading goes on, nothing half done."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.vault import Vault

pytestmark = pytest.mark.long
URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
SPELLS = absence(*(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6)))
MANY = helpers.csv(
    "many.csv",
    "survey,urn,wave_date,audience,Q1,Q2,Q3",
    *(f"ours,900001,2025-10-01,staff,{n % 5},{n},{n * 7919}" for n in range(5_000)),
)


@pytest.fixture
def disk(tmp_path):
    """Sixty-four megabytes. Only the superuser may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def command(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "wellmetrics", *map(str, arguments), "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("free", [0, 50_000, 400_000, 1_500_000, 3_000_000])
def test_every_command_on_a_full_disk_is_refused_in_words_and_reading_goes_on(disk, tmp_path, free):
    home = Path(shutil.copytree(helpers.home_with(tmp_path / "home", *BASE, SPELLS), disk / "home"))
    (tmp_path / "many.csv").write_bytes(MANY[1])
    before = helpers.term_cells(home, "days_lost_per_fte")[AUTUMN].value
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(b"x" * max(0, shutil.disk_usage(disk).free - free))
    with Vault(home) as vault:
        rows = helpers.standing(vault)
    for arguments in (
        ["load", tmp_path / "many.csv", "--yes"],
        ["build"],
        ["undo", "4"],
        ["backup", disk / "b.zip"],
    ):
        done = command(home, *arguments)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 0 or "The disk is full" in done.stderr, (arguments, done.stderr)
        assert command(home, "show", "days_lost_per_fte").returncode == 0
        assert command(home, "history").returncode == 0
    filler.unlink()
    with Vault(home) as vault:
        states = {load.batch: load.state for load in vault.history()}
        if states[4] == "undone":
            vault.redo(4, "a test")
        if 5 in states:
            vault.undo(5, "a test")
        assert helpers.standing(vault) == rows
    desk.load_files(home, [absence("900001,Z1,2025-10-06,2025-10-08", name="later.csv")], "a lead")
    assert helpers.term_cells(home, "days_lost_per_fte")[AUTUMN].value > before
