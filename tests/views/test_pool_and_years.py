"""What is said of figures that there cannot be: of a pool that measures in two ways, and of a fraction of a pupil."""

from tests.views.looking import opened, spots
from wellmetrics.model import OTHERS
from wellmetrics.views import apart, lines
from wellmetrics.views.choice import indicators

ACTIVE, TERM, SMALL = "active_60_minutes", "2025/26 Summer", "900003"


def test_others_who_measure_in_two_ways_are_not_said_to_have_sent_nothing(demo_home):
    figures, _ = opened(demo_home, f"head:{SMALL}", term=TERM)
    (line,) = lines.all_lines(figures, TERM, indicator=ACTIVE, places=[("", OTHERS)]).values()
    assert line[-1].period == TERM
    assert lines.state(line[-1], indicators()[ACTIVE]) == lines.MIXED


def test_a_year_of_participation_says_that_it_is_the_mean_of_its_terms(demo_home):
    view = apart.view(*opened(demo_home, "lead", indicator="any_club", term=TERM))
    counted = [s.counted for s in spots(view.years) if s.counted]
    assert counted
    assert all(text.endswith("pupils, means of the year’s terms") and "." not in text for text in counted)
    assert not any("means" in s.counted for s in spots(view.terms))
