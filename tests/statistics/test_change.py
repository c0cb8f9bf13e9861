"""Change over time against published charts, drawn series and the edges of what can be told."""

import math
import random

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wellmetrics.statistics import change
from wellmetrics.statistics.change import SameTerm, Xmr

close = pytest.approx

# Montgomery, Introduction to Statistical Quality Control, example of individuals charts: viscosity of 15 batches of
# aircraft primer paint. Published: mean 33.52, mean moving range 0.48, limits 32.24 and 34.80, no point beyond them.
PAINT = [
    33.75,
    33.05,
    34.00,
    33.81,
    33.46,
    34.02,
    33.68,
    33.27,
    33.49,
    33.20,
    33.62,
    33.00,
    33.54,
    33.12,
    33.84,
]
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches. Published: mean 50.81, mean
# moving range 1.8778, limits 45.8159 and 55.8041.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

STEADY = [9, 11] * 10  # mean 10, mean moving range 2, limits 4.68 and 15.32, two sigma 6.45 and 13.55
SHORT = {"limits": "L", "trend": "T", "two_of_three": "2", "run": "r", None: "."}


def drawn(chart: Xmr) -> str:
    """One letter a point: L limits, T trend, 2 two of three, r run, . none."""
    return "".join(SHORT[rule] for rule in chart.rules)


def after(tail, **settings) -> str:
    """The rules on `tail`, where 20 steady points before it fixed the lines."""
    return drawn(change.xmr(STEADY + tail, baseline=20, **settings))[20:]


def test_xmr_agrees_with_montgomerys_paint():
    chart = change.xmr(PAINT)
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == close((33.52, 32.24, 34.80), abs=0.005)
    assert (chart.upper[0] - chart.centre[0]) / 2.66 == close(0.48, abs=0.005)
    assert drawn(chart) == "." * 15


def test_xmr_agrees_with_nists_flow_rate():
    # Ten points are too few for lines of their own here, so they are the baseline of a series of thirteen. The
    # handbook divides by d2 = 1.128 where the field's 2.66 is rounded: 3 / 1.128 = 2.6596.
    chart = change.xmr([*FLOW, 50, 51, 50], baseline=10)
    assert chart.centre[0] == close(50.81, abs=1e-9)
    reach = (chart.upper[0] - chart.centre[0]) / 2.66 * 3 / 1.128
    assert (50.81 - reach, 50.81 + reach) == close((45.8159, 55.8041), abs=0.0006)


def test_xmr_by_hand_point_by_point():
    # 13 values adding to 130: mean 10. Moving ranges 2 2 3 2 1 3 4 2 3 2 2 1 add to 27, mean 2.25; 2.66 x 2.25 = 5.985.
    chart = change.xmr([8, 10, 12, 9, 11, 10, 13, 9, 7, 10, 12, 10, 9])
    assert chart.centre == close([10.0] * 13)
    assert chart.lower == close([4.015] * 13)
    assert chart.upper == close([15.985] * 13)
    assert drawn(chart) == "." * 13


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([15.32, 9], ".."),  # on the limit is not beyond it
        ([15.4, 9], "L."),
        ([4.6, 11], "L."),
        ([13.6, 13.6], "22"),  # the steady 11 before them is the third on that side
        ([13.6, 9, 13.6], "..."),  # one on the other side
        ([9, 13.6, 10.5, 13.6], ".2.2"),  # only the points beyond two sigma are marked
        ([9, 13.55, 10.5, 13.5], "...."),
        ([9, 16, 10.5, 13.6], ".L.2"),  # beyond three sigma counts as beyond two
        ([6.4, 9.5, 6.4, 11], "2.2."),
        ([9, 13.6, None, 10.5, None, 13.6], ".2...2"),  # missing months do not part the three
        ([9, 13.6, 10.5, 10, 13.6], "....."),  # four points are no three
        ([9, 13.6, 10, 13.6], "...."),  # a point on the centre is on no side
        ([9, 10.5, 11] + [10.5] * 3 + [15.4, 10.2, 9], ".rrrrrLr."),  # a run goes on through a point beyond
        ([11, 10.5] * 3 + [9], "rrrrrr."),  # with the steady 11 before them, seven
        ([9] + [11, 10.5] * 3 + [9], "........"),  # six
        ([9, 11, 10.5, 11, 10.5, 11, 10.5, 11, 9], ".rrrrrrr."),
        ([9, 11, 10.5, 11, 10, 10.5, 11, 10.5, 11], "........."),  # a point on the centre breaks a run
        ([9, 11, 10.5, 11, None, 10.5, 11, 10.5, 11, 9], ".rrr.rrrr."),  # a missing month does not
    ],
)
def test_rules_on_a_drawn_series(tail, expected):
    assert after(tail) == expected


