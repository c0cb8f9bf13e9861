"""The command line tells what heads said of their figures, to whom it may, and settles disputes."""

import json

import pytest

from tests.command_line.test_command_line import Shell, home_once, loaded, shell
from tests.views import saying

__all__ = ["home_once", "loaded", "shell"]

URN = "900101"


@pytest.fixture
def disputed(loaded: Shell) -> Shell:
    saying.disputes(loaded.home, URN, "absence", "days_lost_per_fte", "One spell is wrong", 4)
    return loaded


def test_confirmations_are_listed_and_a_dispute_is_settled(disputed: Shell):
    (row,) = disputed.rows("confirmations")
    assert (row["number"], row["school"], row["period"], row["feed"], row["state"], row["indicator"]) == (
        "1", URN, "2025/26 Autumn", "absence", "disputed", "days_lost_per_fte",
    )  # fmt: skip
    assert (row["why"], row["own_record"], row["shared"]) == ("One spell is wrong", "4.0", "no")
    code, out, _ = disputed.run("settle", "1", "corrected by batch 5", "--by", "A. Lead")
    assert code == 0
    assert "Dispute 1 is settled." in out
    (row,) = json.loads(disputed.run("confirmations", "--as", "json")[1])
    assert (row["state"], row["found"], row["settled_by"]) == ("settled", "corrected by batch 5", "A. Lead")
    assert disputed.rows("confirmations", "--disputed") == []


def test_a_head_lists_the_own_school_alone(disputed: Shell):
    assert len(disputed.rows("confirmations", "--role", f"head:{URN}")) == 1
    assert disputed.rows("confirmations", "--role", "head:900102") == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("confirmations", "--role", "board"),
        ("settle", "1", "kept", "--role", "board"),
        ("settle", "1", "kept", "--role", "head:900102"),
        ("settle", "9", "kept"),
        ("settle", "1", ""),
        ("settle", "1", "ring 07700 900123"),
    ],
)
def test_what_may_not_be_is_told_in_a_sentence_and_settles_nothing(disputed: Shell, arguments):
    code, out, err = disputed.run(*arguments)
    assert (code, out) == (2, "")
    assert err.strip().endswith(".")
    assert len(disputed.rows("confirmations", "--disputed")) == 1


def test_an_export_and_a_backup_carry_the_dispute(disputed: Shell):
    code, out, _ = disputed.run("export", "--role", "board", "-o", str(disputed.folder / "out"))
    assert (code, "disputes.csv" in out) == (0, True)
    text = (disputed.folder / "out" / "disputes.csv").read_text(encoding="utf-8-sig")
    assert "days_lost_per_fte" in text
    assert "One spell" not in text
    file = disputed.folder / "home.zip"
    assert disputed.run("backup", str(file))[0] == 0
    disputed.run("settle", "1", "kept")
    assert disputed.run("restore", str(file))[0] == 0
    assert len(disputed.rows("confirmations", "--disputed")) == 1
