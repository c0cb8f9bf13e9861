"""Clubs and active minutes of small schools, counted by hand in docs/methods/participation.md."""

import tempfile
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts.counted import counted_by_cut, sums
from tests.helpers import AUTUMN, SPRING, SUMMER, csv, home_with, put, returns, schools, term_cells, terms
from wellmetrics.observe import observe
from wellmetrics.statistics import gaps, intervals
from wellmetrics.vault import Vault

YEAR = "2025/26"
HEADINGS = "urn,academic_year,term,activity,method,year_group,sex,pupil_premium,send,pupils,eligible"


def counts(*rows: str, name: str = "participation.csv"):
    """A row is `urn term activity method year_group sex pupil_premium send pupils eligible`, dots for blanks."""
    cells = (["." if c == "." else c.replace("~", " ") for c in row.split()] for row in rows)
    lines = [",".join("" if c == "." else c for c in (urn, "2025/26", *rest)) for urn, *rest in cells]
    return csv(name, HEADINGS, *lines)


def club(
    groups: str, pupils: object, eligible: object = ".", urn: str = "900001", term: str = "Autumn"
) -> str:
    """`groups` are the year group, sex, pupil premium and SEND."""
    return f"{urn} {term} any~club . {groups} {pupils} {eligible}"


def active(
    method: str, pupils: int, eligible: object = ".", urn: str = "900001", term: str = "Autumn"
) -> str:
    return f"{urn} {term} 60~active~minutes {method} . . . . {pupils} {eligible}"


