"""Signals: each term against its own past, months by their chart, and nothing said about what cannot be seen."""

from dataclasses import replace

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.statistics.rates import FALSE_ALARM
from wellmetrics.words import sentences, signals

TERMS = ("Autumn", "Spring", "Summer")


def term_cells(*values: float | None) -> list[Cell]:
    """Terms from Autumn 2021 on; None is hidden."""
    return [_cell(f"{2021 + i // 3}/{22 + i // 3} {TERMS[i % 3]}", "term", v) for i, v in enumerate(values)]


def month_cells(*values: float | None) -> list[Cell]:
    months = [
        f"{year}-{month:02}" for year in range(2021, 2026) for month in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
    ]
    return [_cell(months[i], "month", v) for i, v in enumerate(values)]


def _cell(period: str, grain, value: float | None) -> Cell:
    if value is None:
        return Cell("x", "900001", "", period, grain, "all", "", "hidden")
    state = "shown" if value else "nil"
    return Cell("x", "900001", "", period, grain, "all", "", state, numerator=value * 100, denominator=100)


DAYS = catalogue.indicator("days_lost_per_fte")
QUIET = (4.0, 5.0, 3.0, 4.2, 5.1, 2.9, 4.1, 5.2, 3.1)


def test_a_term_is_tested_against_the_same_term_of_two_earlier_years():
    assert signals.of_rows(term_cells(*QUIET, 9.0), DAYS) == ["too early"] * 6 + ["none"] * 3 + ["higher"]


def test_a_hidden_term_is_not_tested_and_is_no_part_of_the_past():
    with_gap = (*QUIET[:6], None, *QUIET[7:])
    words = signals.of_rows(term_cells(*with_gap, 9.0), DAYS)
    assert words[6] == "not tested"
    assert words[9] == "higher"  # Autumn still has two earlier autumns
    assert signals.of_rows(term_cells(None, None, None), DAYS) == ["not tested"] * 3


def test_where_hiding_leaves_too_little_of_the_past_it_is_too_early_to_tell():
    """Two autumns that happen to be alike say little of how much terms differ: the springs and summers that do are hidden."""
    thin = term_cells(1.647, 2.634, 2.395, 1.634, None, None, 2.443)
    last = signals.of_line(thin, DAYS)[-1]
    assert last.word == "too early"
    assert sentences.change(last).startswith("too early to tell, because earlier terms are hidden to protect")
    assert last.expected is None
    # As many figures that nobody hid are judged as ever: a yearly survey has no other terms.
    unsent = [replace(cell, state="missing") if cell.state == "hidden" else cell for cell in thin]
    assert signals.of_line(unsent, DAYS)[-1].word == "higher"
    # One more of them shown makes three repeats, as two whole years do.
    enough = term_cells(1.647, 2.634, 2.395, 1.634, 2.253, 1.778, None, 1.577, None, 2.443)
    assert signals.of_line(enough, DAYS)[-1].word == "none"


def test_counts_the_terms_a_signal_has_run():
    line = signals.of_line(term_cells(*QUIET, 9.0, 12.0), DAYS)
    assert [s.running for s in line[-2:]] == [1, 2]
    assert line[-1].verdict == "worse"


@pytest.mark.parametrize(("better", "verdict"), [("down", "worse"), ("up", "better"), ("neither", "neither")])
def test_higher_is_worse_or_better_as_the_indicator_says(better, verdict):
    assert signals.of_line(term_cells(*QUIET, 9.0), replace(DAYS, better=better))[-1].verdict == verdict


@pytest.mark.parametrize("values", [QUIET, (*QUIET, 9.0), (*QUIET, 9.0, 12.0), (*QUIET, None), (4.0,)])
def test_the_latest_signal_is_the_last_of_the_line(values):
    cells = term_cells(*values)
    assert signals.latest(cells, DAYS) == signals.of_line(cells, DAYS)[-1]


def test_fewer_than_10_months_are_too_early():
    line = signals.of_line(month_cells(*[4.0, 5.0] * 4, 4.0), DAYS)
    assert {s.word for s in line} == {"too early"}
    assert line[-1].chosen.why == "9 months: a test needs 10."


@pytest.mark.parametrize("months", [10, 12])
def test_10_to_12_months_are_a_run_chart(months):
    mixed = [4.0, 9.5, 4.1, 9.4, 3.0, 8.1, 3.2, 8.3, 4.3, 9.1, 4.2, 9.3]
    line = signals.of_line(month_cells(*mixed[:months]), DAYS)
    assert {s.chosen.method for s in line} == {"run_chart"}
    assert [s.word for s in line] == ["too early"] * 9 + ["none"] * (months - 9)


