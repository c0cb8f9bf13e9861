"""What each audience's file holds of a whole trust, and what it must not."""

import json

import duckdb
import pytest

from tests.helpers import AUTUMN, cells, frame, term_cells
from wellmetrics import doctor, release
from wellmetrics.counting import SUMS
from wellmetrics.model import OTHERS, Viewer

HEAD = "900003"


@pytest.mark.parametrize("viewer", ["lead", "board", f"head:{HEAD}"])
def test_cells_that_are_not_shown_hold_no_number_at_all(demo_home, viewer):
    found = frame(demo_home, viewer)
    silent = found[~found["state"].isin(["shown", "nil"])]
    assert "hidden" in set(silent["state"])
    assert silent[list(SUMS)].isna().all(axis=None)


def test_the_board_has_no_months_of_a_school(demo_home):
    found = frame(demo_home, "board")
    assert set(found.loc[found["urn"] != "", "grain"]) == {"term", "year"}
    assert "month" in set(found.loc[found["urn"] == "", "grain"])


def test_the_lead_sees_every_managed_figure_of_everybody_exactly(demo_home):
    found = cells(demo_home, "days_lost_per_fte", grain="term") + cells(
        demo_home, "long_term_absence", grain="month"
    )
    assert "hidden" not in {c.state for c in found}


def test_a_heads_file_names_nothing_of_another_school(demo_home):
    opened = release.open_for(demo_home, Viewer("head", HEAD))
    path, pool = opened.path, opened.pool
    assert {c.urn for c in opened.cells(cut=None)} == {HEAD, ""}
    assert {c.group for c in opened.cells(cut=None)} == {"", OTHERS}
    assert {c.urn for c in opened.coverage()} == {HEAD}
    assert all(p.headcount is None for p in opened.schools if p.urn != HEAD)
    assert opened.members("") == ()
    opened.close()
    with duckdb.connect(str(path), read_only=True, config=release.LOCKED) as con:
        assert con.execute("SELECT DISTINCT urn FROM lineage").fetchall() == [(HEAD,)]
        files = con.execute(
            "SELECT DISTINCT batch FROM sources WHERE batch NOT IN (SELECT batch FROM lineage)"
        ).fetchall()
        assert files == []
    assert HEAD not in pool
    assert HEAD not in path.name


def test_a_heads_pool_is_three_schools_or_more_and_says_which(demo_home):
    opened = release.open_for(demo_home, Viewer("head", HEAD))
    assert len(opened.pool) >= 3
    assert json.loads(opened.meta["pool"]) == list(opened.pool)
    shown = [c for c in opened.cells("days_lost_per_fte", group=OTHERS, grain="term") if c.state == "shown"]
    opened.close()
    lead = {(c.urn, c.period): c for c in cells(demo_home, "days_lost_per_fte", grain="term")}
    assert shown
    for cell in shown:
        inside = [lead[urn, cell.period].denominator or 0 for urn in opened.pool]
        assert max(inside) <= 0.6 * cell.denominator


def test_a_heads_own_figures_are_exact(demo_home):
    own, lead = (
        term_cells(demo_home, "long_term_absence", HEAD, viewer) for viewer in (f"head:{HEAD}", "lead")
    )
    assert own == lead


def test_a_tiny_trusts_board_sees_no_school_and_its_heads_see_their_own(hidden_home):
    for urn in ("900001", "900002", "900003"):
        for indicator in ("days_lost_per_fte", "staff_absent", "spells_per_person"):
            assert term_cells(hidden_home, indicator, urn, "board")[AUTUMN].state == "hidden"
            assert term_cells(hidden_home, indicator, urn, f"head:{urn}")[AUTUMN].numerator in (2, 4)
    # Two other schools are no pool, so the trust's figure would give theirs away.
    assert term_cells(hidden_home, "days_lost_per_fte", "", "head:900001")[AUTUMN].state == "hidden"
    assert term_cells(hidden_home, "days_lost_per_fte", "", "board")[AUTUMN].numerator == 12


def test_days_of_one_reason_give_no_reason_away(hidden_home):
    """All spells are infections: were that the only part, it would equal the shown whole."""
    parts = {
        c.part: c.state
        for c in cells(hidden_home, "days_lost_per_fte", urn="900001", grain="term", cut="reason")
    }
    assert len(parts) == 7
    assert parts["infection"] == "hidden"
    assert len([s for s in parts.values() if s == "hidden"]) > 1


def test_a_staff_group_that_is_everybody_is_shown_as_everybody_is(hidden_home):
    (part,) = cells(hidden_home, "days_lost_per_fte", urn="900001", grain="term", cut="staff_group")
    whole = term_cells(hidden_home, "days_lost_per_fte", "900001")[AUTUMN]
    assert (part.numerator, part.denominator) == (whole.numerator, whole.denominator)


def shown_of_a_term(found, urn: str = "") -> float:
    """Of the figures for everybody of a term: how many are shown, of those that are shown or hidden."""
    found = found[(found["grain"] == "term") & (found["cut"] == "all")]
    found = found[found["urn"] == urn] if urn else found
    met = found["state"].isin(["shown", "nil", "hidden"])
    return float((found["state"] != "hidden")[met].mean())


def test_the_demo_stays_useful_to_the_board_and_to_each_head(demo_home):
    assert shown_of_a_term(frame(demo_home, "board")) >= 0.75
    figures = release.open_for(demo_home, Viewer("board"))
    urns = [place.urn for place in figures.schools]
    figures.close()
    least = min(shown_of_a_term(frame(demo_home, f"head:{urn}"), urn) for urn in urns)
    assert least >= 0.9


def test_nobody_is_told_anything_of_the_demo_closer_than_five_people(demo_home):
    """All that each file holds, and all of them together, with what everybody knows of who was in the trust."""
    attacks = [one for one in doctor.examine(demo_home, with_attack=True) if one.what.startswith("attack as")]
    assert len(attacks) == 17
    assert [one.what for one in attacks if not one.well] == []
    told = [
        one
        for one in attacks
        if not one.finding.endswith(": 0 worked out, 0 told to within fewer than 5 people")
    ]
    assert told == []


def test_a_small_school_has_its_few_by_the_year_and_says_so(demo_home):
    """Long absence at a school of 25 staff: terms to its head, years to the board."""
    terms = term_cells(demo_home, "long_term_absence", HEAD, "board").values()
    assert all(c.by_year and c.withheld and c.value is None for c in terms)
    years = cells(demo_home, "long_term_absence", "board", urn=HEAD, grain="year")
    assert "shown" in {c.state for c in years}
    head = term_cells(demo_home, "long_term_absence", HEAD, f"head:{HEAD}").values()
    assert not any(c.by_year for c in head)
