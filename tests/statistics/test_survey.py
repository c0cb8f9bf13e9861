"""Scores against the published tables and scoring sheets; alpha against published results and another formula."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellmetrics.statistics import survey
from wellmetrics.statistics.survey import Alpha

close = pytest.approx


def answered(total: int, count: int, low: int, high: int) -> list[int]:
    """`count` answers from `low` to `high` that add to `total`, as high as can be from the first on."""
    left, answers = total - low * count, []
    for _ in range(count):
        step = min(left, high - low)
        answers.append(low + step)
        left -= step
    return answers


# SWEMWBS: raw total -> metric score, the whole conversion table (Stewart-Brown and others 2009, HQLO 7:15;
# University of Warwick, "SWEMWBS raw score to metric score conversion table").
TABLE = """
 7  7.00    8  9.51    9 11.25   10 12.40   11 13.33   12 14.08   13 14.75   14 15.32   15 15.84   16 16.36
17 16.88   18 17.43   19 17.98   20 18.59   21 19.25   22 19.98   23 20.73   24 21.54   25 22.35   26 23.21
27 24.11   28 25.03   29 26.02   30 27.03   31 28.13   32 29.31   33 30.70   34 32.55   35 35.00
"""
CELLS = [float(cell) for cell in TABLE.split()]
METRIC = dict(zip(CELLS[::2], CELLS[1::2], strict=True))


@pytest.mark.parametrize("raw", range(7, 36))
def test_swemwbs_follows_the_published_conversion_table(raw):
    answers = answered(raw, 7, 1, 5)
    assert sum(answers) == raw
    assert survey.swemwbs(answers) == METRIC[raw]


def test_swemwbs_rises_with_every_answer():
    assert all(a < b for a, b in pairwise(survey.SWEMWBS_METRIC[raw] for raw in range(7, 36)))


def test_swemwbs_low_starts_between_two_scores_that_can_occur():
    # Ng Fat and others 2017: low up to 19.5. Raw 21 gives 19.25 and raw 22 gives 19.98: nobody scores 19.5 itself.
    assert survey.SWEMWBS_METRIC[21] < survey.SWEMWBS_LOW_BELOW < survey.SWEMWBS_METRIC[22]


@pytest.mark.parametrize("raw", range(26))
def test_who5_is_four_times_the_sum(raw):
    assert survey.who5(answered(raw, 5, 0, 5)) == 4 * raw


def test_who5_low_is_the_usual_screening_cut_off():
    # Topp and others 2015: 50 or less; a raw sum of 12 (48) is low, of 13 (52) is not.
    assert survey.who5([3, 3, 2, 2, 2]) <= survey.WHO5_LOW_UP_TO < survey.who5([3, 3, 3, 2, 2])


@given(st.integers(0, 6), st.lists(st.integers(1, 5), min_size=7, max_size=7))
def test_one_missing_item_leaves_no_score(place, answers):
    answers[place] = None
    assert survey.swemwbs(answers) is None
    assert survey.who5([min(place, 5), None, 0, 0, 5]) is None


def test_no_answer_at_all_is_no_score():
    assert survey.swemwbs([None] * 7) is survey.who5([None] * 5) is None
    nobody = survey.sdq([None] * 25, "self")
    assert (nobody.emotional, nobody.prosocial, nobody.total, nobody.band) == (None,) * 4


@pytest.mark.parametrize("wrong", [0, 6, -1, 2.5, math.nan, math.inf, "3"])
def test_swemwbs_names_the_item_out_of_range(wrong):
    with pytest.raises(ValueError, match=r"item 4 is .* 1 to 5"):
        survey.swemwbs([3, 3, 3, wrong, 3, 3, 3])


def test_an_answer_out_of_range_is_refused_beside_a_missing_one():
    with pytest.raises(ValueError, match="item 7 is 9"):
        survey.swemwbs([None, 3, 3, 3, 3, 3, 9])
    with pytest.raises(ValueError, match=r"item 2 is 6.* 0 to 5"):
        survey.who5([None, 6, 3, 3, 3])
    with pytest.raises(ValueError, match=r"item 25 is 3.* 0 to 2"):
        survey.sdq([None] * 24 + [3], "parent")


@pytest.mark.parametrize(
    ("call", "count"), [(survey.swemwbs, 7), (survey.who5, 5), (lambda items: survey.sdq(items, "self"), 25)]
)
def test_a_wrong_number_of_answers_is_refused(call, count):
    for length in (0, count - 1, count + 1):
        with pytest.raises(ValueError, match=f"{length} answers for {count} items"):
            call([1] * length)


def test_whole_numbers_may_come_as_floats():
    assert survey.swemwbs([3.0] * 7) == 19.25
    assert survey.who5([5.0] * 5) == 100


# SDQ, drawn from "Scoring the Strengths & Difficulties Questionnaire for age 4-17" (sdqinfo.org, August 2014):
# which subscale each item belongs to, in the order of the form, small letters where it is reversed.
FORM = "P H E P C L c E P H l C E l H E P C L P h C L E h"
NAMES = {"E": "emotional", "C": "conduct", "H": "hyperactivity", "L": "peer", "P": "prosocial"}
ITEMS = FORM.split()


def sdq_of(**tops) -> list[int]:
    """Answers that give each subscale none of its ten points, but those named all of them."""
    wanted = {letter: tops.get(name, False) for letter, name in NAMES.items()}
    return [2 if wanted[item.upper()] == item.isupper() else 0 for item in ITEMS]


@pytest.mark.parametrize("name", NAMES.values())
def test_sdq_gives_each_subscale_its_own_five_items(name):
    got = survey.sdq(sdq_of(**{name: True}), "teacher")
    assert {each: getattr(got, each) for each in NAMES.values()} == {
        each: 10 * (each == name) for each in NAMES.values()
    }
    assert got.total == (0 if name == "prosocial" else 10)


def test_sdq_items_are_each_counted_once_and_five_are_reversed():
    assert sorted(number for items in survey.SDQ_SCALES.values() for number in items) == list(range(1, 26))
    assert {place for place, item in enumerate(ITEMS, start=1) if item.islower()} == survey.SDQ_REVERSED


def test_sdq_by_hand():
    # The middle box throughout is 1 whichever way the item runs: 5 for each subscale, 20 difficulties.
    got = survey.sdq([1] * 25, "self")
    assert (got.emotional, got.conduct, got.hyperactivity, got.peer, got.prosocial) == (5,) * 5
    assert (got.total, got.band, got.version) == (20, "very high", "self")
    # The last box throughout: two for each of the 15 difficulties items that are not reversed, none for the five.
    assert survey.sdq([2] * 25, "self").total == 30
    assert survey.sdq([0] * 25, "self").total == 10


EMOTIONAL = [place for place, item in enumerate(ITEMS) if item == "E"]


@pytest.mark.parametrize(
    ("given_answers", "score"),
    [
        ((2, 1, 1, None, None), 7),  # the scoring sheet's own example: 4 on 3 items is 6.67, so 7
        ((2, None, 0, 0, None), 3),  # 2 on 3 items: 3.33
        ((1, 1, 0, 0, None), 3),  # 2 on 4 items: 2.5, halves up
        ((2, 2, 2, 0, None), 8),  # 6 on 4 items: 7.5, halves up
        ((1, 0, 0, 0, None), 1),  # 1 on 4 items: 1.25
        ((2, 2, 2, None, None), 10),
        ((2, 2, None, None, None), None),  # two answers are too few
    ],
)
def test_sdq_scales_up_a_subscale_with_three_or_four_answers(given_answers, score):
    items: list[int | None] = sdq_of()
    for place, answer in zip(EMOTIONAL, given_answers, strict=True):
        items[place] = answer
    got = survey.sdq(items, "parent")
    assert got.emotional == score
    assert got.total == score
    assert (got.band is None) == (score is None)


def test_sdq_reverses_before_it_scales_up():
    items: list[int | None] = [None] * 25
    items[7 - 1], items[5 - 1], items[12 - 1] = 0, 2, 0  # conduct: 2 (reversed), 2 and 0 on three items: 6.67
    assert survey.sdq(items, "self").conduct == 7


def test_sdq_total_does_not_need_the_prosocial_items():
    items = [None if item == "P" else 1 for item in ITEMS]
    got = survey.sdq(items, "parent")
    assert (got.prosocial, got.total) == (None, 20)


@pytest.mark.parametrize("letter", "ECHL")
def test_sdq_has_no_total_without_one_of_the_four(letter):
    got = survey.sdq([None if item.upper() == letter else 1 for item in ITEMS], "parent")
    assert (getattr(got, NAMES[letter]), got.total, got.band) == (None, None, None)


# The four bands of total difficulties, from the same sheet: where each begins and ends.
BANDS = {
    "parent": ((0, 13), (14, 16), (17, 19), (20, 40)),
    "teacher": ((0, 11), (12, 15), (16, 18), (19, 40)),
    "self": ((0, 14), (15, 17), (18, 19), (20, 40)),
}


@pytest.mark.parametrize("version", BANDS)
@pytest.mark.parametrize("total", range(41))
def test_sdq_band_is_the_published_one(version, total):
    difficulties = iter(answered(total, 20, 0, 2))
    items = [0 if item == "P" else next(difficulties) for item in ITEMS]
    items = [2 - answer if item.islower() else answer for item, answer in zip(ITEMS, items, strict=True)]
    got = survey.sdq(items, version)
    place = next(i for i, (first, last) in enumerate(BANDS[version]) if first <= total <= last)
    assert (got.total, got.band) == (total, get_args(survey.Band)[place])
    assert (got.band in survey.SDQ_HIGH) == (place >= 2)


def test_sdq_refuses_a_version_it_has_no_bands_for():
    with pytest.raises(ValueError, match="version is 'pupil'"):
        survey.sdq([1] * 25, "pupil")


@given(st.lists(st.none() | st.integers(0, 2), min_size=25, max_size=25), st.sampled_from(list(BANDS)))
def test_sdq_agrees_with_the_published_syntax(items, version):
    # Mean of the answered items x 5, floor(0.5 + x), where fewer than 3 are missing: in exact fractions.
    got = survey.sdq(items, version)
    for letter, name in NAMES.items():
        answers = [
            2 - answer if item.islower() else answer
            for item, answer in zip(ITEMS, items, strict=True)
            if item.upper() == letter and answer is not None
        ]
        want = (
            math.floor(Fraction(1, 2) + Fraction(5 * sum(answers), len(answers)))
            if len(answers) > 2
            else None
        )
        assert getattr(got, name) == want
    four = (got.emotional, got.conduct, got.hyperactivity, got.peer)
    assert got.total == (None if None in four else sum(four))


def people(n: int, k: int, alpha: float) -> list[list[float]]:
    """`n` people's answers to `k` items, all equally correlated, with exactly this alpha."""
    raw = np.random.default_rng(1965).normal(size=(n, k))
    raw -= raw.mean(axis=0)
    plain = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T  # uncorrelated, variance 1
    r = alpha / (k - (k - 1) * alpha)  # Spearman-Brown turned round: alpha = k r / (1 + (k - 1) r)
    alike = np.full((k, k), r) + (1 - r) * np.eye(k)
    return (plain @ np.linalg.cholesky(alike).T).tolist()


