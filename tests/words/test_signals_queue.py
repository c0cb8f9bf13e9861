"""A queue at a term's end is judged by how many wait, and what leaves everything open is not called usual."""

from dataclasses import replace

import numpy as np
import pytest

from tests.words.test_signals import events, term_cells
from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.words import methods, queues, sentences, signals

QUEUE, MADE = catalogue.indicator("referrals_open"), catalogue.indicator("pupil_referrals_per_1000")
SEEN, ABSENT = catalogue.indicator("seen_within_28_days"), catalogue.indicator("days_lost_per_fte")


def queue(*counts: float | None) -> list[Cell]:
    return [replace(cell, indicator=QUEUE.code, scale=QUEUE.scale) for cell in events(*counts)]


# One of nine ends alike: two waiting there have a chance of 1 in 81, three of 1 in 729, and 0.5% is 1 in 200.
@pytest.mark.parametrize(("waiting", "signal"), [(0, "none"), (2, "none"), (3, "higher")])
def test_a_queue_is_longer_where_chance_hardly_ever_puts_so_many_at_one_end(waiting, signal):
    found = queues.longer([0] * 8 + [waiting], [200] * 9)
    assert (found.expected, found.most, found.signal) == (0, 2, signal)


def test_more_pupils_may_have_a_longer_queue():
    assert queues.longer([0] * 8 + [3], [200.0] * 8 + [1600.0]).signal == "none"


def test_two_years_must_have_gone_before():
    assert queues.longer([0] * 5 + [9], [200.0] * 6).signal == "too early"
    assert queues.longer([0] * 5 + [None, 9], [200.0] * 5 + [None, 200.0]).signal == "too early"
    assert queues.longer([0] * 6 + [None], [200.0] * 6 + [None]).signal == "too early"
    assert queues.longer([0] * 6 + [9], [200.0] * 7).signal == "higher"


@pytest.mark.parametrize("mean", [0.1, 0.5, 0.9])
def test_chance_marks_no_more_queues_than_the_budget_says(mean):
    drawn = np.random.default_rng(7).poisson(mean, (1500, 15))
    marked = sum(queues.longer([float(x) for x in line], [200.0] * 15).signal == "higher" for line in drawn)
    assert marked <= 1500 * queues.FALSE_ALARM + 3 * (1500 * queues.FALSE_ALARM) ** 0.5


def test_a_pupil_who_waits_over_two_ends_is_no_event_that_comes_again():
    few = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 4]
    assert signals.of_line(events(*few), MADE)[-1].chosen.method == "between"
    last = signals.of_line(queue(*few), QUEUE)[-1]
    assert (last.chosen.method, last.word, last.rule) == ("queue", "higher", "queue")
    assert sentences.change(last, QUEUE) == "longer than usual"
    assert (
        sentences.amount(last, QUEUE, "lead")
        == "20.0 per 1,000 pupils; expected up to 15.0 from 11 earlier terms"
    )
    assert sentences.change(signals.of_line(queue(*few[:-1]), QUEUE)[-1], QUEUE) == "as usual"
    assert methods.false_alarm(last.chosen) == queues.FALSE_ALARM


def test_a_queue_is_not_held_against_ends_of_which_those_with_a_queue_are_hidden():
    assert signals.of_line(queue(*[0] * 8, 4), QUEUE)[-1].word == "higher"
    last = signals.of_line(queue(0, None, *[0] * 6, 4), QUEUE)[-1]
    assert (last.chosen.method, last.word) == ("queue", "too early")
    assert "hidden to protect people" in sentences.change(last)


def test_the_same_few_at_a_second_end_bear_nothing_out():
    last = signals.of_line(queue(*[0] * 10, 4, 6), QUEUE)[-1]
    assert (last.running, last.certainty) == (2, "worth a look")
    assert sentences.change(last, QUEUE) == "longer than usual, for a second term in a row"


def test_a_long_queue_is_longer_or_shorter_than_in_the_same_term_of_earlier_years():
    many = (30, 40, 50, 31, 41, 51, 32, 42, 52)
    for now, said in ((60, "longer than usual for autumn"), (5, "shorter than usual for autumn")):
        last = signals.of_line(queue(*many, now), QUEUE)[-1]
        assert last.chosen.method == "same_term"
        assert sentences.change(last, QUEUE) == said


def shares(*values: float) -> list[Cell]:
    return [
        replace(cell, numerator=v * 14, denominator=14.0)
        for cell, v in zip(term_cells(*values), values, strict=True)
    ]


def test_where_every_share_could_be_expected_it_cannot_be_told():
    last = signals.of_line(shares(0.0, 1.0, 0.5, 1.0, 0.0, 0.5, 0.0), SEEN)[-1]
    assert last.word == "cannot tell"
    assert not last.tested
    assert sentences.change(last) == "cannot tell, because anything could be expected"
    assert "expected anything up to 100%" in sentences.amount(last, SEEN)


def test_a_share_above_all_that_was_expected_is_a_signal_however_wide_the_range():
    wide = replace(SEEN, better="up")
    cells = [
        replace(cell, denominator=1.0, numerator=v)
        for cell, v in zip(shares(*[0.0, 1.0] * 6), [0.0, 1.0] * 6, strict=True)
    ]
    assert signals.of_rows([*cells[:-1], replace(cells[-1], numerator=9.0)], wide)[-1] == "higher"


def test_where_some_share_would_have_stood_out_it_is_as_usual():
    assert signals.of_rows(shares(0.5, 0.6, 0.5, 0.5, 0.6, 0.5, 0.5), SEEN)[-1] == "none"
    # Days lost may be any number: a range from below nought to above one holds no more than itself.
    assert signals.of_rows(term_cells(0.5, 0.9, 0.5, 0.9, 0.5, 0.9, 0.6), ABSENT)[-1] == "none"
