"""Nothing is claimed of a term that is not over, or that rests on a small part of what it usually rests on."""

from dataclasses import replace
from datetime import date

import pytest

from tests.words.test_signals import DAYS, QUIET, month_cells, term_cells
from wellmetrics import catalogue, reading
from wellmetrics.model import Cell
from wellmetrics.words import sentences, signals

REPLIES = catalogue.indicator("staff_favourable")
RUNNING: reading.Ends = {("term", "2024/25 Autumn"): date(2024, 12, 18)}


def together(last: float, in_it: float, *, urn: str = "", group: str = "") -> list[Cell]:
    """A line of a trust or group of 100 people, of whom `in_it` are in the last term."""
    cells = [replace(cell, urn=urn, group=group) for cell in term_cells(*QUIET, last)]
    return [*cells[:-1], replace(cells[-1], numerator=last * in_it, denominator=in_it)]


@pytest.mark.parametrize("where", [{}, {"group": "North hub"}])
def test_a_trust_or_group_with_few_of_its_schools_in_has_no_signal(where):
    found = signals.latest(together(1.0, 7, **where), DAYS)
    assert found is not None
    assert (found.word, found.verdict, found.running) == ("too early", "neither", 0)
    assert (found.expected, found.lower, found.upper) == (None, None, None)
    said = "too early to tell, because it rests on 7% of what the same term rested on before"
    assert sentences.change(found) == said
    assert sentences.finding(found, "", DAYS) == f"Days lost in the whole trust: {said}"


@pytest.mark.parametrize(("in_it", "word"), [(49, "too early"), (50, "lower"), (130, "lower")])
def test_half_of_those_counted_a_year_before_are_enough(in_it, word):
    assert signals.of_rows(together(0.0, in_it), DAYS)[-1] == word


def test_a_school_that_shrinks_is_still_tested():
    assert signals.of_rows(together(0.0, 7, urn="900001"), DAYS)[-1] == "lower"


@pytest.mark.parametrize(("in_it", "word"), [(49, "too early"), (60, "lower")])
def test_fewer_replies_are_no_missing_schools_until_half_are_wanting(in_it, word):
    assert signals.of_rows(together(0.0, in_it), REPLIES)[-1] == word


def test_a_month_of_a_trust_with_few_of_its_schools_in_has_no_signal():
    cells = [replace(cell, urn="") for cell in month_cells(*[2.0, 8.0] * 10, 40.0)]
    assert signals.of_rows(cells, DAYS)[-1] == "higher"
    few = [*cells[:-1], replace(cells[-1], numerator=280.0, denominator=7.0)]
    assert signals.of_rows(few, DAYS)[-1] == "too early"


def test_a_school_has_no_signal_in_a_term_that_is_not_over():
    cells = term_cells(*QUIET, 9.0)
    assert signals.of_rows(cells, DAYS)[-1] == "higher"
    running = reading.unfinished(cells, RUNNING)
    assert signals.of_rows(running, DAYS)[:-1] == signals.of_rows(cells, DAYS)[:-1]
    found = signals.latest(running, DAYS)
    assert found is not None
    assert sentences.change(found) == "too early to tell, because the term is not over until 18 December 2024"
    assert found.cell.value == 9.0


def test_why_it_is_too_early_is_the_terms_own_reason_or_that_years_are_wanting():
    running = reading.unfinished(term_cells(*QUIET, 9.0), RUNNING)
    own, young = signals.of_line(running, DAYS)[-1], signals.of_line(term_cells(4.0), DAYS)[-1]
    assert sentences.too_early([own]).endswith(": the term is not over until 18 December 2024.")
    assert sentences.too_early([young, own, own]) == sentences.too_early([own])
    assert sentences.too_early([young, young, own]) == sentences.TOO_EARLY
    assert sentences.too_early([]) == sentences.TOO_EARLY
