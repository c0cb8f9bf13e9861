"""The setting `heads_see`: a head's file with the pool alone, or with other schools as the board sees them."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from tests import helpers, small_survey
from tests.disclosure.test_attack import observed_from
from tests.disclosure.trusts import asked_trusts
from wellmetrics import catalogue
from wellmetrics.disclosure.attack import attack, known_members
from wellmetrics.disclosure.door import Audience, protect
from wellmetrics.disclosure.primary import heads_may_share
from wellmetrics.observe import Observed

KEYS = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
URNS = ("900001", "900002", "900003", "900004", "900005")
REPLIES = {"900001": 8, "900002": 12, "900003": 25, "900004": 30, "900005": 14}
CLUB = {"900001": (2, 2), "900002": (9, 11), "900003": (20, 18), "900004": (30, 1), "900005": (12, 9)}


def asked() -> list[helpers.File]:
    """Five primaries: one with too few replies to show, so that the board hides another with it."""
    wave = "{},2026-03-02,staff"
    said = ("5,1,5,5", "4,2,2,2", "1,5,1,1")
    clubs = [
        f"{urn},2025/26,Autumn,any club,{way},{n},60"
        for urn, both in CLUB.items()
        for way, n in zip("FM", both, strict=True)
    ]
    return [
        helpers.schools(*URNS),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(URNS, 30)),
        *(small_survey.wide(*(said[i % 3] for i in range(n)), where=wave.format(urn)) for urn, n in REPLIES.items()),
        *(small_survey.invited(30, where=wave.format(urn)) for urn in URNS),
        helpers.csv("participation.csv", "urn,academic_year,term,activity,sex,pupils,eligible", *clubs),
        helpers.absence(*(f"{urn},{urn}-{n},2026-03-02,2026-03-0{3 + n}" for urn in URNS for n in range(6))),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def observed(tmp_path_factory) -> Observed:
    return observed_from(asked(), tmp_path_factory.mktemp("asked"))


def named(audience: Audience) -> pd.DataFrame:
    """The cells with plain words, in their order."""
    return audience.cells.astype(dict.fromkeys([*KEYS, "state"], str))


def by_name(observed: Observed, heads_see: str) -> dict[str, Audience]:
    return {a.name: a for a in protect(observed, heads_see)}


def others(audience: Audience) -> pd.DataFrame:
    cells = named(audience)
    return cells[~cells["urn"].isin(["", audience.name])].reset_index(drop=True)


def recovered(audience: Audience, observed: Observed) -> pd.DataFrame:
    own = "" if audience.name in ("lead", "board") else audience.name
    return attack(audience.cells, known_members(audience, observed), audience.pool, own)


def exact(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of the records that a school keeps itself, of everybody."""
    managed = [code for code, i in catalogue.all_indicators().items() if i.protection == "managed"]
    return cells[cells["indicator"].isin(managed) & (cells["cut"] == "all")].reset_index(drop=True)


def in_a_trust_of(files: list[helpers.File]) -> Observed:
    with tempfile.TemporaryDirectory() as below:
        return observed_from(files, Path(below))


def nothing_is_recovered(files: list[helpers.File]) -> None:
    """Each head with the own records as the lead has them, beside the others as the board has them."""
    observed = in_a_trust_of(files)
    audiences = by_name(observed, "schools")
    lead = exact(named(audiences["lead"]))
    for name, audience in audiences.items():
        assert recovered(audience, observed)[KEYS].to_numpy().tolist() == [], name
        if name not in ("lead", "board"):
            cells = named(audience)
            own = exact(cells[cells["urn"] == name])
            pd.testing.assert_frame_equal(own, lead[lead["urn"] == name].reset_index(drop=True))


@settings(max_examples=2, phases=QUICK, derandomize=True)
@given(files=asked_trusts(most_schools=4))
def test_nothing_hidden_can_be_worked_out_where_heads_see_schools(files):
    nothing_is_recovered(files)


@pytest.mark.long
@settings(max_examples=200, phases=QUICK)
@given(files=asked_trusts())
def test_nothing_hidden_can_be_worked_out_in_many_trusts_where_heads_see_schools(files):
    nothing_is_recovered(files)


@settings(max_examples=1, phases=QUICK, derandomize=True)
@given(files=asked_trusts(most_schools=3))
def test_with_the_pool_a_heads_file_holds_no_row_of_another_school(files):
    for name, audience in by_name(in_a_trust_of(files), "pool").items():
        if name not in ("lead", "board"):
            assert set(audience.cells["urn"]) == {"", name}
            assert audience.pool_of is None


def test_lead_and_board_are_served_the_same_whatever_heads_see(observed):
    pool, schools = by_name(observed, "pool"), by_name(observed, "schools")
    for name in ("lead", "board"):
        pd.testing.assert_frame_equal(pool[name].cells, schools[name].cells)


