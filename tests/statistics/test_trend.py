"""Trends against published examples, independent implementations and every order of a short series."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wellmetrics.statistics import trend
from wellmetrics.statistics.intervals import Interval
from wellmetrics.statistics.trend import Kendall

close = pytest.approx

# Lightness of nine lots of canned tuna and how a panel liked them, in order of lightness (Hollander and Wolfe 1973,
# Nonparametric Statistical Methods, section 8.1; the example of cor.test in R: tau 0.4444444, p 0.1194).
TUNA = [2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8]

# The example of Sen 1968, JASA 63:1386: x 1 2 3 4 10 12 18, y 9 15 19 20 45 55 78. Slope 4, 93% interval 26/7 to 35/8.
SEN = {1: 9, 2: 15, 3: 19, 4: 20, 10: 45, 12: 55, 18: 78}


def test_kendall_agrees_with_a_textbook():
    assert trend.kendall(TUNA) == Kendall(close(0.4444444, abs=5e-8), close(0.1194, abs=0.00005), 9)


@pytest.mark.parametrize("n", [2, 5, 12, 30, 50])
def test_kendall_without_ties_agrees_with_scipys_exact_test(n):
    values = np.random.default_rng(n).normal(size=n).tolist()
    want = stats.kendalltau(range(n), values, method="exact")
    got = trend.kendall(values)
    assert (got.tau, got.p) == close((want.statistic, want.pvalue), rel=1e-6)


@pytest.mark.parametrize(
    "values", [[1, 1, 2], [3, 1, 1, 2, 5, 5, 5], [1, 2, 2, 2, 3, 4, 4], [7, 7, 7, 7, 1, 1]]
)
def test_kendall_with_ties_counts_every_order(values):
    def score(order):
        return sum(np.sign(b - a) for i, a in enumerate(order) for b in order[i + 1 :])

    scores = [abs(score(order)) for order in permutations(values)]
    got = trend.kendall(values)
    assert got.p == close(np.mean([each >= abs(score(values)) for each in scores]), rel=1e-9)
    assert got.tau == close(stats.kendalltau(range(len(values)), values).statistic, rel=1e-9)


def test_kendall_of_a_long_series_is_scipys_approximation():
    values = np.random.default_rng(3).poisson(4, 90).tolist()
    want = stats.kendalltau(range(90), values, method="asymptotic")
    got = trend.kendall(values)
    assert (got.tau, got.p) == close((want.statistic, want.pvalue), rel=1e-9)


def test_kendall_by_hand():
    # 1 2 3 4 5: all ten pairs rise; of 120 orders two are so far from none.
    assert trend.kendall([1, 2, 3, 4, 5]) == Kendall(1.0, close(2 / 120), 5)
    # 1 3 2: two pairs of three rise, one falls; of six orders all have a score of at least 1.
    assert trend.kendall([1, 3, 2]) == Kendall(close(1 / 3), 1.0, 3)


@pytest.mark.parametrize("values", [[], [4], [None, 4], [4, 4, 4], [0.3, 0.1 + 0.2]])
def test_kendall_of_nothing_that_differs_is_not_defined(values):
    got = trend.kendall(values)
    assert (got.tau, got.p) == (None, None)


series = st.lists(st.one_of(st.none(), st.integers(-20, 20)), max_size=14)


@given(series)
def test_a_trend_turned_round_is_the_same_downwards(values):
    there, back = trend.kendall(values), trend.kendall(values[::-1])
    assert (there.p, there.n) == (back.p, back.n)
    assert there.tau is None or there.tau == close(-back.tau)


@given(series)
def test_kendall_sees_order_alone(values):
    assert trend.kendall(values) == trend.kendall(
        [None if v is None else math.exp(v / 7) - 3 for v in values]
    )


def sen() -> list[float | None]:
    return [SEN.get(x) for x in range(1, 19)]


def test_theil_sen_agrees_with_sens_own_example_gaps_and_all():
    got = trend.theil_sen(sen(), 0.93)
    assert (got.value, got.lower, got.upper) == close((4, 26 / 7, 35 / 8), rel=1e-6)


def test_theil_sen_by_hand():
    # 1 2 4 3 6: slopes 1 1.5 2/3 1.25, 2 0.5 4/3, -1 1, 3; in order -1 .5 .667 1 1 1.25 1.333 1.5 2 3: median 1.125.
    assert trend.theil_sen([1, 2, 4, 3, 6]).value == close(1.125)


@pytest.mark.parametrize(("values", "value"), [([], None), ([3], None), ([None, 3, None], None), ([3, 5], 2)])
def test_theil_sen_of_few_values(values, value):
    assert trend.theil_sen(values) == Interval(value, None, None)


@pytest.mark.parametrize(("level", "least"), [(0.6, 3), (0.95, 5), (0.998, 7)])
def test_theil_sen_has_limits_from_the_first_number_of_values_that_can_hold_them(level, least):
    assert trend.theil_sen(range(least - 1), level).lower is None
    assert trend.theil_sen(range(least), level) == Interval(1, 1, 1)


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=5, max_size=20),
    st.integers(-30, 30),
    st.sampled_from([0.5, 3, 10]),
)
def test_theil_sen_moves_with_its_values(values, shift, scale):
    plain = trend.theil_sen(values)
    moved = trend.theil_sen([None if v is None else scale * v + shift for v in values])
    for one, other in zip(
        (plain.value, plain.lower, plain.upper), (moved.value, moved.lower, moved.upper), strict=True
    ):
        assert other == (None if one is None else close(scale * one, abs=1e-9))
    if plain.lower is not None:
        assert plain.lower <= plain.value <= plain.upper


@settings(deadline=None, max_examples=30)
@given(st.integers(8, 40), st.integers(0, 10**6))
def test_theil_sen_limits_leave_out_no_slope_exactly_when_kendall_sees_a_trend(n, seed):
    """The interval is the test turned round; scipy rounds it to whole ranks, so only clear cases are held."""
    values = (np.random.default_rng(seed).normal(size=n) + 0.05 * np.arange(n)).tolist()
    p, interval = trend.kendall(values).p, trend.theil_sen(values)
    if p < 0.02 or p > 0.12:
        assert (interval.lower > 0 or interval.upper < 0) == (p < 0.05)


@pytest.mark.parametrize("level", [0, 0.4, 1, 95])
def test_a_level_of_a_slope_is_a_share_from_a_half(level):
    with pytest.raises(ValueError, match="level"):
        trend.theil_sen([1, 2, 3], level)


def test_a_value_that_is_no_number_is_refused():
    for call in (trend.kendall, trend.theil_sen):
        with pytest.raises(ValueError, match="missing value is None"):
            call([1, math.nan])
