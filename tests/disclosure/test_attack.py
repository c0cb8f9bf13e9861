"""The proof of the door: an attacker who knows every published sum gets no hidden figure back."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from scipy.sparse import csr_array

from tests import helpers, small_survey
from tests.disclosure.trusts import trusts, trusts_with_groups
from wellmetrics import catalogue, publish, release
from wellmetrics.counting import SUMS
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.attack import attack, known_members, narrow, verify
from wellmetrics.disclosure.door import Audience, protect
from wellmetrics.disclosure.exact import _fixed, _fixed_step_by_step
from wellmetrics.disclosure.gathered import File, put_together
from wellmetrics.disclosure.reader import WHERE
from wellmetrics.model import Refusal
from wellmetrics.observe import Observed, observe
from wellmetrics.vault import Vault


def observed_from(files, below: Path):
    small_survey.declare(below, small_survey.MINI)
    with Vault(below) as vault:
        helpers.put(vault, *files)
        return observe(vault)


def attack_everybody(files) -> dict[str, list]:
    with tempfile.TemporaryDirectory() as below:
        observed = observed_from(files, Path(below))
    return told(list(protect(observed)), observed)


def told(audiences: list[Audience], observed: Observed) -> dict[str, list]:
    """What each reader gets back, and what all of them do who put their files together."""
    found = {a.name: attacked(a, observed) for a in audiences} | {"all": by_all(audiences, observed)}
    return {name: got[WHERE].to_numpy().tolist() for name, got in found.items() if len(got)}


def by_all(audiences: list[Audience], observed: Observed) -> pd.DataFrame:
    lead, *others = (File(a.cells, "" if a.name in ("lead", "board") else a.name, a.pool) for a in audiences)
    return put_together(lead.cells, others, observed.members.to_pandas())


def attacked(audience: Audience, observed, earlier: Sequence[pd.DataFrame] = ()) -> pd.DataFrame:
    """By the reader of the file, who knows the own school's records where they are in it."""
    own = "" if audience.name in ("lead", "board") else audience.name
    return attack(audience.cells, known_members(audience, observed), audience.pool, own, earlier)


# Without shrinking: a failing trust is small already, and each try costs seconds.
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(max_examples=6, phases=QUICK, derandomize=True)
@given(files=trusts(most_schools=4))
def test_nothing_hidden_is_told_closer_than_five_people_in_any_small_trust(files):
    assert attack_everybody(files) == {}


@settings(max_examples=4, phases=QUICK, derandomize=True)
@given(files=trusts_with_groups(most_schools=3))
def test_nothing_hidden_is_told_closer_than_five_people_where_groups_make_wider_ones(files):
    assert attack_everybody(files) == {}


def test_a_school_that_counts_everybody_alone_refuses_no_release():
    heading = "urn,academic_year,term,activity,sex,pupils,eligible"
    rows = ("F,16,24", "M,5,20")
    clubs = [
        *(f"900001,2025/26,Autumn,any club,{row}" for row in rows),
        "900002,2025/26,Autumn,any club,,91,104",
    ]
    files = (
        helpers.schools(*SCHOOLS[:2]),
        helpers.terms(),
        helpers.csv("participation.csv", heading, *clubs),
    )
    assert attack_everybody(files) == {}


def test_a_year_of_totals_and_of_spells_of_one_group_refuses_no_release():
    """All staff are leaders: their year is the term of spells, which is shown for everybody."""
    files = (
        helpers.schools(*SCHOOLS[:2]),
        helpers.terms(),
        helpers.csv(
            "workforce.csv",
            "urn,census_date,staff_group,headcount,fte",
            "900001,2025-11-06,leader,16,16",
            "900001,2025-11-06,teacher,12,12",
            "900002,2025-11-06,leader,13,13",
        ),
        helpers.absence(
            "900001,L1,,leader,1,2025-09-08,2025-09-19,,,infection,",
            "900001,T7,,teacher,1,2026-02-02,2026-04-03,,,other,",
            "900002,L2,,leader,1,2026-02-02,2026-02-04,,,other,",
        ),
        helpers.csv("absence_summary.csv", "urn,month,days_lost", "900002,2025-10,46"),
    )
    assert attack_everybody(files) == {}