def test_months_that_stay_on_one_side_are_a_shift_and_the_last_of_the_run_is_marked():
    low, high = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5], [9.0, 9.1, 9.2, 9.3, 9.4, 9.5]
    last = signals.of_line(month_cells(*low, *high), DAYS)[-1]
    assert (last.word, last.rule, last.verdict) == (
        "higher",
        "shift",
        "worse",
    )  # one crossing of twelve months
    assert (last.lower, last.upper) == (None, None)


def test_a_line_that_was_defined_anew_is_tested_by_each_stretch_of_its_own():
    cells = month_cells(*[2.0, 8.0] * 10, *[50.0, 60.0] * 4)
    cells[20] = replace(cells[20], starts="counted in another way")
    line = signals.of_line(cells, DAYS)
    assert {s.chosen.method for s in line[:20]} == {"xmr"}
    assert {s.word for s in line[20:]} == {"too early"}


def test_a_signal_says_since_when_by_which_rule_and_how_sure():
    line = signals.of_line(term_cells(*QUIET, 9.0, 12.0, 11.0), DAYS)
    assert [(s.since, s.rule, s.certainty) for s in line[8:11]] == [
        ("", "", ""),
        ("2024/25 Autumn", "same_term", "worth a look"),
        ("2024/25 Autumn", "same_term", "stands out"),
    ]


def test_a_second_source_makes_one_term_stand_out():
    once = signals.of_line(term_cells(*QUIET, 9.0), DAYS)[-1]
    assert signals.certainty(once) == "worth a look"
    assert signals.certainty(once, sources=2) == "stands out"
    assert signals.certainty(signals.of_line(term_cells(*QUIET), DAYS)[-1], sources=2) == ""


def test_a_month_beyond_the_limits_is_marked_on_its_side():
    words = signals.of_rows(month_cells(*[2.0, 8.0] * 10, 40.0, None), DAYS)
    assert words[:20] == ["none"] * 20
    assert words[20:] == ["higher", "not tested"]


def test_a_true_zero_is_a_value():
    assert signals.of_rows(term_cells(*QUIET, 0.0), DAYS)[-1] == "lower"


def test_years_are_not_tested_and_no_cells_give_no_words():
    assert signals.of_rows([_cell("2025/26", "year", 4.0)], DAYS) == ["not tested"]
    assert signals.of_rows([], DAYS) == []


def test_the_budget_counts_what_was_tested():
    lines = [
        signals.of_line(term_cells(*values), DAYS)[-1] for values in ((*QUIET, 9.0), QUIET, (4.0,), (None,))
    ]
    assert signals.budget(lines) == (2, pytest.approx(2 * FALSE_ALARM["same_term"]), 1, 0)
    again = signals.of_line(term_cells(*QUIET, 9.0, 12.0), DAYS)[-1]
    assert signals.budget([again])[2:] == (1, 1)  # a second term: it stands out


REFERRALS = catalogue.indicator("pupil_referrals_per_1000")


def events(*counts: float | None) -> list[Cell]:
    """Terms in which so many things happened among 200 pupils."""
    return [
        replace(cell, numerator=None if n is None else float(n), denominator=None if n is None else 200.0)
        for cell, n in zip(term_cells(*counts), counts, strict=True)
    ]


def test_what_comes_less_than_once_a_term_is_judged_by_the_days_between():
    line = signals.of_line(events(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0), REFERRALS)
    assert {s.chosen.method for s in line} == {"between"}
    assert line[-1].word == "too early"  # three gaps tell nothing
    assert (line[-1].lower, line[-1].upper) == (None, None)


def test_events_that_come_far_closer_together_are_more_often_than_usual():
    rare = [1, 0, 0, 0, 1, 0, 0, 0] * 5
    line = signals.of_line(events(*rare, 5), REFERRALS)
    assert (line[-1].word, line[-1].rule) == ("higher", "burst")
    assert sentences.change(line[-1]) == "more often than usual"
    assert sentences.change(line[-2]) == "as often as usual"


def test_where_nothing_ever_happened_the_same_term_says_as_usual():
    assert signals.of_line(events(*[0] * 9), REFERRALS)[-1].word == "none"
