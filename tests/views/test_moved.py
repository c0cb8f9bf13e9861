"""What a front page tells at length, what it only names, and how quiet it is where nothing has happened."""

import random
from dataclasses import replace

import pytest

from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.release import Place
from wellmetrics.views import found as looked
from wellmetrics.views import moved
from wellmetrics.views.found import Found
from wellmetrics.words import sentences, signals

CODES = (
    "days_lost_per_fte",
    "long_term_absence",
    "staff_favourable",
    "two_hours_pe",
    "any_club",
    "pupil_favourable",
)
SEASONS = ("Autumn", "Spring", "Summer")
QUIET = (4.0, 5.0, 3.0, 4.2, 5.1, 2.9, 4.1, 5.2, 3.1, 4.0)


def school(number: int) -> Place:
    """0 is the whole trust."""
    public = {"local_authority": None, "joined": None, "left": None, "headcount": None}
    if not number:
        return Place("", "", "the trust", "trust", "", **public)
    return Place(f"9000{number:02}", "", f"School {number:02}", "school", "primary", **public)


def one(code: str, number: int, values: tuple[float, ...]) -> Found:
    """The last term of a line of terms at one school; 0 is the whole trust."""
    indicator, place = catalogue.indicator(code), school(number)
    cells = [
        Cell(
            code,
            place.urn,
            "",
            f"{2021 + i // 3}/{22 + i // 3} {SEASONS[i % 3]}",
            "term",
            "all",
            "",
            "shown",
            100 * v,
            100,
        )
        for i, v in enumerate(values)
    ]
    return Found(indicator, place, signals.latest(cells, indicator), claim=True)


def groups(found: list[Found]) -> tuple[list[list[Found]], list[list[Found]]]:
    """What stands out, and what is worth a look."""
    found = looked.borne_out(found)
    every = moved.by_change(looked.flagged(found))
    out = [group for group in every if moved.stands_out(group, found)]
    return out, [group for group in every if group not in out]


def quiet(code: str, *but: int) -> list[Found]:
    return [one(code, n, QUIET) for n in range(1, 15) if n not in but]


def test_one_school_and_one_term_is_worth_a_look_and_no_more():
    out, look = groups([*quiet("long_term_absence", 3), one("long_term_absence", 3, (*QUIET[:-1], 9.0))])
    assert out == []
    assert moved.worth_a_look(look) == (
        "Worth a look, each in one term alone so far: Long absence at School 03 (higher, worse)."
    )


def test_a_second_term_stands_out():
    out, look = groups(
        [*quiet("long_term_absence", 3), one("long_term_absence", 3, (*QUIET[:-1], 9.0, 12.0))]
    )
    assert [[f.certainty for f in group] for group in out] == [["stands out"]]
    assert look == []


@pytest.mark.parametrize(
    ("second", "sure"),
    [
        (one("staff_favourable", 3, (*QUIET[:-1], 0.5)), "stands out"),  # staff too, and worse too
        (one("staff_favourable", 3, (*QUIET[:-1], 9.0)), "worth a look"),  # better
        (one("staff_favourable", 4, (*QUIET[:-1], 0.5)), "worth a look"),  # another school
        (one("any_club", 3, (*QUIET[:-1], 0.5)), "worth a look"),  # pupils
        (one("staff_absent", 3, (*QUIET[:-1], 9.0)), "worth a look"),  # the same feed says nothing new
        (
            one("staff_response_rate", 3, (*QUIET[:-1], 0.5)),
            "worth a look",
        ),  # who replied is not how they are
    ],
)
def test_only_another_feed_about_the_same_people_at_the_same_place_bears_out(second, sure):
    first = one("long_term_absence", 3, (*QUIET[:-1], 9.0))
    assert looked.borne_out([first, second])[0].certainty == sure


def test_more_schools_at_once_than_chance_brings_stand_out_together():
    risen = [one("pupil_referrals_per_1000", n, (*QUIET[:-1], 9.0)) for n in (2, 5, 7, 9)]
    out, look = groups([*quiet("pupil_referrals_per_1000", 2, 5, 7, 9), *risen])
    assert [len(group) for group in out] == [4]
    assert look == []
    two = groups([*quiet("pupil_referrals_per_1000", 2, 5), *risen[:2]])
    assert (len(two[0]), len(two[1])) == (0, 1)


def test_what_recording_may_explain_is_never_sure():
    doubtful = replace(one("long_term_absence", 3, (*QUIET[:-1], 9.0, 12.0)), claim=False)
    assert doubtful.certainty == ""


def test_pure_noise_gives_a_quiet_front_page():
    """420 lines in which nothing has happened: about four flags, and next to nothing that stands out."""
    draw, pages, flags, told = random.Random(5), 10, 0, 0
    for _ in range(pages):
        found = [
            one(f"{CODES[i % 6]}", 1 + i // 6, tuple(draw.gauss(10, 1) for _ in range(15)))
            for i in range(420)
        ]
        found = [replace(f, place=school(1 + i // 6)) for i, f in enumerate(found)]
        out, look = groups(found)
        flags += sum(len(group) for group in (*out, *look))
        told += len(out)
    assert 0.5 * 4.2 * pages < flags < 1.5 * 4.2 * pages
    assert told < 0.3 * pages


def test_the_budget_says_when_there_is_no_more_than_chance_brings():
    assert sentences.budget(420, 4.2, 5).endswith("5 did. That is no more than chance alone often brings.")
    assert sentences.budget(420, 4.2, 9).endswith("9 did.")
    assert sentences.budget(420, 4.2, 0).endswith("none did.")
