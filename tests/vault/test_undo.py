"""Undo takes back one load exactly, the last as well as one in the middle."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.helpers import absence, put, schools, standing, terms, workforce
from wellmetrics.model import CallError
from wellmetrics.vault import Vault

BASE = (schools("900001", "900002"), terms(), workforce({"900001": 12, "900002": 12}))
FIRST, SECOND, THIRD = (
    absence(*rows)
    for rows in (
        ["900001,P1,,teacher,1,2025-12-01,,,,flu,", "900001,P2,2025-09-08,2025-09-09"],
        ["900001,P1,,teacher,1,2025-12-01,2026-01-09,,,flu,", "900001,P3,2026-01-12,2026-01-13"],
        ["900001,P1,,teacher,1,2025-12-01,2026-01-16,,,flu,"],
    )
)


def with_the_key_of(home, other):
    """Another home with the same key: pseudonyms can then be compared."""
    other.mkdir()
    shutil.copy(home / "key", other / "key")
    return other


@pytest.fixture
def three(tmp_path):
    with Vault(tmp_path / "three") as vault:
        put(vault, *BASE)
        batches = put(vault, FIRST, SECOND, THIRD)
        yield vault, batches


@pytest.mark.parametrize(
    ("undone", "left"),
    [
        ([2], [FIRST, SECOND]),
        ([1], [FIRST, THIRD]),
        ([0], [SECOND, THIRD]),
        ([2, 1], [FIRST]),
        ([0, 2], [SECOND]),
    ],
)
def test_what_stands_is_what_the_other_loads_alone_would_give(three, tmp_path, undone, left):
    vault, batches = three
    for n in undone:
        vault.undo(batches[n], "a test")
    with Vault(tmp_path / "alone") as alone:
        # One key for both: pseudonyms can then be compared.
        alone.staging.key = vault.key
        put(alone, *BASE, *left)
        assert standing(vault) == standing(alone)


def test_undo_says_what_no_longer_counts_and_what_stands_again(three):
    vault, batches = three
    assert "1 row of it no longer counts, 1 earlier row stands again" in vault.undo(batches[2], "a test")


def test_a_load_is_undone_once_and_only_if_it_is_there(three):
    vault, batches = three
    vault.undo(batches[1], "a test")
    with pytest.raises(CallError, match="undone already"):
        vault.undo(batches[1], "a test")
    with pytest.raises(CallError, match="no batch 99"):
        vault.undo(99, "a test")
    assert [h.state for h in vault.history()[:3]] == ["loaded", "undone", "loaded"]


def test_undoing_a_census_brings_the_earlier_one_back(three):
    vault, _ = three
    before = standing(vault)
    (batch,) = put(vault, workforce({"900001": 40}))
    assert standing(vault) != before
    vault.undo(batch, "a test")
    assert standing(vault) == before


def test_undoing_a_file_that_covered_a_term_brings_back_what_went(three):
    vault, _ = three
    before = standing(vault)
    (batch,) = put(vault, absence("900001,P8,2025-10-06,2025-10-07"), covers=["2025/26 Autumn"])
    assert len(vault.standing("absence")) < len(before["absence"]) + 1
    vault.undo(batch, "a test")
    assert standing(vault) == before


spell = st.builds(
    lambda urn, who, first, length: f"{urn},P{who},2025-{first},2025-{first[:3]}{int(first[3:]) + length:02}",
    st.sampled_from(["900001", "900002"]),
    st.integers(1, 3),
    st.sampled_from(["09-08", "09-15", "10-06"]),
    st.integers(0, 3),
)
loads = st.tuples(
    st.lists(spell, min_size=1, max_size=4, unique_by=lambda row: row.rsplit(",", 1)[0]),
    st.sampled_from([(), ("2025/26 Autumn",)]),
)


@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(sequence=st.lists(loads, min_size=1, max_size=5), undone=st.sets(st.integers(0, 4)), data=st.data())
def test_any_loads_and_undos_leave_what_loading_only_the_others_would(sequence, undone, data):
    undone = [n for n in undone if n < len(sequence)]
    with (
        tempfile.TemporaryDirectory() as below,
        Vault(Path(below) / "a") as vault,
        Vault(with_the_key_of(Path(below) / "a", Path(below) / "b")) as other,
    ):
        put(vault, *BASE)
        put(other, *BASE)
        batches = [put(vault, absence(*rows), covers=covers)[0] for rows, covers in sequence]
        for n in data.draw(st.permutations(undone)):
            vault.undo(batches[n], "a test")
        for n, (rows, covers) in enumerate(sequence):
            if n not in undone:
                put(other, absence(*rows), covers=covers)
        assert standing(vault) == standing(other)
