"""What a release has shown stays shown in the next, and covers nothing there: whoever kept the first learns no more from both."""

import random
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from tests import helpers
from tests.disclosure.little import COST, FIRST, KNOWN, PEOPLE, sums, table_of
from tests.disclosure.test_attack import QUICK, attacked
from tests.disclosure.trusts import trusts
from wellmetrics import archive, backup, doctor, release
from wellmetrics.build import build_from
from wellmetrics.disclosure import memory, secondary
from wellmetrics.disclosure.door import Audience, protect
from wellmetrics.disclosure.memory import Memory
from wellmetrics.keys import Key
from wellmetrics.model import Refusal, Viewer
from wellmetrics.observe import Observed, observe
from wellmetrics.vault import Vault

WHERE = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
TABLE = table_of(PEOPLE, COST, sums(7, *KNOWN))


def test_what_was_shown_before_covers_nothing():
    before = secondary.protect(TABLE, FIRST)
    for cover in np.flatnonzero(before & ~FIRST):
        known = np.arange(7) == cover
        hidden = secondary.protect(replace(TABLE, known=known), FIRST)
        assert not (hidden & known).any()
        assert (hidden & ~before).any(), "something else must cover"


def test_a_memory_that_hides_what_was_shown_since_is_not_followed():
    met = Memory()
    before = secondary.protect(TABLE, FIRST, met)
    known = before & ~FIRST
    assert not (secondary.protect(replace(TABLE, known=known), FIRST, met) & known).any()


def test_what_was_hidden_by_itself_and_known_all_the_same_covers_nothing_either():
    table = table_of([3, 3, 14, 20], [1, 1, 1, 1000], sums(4, (3, [0, 1, 2])))
    both = np.array([True, True, False, False])
    known = np.array([False, True, False, False])
    assert secondary.protect(replace(table, known=known), both).tolist() == [True, True, True, False]


def test_what_is_hidden_now_and_was_shown_before_is_no_plain_difference_to_whom_it_was_not():
    table = table_of([3, 14, 17], [1, 1, 1000], sums(3, (2, [0, 1])))
    first = np.array([True, False, False])
    known = np.ones(3, bool)
    assert secondary.protect(replace(table, known=known), first).tolist() == [True, True, False]
    # What is new gives way first.
    known = np.array([True, True, False])
    assert secondary.protect(replace(table, known=known), first).tolist() == [True, False, True]


def two_terms(seed: int) -> tuple[list[helpers.File], helpers.File]:
    """Three schools with a term of absence, and the next term's."""
    draw, urns = random.Random(seed), ("900001", "900002", "900003")
    groups = (("leader", 12), ("teacher", 20))

    def term(month: str) -> helpers.File:
        spells = [
            f"{urn},{group}-{who},,{group},1,{month}-{8 + who:02},{month}-{9 + who:02},,,infection,"
            for urn in urns
            for group, _ in groups
            for who in draw.sample(range(9), draw.randint(0, 7))
        ]
        return helpers.absence(*spells, name=f"{month}.csv")

    staff = [f"{urn},2025-11-06,{group},{heads},{heads}" for urn in urns for group, heads in groups]
    census = helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *staff)
    return [helpers.schools(*urns), helpers.terms(), census, term("2025-09")], term("2026-01")


