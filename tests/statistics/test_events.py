"""Days between events against exact chance, a textbook's data, drawn gaps and the edges of what can be told."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wellmetrics.statistics import change
from wellmetrics.statistics.change import Spaced

close = pytest.approx

# Hours between failures of a valve (Montgomery, Introduction to Statistical Quality Control, time-between-events
# control charts; there transformed by the power 0.2777, with mean 5.386 and no failure beyond the limits).
VALVE = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]


def test_between_finds_a_textbooks_valve_in_control_as_the_textbook_does():
    assert np.mean(np.power(VALVE, 0.2777)) == close(5.386, abs=0.0007)
    chart = change.between(VALVE)
    assert chart.centre == (492 + 536) / 2
    assert (set(chart.rules), chart.signal) == ({None}, "none")


def test_limits_by_hand():
    # Nine gaps of 360 days in all. One gap's share of them is past x with chance (1 - x)^8: 0.00135 at
    # 1 - 0.00135^(1/8) = 0.562182, 0.99865 at 1 - 0.99865^(1/8) = 0.000168850. Times 360: 202.386 and 0.060786.
    chart = change.between([40] * 9)
    assert (chart.lower, chart.upper) == close((0.060786, 202.386), rel=1e-5)


@pytest.mark.parametrize("m", [8, 12, 40])
def test_a_gap_beyond_the_limits_is_as_rare_as_an_f_distribution_says(m):
    # The same by another road: a gap over the mean of the m - 1 others is F on 2 and 2(m - 1).
    chart = change.between([10.0] * m)
    share = chart.upper / (10 * m)
    assert stats.f.sf(share * (m - 1) / (1 - share), 2, 2 * (m - 1)) == close(0.00135, rel=1e-6)


@pytest.mark.parametrize("newest", [1, 4, 6, 7, 8, 9, 40, 120, 150, 154, 155, 160, 400])
def test_five_gaps_together_are_judged_as_an_f_distribution_does(newest):
    # Five gaps over the mean of the ten others is F on 10 and 20: 0.5% below 0.19 and above 3.85.
    chance = stats.f.cdf(newest / 40, 10, 20)
    signal = "higher" if chance < 0.005 else "lower" if chance > 0.995 else "none"
    assert change.between([40] * 10 + [newest] * 5).signal == signal


STEADY = [30, 50, 20, 60, 40, 35, 45, 25, 55, 40]  # ten gaps of 40 days in the mean


def drawn(days, since=None) -> str:
    """One letter a gap: L limits, 5 five together, . none; after a bar the gap still open."""
    chart = change.between(days, since)
    short = {"limits": "L", "together": "5", None: "."}
    return "".join(short[rule] for rule in chart.rules) + ("" if since is None else "|" + short[chart.since])


@pytest.mark.parametrize(
    ("days", "since", "expected", "signal"),
    [
        (STEADY, None, "..........", "none"),
        ([*STEADY, 500], None, "..........L", "lower"),
        # Five gaps of 2 days among 15: 10 of 410 days; Beta(5, 10) has 0.5% below 8.66%, 35.5 days.
        ([*STEADY, 2, 2, 2, 2, 2], None, "..........55555", "higher"),
        ([*STEADY, 2, 2, 2, 2, 60], None, "...............", "none"),
        ([2, 2, 2, 2, 2, *STEADY], None, "55555..........", "none"),  # long ago: seen, and no news
        # Five gaps of 200 days: 1,000 of 1,400; Beta(5, 10) has 0.5% above 65.79%, 921 days.
        ([*STEADY, 200, 200, 200, 200, 200], None, "..........55555", "lower"),
        (STEADY, 30, "..........|.", "none"),  # not yet longer than usual: says nothing
        (STEADY, 500, "..........|L", "lower"),
        ([*STEADY, 200, 200, 200, 200], 200, "..........5555|5", "lower"),
        ([*STEADY, 2, 2, 2, 2, 2], 60, "..........55555|.", "none"),  # quiet again
        ([*STEADY, 500], 1, "..........L|.", "lower"),
        ([*STEADY, 2, 2, 2, 2], 1, "..............|.", "none"),  # not yet five
        ([*[400] * 4, *[5] * 10], 6, "5" * 14 + "|.", "higher"),  # far apart, then close together, and still
        ([400] * 3 + [5] * 5 + [400] + [5] * 4, 6, "55555555.....|.", "none"),  # a wait begins no such signal
        ([*STEADY[:5], None, *STEADY[5:], 500], None, "...........L", "lower"),
    ],
)
def test_rules_on_drawn_gaps(days, since, expected, signal):
    assert drawn(days, since) == expected
    assert change.between(days, since).signal == signal


def test_two_events_on_one_day_are_half_a_day_apart_and_no_signal_by_themselves():
    assert drawn([*STEADY, 0]) == "." * 11
    assert change.between([0] * 12).rules == [None] * 12
    assert change.between([0] * 12).centre == 0.5


@pytest.mark.parametrize("gaps", range(8))
def test_below_eight_gaps_it_is_too_early(gaps):
    chart = change.between([1, None, *[40] * (gaps - 1)] if gaps else [], since=900)
    assert (chart.signal, chart.upper, set(chart.rules) <= {None}) == ("too early", None, True)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 900)), max_size=30),
    st.one_of(st.none(), st.integers(0, 2000)),
    st.sampled_from([2, 7, 24]),
)
def test_hours_say_what_days_say(days, since, hours):
    """Half a day for no time at all is a matter of days: only gaps above none are compared."""
    days = [None if gap is None else gap + 1 for gap in days]
    since = None if since is None else since + 1
    longer = change.between([None if g is None else g * hours for g in days], since and since * hours)
    plain = change.between(days, since)
    assert (plain.rules, plain.since, plain.signal) == (longer.rules, longer.since, longer.signal)


@given(st.lists(st.integers(0, 400), min_size=8, max_size=25), st.integers(0, 3000), st.integers(0, 3000))
def test_a_longer_wait_never_says_that_events_come_more_often(days, one, other):
    sooner, later = (change.between(days, wait).signal for wait in sorted((one, other)))
    assert later != "higher" or sooner == "higher"
    assert sooner != "lower" or later == "lower" or min(one, other) <= change.between(days).centre


@pytest.mark.parametrize(("days", "since"), [([-1], None), ([3], -2), ([math.nan], None), ([3], math.inf)])
def test_between_refuses_what_no_gap_can_be(days, since):
    with pytest.raises(ValueError, match=r"never negative|finite"):
        change.between(days, since)


def test_gaps_from_counts_by_hand():
    # Thirty days a period. One event half way (15), none, two at 67.5 and 82.5, one at 105, none until 150.
    got = change.days_between([1, 0, 2, 1, 0], [30] * 5)
    assert got == Spaced(days=[52.5, 15.0, 22.5], ends=[2, 2, 3], since=45.0)


def test_a_period_not_known_makes_the_gap_across_it_not_known():
    got = change.days_between([1, None, 1, 1], [30, 30, 30, 30])
    assert got == Spaced(days=[None, 30.0], ends=[2, 3], since=15.0)
    assert change.days_between([1, 1, None], [30, 30, 30]) == Spaced([30.0], [1], None)
    assert change.days_between([None, 1, 1], [30, 30, 30]) == Spaced([30.0], [2], 15.0)


@pytest.mark.parametrize("counts", [[], [0, 0], [None]])
def test_without_an_event_there_are_no_gaps(counts):
    assert change.days_between(counts, [30] * len(counts)) == Spaced([], [], None)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.data())
def test_gaps_from_counts_fill_the_time_between_first_and_last_event(counts, data):
    lengths = data.draw(st.lists(st.integers(20, 130), min_size=len(counts), max_size=len(counts)))
    got = change.days_between(counts, lengths)
    assert len(got.days) == len(got.ends) == max(sum(counts) - 1, 0)
    if sum(counts):
        first = next(i for i, count in enumerate(counts) if count)
        start = sum(lengths[:first]) + lengths[first] / counts[first] / 2
        assert sum(got.days) + got.since == close(sum(lengths) - start)


@pytest.mark.parametrize(
    ("counts", "lengths"), [([1], [1, 2]), ([-1], [30]), ([0.5], [30]), ([1], [0]), ([1], [math.nan])]
)
def test_gaps_from_counts_refuse_what_cannot_be_counted(counts, lengths):
    with pytest.raises(ValueError, match=r"one count|whole number|length|finite"):
        change.days_between(counts, lengths)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (
            [1, 0, 0, 0] * 6 + [5],
            True,
        ),  # 11 events in 25 periods: five in the last have a chance of 1 in 26,000
        ([1, 0, 0, 0] * 6 + [1], False),
        ([1, 0, 0, 0] * 6 + [None], False),
        ([0, 9], False),  # two periods tell nothing
        ([], False),
    ],
)
def test_a_burst_is_more_in_the_last_period_than_chance_brings(counts, found):
    assert change.burst(counts) is found


def test_a_burst_is_as_rare_by_chance_as_it_says():
    """Summed over every way in which 12 periods can share 6 events: the binomial of the last."""
    flagged = [last for last in range(7) if change.burst([6 - last, *[0] * 10, last])]
    chance = sum(math.comb(6, k) * 11 ** (6 - k) / 12**6 for k in flagged)
    assert flagged == [4, 5, 6]
    assert chance <= 0.002