@pytest.mark.long
@settings(max_examples=200, phases=QUICK)
@given(files=trusts_with_groups(most_schools=12))
def test_nothing_hidden_is_told_closer_than_five_people_in_many_trusts_of_wider_groups(files):
    assert attack_everybody(files) == {}


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(10))
def test_nothing_hidden_is_told_closer_than_five_people_in_a_thousand_trusts(hundred):
    @settings(max_examples=100, phases=QUICK)
    @given(files=trusts(least_schools=3, most_schools=40))
    def nothing_is_told(files):
        assert attack_everybody(files) == {}

    nothing_is_told()


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


KEYS = ["indicator", "urn", "group", "grain", "period", "cut", "part"]


def only_primary(observed, audience) -> Audience:
    """What an audience would get were nothing hidden but what points at a person by itself."""
    cells = observed.observations.to_pandas()
    if audience == "board":
        cells = cells[(cells["urn"] == "") | (cells["grain"] != "month")]
    declared = catalogue.all_indicators()
    classes = np.array(
        [
            primary.class_of(declared[code], cut)
            for code, cut in zip(cells["indicator"], cells["cut"], strict=True)
        ]
    )
    columns = {name: cells[name].to_numpy(float) for name in cells.columns if name not in KEYS}
    hidden = primary.hidden(columns, classes, (cells["cut"] == "all").to_numpy(), audience)
    return Audience(audience, cells[[*KEYS, *SUMS]].assign(state=np.where(hidden, "hidden", "shown")))


@pytest.mark.parametrize("audience", ["lead", "board"])
def test_the_attacker_gets_figures_back_where_only_the_first_hiding_was_done(observed, audience):
    cells = only_primary(observed, audience).cells
    got = attack(cells, observed.members.to_pandas())
    assert 0 < len(got) < (cells["state"] == "hidden").sum()


@pytest.mark.parametrize("audience", ["lead", "board"])
def test_the_attacker_bounds_people_closely_where_only_the_first_hiding_was_done(observed, audience):
    cells = only_primary(observed, audience).cells
    found = np.isfinite(narrow(cells, observed.members.to_pandas(), (), ""))
    assert 0 < found.sum() < (cells["state"] == "hidden").sum()


