"""The stored rates of false alarms against a simulation of their own methods."""

import numpy as np
import pytest
from scipy import stats

from benchmarks import rules, rules_schools
from wellmetrics.statistics.rates import FALSE_ALARM


def test_every_simulated_method_has_a_rate_and_every_rate_a_method():
    assert set(FALSE_ALARM) == {name for name, _, _ in rules.shares(20)}
    assert all(0 < rate < 0.05 for rate in FALSE_ALARM.values())


@pytest.mark.parametrize("name", rules.LINES)
def test_a_stored_rate_is_within_chance_of_a_small_simulation(name):
    judge, lengths = rules.LINES[name]
    series = 250
    found = [rules.share(judge, draw, series, length) for draw in rules.SHAPES.values() for length in lengths]
    assert plausible(found, series, FALSE_ALARM[name])


def test_the_rate_of_days_between_events_is_within_chance_of_a_small_simulation():
    found = [rules.events_marked(events, 500) for events in rules.EVENTS.values()]
    assert plausible(found, 500, FALSE_ALARM["between"])


@pytest.mark.parametrize("name", ["funnel998", "against998"])
def test_the_rate_among_schools_is_within_chance_of_a_small_simulation(name):
    judge, sizes = {
        "funnel998": (lambda *call: rules_schools.marked(*call)["funnel998"], rules_schools.SIZES),
        "against998": (rules_schools.against, rules_schools.SMALLER),
    }[name]
    trusts = 40
    found = [judge(kind, schools, trusts) for kind in rules_schools.KINDS for schools in sizes]
    assert plausible(found, int(trusts * np.mean(sizes)), FALSE_ALARM[name])


def plausible(found: list[float], each: int, rate: float) -> bool:
    """Whether so many marks come by chance at this rate more often than one time in ten thousand."""
    marks, lines = round(sum(found) * each), each * len(found)
    return stats.binomtest(marks, lines, rate).pvalue > 0.0001


@pytest.mark.long
def test_the_stored_rates_are_those_of_the_whole_simulation():
    found = rules.false_alarms(rules.shares(rules.SERIES))
    assert found == {name: pytest.approx(rate, abs=0.00006) for name, rate in FALSE_ALARM.items()}
