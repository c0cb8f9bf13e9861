"""A file read in a process of its own: what it costs is limited there, and the server does not feel it."""

import os
import sys
from pathlib import Path

import pytest

from tests.helpers import well_said
from tests.intake import bombs
from tests.intake.shapes import KNOWN, SHAPES, rows, sheet
from wellmetrics.intake.bounds import COMMAND_LINE, MIB
from wellmetrics.intake.child import read_safely
from wellmetrics.intake.match import plain
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import Sheet

limited = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits and tells a process's memory")

PLAIN = b"urn,school,phase\n900001,Alder,primary\n900002,Birch\n"


def safely(data, name="any.csv", **limits) -> Sheet:
    limits = {"plain": plain, "bounds": COMMAND_LINE} | limits
    return read_safely(name, data, KNOWN, **limits)


def refused(data, name="any.csv", **limits) -> str:
    with pytest.raises(Unreadable) as refusal:
        safely(data, name, **limits)
    well_said(refusal.value.problem)
    return refusal.value.problem.code


@pytest.mark.parametrize(
    "name",
    [
        "survey_surveymonkey.csv",
        "ragged.csv",
        "clubs_register.xlsx",
        "headings_only.csv",
        "utf16_no_mark.csv",
    ],
)
def test_the_same_sheet_comes_back_from_the_other_process(name):
    from_bytes = safely((SHAPES / name).read_bytes(), name)
    from_path = safely(SHAPES / name, name)
    here = sheet(name, (SHAPES / name).read_bytes())
    for there in (from_bytes, from_path):
        assert rows(there) == rows(here)
        for what in ("file", "headings", "problems", "decisions", "how", "items"):
            assert getattr(there, what) == getattr(here, what)


def test_what_cannot_be_read_is_refused_in_the_same_words():
    assert refused(b"urn,school\n900001,Al\x00der\n") == "not_text"
    assert refused(PLAIN * 300_000, bounds=COMMAND_LINE.__class__(size=MIB)) == "too_large"


def memory_used() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@limited
def test_a_file_that_takes_too_much_memory_is_refused_and_the_server_has_not_grown():
    blank_lines = PLAIN + b"\n" * 40 * MIB
    before = memory_used()
    assert refused(blank_lines, memory=512 * MIB) == "took_too_much"
    assert memory_used() - before < 50 * MIB


@limited
def test_a_bomb_that_unpacks_to_three_hundred_megabytes_is_refused_and_the_server_has_not_grown():
    data = bombs.with_part(bombs.SHEET, [bytes(MIB)] * 300)
    before = memory_used()
    assert refused(data, "bomb.xlsx") in ("too_large_piece", "excel_damaged")
    assert memory_used() - before < 50 * MIB


@limited
def test_a_file_that_takes_too_long_to_read_is_refused():
    assert refused(PLAIN, plain=bombs.never_ends, seconds=1) == "took_too_long"


def test_a_file_at_which_reading_stands_still_is_refused():
    assert refused(PLAIN, plain=bombs.sleeps, seconds=1) == "took_too_long"


def test_a_file_that_kills_its_reader_is_refused():
    assert refused(PLAIN, plain=bombs.ends_the_process) == "gave_up"


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(RuntimeError, match="did not start"):
        safely(PLAIN)


def test_the_other_process_sees_nothing_of_the_surroundings_of_the_server(monkeypatch):
    monkeypatch.setenv("WELLMETRICS_HOME", "/nowhere")
    assert safely(PLAIN, plain=bombs.needs_clean_surroundings).headings == ("urn", "school", "phase")
