"""Gaps between two groups against published tables and independent implementations."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from wellmetrics.statistics import gaps, intervals
from wellmetrics.statistics.intervals import Interval

close = pytest.approx


# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10, to its four decimals.
@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 10, 0.6075, 1.0000),
        (0, 10, 0, 10, -0.2775, 0.2775),
    ],
)
def test_difference_agrees_with_newcombes_table(x1, n1, x2, n2, lower, upper):
    got = gaps.difference(x1, n1, x2, n2)
    assert (got.value, got.lower, got.upper) == close((x1 / n1 - x2 / n2, lower, upper), abs=0.00005)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (1, 900, 7, 31), (12, 12, 40, 55)])
def test_difference_agrees_with_statsmodels(counts, level):
    want = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=1 - level)
    got = gaps.difference(*counts, level)
    assert (got.lower, got.upper) == close(want, rel=1e-6)


counted = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted, counted)
def test_difference_turns_round_with_its_groups(one, other):
    there, back = gaps.difference(*one, *other), gaps.difference(*other, *one)
    assert (there.lower, there.upper) == close((-back.upper, -back.lower))
    assert -1 - 1e-9 <= there.lower <= there.value <= there.upper <= 1 + 1e-9


def test_a_gap_to_an_empty_group_is_missing():
    assert gaps.difference(3, 9, 0, 0) == gaps.relative_risk(0, 0, 3, 9) == Interval.missing


def test_relative_risk_agrees_with_a_textbook():
    # Moore, McCabe and Craig, Introduction to the Practice of Statistics, 9th ed., example 8.18: major vascular
    # events in 45 of 411 on aspirin and 73 of 411 on placebo; 95% interval 0.4364 to 0.8707.
    got = gaps.relative_risk(45, 411, 73, 411)
    assert (got.value, got.lower, got.upper) == close((45 / 73, 0.4364, 0.8707), abs=0.00005)


@pytest.mark.parametrize("counts", [(45, 411, 73, 411), (5, 31, 8, 12), (12, 12, 40, 55)])
def test_relative_risk_agrees_with_statsmodels(counts):
    want = confint_proportions_2indep(*counts, method="log", compare="ratio")
    got = gaps.relative_risk(*counts)
    assert (got.lower, got.upper) == close(want, rel=1e-6)


@pytest.mark.parametrize("counts", [(0, 9, 3, 9), (3, 9, 0, 9), (0, 9, 0, 9)])
def test_relative_risk_is_not_defined_where_a_count_is_zero(counts):
    assert gaps.relative_risk(*counts) == Interval.missing


def test_relative_risk_of_everybody_against_everybody_is_one():
    assert gaps.relative_risk(7, 7, 9, 9) == Interval(1, 1, 1)


@pytest.mark.parametrize("counts", [(10, 9, 3, 9), (3, 9, -1, 9), (math.nan, 9, 1, 9)])
def test_a_gap_refuses_what_is_not_a_share(counts):
    for gap in (gaps.difference, gaps.relative_risk):
        with pytest.raises(ValueError, match=r"proportion|finite"):
            gap(*counts)


def test_rates_by_hand():
    # Breast cancer after repeated X-rays or none: 41 cases in 28,010 women-years, 15 in 19,017 (Boice and Monson
    # 1977). Byar's limits of 41 are 29.4191 and 55.6226, of 15 8.3893 and 24.7416; per 1,000 women-years
    # 1.46376 (1.05030 to 1.98581) and 0.78877 (0.44115 to 1.30103), so a gap of 0.67499, less
    # sqrt(0.41346^2 + 0.51226^2) = 0.65830 and more sqrt(0.52205^2 + 0.34762^2) = 0.62720.
    got = gaps.rates(41, 28.010, 15, 19.017)
    assert (got.value, got.lower, got.upper) == close((0.67499, 0.01670, 1.30219), abs=0.00001)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("counts", [(7, 100, 4, 200), (1, 30, 9, 31), (0, 40, 5, 60), (3, 12.5, 0, 8)])
def test_rates_of_few_events_agree_with_statsmodels(counts, level):
    exact = {"method": "mover", "method_mover": "exact-c", "compare": "diff", "alpha": 1 - level}
    want = confint_poisson_2indep(*counts, **exact)
    got = gaps.rates(*counts, level)
    assert (got.lower, got.upper) == close(want, rel=1e-6)


@pytest.mark.parametrize("counts", [(60, 51477.5, 30, 54308.7), (41, 28010, 15, 19017), (10, 90, 12, 95)])
def test_rates_of_many_events_come_close_to_exact(counts):
    want = confint_poisson_2indep(*counts, method="mover", method_mover="exact-c", compare="diff")
    got = gaps.rates(*counts)
    assert (got.lower, got.upper) == close(want, abs=0.005 * (want[1] - want[0]))


happened = st.tuples(st.integers(0, 60), st.integers(1, 900))


@given(happened, happened)
def test_rates_turn_round_with_their_groups(one, other):
    there, back = gaps.rates(*one, *other), gaps.rates(*other, *one)
    assert (there.lower, there.upper) == close((-back.upper, -back.lower))
    assert there.lower <= there.value <= there.upper


@given(happened, happened)
def test_rates_per_thousand_are_a_thousand_times_those_per_one(one, other):
    (x1, n1), (x2, n2) = one, other
    per_one, per_thousand = gaps.rates(x1, n1, x2, n2), gaps.rates(x1, n1 / 1000, x2, n2 / 1000)
    assert per_thousand.upper == close(1000 * per_one.upper)


def test_rates_of_nothing_on_either_side_still_have_width():
    got = gaps.rates(0, 40, 0, 40)
    assert got.value == 0
    assert (got.lower, got.upper) == close((-3.6889 / 40, 3.6889 / 40), abs=0.000002)  # Garwood 1936 for none


def test_rates_without_exposure_are_missing():
    assert gaps.rates(0, 0, 3, 9) == gaps.rates(3, 9, 0, 0) == Interval.missing


@pytest.mark.parametrize("counts", [(-1, 9, 3, 9), (3, 9, 3, -9), (math.nan, 9, 1, 9)])
def test_rates_refuse_what_is_not_a_rate(counts):
    with pytest.raises(ValueError, match=r"rate|finite"):
        gaps.rates(*counts)


# Degree of reading power after eight weeks of directed reading, and without (Schmitt 1987; Moore, McCabe and Craig,
# Introduction to the Practice of Statistics, 9th ed., section 7.2).
TAUGHT = [24, 43, 58, 71, 43, 49, 61, 44, 67, 49, 53, 56, 59, 52, 62, 54, 57, 33, 46, 43, 57]
NOT_TAUGHT = [
    *(42, 43, 55, 26, 62, 37, 33, 41, 19, 54, 20, 85),
    *(46, 10, 17, 60, 53, 42, 37, 42, 55, 28, 48),
]


def sums(values) -> tuple[int, float, float]:
    return len(values), math.fsum(values), math.fsum(value * value for value in values)


def test_means_agree_with_a_textbook():
    # 51.48 (s 11.01, n 21) and 41.52 (s 17.15, n 23): 9.954 on 37.86 degrees of freedom, 95% interval 1.233 to 18.676.
    got = gaps.means(*sums(TAUGHT), *sums(NOT_TAUGHT))
    assert (got.value, got.lower, got.upper) == close((9.954, 1.233, 18.676), abs=0.0006)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(
    "groups",
    [(TAUGHT, NOT_TAUGHT), ([19.25, 22.35], [21.54, 23.21, 19.98]), ([1, 2, 3], [5, 5, 5, 6])],
)
def test_means_agree_with_scipy(groups, level):
    want = stats.ttest_ind(*groups, equal_var=False).confidence_interval(level)
    got = gaps.means(*sums(groups[0]), *sums(groups[1]), level)
    assert (got.lower, got.upper) == close(tuple(want), rel=1e-6)


scored = st.lists(st.integers(7, 35), min_size=2, max_size=25)


@given(scored, scored)
def test_means_turn_round_with_their_groups_and_hold_their_value(one, other):
    there, back = gaps.means(*sums(one), *sums(other)), gaps.means(*sums(other), *sums(one))
    assert (there.lower, there.upper) == close((-back.upper, -back.lower))
    assert there.lower <= there.value <= there.upper
    assert there.value == close(sum(one) / len(one) - sum(other) / len(other))


@given(scored)
def test_means_beside_a_group_without_spread_have_the_other_groups_width(one):
    alone, gap = intervals.mean(*sums(one)), gaps.means(*sums(one), 4, 80, 1600)
    assert (gap.lower, gap.upper) == close((alone.lower - 20, alone.upper - 20))


def test_means_without_any_spread_are_known_exactly():
    assert gaps.means(3, 60, 1200, 4, 72, 1296) == Interval(2, 2, 2)


def test_means_of_a_group_of_one_or_of_totals_alone_have_no_limits():
    assert gaps.means(1, 20, 400, 4, 72, 1300) == Interval(2, None, None)
    assert gaps.means(4, 72, 1300, 1, 20, 400) == Interval(-2, None, None)
    assert gaps.means(3, 60, None, 4, 72, 1300) == Interval(2, None, None)


def test_means_to_an_empty_group_are_missing():
    assert gaps.means(0, 0, 0, 4, 72, 1300) == gaps.means(4, 72, 1300, 0, 0, None) == Interval.missing


@pytest.mark.parametrize(
    "given_sums", [(-1, 2, 3, 4, 72, 1300), (4, 72, 300, 4, 72, 1300), (4, 72, math.inf, 4, 72, 1300)]
)
def test_means_refuse_sums_that_no_scores_could_give(given_sums):
    with pytest.raises(ValueError, match=r"never negative|too small for their totals|finite"):
        gaps.means(*given_sums)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    for call in (
        lambda: gaps.rates(1, 5, 2, 5, level),
        lambda: gaps.means(3, 60, 1300, 4, 72, 1300, level),
    ):
        with pytest.raises(ValueError, match="level"):
            call()
