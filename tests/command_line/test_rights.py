"""People's rights from the command line: find, erase and purge, their exit codes and their sentences."""

import json

import pytest

from tests.command_line.test_command_line import HEAD, Shell, home_once, loaded, shell

__all__ = ["home_once", "loaded", "shell"]

COLUMNS = ["where", "dataset", "batch", "file", "rows", "first_day", "last_day", "state"]


def test_find_lists_where_a_person_is_held_in_three_forms(loaded: Shell):
    rows = loaded.rows("find", "b3")
    assert list(rows[0]) == COLUMNS
    assert [(row["where"], row["file"], row["rows"]) for row in rows] == [
        ("rows", "absence.csv", "1"), ("kept file", "absence.csv", "1"),
    ]  # fmt: skip
    code, out, err = loaded.run("find", "b3", "--as", "json")
    assert (code, [row["rows"] for row in json.loads(out)]) == (0, [1, 1])
    assert "1 row held, and 1 file." in err


def test_nobody_found_is_no_fault(loaded: Shell):
    code, _, err = loaded.run("find", "NOBODY-1")
    assert code == 0
    assert "0 rows held, and 0 files." in err


def test_nothing_is_erased_without_a_yes(loaded: Shell):
    code, _, err = loaded.run("erase", "B3")
    assert code == 1
    assert "Nothing was erased." in err
    assert loaded.rows("find", "B3")


def test_an_erasure_says_what_went_and_the_next_release_is_made(loaded: Shell):
    before = loaded.rows("show", "days_lost_per_fte")
    code, out, _ = loaded.run("erase", "B3", "--by", "A. Officer", "--yes")
    assert code == 0
    assert "1 row of 1 load and of 1 kept file erased." in out
    assert out.rstrip().endswith("is current.")
    assert loaded.rows("show", "days_lost_per_fte") != before
    code, out, _ = loaded.run("load", loaded.file("again.csv", HEAD + "B3,900101,teacher,1,03/12/2025,05/12/2025,cold\n"
                              "Z1,900101,teacher,1,03/12/2025,05/12/2025,cold\n"), "--yes")  # fmt: skip
    assert "1 new, 0 changed, 0 the same, 0 gone. 1 left out: erased before." in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("erase", "NOBODY-1", "--yes"), 1, "Nothing was changed."),
        (("erase", " ", "--yes"), 2, "Say whom"),
        (("find", " "), 2, "Say whom"),
        (("erase", "B3", "--yes", "--why", "B3 asked"), 2, "Leave it out"),
    ],
)
def test_a_call_that_cannot_be_done_is_told_in_a_sentence(loaded: Shell, arguments, code, said):
    found, out, err = loaded.run(*arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert loaded.rows("find", "B3")


def test_a_purge_with_nothing_to_do_is_done(loaded: Shell):
    assert loaded.run("purge")[0] == 0
    code, out, _ = loaded.run("purge", "--yes")
    assert code == 0
    assert "Nothing is older than the settings let it be." in out


def test_a_purge_first_shows_what_would_go(loaded: Shell):
    loaded.run(
        "load", loaded.file("old.csv", HEAD + "OLD-1,900101,teacher,1,03/12/2012,05/12/2012,cold\n"), "--yes"
    )
    code, out, err = loaded.run("purge", "--as", "csv")
    assert (code, out.splitlines()[0]) == (1, "what,setting,before,count")
    assert out.splitlines()[1].startswith("absence,keep_absence,")
    assert "Nothing was removed." in err
    code, out, _ = loaded.run("purge", "--yes")
    assert code == 0
    assert "1 row of absence from before 1 September" in out
    assert loaded.rows("find", "OLD-1") == []


def test_a_purge_of_no_home_says_so(shell: Shell):
    code, _, err = shell.run("purge")
    assert code == 1
    assert "holds no vault yet" in err


@pytest.mark.parametrize("name", ["keep_absence", "keep_referrals", "keep_surveys", "keep_counts"])
def test_nothing_that_figures_need_can_be_set_to_go_at_once(loaded: Shell, name):
    assert loaded.run("settings", name, "1")[0] == 2
    assert loaded.run("settings", name, "2")[0] == 0
