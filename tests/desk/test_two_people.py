"""Two people at once: one wins, and the other is told who and what changed."""

import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence, schools, terms, workforce
from wellmetrics import desk, opening
from wellmetrics.intake.check import check
from wellmetrics.model import CallError, Refusal
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
OURS = absence("900001,P1,2025-09-08,2025-09-10", name="ours.csv")
THEIRS = absence("900002,P2,2025-09-08,2025-09-10", name="theirs.csv")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *BASE, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def looked(home, *files):
    return desk.look(home, desk.as_sent(files))


def theirs(home, *files):
    """What another person loads meanwhile; figures are made of it later."""
    with Vault(home) as vault:
        return [vault.load(check(*file, vault.context()), "B. Other") for file in files]


def batches(home):
    return {load.file: load.state for load in desk.history(home)}


def test_who_comes_second_is_told_who_loaded_what_and_when_and_nothing_is_loaded(home):
    mine = looked(home, OURS)
    (load,) = theirs(home, THEIRS)
    at = desk.clock(load.loaded_at)
    with pytest.raises(Refusal) as refusal:
        desk.load(home, mine, "A. Lead")
    assert str(refusal.value) == (
        f"Since your preview, B. Other loaded theirs.csv (batch 4) at {at}. Nothing of yours was loaded. "
        "Look at the preview again."
    )
    assert "ours.csv" not in batches(home)
    desk.load(home, looked(home, OURS), "A. Lead")
    assert batches(home)["ours.csv"] == "loaded"


def test_an_undo_and_a_redo_meanwhile_are_told_too(home):
    first, second = theirs(home, OURS, THEIRS)
    mine = looked(home, absence("900001,P9,2025-09-08,2025-09-10", name="third.csv"))
    with Vault(home) as vault:
        vault.undo(first.batch, "B. Other")
        vault.undo(second.batch, "C. Third")
        vault.redo(first.batch, "B. Other")
    with pytest.raises(
        Refusal,
        match=r"B\. Other undid batch 4 \(ours\.csv\).*C\. Third undid batch 5 .*B\. Other redid batch 4",
    ):
        desk.load(home, mine, "A. Lead")


def test_what_was_taken_back_and_given_again_leaves_a_preview_true(home):
    (load,) = theirs(home, THEIRS)
    mine = looked(home, OURS)
    with Vault(home) as vault:
        vault.undo(load.batch, "B. Other")
        vault.redo(load.batch, "B. Other")
    assert desk.load(home, mine, "A. Lead").loads


def test_a_load_that_changed_no_row_is_no_reason_to_look_again(home):
    theirs(home, THEIRS)
    mine = looked(home, OURS)
    theirs(home, THEIRS)
    assert desk.load(home, mine, "A. Lead").loads


def test_two_threads_that_press_at_once_load_one_file_and_tell_the_other(home):
    seen = [looked(home, OURS), looked(home, THEIRS)]
    start, done = threading.Barrier(2), []

    def press(n):
        start.wait()
        try:
            done.append(desk.load(home, seen[n], f"person {n}").loads[0].file)
        except Refusal as refusal:
            done.append(str(refusal))

    threads = [threading.Thread(target=press, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (told,) = [said for said in done if said.startswith("Since your preview")]
    (won,) = [said for said in done if said != told]
    assert won in told
    assert desk.history(home)[0].file == won
    assert len(desk.history(home)) == 4


def test_somebody_reads_the_history_while_another_loads(home):
    with opening.alone(home), Vault(home) as vault:
        helpers.put(vault, OURS)
        found = []
        reader = threading.Thread(target=lambda: found.extend(desk.history(home)))
        reader.start()
        reader.join()
    assert len(found) == 4


def test_a_writer_of_the_same_process_waits_a_said_time_and_is_then_told(home):
    held, told, refused = threading.Event(), [], []

    def wait():
        try:
            with opening.alone(home, 1, told.append):
                pass
        except Refusal as refusal:
            refused.append(str(refusal))
        held.set()

    with opening.alone(home):
        threading.Thread(target=wait).start()
        assert held.wait(30)
    assert told == ["Somebody else is loading or building. Waiting up to 1 seconds"]
    assert refused == [opening.BUSY]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 7, 1, 9, 41, tzinfo=UTC), "10:41 on 1 July 2026"),
        (datetime(2026, 1, 5, 9, 41, tzinfo=UTC), "09:41 on 5 January 2026"),
    ],
)
def test_a_moment_is_told_on_the_schools_clock(moment, said):
    assert desk.clock(moment.replace(tzinfo=None)) == said


def test_why_is_kept_with_who_and_when_for_a_load_an_undo_and_a_redo(home):
    receipt = desk.load(home, looked(home, OURS), "A. Lead", "Autumn, as sent by the office")
    batch = receipt.loads[0].batch
    desk.undo(home, batch, "B. Other", "Wrong school")
    undone = desk.history(home)[0]
    assert (undone.by, undone.why, undone.state) == ("A. Lead", "Autumn, as sent by the office", "undone")
    assert (undone.changed_by, undone.changed_why) == ("B. Other", "Wrong school")
    desk.redo(home, batch, "C. Third", "It was right")
    again = desk.history(home)[0]
    assert (again.state, again.changed_by, again.changed_why) == ("loaded", "C. Third", "It was right")
    assert again.changed_at > undone.changed_at > again.loaded_at
    with Vault(home) as vault:
        assert [(who, what, why) for _, _, who, what, why in vault.events()] == [
            ("B. Other", "undo", "Wrong school"),
            ("C. Third", "redo", "It was right"),
        ]


@pytest.mark.parametrize(
    "why", ["x" * 201, "Jo rang from 07700 900123 about it", "mail jo.bloggs@example.org, at once"]
)
def test_a_reason_that_is_too_long_or_points_to_a_person_stops_the_load(home, why):
    with pytest.raises(CallError):
        desk.load(home, looked(home, OURS), "A. Lead", why)
    assert "ours.csv" not in batches(home)
