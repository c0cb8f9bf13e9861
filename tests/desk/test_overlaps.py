"""Spells of a file beside those that stand: an overlap is a query, a correction of the same spell is none."""

import shutil
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.intake.messages import every


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    stands = absence(
        "900001,P1,2025-09-08,2025-09-10",
        "900001,P2,2025-09-15,",
        "900001,P3,main,teacher,1,2025-09-08,2025-09-10,,,infection,",
    )
    base = (schools("900001", "900002"), terms(), workforce({"900001": 12, "900002": 12}), stands)
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *base, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def said(home, *spells):
    (checked,) = desk.check_files(home, [absence(*spells)])
    return [(p.line, p.problem) for p in checked.problems if p.code == "spell_overlaps_earlier"]


def test_a_spell_that_meets_one_sent_before_is_a_query_that_names_it(home):
    assert every()["spell_overlaps_earlier"].level == "query"
    found = said(home, "900001,P1,2025-09-10,2025-09-12", "900001,P2,2025-10-06,2025-10-07")
    assert found == [
        (2, "This spell, from 10/09/2025, overlaps the same person's spell from 08/09/2025 to 10/09/2025, which was sent before. Each day counts once."),
        (3, "This spell, from 06/10/2025, overlaps the same person's spell from 15/09/2025 on, which was sent before. Each day counts once."),
    ]  # fmt: skip


def test_a_reference_written_otherwise_is_the_same_person(home):
    assert len(said(home, "900001, p1 ,2025-09-09,2025-09-12")) == 1


@pytest.mark.parametrize(
    "spell",
    [
        "900001,P1,2025-09-08,2025-09-12",
        "900001,P1,2025-09-11,2025-09-12",
        "900002,P1,2025-09-09,2025-09-12",
        "900001,P4,2025-09-09,2025-09-12",
        "900001,P3,second,teacher,1,2025-09-09,2025-09-12,,,infection,",
    ],
    ids=["the same spell corrected", "the day after", "another school", "another person", "another post"],
)
def test_other_spells_are_no_overlap(home, spell):
    assert said(home, spell) == []


def test_a_spell_that_the_file_has_too_gives_way_to_what_the_file_says_of_it(home):
    assert said(home, "900001,P1,2025-09-08,2025-09-08", "900001,P1,2025-09-09,2025-09-12") == []
