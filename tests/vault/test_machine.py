"""Any order of loads, corrections, undos, redos, repeats, races and restarts, against a plain model of what stands."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.helpers import absence, schools, terms, workforce
from wellmetrics.desk.looking import as_sent, look_in, refuse_if_changed
from wellmetrics.intake.check import check
from wellmetrics.model import CallError, Refusal
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 5)))
AUTUMN = "2025/26 Autumn"
SPRING_BEGINS = "2026-01-05"

# A spell is known by school, person and first day; what can be corrected of it is its last day.
firsts = st.sampled_from(["2025-09-08", "2025-10-06", "2026-01-12"])
keys = st.tuples(st.sampled_from(URNS), st.sampled_from(["P1", "P2"]), firsts)
spells = st.dictionaries(keys, st.integers(0, 4), min_size=1, max_size=4)


@dataclass
class Sent:
    """One load as the model has it."""

    batch: int
    rows: dict
    covers: bool
    stands: bool = True


def as_file(rows, name="absence.csv"):
    return absence(
        *(
            f"{urn},{who},{first},{first[:8]}{int(first[8:]) + more:02}"
            for (urn, who, first), more in rows.items()
        ),
        name=name,
    )


class Machine(RuleBasedStateMachine):
    """The model is a list of loads; what stands is worked out from it, load after load, as a person would."""

    batches = Bundle("batches")

    @initialize()
    def opens(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.vault, self.loads = Vault(self.home), []
        for file in BASE:
            self.vault.load(check(*file, self.vault.context()), "a test")

    def teardown(self):
        self.vault.con.close()
        self.folder.cleanup()

    def expected(self):
        stands = {}
        for load in (one for one in self.loads if one.stands):
            schools_in_file = {urn for urn, _, _ in load.rows}
            if load.covers:
                stands = {
                    key: more
                    for key, more in stands.items()
                    if key[0] not in schools_in_file or key[2] >= SPRING_BEGINS
                }
            stands |= load.rows
        return stands

    def puts(self, rows, covers=False):
        load = self.vault.load(
            check(*as_file(rows), self.vault.context()), "a test", [AUTUMN] if covers else []
        )
        before = self.expected()
        self.loads.append(Sent(load.batch, rows, covers))
        after = self.expected()
        changed = sum(before.get(key, more) != more for key, more in rows.items())
        assert load.rows_new == len(rows.keys() - before.keys())
        assert (load.rows_changed, load.rows_gone) == (changed, len(before.keys() - after.keys()))
        return load.batch

    def of(self, batch):
        return next(one for one in self.loads if one.batch == batch)

    @rule(target=batches, rows=spells, covers=st.booleans())
    def load(self, rows, covers):
        return self.puts(rows, covers)

    @precondition(lambda self: self.expected())
    @rule(target=batches, more=st.integers(0, 4), data=st.data())
    def correct(self, more, data):
        """Undo of a correction gives back every observation bit for bit."""
        before, rows = observed(self.vault), self.expected()
        key = data.draw(st.sampled_from(sorted(rows)))
        batch = self.puts({key: more})
        self.vault.undo(batch, "a test")
        assert observed(self.vault) == before
        self.vault.redo(batch, "a test")
        return batch

    @precondition(lambda self: self.loads)
    @rule(target=batches, data=st.data())
    def duplicate(self, data):
        """The rows that stand, sent again, change nothing."""
        rows, before = self.expected(), self.vault.rows_state()
        if not rows:
            return multiple()
        batch = self.puts(dict(data.draw(st.permutations(sorted(rows.items())))))
        assert self.vault.rows_state() == before
        return batch

    @rule(batch=batches)
    def undo(self, batch):
        if self.of(batch).stands:
            self.vault.undo(batch, "a test")
            self.of(batch).stands = False
        else:
            with pytest.raises(CallError, match="undone already"):
                self.vault.undo(batch, "a test")

    @rule(batch=batches)
    def redo(self, batch):
        if self.of(batch).stands:
            with pytest.raises(CallError, match="stands already"):
                self.vault.redo(batch, "a test")
        else:
            self.vault.redo(batch, "a test")
            self.of(batch).stands = True

    @rule(target=batches, batch=consumes(batches))
    def undo_and_redo(self, batch):
        before = self.vault.rows_state()
        if self.of(batch).stands:
            self.vault.undo(batch, "a test")
            self.vault.redo(batch, "a test")
            assert self.vault.rows_state() == before
        return batch

    @rule(target=batches, mine=spells, theirs=spells)
    def race(self, mine, theirs):
        """Two look, one loads: the other may load only where no row has changed since."""
        with Vault(self.home) as other:
            looked = look_in(other, as_sent([as_file(mine, "mine.csv")]), lambda _: None)
            before = self.expected()
            batches = [self.puts(theirs)]
            if self.expected() == before:
                refuse_if_changed(other, looked.token)
                batches.append(self.puts(mine))
            else:
                with pytest.raises(Refusal, match="a test loaded absence"):
                    refuse_if_changed(other, looked.token)
        return multiple(*batches)

    @rule()
    def restart(self):
        self.vault.con.close()
        self.vault = Vault(self.home)

    @invariant()
    def what_stands_is_what_the_model_says(self):
        if not hasattr(self, "vault"):
            return
        people = dict(zip(self.vault.key.pseudonyms(["P1", "P2"]), ["P1", "P2"], strict=True))
        rows = self.vault.standing("absence").to_pylist()
        found = {
            (row["urn"], people[row["staff_ref"]], str(row["first_day"])): (
                row["last_day"] - row["first_day"]
            ).days
            for row in rows
        }
        assert len(found) == len(rows)
        assert found == self.expected()
        assert {load.batch: load.state == "loaded" for load in self.vault.history()[: len(self.loads)]} == {
            one.batch: one.stands for one in self.loads
        }


def observed(vault):
    """Every observation, in a fixed order, with every number as it is."""
    return sorted(map(repr, observe(vault).observations.to_pylist()))


def test_any_order_of_work_leaves_what_the_model_says():
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=6, stateful_step_count=12, derandomize=True)
    )


@pytest.mark.long
def test_any_order_of_work_leaves_what_the_model_says_at_length():
    run_state_machine_as_test(Machine, settings=settings(max_examples=300, stateful_step_count=30))