@pytest.mark.parametrize(
    ("tail", "trend", "expected"),
    [
        ([8, 8.5, 9, 9.5, 10.2, 10.8, 11.2, 9], 7, "TTTTTTT."),  # seven points, six steps
        ([8, 8.5, 9, 9.5, 10.2, 10.8, 9], 7, "......."),
        ([8, 8.5, 9, 9.5, 10.2, 10.8, 9], 6, "TTTTTT."),
        ([8, 8.5, 9, 9, 9.5, 10.2, 10.8, 9], 6, "........"),  # a tie breaks it
        ([8, 8.5, 9, None, 9.5, 10.2, 10.8, 11.2, 9], 7, "TTT.TTTT."),
        ([12, 11.5, 11, 10.5, 9.5, 9, 8.5, 9.2], 7, "TTTTTTT."),
        ([8, 9, 10.5, 11, 12, 13, 15.4, 9], 7, "TTTTTTL."),  # limits before trend
        ([8, 9, 10.5, 11, 12, 13.6, 13.8, 9], 7, "TTTTTTT."),  # trend before two of three
        ([9, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 10.7, 9], 7, "TTTTTTTT."),  # trend before run
        ([9, 9.5, 10, 10, 10, 10.5, 11, 11.5], 4, "....TTTT"),  # the last of three alike begins the next
    ],
)
def test_trend_on_a_drawn_series(tail, trend, expected):
    assert after(tail, trend=trend) == expected


def test_two_of_three_goes_before_run():
    assert after([9, 11, 10.5, 11, 13.6, 13.7, 10.5, 11, 9]) == ".rrr22rr."


def test_a_missing_month_has_no_moving_range_across_it():
    # Ten, then twelve after the gap: the step of 2 across it is no moving range, so all of them are 0.
    chart = change.xmr([10] * 7 + [None] + [12] * 7)
    assert chart.centre[7] == chart.lower[7] == chart.upper[7] == 11
    assert drawn(chart) == "L" * 7 + "." + "L" * 7


def test_values_that_never_adjoin_have_no_moving_range_and_no_lines():
    assert change.xmr([10, None] * 14).upper == [None] * 28


@pytest.mark.parametrize("useful", [0, 1, 2, 12])
def test_fewer_than_thirteen_useful_values_have_no_lines_and_no_rules(useful):
    values = [None, None, *range(useful)]
    nothing = [None] * (useful + 2)
    assert change.xmr(values) == Xmr(nothing, nothing, nothing, nothing)


def test_thirteen_useful_values_are_enough():
    assert None not in change.xmr([*range(12), None, 12]).upper


def test_an_empty_series_is_an_empty_chart():
    assert change.xmr([]) == Xmr([], [], [], [])


def test_each_stretch_has_its_own_lines_and_no_run_crosses_a_break():
    low, high = [4, 6] * 7, [9, 11] * 7
    chart = change.xmr([*low, *high, 30, 31], breaks=[14, 28])
    assert chart.centre[:28] == close([5.0] * 14 + [10.0] * 14)
    assert chart.centre[28:] == chart.upper[28:] == [None, None]
    assert drawn(chart) == "." * 30
    assert "r" in drawn(change.xmr([*low, *high]))


def test_no_trend_and_no_two_of_three_cross_a_break():
    # Alone, 10.1 to 10.4 and on to 10.8 rise for eight points; the break stands after four of them.
    rising = [9, 11] * 8 + [9, 10.1, 10.2, 10.3, 10.4], [10.5, 10.6, 10.7, 10.8] + [9, 11] * 8
    assert "T" in drawn(change.xmr(rising[0] + rising[1]))
    assert "T" not in drawn(change.xmr(rising[0] + rising[1], breaks=[len(rising[0])]))
    far = [9, 11] * 8 + [10.5, 14], [14, 10.5] + [9, 11] * 8
    assert "2" in drawn(change.xmr(far[0] + far[1]))
    assert "2" not in drawn(change.xmr(far[0] + far[1], breaks=[len(far[0])]))


