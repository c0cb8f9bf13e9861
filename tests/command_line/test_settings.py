"""Settings on the command line: what can be set, what it is, and what a change of it does."""

import duckdb
import pytest

from tests.command_line.test_command_line import Shell, home_once, loaded, shell
from wellmetrics import release
from wellmetrics.model import Viewer
from wellmetrics.settings import RETENTION

__all__ = ["home_once", "loaded", "shell"]

CLUBS = "urn,academic_year,term,activity,pupils,eligible\n" + "".join(
    f"{urn},2025/26,Autumn,any club,{pupils},90\n"
    for urn, pupils in ((900101, 30), (900102, 40), (900103, 50))
)


def said_in_audit(at: Shell) -> list[tuple[str, str]]:
    with duckdb.connect(str(at.home / "vault.duckdb"), read_only=True) as con:
        return con.execute(
            "SELECT who, detail FROM audit WHERE what = 'settings' ORDER BY done_at"
        ).fetchall()


def schools_in_a_heads_file(at: Shell) -> set[str]:
    opened = release.open_for(at.home, Viewer("head", "900101"))
    try:
        return {c.urn for c in opened.cells("any_club")}
    finally:
        opened.close()


def test_every_setting_is_listed_with_what_it_is_before_anything_is_loaded(shell: Shell):
    rows = shell.rows("settings")
    assert {row["name"]: row["value"] for row in rows} == {
        "heads_see": "pool",
        "tray_days": "14",
        "page_mb": "10",
        "page_columns": "200",
        **{one.name: one.default for one in RETENTION},
    }
    assert all(row["what"].endswith(".") for row in rows)
    assert not shell.home.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("heads_see", "everything"), "heads_see is pool or schools, not “everything”. Nothing was changed."),
        (("tray_days", "0"), "tray_days is a whole number from 1 to 365, not “0”. Nothing was changed."),
        (
            ("tray_days", "a week"),
            "tray_days is a whole number from 1 to 365, not “a week”. Nothing was changed.",
        ),
        (
            ("colour", "red"),
            "There is no setting “colour”. There are: heads_see, tray_days, page_mb, page_columns, keep_absence,",
        ),
        (
            ("colour",),
            "There is no setting “colour”. There are: heads_see, tray_days, page_mb, page_columns, keep_absence,",
        ),
    ],
)
def test_what_cannot_be_set_is_said_by_name_and_nothing_is_changed(loaded: Shell, asked, said):
    code, _, err = loaded.run("settings", *asked)
    assert code == 2
    assert said in err
    assert said_in_audit(loaded) == []


def test_a_setting_is_changed_once_and_the_audit_says_by_whom(loaded: Shell):
    code, out, _ = loaded.run("settings", "tray_days", "30", "--by", "A. Lead")
    assert (code, out) == (0, "tray_days is 30; it was 14.\n")
    assert loaded.run("settings", "tray_days", "30")[1] == "tray_days is 30, as it was.\n"
    assert loaded.rows("settings", "tray_days")[0]["value"] == "30"
    assert said_in_audit(loaded) == [("A. Lead", "tray_days: 30 instead of 14")]


def test_heads_see_schools_from_the_change_on_and_the_pool_alone_after_it_is_changed_back(loaded: Shell):
    assert loaded.run("load", loaded.file("clubs.csv", CLUBS), "--yes")[0] == 0
    assert schools_in_a_heads_file(loaded) == {"", "900101"}
    first = release.current(loaded.home)
    code, out, _ = loaded.run("settings", "heads_see", "schools")
    assert code == 0
    assert out == f"heads_see is schools; it was pool. Release {release.current(loaded.home)} is current.\n"
    assert release.current(loaded.home) != first
    assert schools_in_a_heads_file(loaded) == {"", "900101", "900102", "900103"}
    assert loaded.run("doctor", "--attack")[0] == 0
    assert loaded.run("settings", "heads_see", "pool")[0] == 0
    assert schools_in_a_heads_file(loaded) == {"", "900101"}


def test_a_head_asks_for_no_other_school_whatever_heads_see(loaded: Shell):
    assert loaded.run("load", loaded.file("clubs.csv", CLUBS), "--yes")[0] == 0
    assert loaded.run("settings", "heads_see", "schools")[0] == 0
    code, out, err = loaded.run("show", "any_club", "--role", "head:900101", "--school", "900102")
    assert (code, out) == (2, "")
    assert "never another school by itself" in err
    rows = loaded.rows("show", "any_club", "--role", "head:900101")
    assert {row["school"] for row in rows} == {"900101", ""}


def test_a_change_before_the_first_release_waits_for_it(shell: Shell):
    assert shell.run("settings", "heads_see", "schools")[1] == "heads_see is schools; it was pool.\n"
    assert release.current(shell.home) is None
