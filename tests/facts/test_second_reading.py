"""The product's counts equal those of a plain day-by-day reading that shares no code with it."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import demo_reference as reference
from tests import helpers
from tests.facts.counted import counted
from wellmetrics import release
from wellmetrics.model import Viewer

STARTS = [
    helpers.day("2025-09-01") + timedelta(n)
    for n in (*range(0, 110), *range(126, 208), *range(224, 324))  # days within the three terms
]


URNS = [f"90000{n}" for n in range(1, 7)]


@st.composite
def files(draw: st.DrawFn) -> dict[str, helpers.File]:
    """Up to six schools, some with a calendar of their own, each with up to twelve rows of at most five people.

    A trust costs as much to build as a school does, so an example is a trust.
    """
    urns = URNS[: draw(st.integers(1, len(URNS)))]
    own = [
        f"2025/26,Autumn,2025-09-01,2025-12-19,2025-10-20,2025-10-31,{urn}"
        for urn in urns
        if draw(st.booleans())
    ]
    spells = {}
    for _ in range(draw(st.integers(1, 12 * len(urns)))):
        urn, who, post = (
            draw(st.sampled_from(urns)),
            draw(st.integers(1, 5)),
            draw(st.sampled_from(["", "2"])),
        )
        first = draw(st.sampled_from(STARTS))
        last = draw(st.none() | st.integers(0, 70).map(lambda n, first=first: first + timedelta(n)))
        half = [draw(st.sampled_from(["", "N", "Y"])) for _ in range(2)]
        if last in (None, first):
            half[1] = ""  # one day has one half, and an open spell no last day
        fte = draw(st.sampled_from(["1", "0.5", "0.85"]))
        lost = draw(st.sampled_from(["", "", "3.5"])) if last else ""
        group = ["teacher", "leader"][who % 2]
        spells[urn, who, first, post] = (
            f"{urn},S{who},{post},{group},{fte},{first},{last or ''},{half[0]},{half[1]},infection,{lost}"
        )
    census = [f"{urn},{day},{group},{draw(st.integers(6, 9))},{draw(st.integers(4, 6))}"
              for urn in urns for group in ("teacher", "leader")
              for day in draw(st.sampled_from([["2025-11-06"], ["2026-01-15"], ["2025-09-30", "2025-12-01", "2026-05-01"]]))]  # fmt: skip
    return {
        "schools": helpers.schools(*urns),
        "terms": helpers.terms(*own),
        "workforce": helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *census),
        "absence": helpers.absence(*spells.values()),
    }


def second_reading(sent: dict[str, helpers.File], at: Path) -> dict[str, list]:
    (at / "all").mkdir()
    for name, (_, data) in sent.items():
        (at / "all" / f"{name}.csv").write_bytes(data)
    return reference.read(at)


@settings(max_examples=5)
@given(sent=files())
def test_any_spells_are_counted_as_a_person_with_a_calendar_would(sent):
    with tempfile.TemporaryDirectory() as below:
        (Path(below) / "read").mkdir()
        tables = second_reading(sent, Path(below) / "read")
        found = counted(Path(below) / "home", *sent.values())
    for urn in {row["urn"] for row in tables["absence"]}:
        staff, work = reference.denominators(tables, urn), reference.working_days(tables["terms"], urn)
        for term, fact in reference.facts(tables, urn).items():
            for indicator, sums in by_hand(fact, staff[term], len(work[term])).items():
                row = found[indicator, urn, " ".join(term), ""]
                assert (row["numerator"], row["denominator"]) == pytest.approx(sums), (indicator, urn, term)


def by_hand(fact: reference.Fact, staff: tuple[float, float], working_days: int) -> dict[str, tuple]:
    heads, fte = staff
    return {
        "days_lost_per_fte": (fact.days, fte),
        "absence_rate": (fact.days, fte * working_days),
        "staff_absent": (fact.people, heads),
        "spells_per_person": (fact.spells_met, heads),
        "long_term_absence": (fact.long, heads),
    }


DEMO = Path(__file__).parents[2] / "data" / "demo"


def test_the_demo_trust_is_counted_the_same_in_every_school_and_term(demo_home):
    tables = reference.read(DEMO)
    lead = release.open_for(demo_home, Viewer("lead"))
    cells = {(c.indicator, c.urn, c.period): c for c in lead.cells(grain="term")}
    lead.close()
    compared = 0
    for urn in {row["urn"] for row in tables["schools"]}:
        staff, work = reference.denominators(tables, urn), reference.working_days(tables["terms"], urn)
        for term, fact in reference.facts(tables, urn).items():
            name = " ".join(term)
            for indicator, sums in by_hand(fact, staff[term], len(work[term])).items():
                cell = cells[indicator, urn, name]
                assert (cell.numerator, cell.denominator) == pytest.approx(sums), (indicator, urn, name)
                compared += 1
    assert compared > 900