def test_alpha_limits_agree_with_a_published_result():
    # MRC Cognition and Brain Sciences Unit, statistics wiki, "Confidence intervals for Cronbach's alpha" (Feldt's
    # method, code of C. Evans): alpha 0.913, 873 people, 20 items gives 0.9044024 to 0.9211588.
    got = survey.alpha(people(873, 20, 0.913))
    assert (got.value, got.lower, got.upper) == close((0.913, 0.9044024, 0.9211588), abs=1e-7)
    assert (got.n, got.items) == (873, 20)


# Ratings of 30 departments on seven questions (Chatterjee and Price 1977, Regression Analysis by Example, 3.3).
ATTITUDE = """
43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35  81 78 56 66 71 83 47
43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41
64 53 53 58 58 67 34  67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49  63 54 42 48 66 75 33
66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39
"""
MARKS = [int(mark) for mark in ATTITUDE.split()]
DEPARTMENTS = [MARKS[start : start + 7] for start in range(0, 210, 7)]


def test_alpha_of_a_known_data_set_agrees_with_the_analysis_of_variance():
    assert np.mean(DEPARTMENTS, axis=0) == close([64.63, 66.60, 53.13, 56.37, 64.63, 74.77, 42.93], abs=0.005)
    assert survey.alpha(DEPARTMENTS).value == close(hoyt(DEPARTMENTS), rel=1e-9)
    assert survey.alpha(DEPARTMENTS).value == close(0.843, abs=0.0005)


