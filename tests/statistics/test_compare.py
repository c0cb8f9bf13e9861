"""Comparing schools: one interval against a value, and funnels against independent workings of the same method."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from wellmetrics.statistics import compare
from wellmetrics.statistics.intervals import Interval

close = pytest.approx


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, "higher"),
        (0.2, "similar"),
        (0.3, "similar"),
        (0.4, "similar"),
        (0.5, "lower"),
        (None, "cannot tell"),
    ],
)
def test_against_a_value(value, expected):
    assert compare.against(Interval(0.3, 0.2, 0.4), value) == expected


@pytest.mark.parametrize("interval", [Interval.missing, Interval(0.3, None, None)])
def test_without_limits_it_cannot_tell(interval):
    assert compare.against(interval, 0.3) == "cannot tell"


def test_rounding_in_a_limit_is_not_a_difference():
    assert compare.against(Interval(0.4, 0.1 + 0.2, 0.5), 0.3) == "similar"


# Fourteen schools of 60 to 400 people that differ more than chance alone makes them.
X = [14, 34, 9, 41, 20, 52, 30, 61, 44, 70, 12, 55, 37, 6]
N = [62, 98, 120, 190, 150, 240, 75, 300, 130, 400, 110, 110, 170, 60]


def spiegelhalter(y, error, target):
    """z, phi and tau2 worked out with numpy, step by step as in Spiegelhalter 2005 (QSHC 14:347)."""
    y, error = np.array(y), np.array(error)
    z = (y - target) / error
    wins = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    w = error**-2
    phi = (wins**2).mean()
    return z, phi, max(0.0, (len(y) * phi - (len(y) - 1)) / (w.sum() - (w**2).sum() / w.sum()))


def test_proportions_are_judged_on_the_arcsine_scale():
    n, centre = np.array(N), sum(X) / sum(N)
    target = np.arcsin(np.sqrt(centre))
    error = 1 / (2 * np.sqrt(n))
    z, phi, tau2 = spiegelhalter(np.arcsin(np.sqrt(np.array(X) / n)), error, target)
    got = compare.funnel(X, N)
    assert (got.centre, got.phi, got.tau2) == close((centre, phi, tau2), rel=1e-6)
    assert tau2 > 0
    assert got.z == close(z, rel=1e-6)
    for z, lower, upper in ((1.959964, got.lower95, got.upper95), (3.090232, got.lower998, got.upper998)):
        assert lower == close(np.sin(target - z * np.sqrt(error**2 + tau2)) ** 2, rel=1e-6)
        assert upper == close(np.sin(target + z * np.sqrt(error**2 + tau2)) ** 2, rel=1e-6)


def test_rates_are_judged_by_the_square_root_of_observed_over_expected():
    exposure = [n / 4 for n in N]
    expected = np.array(exposure) * sum(X) / sum(exposure)
    error = 1 / (2 * np.sqrt(expected))
    z, phi, tau2 = spiegelhalter(np.sqrt(np.array(X) / expected), error, 1)
    got = compare.funnel(X, exposure, "rate")
    assert (got.centre, got.phi, got.tau2) == close((sum(X) / sum(exposure), phi, tau2), rel=1e-6)
    assert got.z == close(z, rel=1e-6)
    want = got.centre * (1 + 3.090232 * np.sqrt(error**2 + tau2)) ** 2
    assert got.upper998 == close(want, rel=1e-6)


@pytest.mark.parametrize("kind", ["ratio", "mean"])
def test_ratios_and_means_are_judged_by_their_standard_errors(kind):
    errors = [0.02 + 0.5 / math.sqrt(n) / 4 for n in N]
    z, phi, tau2 = spiegelhalter(np.array(X) / N, errors, sum(X) / sum(N))
    got = compare.funnel(X, N, kind, errors)
    assert (got.phi, got.tau2) == close((phi, tau2), rel=1e-6)
    assert got.z == close(z, rel=1e-6)
    assert got.lower95 == close(got.centre - 1.959964 * np.sqrt(np.square(errors) + tau2), rel=1e-6)


def test_tau_squared_is_statsmodels_dersimonian_laird():
    # Means with standard errors 5 / sqrt n have their pooled mean for the inverse-variance centre; with the extremes
    # of z shared by three schools at each end, winsorising moves nothing and only DerSimonian-Laird is left.
    n = [25.0, 64.0, 100.0, 36.0, 49.0, 81.0, 25.0, 64.0, 100.0, 36.0, 49.0, 81.0]
    errors = [5 / math.sqrt(each) for each in n]
    z = [3.0, 3.0, 3.0, -1.0, 1.0, 0.5, -3.0, -3.0, -3.0, 1.0, -1.0, -0.5]
    means = [20 + a * b for a, b in zip(z, errors, strict=True)]
    got = compare.funnel([m * each for m, each in zip(means, n, strict=True)], n, "mean", errors)
    want = combine_effects(np.array(means), np.square(errors), method_re="dl")
    assert got.centre == close(want.mean_effect_fe)
    assert got.phi == close(sum(a * a for a in z) / 12)
    assert got.tau2 == close(want.tau2, rel=1e-6)


def test_tau_squared_of_two_schools_by_hand():
    # Means 10 and 20, errors 1, centre 15: z -5 and 5, at 10% and 90% of the way -4 and 4. phi = 16;
    # tau2 = (2 x 16 - 1) / (2 - 2/2) = 31.
    got = compare.funnel([10, 20], [1, 1], "mean", [1, 1])
    assert (got.phi, got.tau2) == close((16, 31))


def test_schools_that_differ_by_chance_alone_have_no_tau_squared():
    got = compare.funnel([20] * 12, [100] * 12)
    assert (got.phi, got.tau2) == (0, 0)
    assert set(got.flags95) == set(got.flags998) == {"similar"}


def test_one_school_far_out_is_flagged_and_does_not_widen_the_funnel_for_all():
    # Eleven schools at 20 of 100, one at 60 of 100: winsorised, the odd one weighs little.
    got = compare.funnel([20] * 11 + [60], [100] * 12)
    assert got.flags998 == ["similar"] * 11 + ["higher"]
    mirror = compare.funnel([80] * 11 + [40], [100] * 12)
    assert mirror.flags998 == ["similar"] * 11 + ["lower"]


def test_flags_say_on_which_side_of_the_limits_a_school_lies():
    got = compare.funnel(X, N)
    for x, n, low, high, flag in zip(X, N, got.lower95, got.upper95, got.flags95, strict=True):
        assert flag == ("higher" if x / n > high else "lower" if x / n < low else "similar")


SMALL_X, SMALL_N = [1, 0, 2, 9, 1, 3, 0, 2, 1, 1], [30, 22, 41, 30, 28, 60, 25, 44, 19, 33]


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_small_schools_have_exact_limits_and_no_tau_squared(kind):
    got = compare.funnel(SMALL_X, SMALL_N, kind)
    assert got.tau2 == 0
    assert got.flags998 == ["similar"] * 3 + ["higher"] + ["similar"] * 6
    c = sum(SMALL_X) / sum(SMALL_N)
    for i, n in enumerate(SMALL_N):
        chance = stats.binom(n, c) if kind == "proportion" else stats.poisson(n * c)
        assert got.upper95[i] == close(chance.ppf(0.975) / n)
        assert got.lower998[i] == close(chance.ppf(0.001) / n)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_an_exact_flag_is_never_more_likely_by_chance_than_it_says(kind):
    for at in range(23):
        x = [*SMALL_X, at]
        n = [*SMALL_N, 22]
        flag = compare.funnel(x, n, kind).flags95[-1]
        c = sum(x) / sum(n)
        chance = stats.binom(22, c) if kind == "proportion" else stats.poisson(22 * c)
        assert (flag == "higher") == (chance.sf(at - 1) <= 0.025)
        assert (flag == "lower") == (chance.cdf(at) < 0.025)


def exact(got, *chances) -> bool:
    """Whether the upper 95% limits, as counts, are the quantiles of these distributions."""
    return all(
        limit * n == close(chance.ppf(0.975)) for limit, (n, chance) in zip(got.upper95, chances, strict=True)
    )


def test_exact_limits_begin_below_five_expected_on_either_side():
    binom, poisson = stats.binom, stats.poisson
    # Centre 0.1: 50 people expect 5, which is enough; 49 do not.
    assert not exact(compare.funnel([5, 5], [50, 50]), (50, binom(50, 0.1)), (50, binom(50, 0.1)))
    c = 10 / 101
    assert exact(compare.funnel([5, 5], [50, 51]), (50, binom(50, c)), (51, binom(51, c)))
    # The same where nearly everybody counts: 50 x (1 - 91/101) is under 5.
    c = 91 / 101
    assert exact(compare.funnel([45, 46], [50, 51]), (50, binom(50, c)), (51, binom(51, c)))
    # A rate may be above one, where "the others" mean nothing: 30 x 1.5 is plenty, 3 x 1.5 is not.
    assert not exact(compare.funnel([45, 90], [30, 60], "rate"), (30, poisson(45)), (60, poisson(90)))
    assert exact(compare.funnel([4, 95], [3, 63], "rate"), (3, poisson(4.5)), (63, poisson(94.5)))


def test_exact_limits_take_fractional_headcounts():
    # 3 of 61.5: the counts at the limits of 20, 20.5 and 21 people are all 3, as they are for 20 and for 21.
    headcounts = [20.0, 20.5, 21.0]
    got = compare.funnel([1, 0, 2], headcounts)
    assert [limit * n for limit, n in zip(got.upper95, headcounts, strict=True)] == close([3, 3, 3])
    assert stats.binom.ppf(0.975, [20, 21], got.centre) == close([3, 3])


schools = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=15
)


@given(schools, st.sampled_from(["proportion", "rate", "ratio", "mean"]), st.randoms())
def test_the_order_of_schools_does_not_matter(pairs, kind, shuffler):
    def drawn(order):
        x, n = [pairs[i][0] for i in order], [pairs[i][1] for i in order]
        errors = [1 / math.sqrt(each) for each in n] if kind in ("ratio", "mean") else None
        return compare.funnel(x, n, kind, errors)

    order = list(range(len(pairs)))
    straight = drawn(order)
    shuffler.shuffle(order)
    mixed = drawn(order)
    assert (mixed.centre, mixed.phi, mixed.tau2) == (straight.centre, straight.phi, straight.tau2)
    for name in ("z", "lower95", "upper95", "lower998", "upper998", "flags95", "flags998"):
        assert getattr(mixed, name) == [getattr(straight, name)[i] for i in order]


@given(schools, st.data(), st.sampled_from(["proportion", "rate"]))
def test_a_school_split_in_two_leaves_the_trusts_centre(pairs, data, kind):
    (x, n), rest = pairs[0], pairs[1:]
    part = data.draw(st.integers(0, n))
    taken = data.draw(st.integers(max(0, x - (n - part)), min(x, part)))
    whole = compare.funnel(*zip(*pairs, strict=True), kind)
    split = compare.funnel(*zip((taken, part), (x - taken, n - part), *rest, strict=True), kind)
    assert split.centre == close(whole.centre)


@given(
    st.integers(1, 400),
    st.integers(2, 15),
    st.data(),
    st.sampled_from(["proportion", "rate", "ratio", "mean"]),
)
def test_schools_that_are_all_alike_are_never_flagged(n, schools, data, kind):
    x = data.draw(st.integers(0, n))
    errors = [0.1] * schools if kind in ("ratio", "mean") else None
    got = compare.funnel([x] * schools, [n] * schools, kind, errors)
    assert set(got.flags95) == set(got.flags998) == {"similar"}
    assert (got.phi, got.tau2) == close((0, 0), abs=1e-9)


@given(schools, st.sampled_from([0.001, 7, 1000]), st.randoms())
def test_the_unit_of_a_mean_does_not_matter_to_a_flag(pairs, scale, shuffler):
    x, n = zip(*pairs, strict=True)
    errors = [shuffler.uniform(0.01, 0.2) for _ in n]
    plain = compare.funnel(x, n, "mean", errors)
    scaled = compare.funnel([a * scale for a in x], n, "mean", [e * scale for e in errors])
    assert scaled.z == close(plain.z, rel=1e-6, abs=1e-9)
    assert scaled.tau2 == close(plain.tau2 * scale**2, rel=1e-6, abs=1e-12)


@given(schools)
def test_limits_of_a_proportion_stay_in_order_within_nought_and_one(pairs):
    got = compare.funnel(*zip(*pairs, strict=True))
    tiny = 1e-9
    for low998, low95, high95, high998 in zip(
        got.lower998, got.lower95, got.upper95, got.upper998, strict=True
    ):
        assert 0 <= low998 <= low95 + tiny <= high95 + 2 * tiny <= high998 + 3 * tiny <= 1 + 4 * tiny


def test_a_school_without_a_figure_is_left_blank_and_out_of_the_centre():
    with_gaps = compare.funnel([*X, None, 5, 0], [*N, 90, None, 0])
    without = compare.funnel(X, N)
    assert with_gaps.centre == without.centre
    assert with_gaps.z == [*without.z, None, None, None]
    assert with_gaps.flags998 == [*without.flags998, None, None, None]


def test_a_school_without_a_standard_error_counts_in_the_centre_and_is_not_judged():
    got = compare.funnel([10, 20, 30], [1, 1, 1], "mean", [2, 0, None])
    assert got.centre == 20
    assert got.flags95 == ["higher" if got.upper95[0] < 10 else "lower", None, None]
    assert compare.funnel([10], [1], "mean", [None]).flags95 == [None]


def test_no_schools_one_school_and_nothing_counted():
    assert compare.funnel([], []).centre is None
    assert compare.funnel([None], [4]).flags95 == [None]
    assert compare.funnel([30], [100]).flags998 == ["similar"]
    for kind in ("proportion", "rate"):
        none = compare.funnel([0, 0, 0], [40, 50, 60], kind)
        assert (none.centre, none.phi, none.tau2) == (0, 0, 0)
        assert none.flags95 == ["similar"] * 3
    assert compare.funnel([40, 50], [40, 50]).flags95 == ["similar"] * 2


def test_chance_flags_about_as_often_as_its_level_says():
    random.seed(11)
    flags = []
    for _ in range(60):
        x = [sum(random.random() < 0.3 for _ in range(80)) for _ in range(20)]
        flags += compare.funnel(x, [80] * 20).flags95
    assert 1 - flags.count("similar") / len(flags) == close(0.04, abs=0.03)


@pytest.mark.parametrize(
    "call",
    [
        ([1, 2], [3]),
        ([1], [3], "share"),
        ([4], [3]),
        ([-1], [3], "rate"),
        ([1], [-3], "rate"),
        ([1], [3], "mean"),
        ([1], [3], "rate", [0.1]),
        ([1], [3], "mean", [-0.1]),
        ([1], [3], "mean", [0.1, 0.2]),
        ([math.nan], [3]),
    ],
)
def test_funnel_refuses_what_it_cannot_use(call):
    with pytest.raises(ValueError, match=r"kind|one entry|negative|proportion|finite"):
        compare.funnel(*call)
