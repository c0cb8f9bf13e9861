"""A few schools at a time count the same as all of them together."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import helpers
from wellmetrics import chunks, observe
from wellmetrics.observe import Observed
from wellmetrics.vault import Vault

TABLES = Observed.__dataclass_fields__
URNS = ("900001", "900002", "900003")


def rows(observed: Observed, table: str) -> list[tuple]:
    """In an order that the last digit of a sum does not change."""
    found = [tuple(row.values()) for row in getattr(observed, table).to_pylist()]
    return sorted(found, key=lambda row: repr([f"{v:.6g}" if isinstance(v, float) else v for v in row]))


def the_same(one: tuple, other: tuple) -> bool:
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        if isinstance(a, float) and isinstance(b, float)
        else a == b
        for a, b in zip(one, other, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A trust at once, and school by school, with the rows that stood before and afterwards."""

    at_once: Observed
    by_school: Observed
    before: dict
    after: dict


@pytest.fixture(scope="module", params=["one_term_home", pytest.param("demo_home", marks=pytest.mark.long)])
def demo_counted(request: pytest.FixtureRequest) -> Counted:
    """The demo trust after its first term; whole in the long proofs."""
    with Vault(request.getfixturevalue(request.param)) as vault:
        before = helpers.standing(vault)
        return Counted(
            observe.observe(vault), observe.observe(vault, rows_at_once=1), before, helpers.standing(vault)
        )


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_demo_trust_is_the_same_school_by_school(demo_counted, table):
    at_once, by_school = rows(demo_counted.at_once, table), rows(demo_counted.by_school, table)
    assert len(by_school) == len(at_once)
    assert [pair for pair in zip(at_once, by_school, strict=True) if not the_same(*pair)] == []


def test_the_rows_that_stand_are_all_there_again_afterwards(demo_counted):
    assert demo_counted.after == demo_counted.before


def test_the_rows_that_stand_are_all_there_again_after_a_chunk_that_failed(empty_home):
    home = helpers.home_with(empty_home, *_three_schools(), build=False)
    with Vault(home) as vault:
        before = helpers.standing(vault)
        vault.con.execute("CREATE TEMP VIEW lost_day AS SELECT 1 AS in_the_way")
        with pytest.raises(Exception, match="lost_day"):
            observe.observe(vault, rows_at_once=1)
        assert helpers.standing(vault) == before


def test_only_one_chunks_spells_are_held_when_all_are_counted(empty_home):
    """What a chunk made goes before the next one: nothing that grows with the rows is left."""
    home = helpers.home_with(empty_home, *_three_schools(), build=False)
    with Vault(home) as vault:
        observe.observe(vault, rows_at_once=1)
        held = {name for (name,) in vault.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "observation" in held
    assert not held & {"spell_row", "lost_day", "absence_by_person", "reply", "reply_answer", "referral"}


def test_a_reason_that_one_school_met_is_a_part_of_every_school_that_sent(empty_home):
    """Nobody was away in the last school, which is a chunk of its own."""
    home = helpers.home_with(empty_home, *_three_schools(), build=False)
    with Vault(home) as vault:
        found = observe.observe(vault, rows_at_once=1).observations.to_pylist()
    parts = {
        urn: {r["part"] for r in found if r["urn"] == urn and r["cut"] == "reason" and r["grain"] == "term"}
        for urn in URNS
    }
    assert parts["900003"] == parts["900001"] >= {"infection"}


def _three_schools() -> tuple[helpers.File, ...]:
    return (
        helpers.schools(*URNS),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(URNS, 6)),
        helpers.absence("900001,P1,2025-09-08,2025-09-09", "900002,P2,2025-09-09,2025-09-12"),
        helpers.returns(*(f"absence,{urn},2025/26,Autumn,nothing to report" for urn in URNS[2:])),
    )


@given(
    st.dictionaries(st.text("0123456789", min_size=1, max_size=6), st.integers(0, 50), max_size=20),
    st.integers(1, 60),
)
def test_every_school_is_in_one_chunk_and_only_a_school_alone_is_more_than_fits(sizes, most):
    parts = chunks.split(sorted(sizes.items()), most)
    held = [[urn for urn in sizes if urn in part] for part in parts]
    assert sorted(urn for urns in held for urn in urns) == sorted(sizes)
    assert all(sum(sizes[u] for u in urns) <= most or sum(sizes[u] > 0 for u in urns) == 1 for urns in held)


@given(st.text("0123456789", max_size=7))
def test_a_row_of_any_school_known_or_not_is_in_one_chunk(urn):
    parts = chunks.split([("100001", 5), ("100002", 5), ("200000", 5)], 5)
    assert sum(urn in part for part in parts) == 1
