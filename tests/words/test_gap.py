"""A gap is made of two published figures, and is as silent as either of them."""

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.statistics import gaps
from wellmetrics.words.gap import gap_cells

CLUB, CLUB_GAP = catalogue.indicator("any_club"), catalogue.indicator("gap_any_club_sex")


def part(name: str, state="shown", x=None, n=None, code="any_club", cut="sex", squares=None, starts=""):
    return Cell(code, "900001", "", "2025/26 Autumn", "term", cut, name, state, x, n, square_sum=squares, starts=starts)  # fmt: skip


def test_a_gap_of_shares_is_newcombes_difference():
    (gap,) = gap_cells(CLUB_GAP, CLUB, [part("F", x=30, n=100), part("M", x=50, n=120)])
    expected = gaps.difference(30, 100, 50, 120)
    assert (gap.estimate, gap.lower, gap.upper) == (expected.value, expected.lower, expected.upper)
    assert gap.estimate == pytest.approx(0.3 - 50 / 120)
    assert (gap.state, gap.value) == ("shown", gap.estimate)


@pytest.mark.parametrize(
    ("other", "state"),
    [("hidden", "hidden"), ("missing", "missing")],
)
def test_a_gap_is_as_silent_as_either_group(other, state):
    (gap,) = gap_cells(CLUB_GAP, CLUB, [part("F", x=30, n=100), part("M", other)])
    assert (gap.state, gap.estimate, gap.lower, gap.upper) == (state, None, None, None)


def test_where_a_group_has_nobody_there_is_no_gap():
    (gap,) = gap_cells(CLUB_GAP, CLUB, [part("F", x=30, n=100)])
    assert (gap.state, gap.estimate) == ("not applicable", None)


def test_the_gap_by_special_needs_is_of_the_wider_group():
    """Support and plan by themselves are often hidden: both together stand in the wider group."""
    (gap,) = gap_cells(
        catalogue.indicator("gap_any_club_send"),
        CLUB,
        [part("Y", x=10, n=30, cut="any_send"), part("N", x=60, n=100, cut="any_send")],
    )
    assert gap.estimate == pytest.approx(10 / 30 - 60 / 100)


def test_scores_take_welchs_interval_and_rates_their_scale():
    wellbeing, gap = catalogue.indicator("swemwbs_mean"), catalogue.indicator("gap_swemwbs_mean_sex")
    (mean,) = gap_cells(
        gap, wellbeing, [part("F", x=230, n=10, squares=5320), part("M", x=250, n=10, squares=6280)]
    )
    expected = gaps.means(10, 230, 5320, 10, 250, 6280)
    assert (mean.estimate, mean.lower) == (expected.value, expected.lower)
    rate, gap = (
        catalogue.indicator("pupil_referrals_per_1000"),
        catalogue.indicator("gap_pupil_referrals_per_1000_sex"),
    )
    (made,) = gap_cells(gap, rate, [part("F", x=12, n=400), part("M", x=6, n=300)])
    assert made.estimate == pytest.approx(1000 * (12 / 400 - 6 / 300))
    assert made.value == made.estimate


def test_a_new_series_of_either_group_starts_the_gap_anew():
    (gap,) = gap_cells(CLUB_GAP, CLUB, [part("F", x=30, n=100, starts="another way"), part("M", x=50, n=120)])
    assert gap.starts == "another way"


def test_an_indicator_that_is_no_gap_is_refused():
    with pytest.raises(ValueError, match="no gap"):
        gap_cells(CLUB, CLUB, [])
