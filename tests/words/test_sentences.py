"""Sentences claim what the signal says and nothing more."""

import re
from pathlib import Path

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import Signal

LONG = catalogue.indicator("long_term_absence")
DAYS = catalogue.indicator("days_lost_per_fte")


def signal(word="higher", running=1, value=16 / 150, state="shown") -> Signal:
    x = value * 150 if state == "shown" else None
    cell = Cell(
        "x", "900011", "", "2025/26 Summer", "term", "all", "", state, x, 150 if x is not None else None
    )
    return Signal(cell, word, "worse", 0.04, -0.01, 0.081, running)


def test_a_signal_says_where_since_when_and_what_was_expected():
    assert sentences.about([signal(running=2)], ["Larch High School"], LONG) == (
        "Long absence at Larch High School: higher than usual for summer, for a second term in a row "
        "(10.7% of staff; expected up to 8.1%)."
    )


def test_other_places_are_named_with_their_figures():
    said = sentences.about([signal(), signal(value=0.16)], ["", "Cedar Field Primary School"], LONG)
    assert said.startswith("Long absence across the trust: higher than usual for summer")
    assert said.endswith("Also at Cedar Field Primary School (16.0%).")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (signal("none", 0), "as usual for summer"),
        (signal("too early", 0), "too early to tell"),
        (signal("not tested", 0, state="hidden"), "hidden to protect people"),
        (signal("not tested", 0, state="missing"), "not sent"),
    ],
)
def test_what_is_no_signal_has_its_words_too(given, said):
    assert sentences.change(given) == said


def test_the_budget_says_what_chance_would_bring():
    assert sentences.budget(420, 4.2, 9) == "Of 420 lines looked at, about 4 would flag by chance; 9 did."
    assert (
        sentences.budget(7, 0.07, 0) == "Of 7 lines looked at, fewer than one would flag by chance; none did."
    )
    assert sentences.budget(0, 0, 0) == ""


def test_a_hidden_cell_has_no_number_in_its_finding():
    assert not re.search(r"\d%", sentences.finding(signal("not tested", 0, state="hidden"), "A", LONG))


@pytest.mark.parametrize(
    ("value", "indicator", "said"),
    [(0.125, LONG, "12.5%"), (0.10666, LONG, "10.7%"), (2.005, DAYS, "2.01"), (0.0, DAYS, "0.00")],
)
def test_numbers_are_rounded_as_people_round(value, indicator, said):
    assert numbers.figure(value, indicator) == said


def test_periods_are_called_what_people_call_them():
    assert numbers.term("2025/26 Autumn") == "Autumn 2025"
    assert numbers.term("2025/26 Summer") == "Summer 2026"
    assert numbers.term("2025-11") == "November 2025"
    assert numbers.term("2025/26") == "2025/26"


def test_no_sentence_claims_an_improvement_or_an_impact():
    folder = Path(sentences.__file__).parent
    text = " ".join(file.read_text(encoding="utf-8").lower() for file in folder.glob("*.py"))
    assert "improved" not in text
    assert "impact" not in text
