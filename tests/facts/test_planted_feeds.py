"""What is planted in surveys, referrals and participation is found by those who may see it, and nothing else is."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from wellmetrics import catalogue, release
from wellmetrics.model import Viewer
from wellmetrics.words import signals

DEMO = Path(__file__).parents[2] / "data" / "demo"
ANSWERS = tomllib.loads((DEMO / "answers.toml").read_text())
SURGES = {surge["urn"]: surge for surge in ANSWERS["surges"]}
GAPS = {gap.get("urn", ""): gap for gap in ANSWERS["club_gaps"]}
FELL, COLLAPSED, REWORDED = ANSWERS["fell"], ANSWERS["collapsed"], ANSWERS["reworded"]
EVERYBODY = ("lead", "board")
LAST_YEAR = ("2025/26 Autumn", "2025/26 Spring", "2025/26 Summer")


@pytest.fixture(scope="module")
def read(demo_home):
    """Opens the release once for each reader; gives an indicator's lines at a place by cut and part.

    A line is its cells by term, each with the product's own signal.
    """
    opened = {}

    def lines(indicator, urn="", viewer="lead", group=""):
        if viewer not in opened:
            opened[viewer] = release.open_for(demo_home, Viewer.parse(viewer))
        held = defaultdict(list)
        for cell in opened[viewer].cells(indicator, urn=urn, group=group, grain="term", cut=None):
            held[cell.cut, cell.part].append(cell)
        return {
            key: {
                c.period: (c, word)
                for c, word in zip(cells, signals.of_rows(cells, catalogue.indicator(indicator)), strict=True)
            }
            for key, cells in held.items()
        }

    yield lines
    for one in opened.values():
        one.close()


def line(read, indicator, urn="", viewer="lead", cut="all", part=""):
    return read(indicator, urn, viewer)[cut, part]


# --- referrals


@pytest.mark.parametrize("urn", SURGES)
@pytest.mark.parametrize("who", ["lead", "head"])
def test_the_lead_and_the_head_see_referrals_surge_in_every_term(read, urn, who):
    found = line(read, "pupil_referrals_per_1000", urn, "lead" if who == "lead" else f"head:{urn}")
    surge = SURGES[urn]
    assert [found[term][0].numerator for term in surge["terms"]] == surge["counts"]
    assert [found[term][0].denominator for term in surge["terms"]] == surge["rolls"]
    assert [found[term][1] for term in surge["terms"]] == ["higher"] * 3
    assert [int(cell.numerator) for cell, _ in found.values()] == surge["all_counts"]


@pytest.mark.parametrize("urn", [urn for urn, surge in SURGES.items() if min(surge["all_counts"]) >= 5])
def test_the_board_sees_the_surge_where_five_pupils_or_more_stand_behind_it(read, urn):
    found = line(read, "pupil_referrals_per_1000", urn, "board")
    assert [found[term][0].numerator for term in LAST_YEAR] == SURGES[urn]["counts"]
    assert found[LAST_YEAR[-1]][1] == "higher"


def test_the_board_does_not_see_the_few_referrals_of_a_small_school(read):
    for urn, surge in SURGES.items():
        found = line(read, "pupil_referrals_per_1000", urn, "board")
        for (cell, _), count in zip(found.values(), surge["all_counts"], strict=True):
            assert count >= 5 or cell.withheld, (urn, cell.period)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_the_trust_shows_the_surge_and_the_longer_waits(read, viewer):
    found = line(read, "pupil_referrals_per_1000", viewer=viewer)
    assert [found[term][1] for term in LAST_YEAR] == ["higher"] * 3
    waits = line(read, "wait_median_days", viewer=viewer)
    assert waits[LAST_YEAR[0]][1] == "higher"
    assert waits[LAST_YEAR[0]][0].value > waits["2024/25 Autumn"][0].value


@pytest.mark.parametrize("urn", SURGES)
def test_waits_grow_where_referrals_surge(read, urn):
    waits = line(read, "wait_median_days", urn)
    assert [waits[term][0].value for term in LAST_YEAR] == SURGES[urn]["median_waits"]
    assert [waits[term][1] for term in LAST_YEAR] == SURGES[urn]["wait_signals"]


def test_no_referral_at_all_is_nil_and_not_missing(read):
    for said in ANSWERS["no_referrals"]["urn_terms"]:
        urn, _, term = said.partition(" ")
        cell, _ = line(read, "pupil_referrals_per_1000", urn)[term]
        assert (cell.state, cell.numerator) == ("nil", 0)


# --- clubs


@pytest.mark.parametrize("viewer", EVERYBODY)
@pytest.mark.parametrize("urn", GAPS)
def test_girls_are_in_fewer_clubs_and_that_has_not_changed(read, urn, viewer):
    girls = line(read, "any_club", urn, viewer, "sex", "F")
    boys = line(read, "any_club", urn, viewer, "sex", "M")
    gap = line(read, "gap_any_club_sex", urn, viewer)
    said = GAPS[urn]
    term = said["term"]
    assert [girls[term][0].numerator, girls[term][0].denominator] == said["girls"]
    assert [boys[term][0].numerator, boys[term][0].denominator] == said["boys"]
    cell, word = gap[term]
    assert cell.value == pytest.approx(said["gap"], abs=1e-4)
    assert said["upper"] < 0
    assert word == "none"
    seen = [c.value for c, _ in gap.values() if c.value is not None]
    # One term may be hidden, to cover a small school's.
    assert len(seen) >= len(said["all_gaps"]) - 1
    assert all(any(value == pytest.approx(one, abs=1e-4) for one in said["all_gaps"]) for value in seen)


# --- surveys


@pytest.mark.parametrize("viewer", [*EVERYBODY, f"head:{FELL['urn']}"])
def test_leadership_falls_in_one_school_and_the_whole_survey_does_not(read, viewer):
    found = line(read, "staff_construct_mean", FELL["urn"], viewer, "construct", FELL["construct"])
    cell, word = found[FELL["term"]]
    assert cell.value == pytest.approx(FELL["means"][-1], abs=1e-4)
    assert cell.denominator == FELL["replies"][-1]
    assert word == "lower"
    assert line(read, "staff_favourable", FELL["urn"], viewer)[FELL["term"]][1] == "none"


@pytest.mark.parametrize("fell", COLLAPSED, ids=lambda fell: fell["indicator"])
@pytest.mark.parametrize("viewer", [*EVERYBODY, f"head:{COLLAPSED[0]['urn']}"])
def test_everybody_sees_each_surveys_own_response_rate_collapse(read, viewer, fell):
    found = line(read, fell["indicator"], fell["urn"], viewer)
    known = [cell for cell, _ in found.values() if cell.value is not None]
    assert [cell.numerator for cell in known] == fell["replies"]
    assert [cell.denominator for cell in known] == fell["asked"]
    assert found[fell["term"]][1] == "lower"


@pytest.mark.parametrize("viewer", EVERYBODY)
@pytest.mark.parametrize(
    ("indicator", "cut", "part"),
    [
        ("staff_question", "question", REWORDED["question"]),
        ("staff_construct_mean", "construct", REWORDED["construct"]),
    ],
)
def test_a_reworded_question_is_never_claimed_as_a_change(read, indicator, cut, part, viewer):
    assert REWORDED["untold"] == "higher"
    found = line(read, indicator, "", viewer, cut, part)
    first = f"{REWORDED['since']} Spring"
    assert [cell.period for cell, _ in found.values() if cell.starts][:1] <= [first]
    assert [found[term][1] for term in (first, "2025/26 Spring")] == ["too early", "too early"]
    for urn in ("900009", "900010", "900011"):
        at_school = line(read, indicator, urn, viewer, cut, part)
        assert {word for term, (_, word) in at_school.items() if term >= first} <= {"too early", "not tested"}


# --- what is missing, not asked, or measured in another way


def test_a_survey_that_was_not_sent_is_missing(read):
    said = ANSWERS["not_sent"]["staff_survey"]
    for indicator in ("staff_favourable", "intent_to_stay", "staff_response_rate"):
        cell, _ = line(read, indicator, said["urn"])[said["term"]]
        assert (cell.state, cell.numerator) == ("missing", None), indicator


def test_participation_that_was_not_sent_is_missing(read):
    said = ANSWERS["not_sent"]["participation"]
    cell, _ = line(read, "any_club", said["urn"])[said["term"]]
    assert (cell.state, cell.numerator) == ("missing", None)


def test_what_a_school_is_not_asked_for_is_not_applicable(read):
    nursery = ANSWERS["not_asked"]["urn"]
    assert {cell.state for cell, _ in line(read, "any_club", nursery).values()} <= {"not applicable"}
    joined = ANSWERS["joined"]
    for indicator in ("any_club", "pupil_referrals_per_1000"):
        found = line(read, indicator, joined["urn"])
        before = [cell.state for term, (cell, _) in found.items() if term < joined["first_term"]]
        assert set(before) <= {"not applicable"}, indicator
        assert found[joined["first_term"]][0].state == "shown"


@pytest.mark.parametrize("urn", ANSWERS["other_method"]["urns"])
def test_another_way_of_measuring_is_never_claimed_as_a_change(read, urn):
    found = line(read, "active_60_minutes", urn)
    since = ANSWERS["other_method"]["since"]
    terms = list(found)
    assert found[since][0].starts
    assert {found[term][1] for term in terms[terms.index(since) :]} <= {"too early", "none"}


def test_ways_of_measuring_are_never_mixed(read):
    found = line(read, "active_60_minutes")
    assert found["2023/24 Summer"][0].state == "shown"
    assert {found[term][0].value for term in LAST_YEAR if term in found} <= {None}
    assert line(read, "active_60_minutes", cut="method", part="device")[LAST_YEAR[0]][0].state == "shown"


# --- the rest


def expected_signals(place: str) -> dict[tuple, str]:
    kind = "urn" if place.isdigit() else "group"
    return {
        (said["indicator"], said.get("part", ""), said["term"]): said["state"]
        for said in ANSWERS["feed_signals"]
        if said.get(kind) == place
    }


@pytest.mark.parametrize("place", ANSWERS["quiet_feeds"]["places"])
def test_no_signal_of_the_last_year_but_what_follows_from_a_plant(read, place):
    expected = expected_signals(place)
    urn, group = (place, "") if place.isdigit() else ("", "" if place == "trust" else place)
    looked_at = 0
    for indicator in ANSWERS["quiet_feeds"]["indicators"]:
        for (cut, part), found in read(indicator, urn, "lead", group).items():
            # A hidden term is a gap: such a line is compared with less than the key knows.
            if cut not in ("all", "construct", "question") or "hidden" in {
                c.state for c, _ in found.values()
            }:
                continue
            for term in found.keys() & set(LAST_YEAR):
                word = found[term][1]
                looked_at += word != "not tested"
                if word in ("higher", "lower"):
                    assert expected.get((indicator, part, term)) == word, (indicator, part, term)
    assert looked_at > 20


def test_the_trusts_terms_equal_the_answers(read):
    compared = 0
    for indicator in {name for said in ANSWERS["trust_feeds"] for name in said} - {"term"}:
        found = line(read, indicator)
        for said in ANSWERS["trust_feeds"]:
            cell = found[said["term"]][0] if said["term"] in found else None
            if indicator in said and cell and cell.state == "shown":
                sums = isinstance(said[indicator], list)
                got = [cell.numerator, cell.denominator] if sums else cell.value
                assert got == pytest.approx(said[indicator]), (indicator, said["term"])
                compared += 1
    assert compared > 200