def test_alpha_by_hand():
    # Items (1, 2, 3) and (1, 3, 5): variances 1 and 4; totals 2, 5, 8: variance 9. 2/1 x (1 - 5/9) = 8/9.
    assert survey.alpha([[1, 1], [2, 3], [3, 5]]).value == close(8 / 9, rel=1e-12)


def hoyt(rows) -> float:
    """Alpha another way: 1 - residual mean square / people's mean square (Hoyt 1941, Psychometrika 6:153)."""
    marks = np.array(rows, dtype=float)
    n, k = marks.shape
    whole, by_person, by_item = marks.mean(), marks.mean(axis=1), marks.mean(axis=0)
    residual = marks - by_person[:, None] - by_item[None, :] + whole
    mean_square = (residual**2).sum() / ((n - 1) * (k - 1))
    return 1 - mean_square / (k * ((by_person - whole) ** 2).sum() / (n - 1))


@given(
    st.integers(2, 6).flatmap(
        lambda k: st.lists(st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=2, max_size=30)
    )
)
def test_alpha_agrees_with_the_analysis_of_variance(rows):
    got = survey.alpha(rows)
    if len({sum(row) for row in rows}) == 1:
        assert got == Alpha(None, None, None, len(rows), len(rows[0]))
    else:
        assert got.value == close(hoyt(rows), rel=1e-6, abs=1e-9)
        assert got.lower <= got.upper <= 1 + 1e-12


