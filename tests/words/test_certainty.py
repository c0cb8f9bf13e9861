"""Each method has its interval, and what is not shown has none."""

from dataclasses import replace

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.statistics import intervals
from wellmetrics.statistics.intervals import Interval
from wellmetrics.words.certainty import interval_of

CELL = Cell("x", "900001", "", "2025/26 Autumn", "term", "all", "", "shown", 16, 150, 16, 150, 16, 16, 150)


def indicator(method):
    return replace(catalogue.indicator("staff_absent"), method=method)


def test_each_method_has_its_own_interval():
    assert interval_of(CELL, indicator("proportion")) == intervals.proportion(16, 150)
    assert interval_of(CELL, indicator("rate")) == intervals.rate(16, 150)
    assert interval_of(CELL, indicator("mean")) == intervals.mean(150, 16, 16)
    assert interval_of(CELL, indicator("ratio")) == intervals.ratio(16, 150, 16, 16, 150, 150)
    assert interval_of(CELL, indicator("proportion"), 0.998) == intervals.proportion(16, 150, 0.998)


@pytest.mark.parametrize("state", ["hidden", "missing", "not applicable"])
@pytest.mark.parametrize("method", ["proportion", "rate", "mean", "ratio"])
def test_what_is_not_shown_has_no_interval(state, method):
    assert interval_of(replace(CELL, state=state), indicator(method)) == Interval.missing
    assert interval_of(replace(CELL, denominator=0.0), indicator(method)) == Interval.missing


def test_totals_alone_give_a_value_without_limits():
    bare = replace(CELL, square_sum=None, cross_sum=None, denominator_square_sum=None)
    assert interval_of(bare, indicator("ratio")) == Interval(16 / 150, None, None)
