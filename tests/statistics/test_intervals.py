"""Intervals against published tables, independent implementations and the edges of what is defined."""

import math
from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from wellmetrics.statistics import intervals
from wellmetrics.statistics.intervals import Interval

close = pytest.approx


def limits(interval: Interval) -> tuple[float | None, float | None]:
    return interval.lower, interval.upper


# Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3, to its four decimals.
@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_proportion_agrees_with_newcombes_table(x, n, lower, upper):
    assert limits(intervals.proportion(x, n)) == close((lower, upper), abs=0.00005)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("x", "n"), [(0, 7), (1, 900), (4, 9), (56, 70), (31, 31), (12.5, 40.25)])
def test_proportion_agrees_with_statsmodels(x, n, level):
    lower, upper = proportion_confint(x, n, alpha=1 - level, method="wilson")
    assert limits(intervals.proportion(x, n, level)) == close((lower, upper), rel=1e-6, abs=1e-15)


def test_proportion_reaches_its_ends_exactly():
    assert intervals.proportion(0, 20).lower == 0.0
    assert intervals.proportion(20, 20).upper == 1.0


def test_proportion_takes_rounding_in_a_fractional_headcount_for_what_it_is():
    headcount = 0.1 + 0.2
    assert intervals.proportion(headcount, 0.3).value == 1.0


@given(n=st.integers(1, 5000), share=st.floats(0, 1), level=st.sampled_from([0.8, 0.95, 0.998]))
def test_proportion_holds_its_value_and_mirrors(n, share, level):
    x = round(n * share)
    one, other = intervals.proportion(x, n, level), intervals.proportion(n - x, n, level)
    assert 0 <= one.lower <= one.value <= one.upper <= 1
    assert one.lower == close(1 - other.upper, abs=1e-9)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1), (math.nan, 5), (1, math.inf)])
def test_proportion_refuses_what_is_not_a_share(x, n):
    with pytest.raises(ValueError, match=r"proportion|finite"):
        intervals.proportion(x, n)


def test_nothing_to_count_in_is_missing():
    assert intervals.proportion(0, 0) == intervals.rate(0, 0) == intervals.mean(0, 0, 0) == Interval.missing
    assert intervals.ratio(0, 0, 0, 0, 0, 5) == Interval.missing
    assert Interval.missing == Interval(None, None, None)


# Exact limits of a Poisson count: Garwood 1936, Biometrika 28:437-442, to four decimals.
@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (9, 4.1154, 17.0848)],
)
def test_rate_below_ten_events_agrees_with_garwoods_table(events, lower, upper):
    assert limits(intervals.rate(events, 1)) == close((lower, upper), abs=0.00005)


@pytest.mark.parametrize("events", range(1, 10))
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_rate_below_ten_events_leaves_half_the_rest_in_each_tail(events, level):
    # The definition itself: at the lower limit so many events or more, at the upper limit so many or fewer.
    lower, upper = limits(intervals.rate(events, 1, level))
    assert stats.poisson.sf(events - 1, lower) == close((1 - level) / 2, rel=1e-6)
    assert stats.poisson.cdf(events, upper) == close((1 - level) / 2, rel=1e-6)


def test_rate_from_ten_events_is_byars_formula():
    # Breslow and Day 1987, p. 69; Office for Health Improvement and Disparities, technical guidance, "Rates".
    # 65 events: 65 (1 - 1/585 - 1.96/(3 sqrt 65))^3 = 50.16; 66 (1 - 1/594 + 1.96/(3 sqrt 66))^3 = 82.85.
    assert limits(intervals.rate(65, 1)) == close((50.16, 82.85), abs=0.005)
    assert limits(intervals.rate(65, 1300)) == close((50.16 / 1300, 82.85 / 1300), abs=0.005 / 1300)


@pytest.mark.parametrize("events", [10, 25, 400])
def test_byar_is_within_the_published_fifth_of_a_per_cent_of_exact(events):
    # Public Health England 2018, Technical guide: confidence intervals: "within 0.2%" from 10 events on, at 95%.
    exact = (stats.chi2.ppf(0.025, 2 * events) / 2, stats.chi2.ppf(0.975, 2 * events + 2) / 2)
    assert limits(intervals.rate(events, 1)) == close(exact, rel=0.002)


def test_byar_begins_at_ten_because_below_it_is_too_rough():
    z = stats.norm.ppf(0.975)
    byar_at_1 = (1 - 1 / 9 - z / 3) ** 3
    assert abs(byar_at_1 / intervals.rate(1, 1).lower - 1) == close(0.48, abs=0.01)
    assert intervals.rate(10, 1).lower == close(10 * (1 - 1 / 90 - z / (3 * math.sqrt(10))) ** 3, rel=1e-12)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (3, -1), (-1, 0), (math.nan, 1)])
def test_rate_refuses_negatives_and_no_numbers(x, n):
    with pytest.raises(ValueError, match=r"rate|finite"):
        intervals.rate(x, n)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=6, unique=True))
