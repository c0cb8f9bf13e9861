"""What the command line keeps and gives back: reasons, redo, notes on queries, backup and restore."""

import csv
import io
import json

import pytest

from tests.command_line.test_command_line import HEAD, Shell, home_once, loaded, shell

__all__ = ["home_once", "loaded", "shell"]

MORE = HEAD + "Z9,900101,teacher,1,01/12/2025,05/12/2025,stress\n"
WEEKEND = HEAD + "Z8,900101,teacher,1,13/12/2025,14/12/2025,cold\n"  # Saturday and Sunday


def test_an_undone_load_stands_again_with_the_figures_it_made(loaded: Shell):
    path = loaded.file("more.csv", MORE)
    assert loaded.run("load", path, "--yes", "--by", "A. Lead", "--why", "December")[0] == 0
    before = loaded.rows("show", "absence_rate")
    assert loaded.run("undo", "5", "--why", "wrong file")[0] == 0
    assert loaded.rows("show", "absence_rate") != before
    code, out, _ = loaded.run("redo", "5", "--by", "B. Other", "--why", "it was right")
    assert code == 0
    assert (
        "Batch 5 (absence, more.csv) stands again: 1 row of it counts again, 0 earlier rows no longer stand."
        in out
    )
    assert loaded.rows("show", "absence_rate") == before
    assert loaded.run("redo", "5")[0] == 2
    assert loaded.run("redo", "77")[0] == 2


def test_who_when_and_why_stand_in_the_json_form_and_the_csv_keeps_its_columns(loaded: Shell):
    loaded.run("load", loaded.file("more.csv", MORE), "--yes", "--by", "A. Lead", "--why", "December")
    loaded.run("undo", "5", "--by", "B. Other", "--why", "wrong file")
    row = json.loads(loaded.run("history", "--as", "json")[1])[0]
    assert (row["by"], row["why"], row["changed_by"], row["changed_why"]) == (
        "A. Lead",
        "December",
        "B. Other",
        "wrong file",
    )
    assert list(loaded.rows("history")[0]) == [
        "batch", "dataset", "file", "sha256", "by", "loaded_at", "rows_new", "rows_changed", "rows_same", "rows_gone", "state",
    ]  # fmt: skip


def test_a_reason_that_points_to_a_person_is_the_callers_fault(loaded: Shell):
    code, _, err = loaded.run("undo", "4", "--why", "Jo rang from 07700 900123")
    assert code == 2
    assert "a telephone number" in err
    assert {row["state"] for row in loaded.rows("history")} == {"loaded"}


def test_a_preview_says_rows_totals_and_on_request_the_sentences(loaded: Shell):
    code, out, err = loaded.run("load", loaded.file("more.csv", MORE), "--sentences")
    assert (code, out) == (1, "")
    assert "more.csv: 1 new, 0 changed, 0 the same, 0 gone." in err
    assert "absence, spells: 27 now, 28 then" in err
    assert "Autumn 2025" in err
    assert len(loaded.rows("history")) == 4


def test_a_query_is_answered_and_the_answer_taken_back(loaded: Shell):
    loaded.run("load", loaded.file("weekend.csv", WEEKEND), "--yes")
    (row,) = [row for row in loaded.rows("queries") if row["batch"] == "5"]
    assert (row["line"], row["column"], row["school"], row["period"], row["state"]) == (
        "2", "first_day", "900101", "2025/26 Autumn", "open",
    )  # fmt: skip
    assert loaded.run("note", "5", "2", "Asked the office", "--waiting")[0] == 0
    assert states(loaded) == {"waiting"}
    assert loaded.run("note", "5", "2", "It is right", "--by", "A. Lead")[0] == 0
    assert states(loaded) == {"settled"}
    assert not [row for row in loaded.rows("queries", "--open") if row["batch"] == "5"]
    assert loaded.run("note", "5", "2", "")[0] == 0
    assert states(loaded) == {"open"}


def states(shell):
    return {row["state"] for row in shell.rows("queries") if row["batch"] == "5"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("note", "5", "9", "No such line"),
        ("note", "77", "2", "No such batch"),
        ("note", "5", "2", "write to jo.bloggs@example.org"),
        ("note", "5", "2", "x" * 301),
        ("note", "5", "2", "It is right", "--role", "board"),
        ("queries", "--role", "head:900101"),
    ],
)
def test_a_note_that_may_not_be_is_told_in_a_sentence(loaded: Shell, arguments):
    loaded.run("load", loaded.file("weekend.csv", WEEKEND), "--yes")
    code, out, err = loaded.run(*arguments)
    assert (code, out) == (2, "")
    assert err.strip().endswith(".")
    assert states(loaded) == {"open"}


def test_a_backup_comes_back_with_the_same_figures(loaded: Shell):
    before, file = loaded.rows("show", "absence_rate"), loaded.folder / "home.zip"
    code, out, _ = loaded.run("backup", str(file))
    assert code == 0
    assert "4 loads" in out
    loaded.run("load", loaded.file("more.csv", MORE), "--yes")
    assert loaded.rows("show", "absence_rate") != before
    code, out, _ = loaded.run("restore", str(file))
    assert code == 0
    assert loaded.rows("show", "absence_rate") == before
    assert len(loaded.rows("history")) == 4
    assert loaded.run("backup", str(file))[0] == 1


def test_a_changed_backup_is_refused_and_the_home_stays(loaded: Shell):
    file = loaded.folder / "home.zip"
    loaded.run("backup", str(file))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    history = loaded.rows("history")
    code, out, err = loaded.run("restore", str(file))
    assert (code, out) == (1, "")
    assert "Nothing was replaced" in err
    assert loaded.rows("history") == history


def test_outside_a_terminal_each_step_is_a_line_of_its_own(loaded: Shell):
    _, _, err = loaded.run("load", loaded.file("more.csv", MORE), "--yes")
    lines = err.splitlines()
    assert "Checking more.csv, 1 of 1." in lines
    assert "Loading more.csv, 1 of 1." in lines
    assert [line for line in lines if line.startswith("Protecting")] == [
        f"Protecting and writing the figures: file {n} of 5." for n in range(1, 6)
    ]


def test_queries_are_listed_as_csv_even_where_there_is_no_vault(shell: Shell):
    code, out, _ = shell.run("queries", "--as", "csv")
    assert code == 0
    assert list(csv.DictReader(io.StringIO(out))) == []
