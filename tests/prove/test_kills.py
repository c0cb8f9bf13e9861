"""Killed at any moment of check, load, build, undo, backup or restore: never half a load, never an acknowledged one lost."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tests import helpers
from tests.helpers import absence, frame, schools, terms, workforce
from wellmetrics import release
from wellmetrics.backup import backup
from wellmetrics.build import build
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
ZERO = absence(
    *(f"{urn},{urn}-{n},2024-09-09,2024-09-{10 + n:02}" for urn in URNS for n in range(6)), name="zero.csv"
)
FIRST = absence(*(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6)))
ONE = absence(
    *(f"{urn},{urn}-{n},2025-10-06,2025-10-{7 + n:02}" for urn in URNS for n in range(6)), name="one.csv"
)
TWO = absence(
    *(f"{urn},{urn}-{n},2026-01-12,2026-01-{13 + n:02}" for urn in URNS for n in range(6)), name="two.csv"
)
LOADS = len(BASE) + 2


@dataclass(frozen=True)
class State:
    """What of a home must be one of a few: its rows, its history, and the lead's figures."""

    rows: dict
    loads: list
    figures: pd.DataFrame

    @classmethod
    def of(cls, home: Path) -> "State":
        with Vault(home) as vault:
            rows, loads = (
                helpers.standing(vault),
                [(one.batch, one.file, one.state) for one in vault.history()],
            )
            for load in loads:
                vault.original(load[0])
        return cls(rows, loads, frame(home, "lead"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A home with one load and its release, a backup of it, and two files that were not loaded."""
    folder = tmp_path_factory.mktemp("kills")
    helpers.home_with(folder / "home", *BASE, ZERO, FIRST)
    backup(folder / "home", folder / "home.zip")
    for name, data in (ONE, TWO):
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def states(kept, tmp_path_factory):
    """What may stand after each number of loads, and after an undo: loaded and built without any kill."""
    home = tmp_path_factory.mktemp("states") / "home"
    shutil.copytree(kept / "home", home)
    found = [State.of(home)]
    for file in (ONE, TWO):
        helpers.home_with(home, file, build=False)
        build(home)
        found.append(State.of(home))
    shutil.copytree(kept / "home", home.with_name("undone"))
    with Vault(home.with_name("undone")) as vault:
        vault.undo(LOADS, "a test")
    build(home.with_name("undone"))
    return [*found, State.of(home.with_name("undone"))]


COMMANDS = {
    "check": ["check", "one.csv", "two.csv"],
    "load": ["load", "one.csv", "two.csv", "--yes"],
    "build": ["build"],
    "undo": ["undo", str(LOADS)],
    "backup": ["backup", "again.zip"],
    "restore": ["restore", "home.zip"],
}


def run(kept: Path, home: Path, command: str) -> subprocess.Popen:
    arguments = [
        str(kept / part) if part.endswith((".csv", "home.zip")) else part for part in COMMANDS[command]
    ]
    arguments = [str(home.parent / part) if part == "again.zip" else part for part in arguments]
    return subprocess.Popen(
        [sys.executable, "-m", "wellmetrics", *arguments, "--home", str(home)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def killed(kept: Path, home: Path, command: str, at: str, after: float) -> tuple[str, bool]:
    """What the command had printed when it was killed `after` seconds from the step it tells of, and whether it was."""
    with run(kept, home, command) as process:
        assert process.stderr
        assert process.stdout
        for line in process.stderr if at else ():
            if line.startswith(at):
                break
        rest = threading.Thread(target=process.stderr.read)  # a full pipe would hold it back
        rest.start()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        rest.join()
        return said, process.wait() == -signal.SIGKILL


def look_after(home: Path, states: list[State], command: str, said: str) -> None:
    """The home opens, stands in one of the states it may stand in, and goes on working."""
    found = State.of(home)
    may = {"load": states[:3], "undo": [states[0], states[3]]}.get(command, states[:1])
    stands = [state for state in may if (state.rows, state.loads) == (found.rows, found.loads)]
    assert stands, (command, found.loads)
    assert any(found.figures.equals(state.figures) for state in may)
    if "is current" in said:
        assert stands == may[-1:]
        assert found.figures.equals(may[-1].figures)
    build(home)
    assert State.of(home).figures.equals(stands[0].figures)
    assert not [path for path in (home / "releases").iterdir() if path.name.startswith(".")]


def restart(home: Path) -> None:
    """A new process has the home open within five seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = subprocess.run(
        [sys.executable, "-m", "wellmetrics", "history", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert again.returncode == 0, again.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


@pytest.mark.parametrize(
    ("command", "at"),
    [
        pytest.param("check", "Checking two.csv", marks=pytest.mark.long),
        ("load", "Loading two.csv"),
        pytest.param("load", "Working out the figures", marks=pytest.mark.long),
        ("load", "Protecting and writing the figures: file 2"),
        ("undo", f"Batch {LOADS}"),
        ("restore", "Putting it in place"),
    ],
)
def test_killed_at_a_named_step_a_home_stands_whole(kept, states, tmp_path, command, at):
    home = Path(shutil.copytree(kept / "home", tmp_path / "home"))
    said, was_killed = killed(kept, home, command, at, 0)
    assert was_killed, said
    look_after(home, states, command, said)


STEPS = {
    "check": ["Checking", "Checking one.csv", "Checking two.csv"],
    "load": [
        "Checking", "Loading one.csv", "Loading two.csv", "Working out the figures",
        *(f"Protecting and writing the figures: file {n}" for n in range(1, 5)),
    ],
    "build": ["Working out the figures", *(f"Protecting and writing the figures: file {n}" for n in range(1, 5))],
    "undo": ["Undoing", f"Batch {LOADS}", "Working out the figures", "Protecting and writing the figures: file 3"],
    "backup": ["Backing up", "Copying"],
    "restore": ["Restoring", "Reading the backup", "Putting it in place", "Working out the figures"],
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_killed_at_any_moment_a_home_stands_whole(kept, states, tmp_path, seed):
    """Every other kill comes a short while after a named step, the others at any time of the whole command."""
    rng = random.Random(seed)
    command = rng.choice(list(STEPS))
    home = Path(shutil.copytree(kept / "home", tmp_path / "home"))
    at, after = (
        (rng.choice(STEPS[command]), rng.expovariate(20))
        if seed % 2
        else ("", rng.uniform(0, length(kept, command)))
    )
    said, _ = killed(kept, home, command, at, after)
    restart(home)
    look_after(home, states, command, said)
    left = [path for path in tmp_path.rglob(".*") if path.name.endswith(".part")]
    assert all(os.stat(path).st_mode & 0o077 == 0 for path in left)


LENGTHS: dict[str, float] = {}


def length(kept: Path, command: str) -> float:
    """How long the command takes here and now, from one run that is not killed."""
    if command not in LENGTHS:
        home = Path(shutil.copytree(kept / "home", kept / f"length-{command}" / "home"))
        start = time.monotonic()
        with run(kept, home, command) as process:
            process.communicate()
        LENGTHS[command] = time.monotonic() - start
    return LENGTHS[command]


def test_the_last_release_is_served_whatever_stands_in_the_vault(kept, tmp_path):
    """A load that was committed and not built: the figures are the earlier ones until a build, and are whole."""
    home = Path(shutil.copytree(kept / "home", tmp_path / "home"))
    stands = release.current(home)
    before = frame(home, "lead")
    killed(kept, home, "load", "Working out the figures", 0)
    assert release.current(home) == stands
    pd.testing.assert_frame_equal(frame(home, "lead"), before)
