"""What was protected before is taken as it was: only where nothing of it has changed, and only from this home's own hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import block_diag, csr_matrix

from tests import helpers
from tests.disclosure.little import COST, FIRST, KNOWN, PEOPLE, sums, table_of
from wellmetrics.archive import PROTECTED
from wellmetrics.disclosure import memory, secondary
from wellmetrics.disclosure.blocks import Blocks
from wellmetrics.disclosure.door import protect
from wellmetrics.disclosure.memory import Memory
from wellmetrics.keys import Key
from wellmetrics.model import Refusal
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

TABLE = table_of(PEOPLE, COST, sums(7, *KNOWN))


def remembered(marks: list[bool], table=TABLE) -> np.ndarray:
    """What comes of a table where it is remembered that in the one block of TABLE these nodes were hidden."""
    met = Memory()
    secondary.protect(TABLE, FIRST, met)
    (digest,) = met.met
    return secondary.protect(table, FIRST, Memory({digest: np.array(marks)}))


def test_what_is_remembered_of_the_same_block_is_taken():
    odd = [True] * 6 + [False]
    assert remembered(odd).tolist() == odd
    assert secondary.protect(TABLE, FIRST).tolist() != odd


@pytest.mark.parametrize(("column", "to"), [("people", 7.0), ("most", 30.0), ("cost", 70.0)])
def test_a_block_of_which_one_number_has_changed_is_worked_out_again(column, to):
    changed = np.where(np.arange(7) == 2, to, getattr(TABLE, column))
    table = replace(TABLE, **{column: changed})
    assert remembered([True] * 7, table).tolist() == secondary.protect(table, FIRST).tolist()


def test_a_block_with_another_sum_is_worked_out_again():
    table = table_of(PEOPLE, COST, sums(7, *KNOWN[:2], (5, [2, 3])))
    assert remembered([True] * 7, table).tolist() == secondary.protect(table, FIRST).tolist()


def test_what_another_method_worked_out_is_not_known():
    blocks = Blocks(TABLE.sums, np.ones(7, bool))
    one, other = (blocks.digests(np.array([0]), [PEOPLE], salt) for salt in (b"one", b"other"))
    assert one != other
    assert one == Blocks(csr_matrix(TABLE.sums), np.ones(7, bool)).digests(np.array([0]), [PEOPLE], b"one")


def test_a_block_is_known_wherever_in_a_table_it_stands():
    empty = np.zeros((TABLE.sums.shape[0], 3))
    moved = csr_matrix(np.hstack([empty, TABLE.sums.toarray()]))
    people = np.concatenate([[1.0, 2, 3], PEOPLE])
    there = Blocks(moved, np.arange(10) >= 3)
    here = Blocks(TABLE.sums, np.ones(7, bool))
    number = there.of_node[3:4]
    assert there.digests(number, [people], b"") == here.digests(np.array([0]), [PEOPLE], b"")


def test_the_memory_is_read_back_by_the_home_that_kept_it_and_by_no_other(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    kept = Memory()
    kept.add(b"0123456789abcdef", np.array([True, False, True]))
    memory.keep(kept, here, Key(here))
    found = memory.read(here, Key(here)).recall(b"0123456789abcdef")
    assert found is not None
    assert found.tolist() == [True, False, True]
    Key(there)
    (there / PROTECTED).write_bytes((here / PROTECTED).read_bytes())
    with pytest.raises(Refusal, match="belongs to another home"):
        memory.read(there, Key(there))


def test_a_memory_with_a_changed_byte_is_refused_and_not_taken_for_none(tmp_path):
    kept = Memory()
    kept.add(b"0123456789abcdef", np.array([True]))
    memory.keep(kept, tmp_path, Key(tmp_path))
    file = tmp_path / PROTECTED
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:20] + bytes([whole[20] ^ 1]) + whole[21:], b""):
        file.write_bytes(damaged)
        with pytest.raises(Refusal, match=r"“protected”.* was changed"):
            memory.read(tmp_path, Key(tmp_path))


def test_the_second_build_of_the_same_rows_remembers_everything_and_gives_the_same(one_term_home):
    with Vault(one_term_home) as vault:
        observed, first = observe(vault), memory.read(vault.home, vault.key)
    second = Memory()
    by_memory, anew = (
        {audience.name: audience.cells for audience in protect(observed, memory=one)}
        for one in (first, second)
    )
    assert set(first.met) == set(second.met)
    assert all(by_memory[name].equals(cells) for name, cells in anew.items())
    assert all(first.recall(digest) is not None for digest in second.met)


def test_a_block_that_is_as_it_was_is_known_beside_one_that_has_changed():
    def met(people: np.ndarray) -> set[bytes]:
        together = Memory()
        beside = csr_matrix(block_diag([TABLE.sums, TABLE.sums]))
        table = table_of(np.concatenate([PEOPLE, people]), np.tile(COST, 2), beside)
        secondary.protect(table, np.tile(FIRST, 2), together)
        return set(together.met)

    before, after = met(PEOPLE + 1), met(PEOPLE + 2)
    assert len(before) == len(after) == 2
    assert len(before & after) == 1


def test_a_later_year_of_many_more_people_is_no_reason_to_protect_the_earlier_one_anew(tmp_path):
    urns = ("900001", "900002", "900003", "900004")
    few, many = (
        helpers.absence(
            *(f"{urn},P{n},{first},{first}" for urn in urns for n in range(people)), name=f"{first}.csv"
        )
        for people, first in ((3, "2024-10-07"), (11, "2025-10-06"))
    )
    trust = (
        helpers.schools(*urns),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(urns, 14), "2024-11-07"),
    )
    earlier, later = Memory(), Memory()
    with Vault(tmp_path) as vault:
        helpers.put(vault, *trust, few)
        list(protect(observe(vault), memory=earlier))
        helpers.put(vault, many)
        list(protect(observe(vault), memory=later))
    assert earlier.met
    assert set(earlier.met) < set(later.met)