def test_more_events_never_lower_a_limit(counts):
    found = [limits(intervals.rate(count, 30)) for count in sorted(counts)]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(found))


def sums(values) -> tuple[int, float, float]:
    return len(values), math.fsum(values), math.fsum(v * v for v in values)


def test_mean_is_students_own_worked_example():
    # Student 1908, Biometrika 6:20: extra hours of sleep, ten patients; mean 2.33, s.d. (n) 1.90.
    sleep = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    got = intervals.mean(*sums(sleep))
    assert got.value == close(2.33)
    # 2.33 +/- 2.262 x 2.0022 / sqrt 10
    assert limits(got) == close((0.898, 3.762), abs=0.001)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_mean_agrees_with_scipy(level):
    values = [21.54, 23.21, 24.11, 19.98, 26.02, 22.35]
    want = stats.ttest_1samp(values, 0).confidence_interval(level)
    assert limits(intervals.mean(*sums(values), level)) == close(tuple(want), rel=1e-6)


def test_mean_of_one_value_or_of_totals_alone_has_no_limits():
    assert intervals.mean(1, 24.0, 576.0) == Interval(24.0, None, None)
    assert intervals.mean(3, 72.0, None) == Interval(24.0, None, None)


@given(thousandths=st.integers(-(10**9), 10**9), n=st.integers(2, 60))
def test_mean_of_equal_values_has_no_width(thousandths, n):
    value = thousandths / 1000
    got = intervals.mean(n, value * n, value * value * n)
    assert got.lower == got.value == got.upper


def test_sums_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="too small for their totals"):
        intervals.mean(4, 40, 300)  # four values adding to 40 have squares adding to 400 or more
    with pytest.raises(ValueError, match="too small for their totals"):
        intervals.ratio(10, 4, 0, 10, 4, 4)


# The usual table of ranks for a 95% interval of a median, with the level each pair really has, in per cent
# (Campbell and Gardner 1988, BMJ 296:1454; Conover 1999, 3.2): 100 x (1 - 2 x P(Binomial(n, 1/2) < lower rank)).
RANKS = """
 6 1  6 96.9    7 1  7 98.4    8 1  8 99.2    9 2  8 96.1   10 2  9 97.9   11 2 10 98.8   12 3 10 96.1   13 3 11 97.8
14 3 12 98.7   15 4 12 96.5   16 4 13 97.9   17 5 13 95.1   18 5 14 96.9   19 5 15 98.1   20 6 15 95.9
"""
CELLS = [float(cell) for cell in RANKS.split()]


@pytest.mark.parametrize("row", [CELLS[start : start + 4] for start in range(0, 60, 4)])
def test_median_limits_are_the_tabled_ranks(row):
    n, low, high, level = int(row[0]), *row[1:]
    # With the values 1 to n a value is its own rank; what order they come in makes no difference.
    got = intervals.median([*range(n, 0, -2), *range(n - 1, 0, -2)])
    assert got == Interval((n + 1) / 2, low, high)
    assert 100 * (1 - 2 * stats.binom.cdf(low - 1, n, 0.5)) == close(level, abs=0.05)


def test_median_by_hand():
    # Days waited by ten pupils. Binomial(10, 1/2): fewer than 2 has 11/1024 = 1.1%, fewer than 3 56/1024 = 5.5%,
    # so the second from each end; the middle two are 14 and 19.
    waits = [3, 7, 8, 11, 14, 19, 21, 30, 34, 90]
    assert intervals.median(waits) == Interval(16.5, 7, 34)
    # Under 0.1% on each side: fewer than 1 has 1/1024 = 0.098%.
    assert intervals.median(waits, 0.998) == Interval(16.5, 3, 90)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
@pytest.mark.parametrize("n", [6, 7, 16, 41, 1000])
def test_median_agrees_with_scipy(n, level):
    values = np.random.default_rng(n).lognormal(3, 1, n)
    lower, upper = stats.quantile_test(values, p=0.5).confidence_interval(level)
    got = intervals.median(values.tolist(), level)
    assert got.value == float(np.median(values))
    assert limits(got) == ((None, None) if math.isnan(lower) else (lower, upper))


@pytest.mark.parametrize(("level", "least"), [(0.5, 2), (0.95, 6), (0.998, 10)])
def test_median_has_limits_from_the_first_number_of_values_that_can_give_them(level, least):
    assert limits(intervals.median(range(1, least), level)) == (None, None)
    assert limits(intervals.median(range(1, least + 1), level)) == (1, least)


def test_median_limits_may_meet_their_level_exactly():
    # All five values hold the median with probability 1 - 2/32 = 0.9375.
    assert limits(intervals.median([1, 2, 3, 4, 5], 0.9375)) == (1, 5)
    assert limits(intervals.median([1, 2, 3, 4, 5], 0.9376)) == (None, None)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=80), st.sampled_from([0.8, 0.95, 0.998]))
