"""Sentences claim what the signal says and nothing more."""

import re
from pathlib import Path

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.words import numbers, sentences, signals
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


def test_chance_is_named_only_where_it_often_brings_as_many_and_nothing_stands_out():
    """0.4 expected: two or more come by chance 6 times in 100, one or more 33 times."""
    assert sentences.budget(29, 0.4, 2).endswith("2 did.")
    assert sentences.budget(29, 0.4, 1).endswith(sentences.NO_MORE)
    assert sentences.budget(29, 0.4, 1, sure=1).endswith("1 did.")


def test_a_hidden_cell_has_no_number_in_its_finding():
    assert not re.search(r"\d%", sentences.finding(signal("not tested", 0, state="hidden"), "A", LONG))


@pytest.mark.parametrize(
    ("value", "indicator", "said"),
    [(0.125, LONG, "12.5%"), (0.10666, LONG, "10.7%"), (2.005, DAYS, "2.01"), (0.0, DAYS, "0.00")],
)
def test_numbers_are_rounded_as_people_round(value, indicator, said):
    assert numbers.figure(value, indicator) == said


GAP = catalogue.indicator("gap_any_club_sex")
SCORES = catalogue.indicator("gap_swemwbs_mean_sex")
SCORE = catalogue.indicator("swemwbs_mean")
REFERRED = catalogue.indicator("pupil_referrals_per_1000")
WAIT = catalogue.indicator("wait_median_days")
SHARE = catalogue.indicator("two_hours_pe")


@pytest.mark.parametrize(
    ("value", "indicator", "said"),
    [
        (0.032, GAP, "+3.2 points"),
        (-0.128, GAP, "−12.8 points"),
        (0.0004, GAP, "0.0 points"),
        (-1.83, SCORES, "−1.8"),
        (22.41, SCORE, "22.4"),
        (31.69, REFERRED, "31.7"),
        (38.5, WAIT, "38.5"),
        (41.0, WAIT, "41"),
    ],
)
def test_gaps_are_signed_scores_and_rates_have_a_tenth_and_days_are_days(value, indicator, said):
    assert numbers.figure(value, indicator) == said


@pytest.mark.parametrize(
    ("lower", "upper", "indicator", "said"),
    [
        (-0.155, -0.101, GAP, "−15.5 to −10.1 points"),
        (-0.02, 0.031, GAP, "−2.0 to +3.1 points"),
        (-1.0, 1.4, SCORES, "−1.0 to +1.4"),
        (-0.4, 8.1, SCORE, "−0.4 to 8.1"),
        (-3.0, 26.5, REFERRED, "up to 26.5"),
        (-2.0, 40.0, WAIT, "up to 40"),
        (0.855, 1.03, SHARE, "85.5% or more"),
        (-0.1, 1.2, SHARE, "anything up to 100%"),
        (None, 0.4, GAP, ""),
    ],
)
def test_a_range_says_up_to_only_where_nothing_can_lie_below_nought(lower, upper, indicator, said):
    assert numbers.span(lower, upper, indicator) == said


def of_trust(indicator, word, value, expected, running=1, numerator=None) -> Signal:
    cell = Cell(
        indicator.code, "", "", "2025/26 Summer", "term", "all", "", "shown", numerator, estimate=value
    )
    return Signal(cell, word, "neither", expected, None, None, running)


@pytest.mark.parametrize(
    ("value", "expected", "word", "said"),
    [
        (-0.20, -0.10, "lower", "wider"),
        (-0.02, -0.10, "higher", "narrower"),
        (0.20, 0.10, "higher", "wider"),
        (0.05, -0.10, "higher", "higher"),
    ],
)
def test_a_gap_is_wider_or_narrower_and_not_lower(value, expected, word, said):
    found = of_trust(GAP, word, value, expected)
    assert sentences.change(found, GAP) == f"{said} than usual for summer"


def test_referrals_are_counts_and_never_a_percentage_change():
    now = of_trust(REFERRED, "higher", 31.3, 15.0, running=3, numerator=160.0)
    before = Cell(REFERRED.code, "", "", "2024/25 Summer", "term", "all", "", "shown", 76.0, 5000.0)
    said = sentences.events(now, before, REFERRED, ["Larch High School"])
    assert said == (
        "Pupil referrals: 160 in Summer 2026, 76 a year before; higher than usual for summer, for a third term in a "
        "row, as at Larch High School."
    )
    assert "%" not in said
    assert sentences.events(now, None, REFERRED, []).startswith("Pupil referrals: 160 in Summer 2026; higher")


def test_the_wait_is_longer_or_shorter():
    assert sentences.wait(of_trust(WAIT, "higher", 39.0, 29.0), None, WAIT, []) == (
        "Median wait 39 days; longer than usual for summer."
    )
    assert sentences.wait(of_trust(WAIT, "none", 29.0, 29.0), None, WAIT, ["Larch High School"]) == (
        "Median wait 29 days; as usual for summer in the whole trust, but not at Larch High School."
    )


def test_who_is_left_out_is_counted_in_schools():
    assert sentences.left_out(9, 14, ("girls", "boys"), "take part in clubs", []) == (
        "Girls take part in clubs less than boys in 9 of 14 schools; the gap has not changed."
    )


def test_who_has_not_sent_is_named_with_what():
    assert sentences.not_sent(["A", "B"], "2025/26 Spring", "the staff survey") == (
        "A and B have not sent the staff survey for Spring 2026."
    )
    assert sentences.in_part(["A"], "2025/26 Spring", "staff absence") == (
        "A has sent only a part of staff absence for Spring 2026."
    )
    assert sentences.not_sent([], "2025/26 Spring", "referrals") == ""


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


@pytest.mark.parametrize(("before", "now"), [(0.6875, 0.7059), (0.0, 0.05)])
def test_a_past_that_never_varied_is_said_and_nothing_is_called_usual(before, now):
    """The same-term range has no width then, and every other figure lies outside it."""
    years = ("2021/22", "2022/23", "2023/24", "2024/25")
    cells = [
        Cell("x", "900013", "", f"{year} Spring", "term", "all", "", "shown", 1000 * value, 1000)
        for year, value in zip(years, (before, before, before, now), strict=True)
    ]
    last = signals.latest(cells, LONG)
    assert last is not None
    assert last.word == "higher"
    said = sentences.about([last], ["Rowan Nursery School"], LONG)
    was = numbers.figure(before, LONG)
    assert "higher than in every earlier spring, which were all the same" in said
    assert f"each time before {was})" in said
    assert "usual" not in said
    assert numbers.span(last.lower, last.upper, LONG) in (was, f"up to {was}")


def test_a_past_that_varied_is_what_is_usual():
    cells = [
        Cell("x", "900013", "", f"20{y}/{y + 1} Spring", "term", "all", "", "shown", value, 100)
        for y, value in ((21, 30), (22, 31), (23, 30), (24, 60))
    ]
    last = signals.latest(cells, LONG)
    assert last is not None
    assert not last.past_alike
    assert sentences.change(last) == "higher than usual for spring"