@given(st.lists(st.floats(-100, 100), min_size=13, max_size=20), st.lists(st.floats(-100, 100), max_size=20))
def test_a_break_splits_a_chart_into_the_charts_of_its_parts(first, second):
    whole = change.xmr(first + second, breaks=[len(first)] if second else [])
    one, two = change.xmr(first), change.xmr(second)
    for name in ("centre", "lower", "upper", "rules"):
        assert getattr(whole, name) == getattr(one, name) + getattr(two, name)


def test_the_baseline_is_so_many_first_points_of_each_stretch():
    # A missing month is no point, so twelve points reach to the thirteenth month.
    first, second = [9, None] + [11, 9] * 5 + [11], [19, 21] * 6
    chart = change.xmr([*first, 40, *second, 40], baseline=12, breaks=[14])
    assert chart.centre == close([10.0] * 14 + [20.0] * 13)
    assert (chart.rules[13], chart.rules[-1]) == ("limits", "limits")


def test_a_locked_stretch_alone_fixes_the_lines_of_the_series_it_lies_in():
    # Points 6 to 17 (12 of them) are steady around 10; before and after it is another world.
    values = [30, 31, 30, 32, 31, 30] + [9, 11] * 6 + [10, 16, 10]
    chart = change.xmr(values, locked=(6, 17))
    assert (chart.centre[0], chart.upper[-1]) == close((10, 15.32))
    assert drawn(chart) == "LLLLLL" + "." * 13 + "L."


def test_a_locked_stretch_leaves_other_stretches_their_own_lines():
    values = [4, 6] * 7 + [9, 11] * 7
    chart = change.xmr([*values, 40], locked=(16, 23), breaks=[14])
    assert chart.centre == close([5.0] * 14 + [10.0] * 15)
    assert chart.rules[-1] == "limits"


def test_a_locked_stretch_that_holds_all_points_changes_nothing():
    assert change.xmr(PAINT, locked=(0, 14)) == change.xmr(PAINT)


def test_a_locked_stretch_may_hold_gaps_but_needs_two_points_that_adjoin():
    steady = [9, 11] * 7
    assert change.xmr([9, None, 11, 9, *steady], locked=(0, 3)).upper[0] == close((9 + 11 + 9) / 3 + 2.66 * 2)
    assert change.xmr([9, None, 11, *steady], locked=(0, 2)).upper == [None] * 17


@pytest.mark.parametrize("locked", [(3, 3), (5, 2), (-1, 4), (0, 20), (8, 12)])
def test_a_locked_stretch_lies_within_one_series(locked):
    with pytest.raises(ValueError, match="locked"):
        change.xmr(STEADY, locked=locked, breaks=[10])


@given(value=st.floats(-1e9, 1e9), length=st.integers(0, 40), gaps=st.sets(st.integers(0, 39)))
def test_a_constant_series_never_flags(value, length, gaps):
    values = [None if i in gaps else value for i in range(length)]
    assert set(change.xmr(values).rules) <= {None}
    assert not change.run_chart(values).signal
    assert change.same_term(values, ["Autumn"] * length).signal in ("none", "too early")


def test_a_constant_series_made_by_different_sums_never_flags():
    # 0.1 + 0.2 is not 0.3 to a computer; such a hair is neither a move nor a side.
    values = [0.3, 0.1 + 0.2] * 10 + [0.1 + 0.2] * 8
    assert set(change.xmr(values).rules) == {None}
    assert change.run_chart(values).useful == 0
    assert change.same_term(values, ["Autumn"] * 28).signal == "none"


def test_a_point_on_a_centre_of_zero_breaks_a_run():
    # The mean of 0.3, -0.1 and -0.2 is 9e-18 to a computer: rounding, not a side for the zeros to be on.
    assert set(change.xmr([0.3, -0.1, -0.2] + [0.0] * 12).rules) <= {None, "limits"}


@given(st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=40))
def test_the_rules_turn_over_with_the_values(values):
    assert change.xmr(values).rules == change.xmr([None if v is None else -v for v in values]).rules


@pytest.mark.parametrize(
    "settings", [{"trend": 2}, {"better": "more"}, {"baseline": 1}, {"breaks": [20]}, {"breaks": [-1]}]
)
def test_xmr_refuses_settings_out_of_range(settings):
    with pytest.raises(ValueError, match=r"trend|better|baseline|breaks"):
        change.xmr(STEADY, **settings)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_value_that_is_no_number_is_refused(bad):
    for call in (change.xmr, change.run_chart, lambda v: change.same_term(v, ["Autumn"] * len(v))):
        with pytest.raises(ValueError, match="missing value is None"):
            call([1.0, bad])


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (4.0, "passes", "fails"),
        (4.68, "hit or miss", "hit or miss"),  # a limit on the target is not past it
        (10, "hit or miss", "hit or miss"),
        (15.32, "hit or miss", "hit or miss"),
        (16, "fails", "passes"),
        (None, None, None),
    ],
)
def test_assurance_is_by_strict_inequality(target, up, down):
    chart = change.xmr(STEADY)
    assert change.assurance(chart, target, "up") == up
    assert change.assurance(chart, target, "down") == down
    assert change.assurance(chart, target, "neither") is None