def test_the_attacker_gets_nothing_back_behind_the_whole_door(observed):
    assert {a.name: len(attacked(a, observed)) for a in protect(observed)} == dict.fromkeys(
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


def test_a_build_that_the_attacker_breaks_leaves_the_old_release_current(observed, tmp_path):
    helpers.home_with(tmp_path, *TRUST)
    before = release.current(tmp_path)
    broken = (verify(only_primary(observed, name), observed) for name in ("lead", "board"))
    with pytest.raises(Refusal, match="could be worked out"):
        publish.write(tmp_path, observed, broken, {})
    assert release.current(tmp_path) == before


PERIODS = (("term", helpers.AUTUMN), ("term", helpers.SPRING), ("year", "2025/26"))


def cell(indicator, urn="900001", group="", cut="all", part="", state="shown", period=helpers.AUTUMN):
    grain = "term" if " " in period else "year"
    keys = zip([*KEYS, "state"], [indicator, urn, group, grain, period, cut, part, state], strict=True)
    # Whom it counts is not told: these are about numerators.
    return dict(keys) | dict.fromkeys(("people", "base_people", "denominator"), np.nan)


def recovered(*cells, members=()) -> list[tuple]:
    inside = pd.DataFrame(
        [("", urn, *when) for urn in members for when in PERIODS], columns=["group", "urn", "grain", "period"]
    )
    found = attack(pd.DataFrame(cells), inside)
    return found[["indicator", "urn", "part"]].apply(tuple, axis=1).tolist() if len(found) else []


def test_the_attacker_knows_that_two_indicators_count_the_same():
    """The days of one reason are a part of the days lost: hidden here and shown there is not hidden."""
    hidden = cell("mental_health_share", state="hidden")
    shown = cell("days_lost_per_fte", cut="reason", part="mental health")
    assert recovered(hidden, shown) == [("mental_health_share", "900001", "")]
    assert recovered(hidden, cell("days_lost_per_fte", cut="reason", part="infection")) == []


def test_the_attacker_takes_a_few_reasons_for_no_whole():
    shown = [cell("days_lost_per_fte"), cell("infection_share"), cell("unknown_reason_share")]
    assert recovered(*shown, cell("mental_health_share", state="hidden")) == []


def test_the_attacker_knows_that_whoever_is_away_is_in_some_group():
    """Six are away, three of them are teachers: three to six are leaders, as some may be both."""
    parts = [
        ("all", "", "shown", 6),
        ("staff_group", "teacher", "shown", 3),
        ("staff_group", "leader", "hidden", np.nan),
    ]
    cells = [
        cell("staff_absent", cut=cut, part=part, state=state) | {"people": n} for cut, part, state, n in parts
    ]
    width = narrow(pd.DataFrame(cells), pd.DataFrame(columns=["group", "urn", "grain", "period"]), (), "")
    assert width[2] == 3
    alone = narrow(
        pd.DataFrame([cells[0], cells[2]]), pd.DataFrame(columns=["group", "urn", "grain", "period"]), (), ""
    )
    assert np.isnan(alone[1])


@pytest.mark.parametrize(("plan", "is_told"), [("hidden", True), ("missing", False)])
def test_the_attacker_knows_that_groups_make_wider_ones(plan, is_told):
    """With special needs less with support is with a plan; whoever is in no group is so in the wider one."""
    shown = [cell("any_club", cut="any_send", part="Y"), cell("any_club", cut="send", part="support")]
    found = recovered(*shown, cell("any_club", cut="send", part="plan", state=plan))
    assert found == [("any_club", "900001", "plan")] * is_told
    none = cell("any_club", cut="send", part="none", state="hidden")
    assert recovered(*shown, none) == []
    assert recovered(cell("any_club", cut="any_send", part="N"), none) == [("any_club", "900001", "none")]


def test_the_attacker_subtracts_schools_from_the_trust():
    trust, one, two, three = (
        cell("long_term_absence", urn, state=state)
        for urn, state in (("", "shown"), ("900001", "shown"), ("900002", "shown"), ("900003", "hidden"))
    )
    schools = ["900001", "900002", "900003"]
    found = [("long_term_absence", "900003", "")]
    assert recovered(trust, one, two, three, members=schools) == found
    # A school that the file has nothing of may hold anything.
    assert recovered(trust, one, three, members=schools) == []
    assert recovered(trust, one, two | {"state": "missing"}, three, members=schools) == []


def clubs(urn: str, period: str, state="shown", cut="all", part="") -> dict:
    return cell("any_club", urn, cut=cut, part=part, state=state, period=period)


def test_the_attacker_knows_the_year_of_a_school_as_the_mean_of_the_terms_that_it_sent():
    (_, autumn), (_, spring), (_, year) = PERIODS
    hidden = clubs("900001", spring, "hidden")
    found = [("any_club", "900001", "")]
    assert recovered(clubs("900001", year), clubs("900001", autumn), hidden) == found
    assert (
        recovered(
            clubs("900001", year), clubs("900001", autumn, "hidden"), clubs("900001", spring, "missing")
        )
        == found
    )
    # One school sent autumn alone: the trust's year is no mean of the trust's terms.
    trust = [clubs("", when) for when in (year, autumn)]
    others = [
        clubs("900002", year, "hidden"),
        clubs("900002", autumn, "hidden"),
        clubs("900002", spring, "missing"),
    ]
    own = [clubs("900001", year, "hidden"), clubs("900001", autumn, "hidden"), hidden]
    assert recovered(*trust, clubs("", spring, "hidden"), *others, *own, members=["900001", "900002"]) == []


def test_the_attacker_takes_no_whole_for_its_parts_where_a_school_did_not_break_it_down():
    girls = {"cut": "sex", "part": "F"}
    trust = [
        cell("any_club", ""),
        cell("any_club", "", **girls),
        cell("any_club", "", state="hidden", cut="sex", part="M"),
    ]
    one, two = (
        [
            cell("any_club", urn),
            *(cell("any_club", urn, state="hidden", cut="sex", part=part) for part in "FM"),
        ]
        for urn in ("900001", "900002")
    )
    schools = ["900001", "900002"]
    assert ("any_club", "", "M") in recovered(*trust, *one, *two, members=schools)
    assert recovered(*trust, *one, two[0], members=schools) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_attacker_solves_large_blocks_as_it_does_small_ones(seed):
    """A table of 15 by 20 with totals, some of it known; step by step and by the whole system."""
    rows, columns = 15, 20
    place = np.arange(rows * columns).reshape(rows, columns)
    sums = np.zeros((rows + columns, rows * columns))
    for i, line in enumerate([*place, *place.T]):
        sums[i, line] = 1.0
    known = np.random.default_rng(seed).random(rows * columns) < 0.8
    matrix = sums[:, ~known]
    whole = _fixed(matrix.tobytes(), matrix.shape)
    assert 0 < len(whole) < matrix.shape[1]
    assert _fixed_step_by_step(csr_array(matrix), matrix.shape).tolist() == list(whole)


def test_a_trust_of_one_school_has_a_head_who_sees_it_and_a_trust_that_is_the_school():
    files = (
        helpers.schools("900001"),
        helpers.terms(),
        helpers.workforce({"900001": 2}),
        helpers.absence("900001,P1,2025-09-08,2025-09-08"),
    )
    assert attack_everybody(files) == {}


def test_a_trust_of_which_nothing_was_counted_yet_has_nothing_to_protect():
    assert attack_everybody((helpers.schools("900001"), helpers.terms())) == {}


def test_a_head_gets_no_year_whose_terms_would_tell_of_a_school_that_left_in_between(tmp_path):
    urns = (*SCHOOLS, "900005")
    rows = [f"{urn},School {urn},primary,,{'2026-04-01' if urn == '900005' else ''}" for urn in urns]
    files = (
        helpers.csv("schools.csv", "urn,school,phase,joined,left", *rows),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(urns, 20)),
        helpers.absence(
            *(f"{urn},{urn}-{n},2026-01-12,2026-01-1{3 + n % 3}" for urn in urns for n in range(8))
        ),
    )
    observed = observed_from(files, tmp_path)
    cells = next(a for a in protect(observed) if a.name == "900001").cells
    days = cells[(cells["indicator"] == "days_lost_per_fte") & (cells["cut"] == "all")]
    state = days.set_index(["urn", "group", "grain", "period"])["state"]
    for group in ("", "other schools"):
        assert state["", group, "term", "2025/26 Spring"] == "shown"
        assert state["", group, "year", "2025/26"] == "hidden"
    assert state["900001", "", "year", "2025/26"] == "shown"


