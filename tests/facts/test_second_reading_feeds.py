"""Rolls, surveys, referrals and participation of the demo trust equal a plain reading that shares no code with the product."""

from functools import cache
from pathlib import Path
from statistics import median

import pytest

from tests import demo_reference as reference
from tests import demo_reference_sums as sums
from tests import demo_reference_voice as plain
from wellmetrics import release
from wellmetrics.model import Viewer

DEMO = Path(__file__).parents[2] / "data" / "demo"
EXACT_FOR_THE_LEAD = ("two_hours_pe", "any_club", "competition", "active_travel", "outdoor_learning", "sports_leaders",
                      "pupil_referrals_per_1000", "referrals_accepted", "referrals_waiting")  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return plain.read(DEMO) | {"workforce": reference.read(DEMO)["workforce"]}


@pytest.fixture(scope="module")
def by_hand(tables):
    """Every line of every school, by the plain reading."""
    return {row["urn"]: sums.of_school(tables, row["urn"]) for row in tables["schools"]}


@cache
def shown(home, viewer):
    """Cells by indicator, school, term, cut and part."""
    opened = release.open_for(home, Viewer.parse(viewer))
    cells = opened.table("cells").to_pandas()
    opened.close()
    cells = cells[(cells["grain"] == "term") & (cells["group"] == "")]
    names = ["indicator", "urn", "period", "cut", "part"]
    return {tuple(row[n] for n in names): row for row in cells.to_dict("records")}


@pytest.mark.parametrize(("viewer", "least"), [("lead", 11_000), ("board", 7_000)])
def test_every_school_and_term_is_counted_the_same(demo_home, by_hand, viewer, least):
    cells, compared = shown(demo_home, viewer), 0
    for urn, lines in by_hand.items():
        for (indicator, cut, part), line in lines.items():
            for term, expected in line.items():
                cell = cells.get((indicator, urn, " ".join(term), cut, part))
                if cell is None or cell["state"] not in ("shown", "nil"):
                    continue
                where = indicator, urn, term, cut, part
                if isinstance(expected, list):
                    assert cell["estimate"] == pytest.approx(median(expected)), where
                else:
                    assert (cell["numerator"], cell["denominator"]) == pytest.approx(expected), where
                compared += 1
    assert compared > least


def test_the_lead_sees_every_term_of_the_records_that_schools_keep(demo_home, by_hand):
    cells = shown(demo_home, "lead")
    for urn, lines in by_hand.items():
        for indicator in EXACT_FOR_THE_LEAD:
            for term, (number, _) in lines.get((indicator, *sums.ALL), {}).items():
                state = cells[indicator, urn, " ".join(term), *sums.ALL]["state"]
                assert state in (("shown",) if number else ("shown", "nil")), (indicator, urn, term)


def test_nothing_is_shown_that_no_file_holds(demo_home, by_hand):
    known = {
        (indicator, urn, " ".join(term), *place)
        for urn, lines in by_hand.items()
        for (indicator, *place), line in lines.items()
        for term in line
    }
    counted = {name[0] for name in known}
    for name, cell in shown(demo_home, "lead").items():
        indicator, urn, _, cut, _ = name
        ours = urn and indicator in counted and cut in ("all", "construct", "question", "sex")
        if ours and cell["state"] == "shown" and cell["numerator"]:
            assert name in known, name


def test_the_trust_is_the_sum_of_its_schools(demo_home, by_hand):
    cells = shown(demo_home, "lead")
    compared = 0
    for (indicator, cut, part), line in sums.together(list(by_hand.values())).items():
        for term, expected in line.items():
            cell = cells.get((indicator, "", " ".join(term), cut, part))
            if cell is None or cell["state"] not in ("shown", "nil") or isinstance(expected, list):
                continue
            assert (cell["numerator"], cell["denominator"]) == pytest.approx(expected), (
                indicator,
                term,
                part,
            )
            compared += 1
    assert compared > 900