def test_median_limits_are_values_that_hold_it_and_have_their_level(values, level):
    got = intervals.median(values, level)
    mirrored = intervals.median([-value for value in values], level)
    assert got.value == -mirrored.value
    if got.lower is None:
        assert 1 - 2 * 0.5 ** len(values) < level  # not even the whole range is enough
        return
    assert got.lower <= got.value <= got.upper
    assert {got.lower, got.upper} <= set(values)
    assert limits(got) == (-mirrored.upper, -mirrored.lower)


@given(st.integers(6, 400), st.sampled_from([0.95, 0.998]))
def test_median_interval_is_the_shortest_that_has_its_level(n, level):
    got = intervals.median(range(1, n + 1), level)
    if got.lower is not None:
        held = [1 - 2 * stats.binom.cdf(rank - 1, n, 0.5) for rank in (got.lower, got.lower + 1)]
        assert held[0] >= level > held[1]


def test_median_leaves_missing_values_out():
    assert intervals.median([None, 4, None, 9]) == Interval(6.5, None, None)
    assert intervals.median([]) == intervals.median([None, None]) == Interval.missing


def test_median_of_one_value_is_that_value():
    assert intervals.median([12]) == Interval(12, None, None)


def test_median_of_equal_values_has_no_width():
    assert intervals.median([4.2] * 20) == Interval(4.2, 4.2, 4.2)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_median_refuses_what_is_not_a_number(wrong):
    with pytest.raises(ValueError, match="finite"):
        intervals.median([1, 2, wrong])


DAYS = [0, 0, 3, 12.5, 0, 1, 0, 7, 0, 0, 2, 0]
FTE = [1, 0.6, 1, 0.8, 1, 1, 0.5, 1, 1, 0.4, 1, 1]


def ratio_sums(days, fte):
    square, cross = math.fsum(d * d for d in days), math.fsum(d * f for d, f in zip(days, fte, strict=True))
    return math.fsum(days), math.fsum(fte), square, cross, math.fsum(f * f for f in fte), len(days)


def test_ratio_by_hand():
    # Four people of 1 FTE losing 0, 2, 4 and 6 days: R = 12/4 = 3; sum d2 = 56, sum df = 12, sum f2 = 4.
    # Variance 4/3 x (56 - 2x3x12 + 9x4) / 16 = 4/3 x 20/16 = 5/3; 3 +/- 1.959964 x 1.290994.
    got = intervals.ratio(12, 4, 56, 12, 4, 4)
    assert (got.value, *limits(got)) == close((3, 0.469697, 5.530303), abs=1e-6)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_ratio_agrees_with_statsmodels_robust_errors(level):
    # d on f through the origin with weights 1/f has slope sum d / sum f; its sandwich error, made for the small
    # sample by n / (n - 1) (HC1, one parameter), is that of a ratio of two sums.
    fit = sm.WLS(DAYS, FTE, weights=1 / np.array(FTE)).fit(cov_type="HC1")
    want = fit.conf_int(1 - level)[0]
    got = intervals.ratio(*ratio_sums(DAYS, FTE), level)
    assert got.value == close(fit.params[0], rel=1e-9)
    assert limits(got) == close(tuple(want), rel=1e-6)


def test_ratio_of_equal_people_is_their_mean_with_normal_limits():
    n, total, squares = sums(DAYS)
    got = intervals.ratio(total, n, squares, total, n, n)
    error = np.std(DAYS, ddof=1) / math.sqrt(n)
    assert limits(got) == close((got.value - 1.959964 * error, got.value + 1.959964 * error), rel=1e-6)


def test_ratio_does_not_clip_a_lower_limit_below_zero():
    assert intervals.ratio(*ratio_sums([0, 0, 0, 9], [1, 1, 1, 1])).lower < 0


def test_ratio_from_totals_or_one_person_has_no_limits():
    assert intervals.ratio(30, 12, None, None, None, 14) == Interval(2.5, None, None)
    assert intervals.ratio(30, 12, 90, 30, 12, None) == Interval(2.5, None, None)
    assert intervals.ratio(5, 2, 25, 10, 4, 1) == Interval(2.5, None, None)


def test_ratio_of_nobody_absent_is_a_true_zero():
    assert intervals.ratio(0, 12, 0, 0, 11, 14) == Interval(0, 0, 0)


def test_ratio_refuses_a_negative_denominator():
    with pytest.raises(ValueError, match="denominator"):
        intervals.ratio(1, -1, 1, 1, 1, 4)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    for call in (
        lambda: intervals.proportion(1, 5, level),
        lambda: intervals.rate(1, 5, level),
        lambda: intervals.mean(2, 5, 20, level),
        lambda: intervals.median([1, 2, 3], level),
        lambda: intervals.ratio(12, 4, 56, 12, 4, 4, level),
    ):
        with pytest.raises(ValueError, match="level"):
            call()


def test_an_interval_cannot_be_changed():
    with pytest.raises(AttributeError):
        intervals.proportion(1, 2).value = 3