def test_how_many_there_are_is_not_told_by_a_figure_that_is_hidden_as_cover(tmp_path):
    """Three teaching assistants: told by the nought of those who were still away at the year's end, until that is hidden too."""
    staff = {
        "900005": (11, 11, 8), "900006": (3, 7, 3), "900012": (6, 4, 0), "900013": (6, 12, 13), "900014": (13, 2, 4),
        "900016": (13, 9, 13), "900017": (5, 3, 0),
    }  # fmt: skip
    groups = ("leader", "teacher", "teaching assistant")
    census = [
        f"{urn},2025-11-06,{group},{heads},{heads}"
        for urn, each in staff.items()
        for group, heads in zip(groups, each, strict=True)
        if heads
    ]
    away = """
        900005 leader    2025-09-08 2025-10-18, 900005 leader    2026-06-08 2026-08-07, 900005 teacher   2026-06-08 2026-08-07,
        900005 assistant 2025-09-08 2025-11-07, 900006 leader    2025-09-08 2025-11-07, 900006 leader    2026-06-08 2026-08-07,
        900006 teacher   2025-10-06 2025-11-15, 900006 assistant 2025-10-06 2025-12-05, 900012 leader    2025-09-08 2025-10-18,
        900012 teacher   2025-09-08 2025-11-07, 900013 assistant 2026-06-08 2026-08-07, 900014 assistant 2026-04-20 2026-05-30,
        900014 assistant 2026-04-20 2026-05-30, 900016 teacher   2026-01-12 2026-03-13, 900017 teacher   2026-06-08 2026-08-07
    """
    spells = [
        f"{urn},{n},,{next(one for one in groups if one.endswith(group))},1,{first},{last},,,other,"
        for n, (urn, group, first, last) in enumerate(spell.split() for spell in away.split(","))
    ]
    census_file = helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *census)
    files = (helpers.schools(*staff), helpers.terms(), census_file, helpers.absence(*spells))
    observed = observed_from(files, tmp_path)
    assert attacked(next(protect(observed)), observed).empty