def test_assurance_goes_by_the_last_stretch():
    assert change.assurance(change.xmr(STEADY + [99, 101] * 7, breaks=[20]), 50, "up") == "passes"
    assert change.assurance(change.xmr([*STEADY, 99], breaks=[20]), 50, "up") is None
    assert change.assurance(change.xmr([]), 50, "up") is None


def test_assurance_refuses_a_direction_it_does_not_know():
    with pytest.raises(ValueError, match="better"):
        change.assurance(change.xmr(STEADY), 5, "more")


# Anhøj and Olesen 2014, PLoS ONE 9:e113825, critical values by useful observations.
CRITICAL = {10: (6, 2), 11: (6, 2), 12: (7, 3), 13: (7, 3), 16: (7, 4), 20: (7, 6), 24: (8, 8)}


@pytest.mark.parametrize(("useful", "limits"), CRITICAL.items())
def test_run_chart_limits_agree_with_the_published_table(useful, limits):
    chart = change.run_chart([5, 5] + [1, 9] * (useful // 2) + [9] * (useful % 2))
    assert chart.useful == useful
    assert (chart.longest_run_limit, chart.crossings_limit) == limits


@pytest.mark.parametrize("useful", range(2, 60))
def test_the_crossings_limit_is_the_five_per_cent_point(useful):
    limit = change.run_chart([1, 9] * (useful // 2) + [5] * (useful % 2)).crossings_limit
    flips = 2 * (useful // 2) - 1
    assert stats.binom.cdf(limit, flips, 0.5) >= 0.05 > stats.binom.cdf(limit - 1, flips, 0.5)


def test_run_chart_by_hand():
    # Median 5.5; above (+) and below (-): - - - + - + + - + + with runs of 3, 1, 1, 2, 1, 2, so 5 crossings.
    chart = change.run_chart([1, 2, 3, 9, 4, 8, 7, 5, 10, 6])
    assert chart == change.RunChart(5.5, 10, 3, 6, 5, 2, False)


def test_a_shift_half_way_crosses_the_median_too_seldom():
    chart = change.run_chart([3, 4, 3, 4, 3, 4, 8, 9, 8, 9, 8, 9])
    assert (chart.crossings, chart.crossings_limit, chart.signal) == (1, 3, True)


def test_a_long_run_alone_is_a_signal():
    chart = change.run_chart([2, 9] * 8 + [1] * 9 + [9] * 9)
    assert chart.crossings >= chart.crossings_limit
    assert (chart.longest_run, chart.longest_run_limit, chart.signal) == (9, 8, True)


def test_on_its_limit_a_run_chart_is_no_signal():
    longest = change.run_chart([2, 9] * 4 + [1] * 8 + [9] * 8)
    assert (longest.longest_run, longest.longest_run_limit, longest.signal) == (8, 8, False)
    fewest = change.run_chart([1, 1, 1, 9, 9, 9] * 2)
    assert (fewest.crossings, fewest.crossings_limit, fewest.signal) == (3, 3, False)


def test_points_on_the_median_and_missing_ones_are_not_useful():
    chart = change.run_chart([1, None, 5, 1, 5, 9, None, 9, 5, 1, 9, 5, 5])
    assert (chart.centre, chart.useful, chart.longest_run, chart.crossings) == (5, 6, 2, 3)


@pytest.mark.parametrize("values", [[], [None], [3], [3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9]])
def test_below_ten_points_a_run_chart_is_too_early(values):
    assert change.run_chart(values).signal is None


def test_a_constant_run_chart_has_no_limits_and_no_signal():
    assert change.run_chart([4.2] * 12) == change.RunChart(4.2, 0, 0, None, 0, None, False)


YEAR = ["Autumn", "Spring", "Summer"]


def test_same_term_by_hand():
    # Autumns 10, 12, 11 (mean 11, squares 2); springs 20, 22 and 21 (2); summers 5, 5 and 8 (6).
    # s2 = (2 + 2 + 6) / (2 + 2 + 2) = 5/3; t(0.995, 6) = 3.707428; half = 3.707428 x 1.290994 x sqrt(4/3) = 5.526712.
    values, terms = [10, 20, 5, 12, 22, 5, 11, 21, 8], YEAR * 3
    got = change.same_term([*values, 16.5], [*terms, "Autumn"])
    assert (got.expected, got.lower, got.upper) == close((11, 11 - 5.526712, 11 + 5.526712), abs=1e-5)
    assert got.signal == "none"
    assert change.same_term([*values, 16.6], [*terms, "Autumn"]).signal == "higher"
    assert change.same_term([*values, 5.4], [*terms, "Autumn"]).signal == "lower"


# Load at failure of 22 specimens of an alloy (Montgomery and Runger, Applied Statistics and Probability for Engineers,
# examples 8-4 and 8-8): mean 13.71, s 3.55; 95% prediction interval for the next specimen 6.16 to 21.26.
ALLOY = [
    *(19.8, 10.1, 14.9, 7.5, 15.4, 15.4, 15.4, 18.5, 7.9, 12.7, 11.9),
    *(11.4, 11.4, 14.1, 17.6, 16.7, 15.8, 19.5, 8.8, 13.6, 11.9, 11.4),
]


def test_same_term_agrees_with_a_textbooks_prediction_interval():
    got = change.same_term([*ALLOY, 21.3], ["Autumn"] * 23, level=0.95)
    assert (got.expected, got.lower, got.upper) == close((13.71, 6.16, 21.26), abs=0.01)
    assert got.signal == "higher"
    assert change.same_term([*ALLOY, 21.3], ["Autumn"] * 23).signal == "none"  # 99% unless said


def test_same_term_of_one_term_is_the_textbook_prediction_interval():
    # With one term it is the two-sample t test of one new value: p = 0.01 on the limit.
    earlier = [4.1, 3.8, 5.0, 4.4, 4.7]
    upper = change.same_term([*earlier, 4.0], ["Autumn"] * 6).upper
    assert stats.ttest_ind(earlier, [upper]).pvalue == close(0.01, rel=1e-6)


def test_same_term_pools_like_a_regression_on_terms():
    random.seed(5)
    values, terms = [random.gauss(10 * i, 2) for i in (1, 2, 3) * 4], YEAR * 4
    fit = sm.OLS(values, np.tile(np.eye(3), (4, 1))).fit()  # a column for each term
    want = fit.get_prediction([[1, 0, 0]]).conf_int(obs=True, alpha=0.01)[0]
    got = change.same_term([*values, 10], [*terms, "Autumn"])
    assert (got.lower, got.upper) == close(tuple(want), rel=1e-6)


@pytest.mark.parametrize(
    ("values", "terms"),
    [
        ([], []),
        ([5], ["Autumn"]),
        ([5, 6], ["Autumn"] * 2),
        ([5, 6, None], ["Autumn"] * 3),  # nothing to test
        ([5, None, 6], ["Autumn"] * 3),  # a missing year is not an earlier year
        ([5, 6, 7, 8, 9, 7, 6], [*YEAR, *YEAR, "Winter"]),
    ],
)
def test_without_two_earlier_years_it_is_too_early(values, terms):
    assert change.same_term(values, terms) == SameTerm(None, None, None, "too early")


def test_a_missing_term_is_skipped():
    full = change.same_term([5, 20, 6, 22, 7], ["Autumn", "Spring", "Autumn", "Spring", "Autumn"])
    gappy = change.same_term(
        [5, 20, None, 6, 22, 7], ["Autumn", "Spring", "Summer", "Autumn", "Spring", "Autumn"]
    )
    assert full == gappy


@pytest.mark.parametrize(("last", "signal"), [(4.2, "none"), (4.3, "higher"), (4.1, "lower")])
def test_earlier_years_without_any_variation(last, signal):
    got = change.same_term([4.2] * 5 + [last], ["Autumn"] * 6)
    assert got == SameTerm(4.2, 4.2, 4.2, signal)


def test_a_season_is_not_a_signal():
    # Spring is far above the rest every year, which a chart of all terms would call a signal or drown in.
    values = [10, 30, 12, 11, 31, 13, 10.5, 30.5, 12.5, 10.2, 31.2]
    assert change.same_term(values, (YEAR * 4)[:11]).signal == "none"


def test_a_value_needs_its_term():
    with pytest.raises(ValueError, match="one term for each value"):
        change.same_term([1, 2], ["Autumn"])