def roll(urn: str = "900001", term: str = "Autumn", girls: int = 100, boys: int = 100):
    """A quarter of each sex have the pupil premium."""
    headings = "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils"
    rows = [
        f"{urn},2025/26,{term},5,{sex},{premium},none,{n}"
        for sex, every in (("F", girls), ("M", boys))
        for premium, n in (("Y", every // 4), ("N", every - every // 4))
    ]
    return csv(f"roll-{urn}-{term}.csv", headings, *rows)


BASE = (schools("900001", "900002", "900003"), terms())
BY_SEX = counts(club(". F . .", 30), club(". M . .", 34))
BY_PREMIUM = counts(club(". . Y .", 10), club(". . N .", 54), name="premium.csv")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return counted_by_cut(tmp_path_factory.mktemp("clubs"), *BASE, roll(), BY_SEX, BY_PREMIUM)


@pytest.mark.parametrize(
    ("cut", "part", "by_hand"),
    [
        ("all", "", (64, 200)), ("sex", "F", (30, 100)), ("sex", "M", (34, 100)), ("pupil_premium", "Y", (10, 50)),
        ("pupil_premium", "N", (54, 150)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["900001", ""])
def test_every_figure_of_the_term_equals_the_page(found, cut, part, by_hand, place):
    assert sums(found, "any_club", AUTUMN, part, place, cut) == by_hand


def test_the_interval_and_the_gap_equal_the_page(found):
    wilson = intervals.proportion(*map(int, sums(found, "any_club", AUTUMN)))
    assert (wilson.lower, wilson.upper) == pytest.approx((0.25927, 0.38752), abs=5e-6)
    few, many = (sums(found, "any_club", AUTUMN, part, cut="pupil_premium") for part in "YN")
    # Newcombe's method 10: the distances to the limits of the two shares, squared and added.
    one, other = (intervals.proportion(int(x), int(n)) for x, n in (few, many))
    low = -0.16 - sqrt((0.2 - one.lower) ** 2 + (other.upper - 0.36) ** 2)
    high = -0.16 + sqrt((one.upper - 0.2) ** 2 + (0.36 - other.lower) ** 2)
    gap = gaps.difference(int(few[0]), int(few[1]), int(many[0]), int(many[1]))
    assert (gap.value, gap.lower, gap.upper) == pytest.approx((-0.16, low, high), abs=1e-12)
    assert (low, high) == pytest.approx((-0.27822, -0.01086), abs=5e-6)


# Each school sends its tables in another way; each has 100 girls and 100 boys, a quarter with the pupil premium.
SEX, PREMIUM = [(". F . .", 30), (". M . .", 34)], [(". . Y .", 10), (". . N .", 54)]
WAYS: dict[str, list[list[tuple]]] = {
    "a row for everybody": [SEX, PREMIUM, [(". . . .", 61)]],
    "premium first": [PREMIUM, SEX],
    "a joint table": [[(". F Y .", 6), (". F N .", 24), (". M Y .", 4), (". M N .", 30)]],
    "eligible": [[(". F . .", 30, 60), (". M . .", 34, 40)]],
    "two years only": [[("5 . . .", 12, 30), ("6 . . .", 18, 30)]],
    "nobody": [[(". F . .", 0), (". M . .", 0)]],
    "sex withheld": [[(". F . .", "c"), (". M . .", 34)]],
    "sex withheld, premium known": [[(". F . .", "x"), (". M . .", 34)], PREMIUM],
    "premium withheld, sex known": [SEX, [(". . Y .", "*"), (". . N .", 54)]],
    "everybody withheld, sex known": [SEX, [(". . . .", "c")]],
    "girls alone": [[(". F . .", 30)]],
    "boys alone, premium whole": [[(". M . .", 34)], PREMIUM],
    "premium in part, sex whole": [SEX, [(". . N .", 54)]],
    "joint without boys": [[(". F Y .", 6), (". F N .", 24)]],
    "more than there are": [[(". F . .", 100), (". M . .", 101)]],
}  # fmt: skip
PLACE = {name: str(910001 + n) for n, name in enumerate(WAYS)}


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    files = [roll(urn) for urn in PLACE.values()]
    for name, tables in WAYS.items():
        files += [counts(*(club(*row, urn=PLACE[name]) for row in table)) for table in tables]
    return counted_by_cut(
        tmp_path_factory.mktemp("ways"), schools(*PLACE.values(), "900002"), terms(), *files
    )


@pytest.mark.parametrize(
    ("name", "everybody"),
    [
        ("a row for everybody", (61, 200)),
        ("premium first", (64, 200)),
        ("a joint table", (64, 200)),
        ("eligible", (64, 100)),
        ("two years only", (30, 60)),
        ("nobody", (0, 200)),
        ("sex withheld", None),
        ("sex withheld, premium known", (64, 200)),
        ("premium withheld, sex known", (64, 200)),
        ("everybody withheld, sex known", (64, 200)),
        ("girls alone", None),
        ("boys alone, premium whole", (64, 200)),
        ("premium in part, sex whole", (64, 200)),
        ("joint without boys", None),
        ("more than there are", None),
    ],
)
def test_everybody_is_the_row_without_a_group_else_the_sum_of_one_complete_table(ways, name, everybody):
    assert sums(ways, "any_club", AUTUMN, place=PLACE[name]) == everybody


@pytest.mark.parametrize(
    ("name", "cut", "part", "by_hand"),
    [
        ("a row for everybody", "sex", "F", (30, 100)),
        ("a row for everybody", "pupil_premium", "Y", (10, 50)),
        ("a joint table", "sex", "F", (30, 100)),
        ("a joint table", "pupil_premium", "Y", (10, 50)),
        ("eligible", "sex", "M", (34, 40)),
        ("two years only", "year_group", "6", (18, 30)),
        ("nobody", "sex", "F", (0, 100)),
        ("sex withheld", "sex", "F", None),
        ("sex withheld", "sex", "M", (34, 100)),
        ("premium withheld, sex known", "pupil_premium", "Y", None),
        # 64 less 54 would tell what was withheld.
        ("premium withheld, sex known", "pupil_premium", "N", None),
        ("girls alone", "sex", "F", (30, 100)),
        ("joint without boys", "sex", "F", (30, 100)),
        ("joint without boys", "pupil_premium", "Y", None),
        ("more than there are", "sex", "F", (100, 100)),
        ("more than there are", "sex", "M", None),
    ],
)
def test_each_group_stands_over_its_own_pupils_and_is_known_or_not_by_itself(ways, name, cut, part, by_hand):
    assert sums(ways, "any_club", AUTUMN, part, PLACE[name], cut) == by_hand


def test_a_school_that_sent_nothing_and_an_activity_that_nobody_sent_are_no_zeros(ways):
    assert sums(ways, "any_club", AUTUMN, place="900002") is None
    assert sums(ways, "two_hours_pe", AUTUMN, place=PLACE["nobody"]) is None
    assert sums(ways, "any_club", SPRING, place=PLACE["nobody"]) is None


def test_without_a_roll_only_eligible_pupils_give_a_share(tmp_path):
    found = counted_by_cut(
        tmp_path, *BASE, counts(club(". . . .", 61), club(". . . .", 30, 90, urn="900002")), roll("900003")
    )
    assert sums(found, "any_club", AUTUMN) is None
    assert sums(found, "any_club", AUTUMN, place="900002") == (30, 90)
    assert sums(found, "any_club", AUTUMN, place="") == (30, 90)


def test_coverage_says_what_came_what_did_not_and_what_was_not_due(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE, roll(), BY_SEX, returns("participation,900002,2025/26,Autumn,not due"))
        rows = observe(vault).coverage.to_pylist()
    said = {r["urn"]: r["state"] for r in rows if r["dataset"] == "participation" and r["term"] == "Autumn"}
    assert said == {"900001": "complete", "900002": "not due", "900003": "missing"}


# Terms and years


def test_a_year_is_the_mean_of_its_terms(tmp_path):
    files = [roll(), roll(term="Spring", girls=120, boys=120), roll(term="Summer")]
    rows = counts(
        club(". . . .", 60), club(". . . .", 84, term="Spring"), club(". . . .", 30, 90, term="Summer")
    )
    found = counted_by_cut(tmp_path, *BASE, *files, rows)
    by_term = [sums(found, "any_club", period) for period in (AUTUMN, SPRING, SUMMER)]
    assert by_term == [(60, 200), (84, 240), (30, 90)]
    assert sums(found, "any_club", YEAR) == pytest.approx(((60 + 84 + 30) / 3, (200 + 240 + 90) / 3))


def test_a_year_with_one_term_in_it_is_that_term(found):
    assert sums(found, "any_club", YEAR) == (64, 200)


# How it was measured


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    rows = [
        active("device", 40, 200),
        active("self-report", 90, 150, urn="900002"),
        active("device", 30, 100, urn="900003"),
    ]
    rows += [active("device", 50, 200, term="Spring"), active("device", 30, 100, urn="900003", term="Spring")]
    rows += [active("self-report", 120, 200, term="Summer")]
    group = csv("groups.csv", "group,kind,urn", "Devices,hub,900001", "Devices,hub,900003")
    return counted_by_cut(tmp_path_factory.mktemp("measured"), *BASE, group, counts(*rows))


def test_ways_of_measuring_are_never_mixed_in_one_figure_of_the_trust(measured):
    assert sums(measured, "active_60_minutes", AUTUMN, place="") is None
    assert sums(measured, "active_60_minutes", AUTUMN, "device", place="") == (70, 300)
    assert sums(measured, "active_60_minutes", AUTUMN, "self-report", place="") == (90, 150)


def test_where_everybody_measures_in_one_way_there_is_one_figure(measured):
    assert sums(measured, "active_60_minutes", SPRING, place="") == (80, 300)
    assert sums(measured, "active_60_minutes", AUTUMN, place="Devices") == (70, 300)


def test_a_school_that_changes_its_way_has_no_figure_for_the_year_but_for_each_way(measured):
    assert sums(measured, "active_60_minutes", SUMMER) == (120, 200)
    assert sums(measured, "active_60_minutes", YEAR) is None
    assert sums(measured, "active_60_minutes", YEAR, "device") == (45, 200)
    assert sums(measured, "active_60_minutes", YEAR, "self-report") == (120, 200)
    assert sums(measured, "active_60_minutes", YEAR, place="") is None


def test_a_school_that_changes_its_way_starts_a_new_series(tmp_path):
    rows = [
        active("device", 40, 200),
        active("device", 50, 200, term="Spring"),
        active("self-report", 120, 200, term="Summer"),
    ]
    with Vault(tmp_path) as vault:
        put(vault, *BASE, counts(*rows))
        breaks = [b for b in observe(vault).breaks.to_pylist() if b["indicator"] == "active_60_minutes"]
    assert {(b["urn"], str(b["since"])) for b in breaks} == {("900001", "2026-04-13"), ("", "2026-04-13")}
    assert all("measured by self-report from here, before by device" in b["reason"] for b in breaks)


# Whatever the counts


@st.composite
def tables(draw):
    """A complete table by year group and sex: its parts, and in which order its rows come."""
    parts = [f"{year} {sex} . ." for year in range(1, draw(st.integers(1, 3)) + 1) for sex in "FM"]
    pupils = draw(st.lists(st.integers(0, 40), min_size=len(parts), max_size=len(parts)))
    return draw(st.permutations(list(zip(parts, pupils, strict=True))))


@settings(max_examples=4)
@given(first=tables(), second=tables(), later=st.booleans())
def test_splitting_a_count_over_a_table_changes_no_sum_and_neither_does_any_order(first, second, later):
    split = [
        club(part, n, 50, urn) for urn, table in (("900001", first), ("900002", second)) for part, n in table
    ]
    whole = [
        club(". . . .", sum(n for _, n in table), 50 * len(table), urn)
        for urn, table in (("900001", first), ("900002", second))
    ]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        by_table = counted_by_cut(
            Path(one), schools("900001", "900002"), terms(), counts(*(split[::-1] if later else split))
        )
        at_once = counted_by_cut(Path(two), schools("900002", "900001"), terms(), counts(*whole))
    for place in ("900001", "900002", ""):
        for period in (AUTUMN, YEAR):
            assert sums(by_table, "any_club", period, place=place) == sums(
                at_once, "any_club", period, place=place
            )
            girls, boys = (sums(by_table, "any_club", period, sex, place, "sex") for sex in "FM")
            assert (girls[0] + boys[0], girls[1] + boys[1]) == sums(by_table, "any_club", period, place=place)


@pytest.mark.parametrize("viewer", ["lead", "board", "head:900001"])
def test_a_release_shows_the_same_figures(released, viewer):
    cell = term_cells(released, "any_club", "900001", viewer)[AUTUMN]
    assert (cell.state, cell.numerator, cell.denominator) == ("shown", 64, 200)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return home_with(tmp_path_factory.mktemp("clubs-released"), *BASE, roll(), BY_SEX, BY_PREMIUM)


def test_pupils_of_a_school_that_tells_no_groups_are_of_one_that_is_not_known(tmp_path):
    one = counts(club(". F . .", 30), club(". M . .", 34))
    other = counts(club(". . . .", 40, urn="900002"), name="whole.csv")
    found = counted_by_cut(tmp_path, *BASE, roll(), roll("900002"), one, other)
    whole, parts = sums(found, "any_club", AUTUMN, place=""), ("F", "M", "not known")
    assert whole == (104, 400)
    assert [sums(found, "any_club", AUTUMN, part, "", "sex") for part in parts] == [
        (30, 100),
        (34, 100),
        (40, 200),
    ]
    assert sums(found, "any_club", AUTUMN, "not known", "900002", "sex") == (40, 200)
    # By premium nobody tells anything: it is no breakdown.
    assert sums(found, "any_club", AUTUMN, "not known", "900002", "pupil_premium") is None


def test_a_year_is_broken_down_where_every_term_is(tmp_path):
    told = counts(club(". F . .", 30), club(". M . .", 34))
    whole = counts(club(". . . .", 40, term="Spring"), name="spring.csv")
    found = counted_by_cut(tmp_path, *BASE, roll(), told, whole)
    assert sums(found, "any_club", AUTUMN, "F", cut="sex") == (30, 100)
    assert sums(found, "any_club", SPRING, "not known", cut="sex") == (40, 200)
    assert sums(found, "any_club", YEAR) == (52, 200)
    assert sums(found, "any_club", YEAR, "F", cut="sex") is None
    assert sums(found, "any_club", YEAR, "not known", cut="sex") == (52, 200)


def test_a_group_without_a_row_in_a_term_that_tells_the_others_has_nobody_in_it(tmp_path):
    both = counts(club(". F . .", 30, 100), club(". M . .", 34, 100))
    girls = counts(club(". F . .", 20, 100, term="Spring"), name="girls.csv")
    found = counted_by_cut(tmp_path, *BASE, both, girls)
    girls, boys, everybody = (
        sums(found, "any_club", YEAR, part, cut=cut)
        for part, cut in (("F", "sex"), ("M", "sex"), ("", "all"))
    )
    assert (girls, boys, everybody) == ((25, 100), (17, 50), (42, 150))