def taken_back(earlier: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Figures of autumn that showed a number and show none."""
    was = earlier[earlier["state"].isin(["shown", "nil"]) & (earlier["period"] == helpers.AUTUMN)]
    both = now.astype(str).merge(was[WHERE].astype(str), on=WHERE)
    return both[both["state"] == "hidden"]


def every_cell(home: Path, who: str) -> pd.DataFrame:
    opened = release.open_for(home, Viewer.parse(who))
    try:
        return pd.DataFrame(opened.cells(cut=None))
    finally:
        opened.close()


@pytest.mark.parametrize("lost", [False, True], ids=["remembered", "forgotten"])
def test_the_next_terms_files_take_no_figure_of_the_term_before_back(tmp_path, lost):
    files, later = two_terms(5)
    helpers.home_with(tmp_path, *files)
    readers = ("lead", "board", "head:900001", "head:900003")
    earlier = {who: every_cell(tmp_path, who) for who in readers}
    if lost:
        (tmp_path / archive.PROTECTED).unlink()
    with Vault(tmp_path) as vault:
        helpers.put(vault, later)
        build_from(vault)
    gone = {who: len(taken_back(earlier[who], every_cell(tmp_path, who))) for who in readers}
    assert any(gone.values()) == lost, gone


def test_what_was_shown_is_kept_and_comes_with_a_backup_to_a_new_home_only(tmp_path):
    home, other, kept = tmp_path / "home", tmp_path / "other", tmp_path / "kept.zip"
    files, later = two_terms(5)
    helpers.home_with(home, *files)
    first = memory.read(home, Key(home)).shown
    assert len(first) > 100
    backup.backup(home, kept)
    with Vault(home) as vault:
        helpers.put(vault, later)
        build_from(vault)
    second = memory.read(home, Key(home)).shown
    assert np.isin(first, second).all()
    assert len(second) > len(first)
    backup.restore(other, kept)
    assert np.isin(first, memory.read(other, Key(other)).shown).all()
    backup.restore(home, kept)
    assert np.isin(second, memory.read(home, Key(home)).shown).all()


def test_no_release_is_made_where_it_cannot_be_remembered_what_it_shows(tmp_path):
    files, later = two_terms(5)
    helpers.home_with(tmp_path, *files)
    before = release.current(tmp_path)
    in_the_way = tmp_path / f".{archive.PROTECTED}"
    in_the_way.mkdir()
    with Vault(tmp_path) as vault:
        helpers.put(vault, later)
        with pytest.raises(Refusal, match=r"cannot be written: Is a directory\. .* the last one stands"):
            build_from(vault)
        assert release.current(tmp_path) == before
        in_the_way.rmdir()
        assert build_from(vault) != before


def test_no_release_is_made_where_what_was_shown_cannot_be_read_and_a_restore_mends_it(tmp_path):
    files, _ = two_terms(5)
    home, kept = helpers.home_with(tmp_path / "home", *files), tmp_path / "kept.zip"
    backup.backup(home, kept)
    before, shown = release.current(home), home / archive.PROTECTED
    shown.write_bytes(shown.read_bytes()[:-1])
    with pytest.raises(Refusal, match="“protected”"), Vault(home) as vault:
        build_from(vault)
    assert release.current(home) == before
    assert "was changed" in said_of_what_was_shown(home)
    shown.unlink()
    shown.mkdir()
    assert "cannot be read: Is a directory" in said_of_what_was_shown(home)
    shown.rmdir()
    backup.restore(home, kept)
    assert "are remembered" in said_of_what_was_shown(home)
    shown.unlink()
    assert "is missing" in said_of_what_was_shown(home)


def said_of_what_was_shown(home: Path) -> str:
    (finding,) = (f for f in doctor.examine(home) if f.what == "shown before")
    assert finding.well == ("are remembered" in finding.finding)
    return finding.finding


def test_a_backup_of_another_home_brings_what_that_home_showed(tmp_path):
    files, later = two_terms(5)
    here, there, kept = tmp_path / "here", tmp_path / "there", tmp_path / "kept.zip"
    helpers.home_with(here, *files)
    helpers.home_with(there, *files, later)
    backup.backup(there, kept)
    backup.restore(here, kept)
    assert len(memory.read(here, Key(here)).shown) == len(memory.read(there, Key(there)).shown)


def test_a_year_of_more_terms_is_another_figure_though_it_counts_as_many():
    files, later = two_terms(5)
    with tempfile.TemporaryDirectory() as below, Vault(Path(below)) as vault:
        helpers.put(vault, *files)
        first = released(observe(vault), Memory())
        helpers.put(vault, later)
        again = released(observe(vault), Memory())
    one, other = (
        cells[~cells["state"].isin(["hidden", "missing"])].astype(dict.fromkeys(WHERE, str))
        for cells in (first["lead"].cells, again["lead"].cells)
    )
    alike = other.fillna({"people": 0}).merge(one.fillna({"people": 0}), on=[*WHERE, "people"])
    assert (alike["grain"] == "year").any()
    known = np.isin(again["lead"].shown, first["lead"].shown).sum()
    assert known == (alike["grain"] != "year").sum() > 100
    assert not np.isin(again["board"].shown, first["lead"].shown).any(), (
        "what the lead has seen the board has not"
    )


def released(observed: Observed, known: Memory) -> dict[str, Audience]:
    """Every file of a release, and what it shows remembered."""
    found = {}
    for audience in protect(observed, memory=known):
        known.show(audience.shown)
        found[audience.name] = audience
    return found


def told_by_two_releases(files: list[helpers.File]) -> dict[str, list]:
    """What a reader of both is told: the autumn's files first, then all."""
    *others, (name, text) = files
    headings, *spells = text.decode().splitlines()
    autumn = [spell for spell in spells if spell.split(",")[5] < "2026"]
    later = [spell for spell in spells if spell.split(",")[5] >= "2026"]
    if not autumn or not later:
        return {}
    known = Memory()
    with tempfile.TemporaryDirectory() as below, Vault(Path(below)) as vault:
        helpers.put(vault, *others, helpers.csv(name, headings, *autumn))
        first = released(observe(vault), known)
        helpers.put(vault, helpers.csv(f"later {name}", headings, *later))
        observed = observe(vault)
        second = released(observed, known)
    found = {}
    for reader, audience in second.items():
        cells = first[reader].cells
        # A year of more terms is another figure, and so is what a school sends whose first files these are.
        stands = cells[
            cells["period"].isin([helpers.AUTUMN, *(f"2025-{month:02}" for month in range(9, 13))])
        ]
        found[reader] = attacked(audience, observed, [stands])[WHERE].to_numpy().tolist()
    return {reader: got for reader, got in found.items() if got}


@settings(max_examples=3, phases=QUICK, derandomize=True)
@given(files=trusts(most_schools=4, least_schools=2))
def test_two_releases_tell_nothing_closer_than_five_people(files):
    assert told_by_two_releases(files) == {}


@pytest.mark.long
@settings(max_examples=200, phases=QUICK)
@given(files=trusts(most_schools=14, least_schools=2))
def test_two_releases_tell_nothing_closer_than_five_people_in_many_trusts(files):
    assert told_by_two_releases(files) == {}
