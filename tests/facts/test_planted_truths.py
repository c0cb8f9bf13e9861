"""What is planted in the demo trust is found by those who may see it, and nothing else is."""

import tomllib
from pathlib import Path

import pytest

from tests.helpers import term_cells
from wellmetrics.statistics.change import same_term

ANSWERS = tomllib.loads((Path(__file__).parents[2] / "data" / "demo" / "answers.toml").read_text())
LAST = ANSWERS["last_term"]
RISES = {rise.get("urn") or rise["group"]: rise for rise in ANSWERS["rises"]}
INDICATORS = ANSWERS["quiet"]["indicators"]


def signal(cells: dict, until: str = LAST) -> str:
    """The last published value against the same term of earlier years; a hidden one is a gap."""
    known = [c for c in cells.values() if c.period <= until]
    known = sorted((c for c in known if c.value is not None or c.state == "nil"), key=_time)
    if not known or known[-1].period != until:
        return "not tested"
    return same_term([c.value or 0.0 for c in known], [c.period.split()[1] for c in known]).signal


def _time(cell) -> tuple:
    year, term = cell.period.split()
    return year, ("Autumn", "Spring", "Summer").index(term)


@pytest.mark.parametrize("viewer", ["lead", "head:900003"])
def test_the_lead_and_its_head_see_long_absence_rise_in_a_small_primary(demo_home, viewer):
    cells = term_cells(demo_home, "long_term_absence", "900003", viewer)
    rise = RISES["900003"]
    assert [c.numerator for c in sorted(cells.values(), key=_time)] == rise["all_counts"]
    for term, count in zip(rise["terms"], rise["counts"], strict=True):
        assert (cells[term].numerator, cells[term].denominator) == (count, 25)
        assert signal({p: c for p, c in cells.items() if _time(c) <= _time(cells[term])}, term) == "higher"


def test_the_board_does_not_see_the_small_primary_by_itself(demo_home):
    cells = term_cells(demo_home, "long_term_absence", "900003", "board")
    few = [
        c for c, n in zip(sorted(cells.values(), key=_time), RISES["900003"]["all_counts"], strict=True) if n
    ]
    assert all(c.by_year or c.state == "hidden" for c in few)
    assert all(c.value is None and c.people is None for c in few)


@pytest.mark.parametrize("viewer", ["lead", "board", "head:900011"])
def test_everybody_who_may_sees_the_large_secondary_rise(demo_home, viewer):
    cells = term_cells(demo_home, "long_term_absence", "900011", viewer)
    seen = [
        (c.numerator, n)
        for c, n in zip(sorted(cells.values(), key=_time), RISES["900011"]["all_counts"], strict=True)
    ]
    # One earlier term may be cover for a smaller school on the board's side; the rise itself never.
    assert [pair for pair in seen if pair[0] is not None and pair[0] != pair[1]] == []
    assert sum(pair[0] is None for pair in seen) <= (1 if viewer == "board" else 0)
    assert [pair[0] for pair in seen[-2:]] == RISES["900011"]["counts"]
    assert signal(cells) == "higher"


def test_the_board_sees_the_small_primary_through_the_small_schools(demo_home):
    cells = term_cells(demo_home, "long_term_absence", "", "board", group="small primary schools")
    assert [c.numerator for c in sorted(cells.values(), key=_time)] == RISES["small primary schools"][
        "all_counts"
    ]
    assert signal(cells) == "higher"


def test_the_board_sees_a_small_primarys_days_lost_in_nearly_every_term(demo_home):
    cells = term_cells(demo_home, "days_lost_per_fte", "900003", "board")
    assert len(cells) == 15
    # In another it may be cover for a school that must be hidden.
    assert sum(c.state == "shown" for c in cells.values()) >= 14


def test_a_school_that_joined_was_not_there_before_and_not_in_the_trusts_total(demo_home):
    cells = term_cells(demo_home, "days_lost_per_fte", ANSWERS["joined"]["urn"])
    first = cells[ANSWERS["joined"]["first_term"]]
    before = [c for c in cells.values() if _time(c) < _time(first)]
    assert {c.state for c in before} == {"not applicable"}
    assert len(before) == 6
    assert first.state == "shown"


def test_the_trusts_terms_equal_the_answers(demo_home):
    days = term_cells(demo_home, "days_lost_per_fte")
    rate, people = term_cells(demo_home, "absence_rate"), term_cells(demo_home, "staff_absent")
    spells, long = term_cells(demo_home, "spells_per_person"), term_cells(demo_home, "long_term_absence")
    for said in ANSWERS["trust_terms"]:
        term = said["term"]
        got = (days[term].numerator, days[term].denominator, rate[term].denominator, people[term].numerator)
        assert got == pytest.approx((said["days"], said["fte"], said["fte_days"], said["people"]), abs=0.06)
        assert spells[term].numerator == said["spells"]
        assert (long[term].numerator, long[term].denominator) == (said["long"], said["headcount"])


def test_a_school_that_stopped_sending_is_missing_and_not_nil(demo_home):
    cells = term_cells(demo_home, "days_lost_per_fte", ANSWERS["stopped"]["urn"])
    assert cells[ANSWERS["stopped"]["last_term"]].state == "shown"
    for term in ("2025/26 Spring", "2025/26 Summer"):
        assert cells[term].state == "missing"
        assert cells[term].numerator is None


def test_a_true_zero_is_nil_and_not_missing(demo_home):
    cell = term_cells(demo_home, "days_lost_per_fte", ANSWERS["nil"]["urn"])[ANSWERS["nil"]["term"]]
    assert (cell.state, cell.numerator) == ("nil", 0)


@pytest.mark.parametrize("urn", ANSWERS["quiet"]["urns"])
def test_the_other_schools_are_quiet_in_the_last_term(demo_home, urn):
    for indicator in INDICATORS:
        assert signal(term_cells(demo_home, indicator, urn)) in ("none", "too early"), indicator


def test_the_trust_is_quiet_but_for_long_absence(demo_home):
    said = {indicator: signal(term_cells(demo_home, indicator)) for indicator in INDICATORS}
    quiet = dict.fromkeys(ANSWERS["quiet"]["trust_indicators"], "none")
    assert said == {**quiet, "long_term_absence": "higher"}
