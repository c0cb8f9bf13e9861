"""The proof of the door: an attacker who knows every published sum gets no hidden figure back."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from tests import helpers
from tests.disclosure.trusts import trusts
from wellmetrics import release
from wellmetrics.build import build_from
from wellmetrics.disclosure import door, secondary
from wellmetrics.disclosure.attack import attack, verify
from wellmetrics.disclosure.door import protect
from wellmetrics.model import Refusal
from wellmetrics.observe import SUMS, observe
from wellmetrics.vault import Vault


def observed_from(files, below: Path):
    with Vault(below) as vault:
        helpers.put(vault, *files)
        return observe(vault)


def attack_everybody(files) -> dict[str, list]:
    with tempfile.TemporaryDirectory() as below:
        observed = observed_from(files, Path(below))
    members = observed.members.to_pandas()
    columns = ["indicator", "urn", "group", "period", "cut", "part"]
    found = {a.name: attack(a.cells, members, a.pool)[columns].to_numpy().tolist() for a in protect(observed)}
    return {name: got for name, got in found.items() if got}


# Without shrinking: a failing trust is small already, and each try costs seconds.
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(max_examples=6, phases=QUICK)
@given(files=trusts(most_schools=4))
def test_nothing_hidden_can_be_worked_out_in_any_small_trust(files):
    assert attack_everybody(files) == {}


@pytest.mark.long
@settings(max_examples=1000, phases=QUICK)
@given(files=trusts())
def test_nothing_hidden_can_be_worked_out_in_a_thousand_small_trusts(files):
    assert attack_everybody(files) == {}


SCHOOLS = ("900001", "900002", "900003", "900004")
SPELLS = [
    f"{urn},{urn}-{n},,{group},1,2025-09-{8 + n % 5:02},2025-09-{9 + n % 5:02},,,{reason},"
    for urn, many in zip(SCHOOLS, (3, 7, 9, 8), strict=True)
    for n in range(many)
    for group, reason in [(("teacher", "leader")[n % 4 == 0], ("infection", "mental health", "other")[n % 3])]
]
TRUST = (
    helpers.schools(*SCHOOLS),
    helpers.terms(),
    helpers.csv(
        "workforce.csv",
        "urn,census_date,staff_group,headcount,fte",
        *(f"{urn},2025-11-06,{group},{heads},{heads}" for urn in SCHOOLS for group, heads in (("teacher", 20), ("leader", 6))),
    ),
    helpers.absence(*SPELLS),
)  # fmt: skip


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    return observed_from(TRUST, tmp_path_factory.mktemp("attacked"))


def test_the_attacker_gets_figures_back_where_only_the_first_hiding_was_done(observed, monkeypatch):
    monkeypatch.setattr(secondary, "protect", lambda table, primary: primary)
    members = observed.members.to_pandas()
    got = {a.name: len(attack(a.cells, members, a.pool)) for a in protect(observed)}
    assert got["board"] > 0
    assert got["lead"] > 0


def test_the_attacker_gets_nothing_back_behind_the_whole_door(observed):
    members = observed.members.to_pandas()
    assert {a.name: len(attack(a.cells, members, a.pool)) for a in protect(observed)} == dict.fromkeys(
        ("lead", "board", *SCHOOLS), 0
    )


def test_unhiding_one_cell_that_covers_another_fails_the_build(observed):
    board = next(a for a in protect(observed) if a.name == "board")
    truth = observed.observations.to_pandas()
    keys = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
    found = []
    term = board.cells[
        (board.cells["state"] == "hidden") & (board.cells["cut"] == "all") & (board.cells["urn"] != "")
    ]
    for row in term.index[:20]:
        cells = board.cells.copy()
        was = truth.merge(cells.loc[[row], keys], on=keys)
        cells.loc[row, list(SUMS)] = was[list(SUMS)].to_numpy()[0]
        cells.loc[row, "state"] = "shown"
        try:
            verify(replace(board, cells=cells), observed)
        except Refusal as refusal:
            found.append(str(refusal))
    assert found, "no hidden cell covers another"
    assert all("The release was not made" in said for said in found)


def test_a_build_that_the_attacker_breaks_leaves_the_old_release_current(tmp_path, monkeypatch):
    helpers.home_with(tmp_path, *TRUST)
    before = release.current(tmp_path)
    monkeypatch.setattr(door, "hide", lambda cells, members: cells["hidden"].to_numpy(bool))
    with Vault(tmp_path) as vault, pytest.raises(Refusal, match="could be worked out"):
        build_from(vault)
    assert release.current(tmp_path) == before


def test_few_unknown_people_under_a_shown_total_are_covered_by_more():
    """Two hidden ones and a shown total of two: each is one. A third part has to go."""
    table = secondary.Table(
        people=np.array([12.0, 1, 1, 10]),
        cost=np.array([1000.0, 1, 1, 1]),
        published=np.ones(4, bool),
        sums=[(0, [1, 2, 3])],
    )
    hidden = secondary.protect(table, np.array([False, True, True, False]))
    assert hidden.tolist() == [False, True, True, True]


def test_a_hidden_part_is_never_the_only_unknown_of_a_sum():
    table = secondary.Table(
        people=np.array([20.0, 3, 9, 8, 20.0, 11, 9]),
        cost=np.array([1000.0, 1, 2, 3, 1000.0, 1, 1]),
        published=np.ones(7, bool),
        sums=[(0, [1, 2, 3]), (4, [5, 6]), (5, [1, 3])],
    )
    hidden = secondary.protect(table, np.array([False, True, False, False, False, False, False]))
    assert hidden[1]
    assert not hidden[0]
    assert not hidden[4]
    for total, parts in table.sums:
        assert hidden[[total, *parts]].sum() != 1


def test_a_trust_of_one_school_has_a_head_who_sees_it_and_a_trust_that_is_the_school():
    files = (
        helpers.schools("900001"),
        helpers.terms(),
        helpers.workforce({"900001": 2}),
        helpers.absence("900001,P1,2025-09-08,2025-09-08"),
    )
    assert attack_everybody(files) == {}