@pytest.mark.parametrize("urn", URNS)
def test_other_schools_stand_in_a_heads_file_as_the_board_sees_them(observed, urn):
    audiences = by_name(observed, "schools")
    board = named(audiences["board"])
    declared = catalogue.all_indicators()
    may = np.array(
        [heads_may_share(declared[c], cut) for c, cut in zip(board["indicator"], board["cut"], strict=True)]
    )
    single = ~board["urn"].isin(["", urn])
    pd.testing.assert_frame_equal(others(audiences[urn]), board[single & may].reset_index(drop=True))


def test_no_absence_no_month_and_no_cut_of_another_school_is_shared(observed):
    for name, audience in by_name(observed, "schools").items():
        if name not in ("lead", "board"):
            found = others(audience)
            assert {catalogue.indicator(code).feed for code in found["indicator"]} == {
                "survey",
                "participation",
            }
            assert set(found["cut"]) == {"all"}
            assert set(found["grain"]) == {"term", "year"}


@pytest.mark.parametrize(
    ("code", "cut", "may"),
    [
        ("any_club", "all", True),
        ("any_club", "sex", False),
        ("active_60_minutes", "method", True),
        ("staff_favourable", "all", True),
        ("staff_favourable", "staff_group", False),
        ("staff_question", "question", False),
        ("staff_answers", "answer", False),
        ("gap_swemwbs_mean_sex", "all", False),
        ("days_lost_per_fte", "all", False),
        ("mental_health_days_per_fte", "all", False),
        ("pupil_referrals_per_1000", "all", False),
    ],
)
def test_heads_share_participation_and_what_everybody_says_and_nothing_else(code, cut, may):
    assert heads_may_share(catalogue.indicator(code), cut) is may


def test_a_part_of_nobody_is_not_hidden_in_a_trust_of_two_schools(tmp_path):
    """Nobody is in a club: that no girl is follows, and to hide it would keep the whole release back."""
    urns = URNS[:2]
    files = [
        helpers.schools(*urns),
        helpers.terms(),
        helpers.csv(
            "participation.csv",
            "urn,academic_year,term,activity,sex,pupils,eligible",
            *(
                f"{urn},2025/26,Autumn,any club,{sex},0,40"
                for urn, sex in zip((*urns, urns[1]), "FFM", strict=True)
            ),
        ),
    ]
    observed = observed_from(files, tmp_path)
    for audience in by_name(observed, "schools").values():
        cells = named(audience)
        assert set(cells[(cells["indicator"] == "any_club") & (cells["part"] == "F")]["state"]) <= {
            "nil",
            "not applicable",
        }
        assert recovered(audience, observed).empty


def with_own_replies(observed: Observed, urn: str) -> Audience:
    """What a head would get who had the own replies exactly beside today's file, and nothing hidden for it."""
    audience = by_name(observed, "schools")[urn]
    cells = named(audience).set_index(KEYS)
    truth = observed.observations.to_pandas().astype(dict.fromkeys(KEYS, str)).set_index(KEYS)
    own = cells.index[(cells["state"] == "hidden") & (cells.index.get_level_values("urn") == urn)]
    columns = cells.columns.intersection(truth.columns)
    cells.loc[own, columns] = truth.loc[own, columns]
    cells.loc[own, "state"] = "shown"
    return replace(audience, cells=cells.reset_index())


def test_the_attacker_gets_a_school_back_where_the_one_that_covers_it_is_shown(observed):
    """The head whose school hides another's replies would know the own ones: trust less the others is the hidden school."""
    found = recovered(with_own_replies(observed, "900002"), observed)
    assert ("staff_favourable", "900001") in set(zip(found["indicator"], found["urn"], strict=True))
    assert recovered(by_name(observed, "schools")["900002"], observed).empty


def of_spring(audience: Audience) -> pd.Series:
    """What is shown of staff voice in the wave, by URN and group."""
    cells = named(audience)
    voice = cells[(cells["indicator"] == "staff_favourable") & (cells["cut"] == "all")]
    return voice[voice["period"] == helpers.SPRING].set_index(["urn", "group"])["state"]


def test_two_schools_that_cover_each_other_are_hidden_from_everybody_and_the_trust_from_nobody(observed):
    """Too few replied at the first; whoever is told the second's could tell the first's, were it told by whomever."""
    files = {name: of_spring(a) for name, a in by_name(observed, "schools").items()}
    for voice in files.values():
        assert voice["", ""] == "shown"
        assert {urn for urn in URNS if voice[urn, ""] == "hidden"} == {"900001", "900002"}
    of_pool = {name: files[name]["", "other schools"] for name in URNS}
    assert of_pool == dict.fromkeys(URNS, "shown") | {"900001": "hidden", "900002": "hidden"}
