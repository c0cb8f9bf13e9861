"""Gaps between two groups against published tables and independent implementations."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from wellmetrics.statistics import gaps
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
