"""What every way to see a change keeps: steady lines are quiet, and neither unit nor missing ends matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellmetrics.statistics import change, survey, trend

YEAR = ("Autumn", "Spring", "Summer")


def terms(values) -> list[str]:
    return [YEAR[i % 3] for i in range(len(values))]


# Each says of a series, oldest first, what it sees; "higher" and "lower" turn over with the values.
METHODS = {
    "xmr": lambda values: change.xmr(values).rules,
    "run_chart": lambda values: change.run_chart(values).signal,
    "same_term": lambda values: change.same_term(values, terms(values)).signal,
    "kendall": lambda values: trend.kendall(values).p,
}
QUIET = {"xmr": {None}, "run_chart": {None, False}, "same_term": {"none", "too early"}, "kendall": {None}}

series = st.lists(st.one_of(st.none(), st.integers(-100, 100)), max_size=40)


@pytest.mark.parametrize("method", METHODS)
@given(value=st.floats(-1e9, 1e9), gaps=st.lists(st.booleans(), max_size=40))
def test_a_constant_series_never_flags(method, value, gaps):
    seen = METHODS[method]([None if gap else value for gap in gaps])
    assert set(seen if isinstance(seen, list) else [seen]) <= QUIET[method]


@pytest.mark.parametrize("method", METHODS)
@given(values=series, shift=st.integers(-(10**6), 10**6), scale=st.sampled_from([0.125, 3, 1000]))
def test_neither_unit_nor_starting_point_matters(method, values, shift, scale):
    moved = [None if v is None else scale * v + shift for v in values]
    assert METHODS[method](moved) == METHODS[method](values)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[], [None], [5], [5, 6], [0, 0], [0] * 20, [None] * 20])
def test_none_one_two_and_nothing_but_noughts_are_quiet(method, values):
    seen = METHODS[method](values)
    assert set(seen if isinstance(seen, list) else [seen]) <= QUIET[method] | {1.0}


@given(st.floats(0, 1e6), st.integers(0, 40), st.one_of(st.none(), st.just(0.5)))
def test_events_as_regular_as_a_clock_never_flag(gap, many, share):
    chart = change.between([gap] * many, None if share is None else gap * share)
    assert set(chart.rules) <= {None}
    assert chart.signal in ("none", "too early")


@given(
    st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=3, max_size=20),
    st.integers(-5, 5),
    st.sampled_from([0.5, 3]),
)
def test_the_scale_of_answers_does_not_matter_to_alpha(rows, shift, scale):
    plain, moved = survey.alpha(rows), survey.alpha([[scale * a + shift for a in row] for row in rows])
    assert (plain.value is None) == (moved.value is None)
    if plain.value is not None:
        assert moved.value == pytest.approx(plain.value, rel=1e-6, abs=1e-9)