def test_alpha_uses_complete_rows_only():
    gaps = [[None, 5, 5, 5, 5, 5, 5], [99, 1, None, 4, 4, 4, None]]
    assert survey.alpha(gaps + DEPARTMENTS) == survey.alpha(DEPARTMENTS)


def test_alpha_of_items_that_all_say_the_same_is_one():
    assert survey.alpha([[1, 1, 1], [2, 2, 2], [5, 5, 5]]) == Alpha(1.0, 1.0, 1.0, 3, 3)


def test_alpha_of_items_that_contradict_each_other_is_negative():
    got = survey.alpha([[1, 5], [2, 3], [4, 2], [5, 2]])
    assert got.lower < got.value < 0


@pytest.mark.parametrize(
    ("rows", "n", "items"),
    [
        ([], 0, 0),
        ([[1, 2, 3]], 1, 3),
        ([[1, 2, 3], [1, None, 3]], 1, 3),
        ([[1], [2], [3]], 3, 1),
        ([[3, 3], [3, 3], [3, 3]], 3, 2),
        ([[1, 5], [5, 1], [3, 3]], 3, 2),  # items vary, totals do not
        ([[0.1, 0.3], [0.15, 0.25], [0.2, 0.2]], 3, 2),  # the same but for rounding
    ],
)
def test_alpha_is_not_defined_without_people_items_or_variation(rows, n, items):
    assert survey.alpha(rows) == Alpha(None, None, None, n, items)


def test_alpha_refuses_what_it_cannot_read():
    with pytest.raises(ValueError, match="row 2 has 3 answers, row 1 has 2"):
        survey.alpha([[1, 2], [1, 2, 3]])
    with pytest.raises(ValueError, match="finite"):
        survey.alpha([[1, 2], [math.nan, 3]])
    with pytest.raises(ValueError, match="level"):
        survey.alpha([[1, 2], [2, 3]], level=95)


def test_a_higher_level_widens_alphas_limits():
    usual, alert = survey.alpha(DEPARTMENTS), survey.alpha(DEPARTMENTS, level=0.998)
    assert alert.lower < usual.lower < usual.value < usual.upper < alert.upper


@pytest.mark.parametrize(
    ("answers", "minimum", "share"),
    [
        ([4, 5, 3, 4], 3, 0.75),
        ([4, 5, None, None], 2, 1.0),
        ([1, 3, 3, None], 3, 0.0),
        ([4, 5, None, None], 3, None),  # two valid answers of the three asked for
        ([None, None], 1, None),
        ([], 1, None),
    ],
)
def test_a_share_is_of_valid_answers_where_there_are_enough(answers, minimum, share):
    assert survey.share(answers, favourable_from=4, minimum=minimum) == share


@given(st.lists(st.none() | st.integers(1, 5), max_size=12), st.integers(1, 12))
def test_a_share_and_its_opposite_make_one(answers, minimum):
    for_it = survey.share(answers, 4, minimum)
    against = survey.share([None if a is None else 6 - a for a in answers], 3, minimum)  # 1 to 3 turned round
    assert (for_it is None) == (against is None) == (sum(a is not None for a in answers) < minimum)
    if for_it is not None:
        assert for_it + against == close(1)


def test_a_share_needs_a_minimum_and_real_answers():
    with pytest.raises(ValueError, match="minimum is 0"):
        survey.share([4], 4, 0)
    with pytest.raises(ValueError, match="finite"):
        survey.share([math.nan], 4, 1)


def test_a_score_cannot_be_changed():
    with pytest.raises(AttributeError):
        survey.sdq([1] * 25, "self").total = 3
    with pytest.raises(TypeError):
        survey.SWEMWBS_METRIC[7] = 0
