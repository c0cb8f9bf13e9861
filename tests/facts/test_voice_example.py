"""One wave of a staff survey, counted by hand in docs/methods/voice.md; then scores, totals, and who is asked."""

from math import sqrt

import pytest

from tests import helpers
from tests.facts.counted import counted_by_cut, sums
from tests.helpers import AUTUMN, SPRING, SUMMER, csv, schools, terms
from tests.small_survey import MINI, declare, invited, wide
from tests.small_waves import PUPILS
from wellmetrics.observe import observe
from wellmetrics.statistics import intervals
from wellmetrics.vault import Vault

YEAR = "2025/26"
REPLIES = ["4,2,5,1"] * 8 + ["3,4,4,"] * 5 + ["5,,,"] * 3 + ["2,5,1,2"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    home = tmp_path_factory.mktemp("voice")
    declare(home, MINI)
    return counted_by_cut(home, schools("900001"), terms(), wide(*REPLIES), invited(25))


@pytest.mark.parametrize(
    ("indicator", "part", "by_hand"),
    [
        ("staff_favourable", "", (8 * 3 / 4 + 5 * 1 / 3 + 0, 14)),
        ("staff_construct_mean", "A", (8 * 1 + 5 * 0 + 3 * 1 + 0, 17)),
        ("staff_construct_mean", "B", (8 * 1 / 2 + 5 * 1 + 0, 14)),
        ("staff_question", "M1", (8 + 3, 17)),
        ("staff_question", "M2", (8, 14)),
        ("staff_question", "M3", (8 + 5, 14)),
        ("staff_question", "M4", (0, 9)),
        ("staff_response_rate", "", (17, 25)),
    ],
)
@pytest.mark.parametrize("period", [SPRING, YEAR])
@pytest.mark.parametrize("place", ["900001", ""])
def test_every_figure_of_the_wave_equals_the_page(found, indicator, part, by_hand, period, place):
    assert sums(found, indicator, period, part, place) == pytest.approx(by_hand, rel=1e-12)


def test_the_whole_equals_the_page_to_six_places(found):
    numerator, denominator = sums(found, "staff_favourable", SPRING)
    assert (round(numerator, 6), denominator) == (7.666667, 14)


def test_people_are_those_with_a_favourable_answer_and_those_who_replied(found):
    row = found["staff_favourable", "900001", SPRING, "all", ""]
    assert (row["people"], row["base_people"]) == (13, 14)
    row = found["staff_question", "900001", SPRING, "question", "M4"]
    assert (row["people"], row["base_people"]) == (0, 9)


def test_the_interval_of_the_mean_equals_the_page(found):
    row = found["staff_favourable", "900001", SPRING, "all", ""]
    assert row["square_sum"] == pytest.approx(8 * 9 / 16 + 5 * 1 / 9)
    by_hand = intervals.mean(14, row["numerator"], row["square_sum"])
    spread = sqrt((91 / 18 - (23 / 3) ** 2 / 14) / 13)
    assert spread == pytest.approx(0.256776, abs=1e-6)
    half = 2.160369 * spread / sqrt(14)
    assert by_hand.value == pytest.approx(0.547619, abs=1e-6)
    assert (by_hand.lower, by_hand.upper) == pytest.approx((0.547619 - half, 0.547619 + half), abs=1e-6)
    assert (by_hand.lower, by_hand.upper) == pytest.approx((0.399360, 0.695878), abs=2e-6)


def test_the_interval_of_a_question_equals_the_page(found):
    x, n = sums(found, "staff_question", SPRING, "M1")
    z2 = 1.959964**2
    middle = (x + z2 / 2) / (n + z2)
    half = sqrt(z2) * sqrt(x * (n - x) / n + z2 / 4) / (n + z2)
    wilson = intervals.proportion(int(x), int(n))
    assert (wilson.lower, wilson.upper) == pytest.approx((middle - half, middle + half), abs=1e-6)
    assert (wilson.lower, wilson.upper) == pytest.approx((0.413, 0.827), abs=5e-4)


@pytest.mark.parametrize(
    ("part", "chosen", "answers"),
    [("M1 = 4", 8, 17), ("M1 = 5", 3, 17), ("M2 = 4", 8, 14), ("M2 = 2", 5, 14), ("M2 = 1", 1, 14), ("M4 = 1", 8, 9), ("M4 = 2", 1, 9)],
)  # fmt: skip
def test_every_answer_is_counted_after_reversing(found, part, chosen, answers):
    assert sums(found, "staff_answers", SPRING, part) == (chosen, answers)


def test_answers_to_a_question_add_up_to_everybody_who_gave_one(found):
    given = [r for (code, place, period, _, part), r in found.items()
             if (code, place, period) == ("staff_answers", "900001", SPRING) and part.startswith("M1 ")]  # fmt: skip
    assert sum(r["numerator"] for r in given) == 17


# Terms, years and other waves


def test_a_year_with_two_waves_adds_the_replies_and_counts_the_same_people_once(tmp_path):
    declare(tmp_path, MINI)
    again = wide(*REPLIES[:10], where="900001,2025-11-03,staff")
    asked = [invited(25), invited(24, where="900001,2025-11-03,staff")]
    found = counted_by_cut(tmp_path, schools("900001"), terms(), wide(*REPLIES), again, *asked)
    assert sums(found, "staff_favourable", AUTUMN) == pytest.approx((8 * 3 / 4 + 2 / 3, 10))
    assert sums(found, "staff_favourable", SPRING) == pytest.approx((7.666667, 14), abs=1e-6)
    assert sums(found, "staff_favourable", YEAR) == pytest.approx((7.666667 + 6.666667, 24), abs=2e-6)
    assert found["staff_favourable", "900001", YEAR, "all", ""]["base_people"] == 14
    assert sums(found, "staff_response_rate", YEAR) == (27, 49)


@pytest.mark.parametrize("grouped", [False, True])
def test_who_was_asked_is_everybody_else_the_sum_of_the_groups(tmp_path, grouped):
    declare(tmp_path, MINI)
    where = "mini,900001,2026-03-02,staff"
    rows = [f"{where},teacher,15", f"{where},support staff,10", *([] if grouped else [f"{where},,26"])]
    asked = csv("i.csv", "survey,urn,wave_date,audience,respondent_group,invited", *rows)
    found = counted_by_cut(tmp_path, schools("900001"), terms(), wide(*REPLIES), asked)
    assert sums(found, "staff_response_rate", SPRING) == (17, 25 if grouped else 26)


def test_more_replies_than_people_asked_have_no_rate_and_exactly_as_many_have(tmp_path):
    declare(tmp_path, MINI)
    where = "900002,2026-03-02,staff"
    found = counted_by_cut(
        tmp_path, schools("900001", "900002"), terms(),
        wide(*REPLIES), invited(16), wide(*REPLIES, where=where), invited(17, where=where),
    )  # fmt: skip
    assert sums(found, "staff_response_rate", SPRING) is None
    assert sums(found, "staff_response_rate", SPRING, place="900002") == (17, 17)
    assert sums(found, "staff_response_rate", SPRING, place="") == (17, 17)
    assert sums(found, "staff_question", SPRING, "M1") == (11, 17)


def test_nobody_of_those_asked_is_a_true_zero_and_nobody_asked_is_no_figure(tmp_path):
    declare(tmp_path, MINI)
    where = "900002,2026-03-02,staff"
    found = counted_by_cut(
        tmp_path, schools("900001", "900002"), terms(), invited(25), wide(*REPLIES, where=where)
    )
    assert sums(found, "staff_response_rate", SPRING) == (0, 25)
    assert sums(found, "staff_response_rate", SPRING, place="900002") is None
    assert sums(found, "staff_favourable", SPRING) is None


def test_a_reworded_question_starts_a_new_series_with_its_area_and_its_answers(tmp_path):
    declare(tmp_path, MINI)
    with Vault(tmp_path) as vault:
        files = (wide(*REPLIES, where=f"900001,{day},staff") for day in ("2025-03-03", "2026-03-02"))
        helpers.put(vault, schools("900001"), terms(), *files)
        breaks = observe(vault).breaks.to_pylist()
    ours = {(b["indicator"], b["part"]) for b in breaks if b["part"] and "M1" in b["reason"]}
    assert {("staff_question", "M1"), ("staff_construct_mean", "A"), ("staff_answers", "M1 = 5")} <= ours
    assert {str(b["since"]) for b in breaks if "M1" in b["reason"]} == {"2025-09-01"}
    assert not [b for b in breaks if b["part"] in ("M2", "B")]


# Totals by question, where nobody can send replies


def totals(*rows: str, where: str = "900001,2026-03-02,staff", survey: str = "mini"):
    """A row is `question,answered,favourable`."""
    headings = "survey,urn,wave_date,audience,question,answered,favourable"
    return csv("totals.csv", headings, *(f"{survey},{where},{row}" for row in rows))


def test_totals_count_by_code_or_wording_and_unrounded(tmp_path):
    declare(tmp_path, MINI)
    sent = totals("M1,17,11", "I take my work home.,14,8.4", "M4,9,0", survey="Small staff survey")
    found = counted_by_cut(tmp_path, schools("900001"), terms(), sent)
    assert sums(found, "staff_question", SPRING, "M1") == (11, 17)
    assert sums(found, "staff_question", SPRING, "M2") == (8.4, 14)
    assert sums(found, "staff_question", SPRING, "M4") == (0, 9)
    assert sums(found, "staff_question", SPRING, "M3") is None
    assert sums(found, "staff_favourable", SPRING) is None


def test_totals_are_a_survey_that_has_come_in_and_are_named_as_its_source(tmp_path):
    declare(tmp_path, MINI)
    with Vault(tmp_path) as vault:
        *_, batch = helpers.put(vault, schools("900001", "900002"), terms(), totals("M1,17,11"))
        observed = observe(vault)
    said = {
        (r["urn"], r["term"]): r["state"] for r in observed.coverage.to_pylist() if r["dataset"] == "survey"
    }
    assert said["900001", "Spring"] == "complete"
    assert said["900002", "Spring"] == "missing"
    sources = {
        (r["urn"], r["period"])
        for r in observed.lineage.to_pylist()
        if (r["batch"], r["feed"]) == (batch, "survey")
    }
    assert sources == {("900001", SPRING), ("900001", YEAR)}


def test_replies_beat_the_totals_of_their_survey_school_and_term(tmp_path):
    declare(tmp_path, MINI)
    found = counted_by_cut(
        tmp_path, schools("900001", "900002"), terms(), wide(*REPLIES),
        totals("M1,100,1"), totals("M1,100,1", where="900002,2026-03-02,staff"),
    )  # fmt: skip
    assert sums(found, "staff_question", SPRING, "M1") == (11, 17)
    assert sums(found, "staff_question", SPRING, "M1", place="900002") == (1, 100)
    assert sums(found, "staff_question", SPRING, "M1", place="") == (12, 117)


def test_a_year_of_totals_in_one_term_and_replies_in_another_is_their_sum(tmp_path):
    declare(tmp_path, MINI)
    autumn = totals("M1,100,1", "M4,10,5", where="900001,2025-11-03,staff")
    found = counted_by_cut(tmp_path, schools("900001"), terms(), wide(*REPLIES), autumn)
    assert sums(found, "staff_question", AUTUMN, "M1") == (1, 100)
    assert sums(found, "staff_question", YEAR, "M1") == (12, 117)
    assert sums(found, "staff_question", YEAR, "M4") == (5, 19)


@pytest.mark.parametrize(
    ("favourable", "level", "code"),
    [("17", "", ""), ("17.0000000001", "", ""), ("18", "error", "more_favourable_than_answered"), ("0", "", ""), ("1", "", ""),
     ("65%", "query", "share_for_a_number"), ("0.65", "query", "share_for_a_number")],
)  # fmt: skip
def test_totals_that_cannot_be_are_refused_and_shares_are_asked_about(tmp_path, favourable, level, code):
    known = helpers.bare_context(tmp_path, schools("900001"), terms())
    checked = helpers.look(known, totals(f"S01,17,{favourable}", survey="staff-voice"))
    assert [(p.level, p.code) for p in checked.problems] == ([(level, code)] if code else [])


# Scores: each person first, then the mean


def scored(home, headings: str, *rows: str, survey: str, audience: str = "pupils"):
    file = csv(
        "scored.csv", f"survey,urn,wave_date,audience,{headings}",
        *(f"{survey},900001,2026-03-02,{audience},{row}" for row in rows),
    )  # fmt: skip
    return counted_by_cut(home, schools("900001"), terms(), file)


SEVEN = ",".join(f"W{n}" for n in range(1, 8))


def test_swemwbs_is_converted_for_each_person_before_averaging(tmp_path):
    # Raw 7, 21, 22 and 35 are 7.00, 19.25, 19.98 and 35.00; the fifth has six answers, the sixth a 6: no score.
    rows = [
        "1,1,1,1,1,1,1",
        "3,3,3,3,3,3,3",
        "4,3,3,3,3,3,3",
        "5,5,5,5,5,5,5",
        "5,5,5,5,5,5,",
        "5,5,5,5,5,5,6",
    ]
    found = scored(tmp_path, SEVEN, *rows, survey="swemwbs")
    assert sums(found, "swemwbs_mean", SPRING) == pytest.approx((7 + 19.25 + 19.98 + 35, 4))
    row = found["swemwbs_mean", "900001", SPRING, "all", ""]
    assert row["square_sum"] == pytest.approx(7**2 + 19.25**2 + 19.98**2 + 35**2)
    # The mean of the raw totals, 21.25, would be converted to less than 19.98: below the mean of the scores.
    assert row["numerator"] / row["denominator"] == pytest.approx(20.3075)
    # Low lies below 19.5: raw 21 does, raw 22 does not.
    assert sums(found, "swemwbs_low", SPRING) == (2, 4)
    assert sums(found, "staff_wellbeing_score", SPRING) is None


def test_who5_is_taken_times_four_for_each_person(tmp_path):
    # 0, 12 and 13 of 25 are 0, 48 and 52; the fourth left one out.
    rows = ["0,0,0,0,0", "3,3,2,2,2", "3,3,3,2,2", "5,5,5,5,"]
    found = scored(tmp_path, "WHO1,WHO2,WHO3,WHO4,WHO5", *rows, survey="who5")
    assert sums(found, "who5_mean", SPRING) == (0 + 48 + 52, 3)
    assert sums(found, "who5_low", SPRING) == (2, 3)


def sdq(total: int) -> list[str]:
    """25 answers whose total difficulties are `total`, at most 20: the ten items of two scales that are not reversed."""
    straight = [3, 8, 13, 16, 24, 5, 12, 18, 22, 2]
    points = dict.fromkeys(range(1, 26), 0) | dict.fromkeys((7, 11, 14, 21, 25), 2)
    for item in straight:
        points[item] = min(2, total)
        total -= points[item]
    assert total == 0
    return [str(points[item]) for item in range(1, 26)]


def test_sdq_counts_those_in_the_bands_high_and_very_high(tmp_path):
    # Self-report: 17 is slightly raised, 18 high, 20 very high.
    one_left_out, three_left_out = sdq(20), sdq(20)
    one_left_out[2] = ""  # of five emotional items four say 2: 8 of 8 is 10 of 10
    for item in (3, 8, 13):
        three_left_out[item - 1] = ""
    people = [sdq(0), sdq(17), sdq(18), sdq(20), one_left_out, three_left_out]
    found = scored(
        tmp_path, ",".join(f"SDQ{n}" for n in range(1, 26)), *map(",".join, people), survey="sdq-self"
    )
    assert sums(found, "sdq_high", SPRING) == (3, 5)


def test_items_within_a_survey_are_scored_and_are_no_questions_of_it(tmp_path):
    found = scored(
        tmp_path,
        f"S01,S24,{SEVEN}",
        "5,2,3,3,3,3,3,3,3",
        "1,4,,,,,,,",
        survey="staff-voice",
        audience="staff",
    )
    assert sums(found, "staff_wellbeing_score", SPRING) == (19.25, 1)
    assert sums(found, "staff_low_wellbeing", SPRING) == (1, 1)
    assert sums(found, "swemwbs_mean", SPRING) is None
    assert sums(found, "intent_to_stay", SPRING) == (1, 2)
    assert sums(found, "staff_question", SPRING, "S01") == (1, 2)
    assert sums(found, "staff_question", SPRING, "W1") is None
    # Two of 24 questions are fewer than half.
    assert sums(found, "staff_favourable", SPRING) is None


# Who is asked


def test_each_audience_has_figures_of_its_own(tmp_path):
    asked = {
        "pupils": ("pupil-voice", [f"P{n}" for n in range(1, 9)], "5,5,1,5,2,2,2,2"),
        "families": ("families", [f"F{n}" for n in range(1, 7)], "5,5,1,1,1,1"),
        "trustees": ("trustees", [f"T{n}" for n in range(1, 7)], "5,1,1,1,1,5"),
        "staff": ("edi", [f"E{n}" for n in range(1, 9)], "5,5,1,1,1,1,1,1"),
    }
    files = [
        csv(f"{audience}.csv", f"survey,urn,wave_date,audience,{','.join(codes)}", f"{survey},900001,2026-03-02,{audience},{answers}")
        for audience, (survey, codes, answers) in asked.items()
    ]  # fmt: skip
    found = counted_by_cut(tmp_path, schools("900001"), terms(), *files)
    by_hand = {
        "pupil_favourable": 4 / 8,  # P1, P2, P3 (reversed), P4
        "families_favourable": 3 / 6,  # F1, F2, F3 (reversed)
        "trustees_favourable": 1 / 6,  # T1; T6 is reversed
        "edi_favourable": 3 / 8,  # E1, E2, E3 (reversed)
    }
    for indicator, share in by_hand.items():
        assert sums(found, indicator, SPRING) == pytest.approx((share, 1)), indicator
    assert sums(found, "staff_favourable", SPRING) is None
    assert sums(found, "staff_question", SPRING, "E1") == (1, 1)
    assert sums(found, "pupil_question", SPRING, "P3") == (1, 1)
    assert sums(found, "pupil_question", SPRING, "F1") is None


def test_pupils_are_counted_by_their_groups_and_in_the_term_of_the_wave(tmp_path):
    rows = ["4,F,Y,K,5,5,1,5,5,5,5,5", "4,M,N,N,1,1,5,1,1,1,1,1", ",,,,5,5,1,5,1,1,1,1"]
    headings = "year_group,sex,pupil_premium,send,P1,P2,P3,P4,P5,P6,P7,P8"
    # The Easter holidays belong to the term that comes next.
    file = csv("s.csv", f"survey,urn,wave_date,audience,{headings}",
               *(f"pupil-voice,900001,2026-04-06,pupils,{row}" for row in rows))  # fmt: skip
    found = counted_by_cut(tmp_path, schools("900001"), terms(), file)
    assert sums(found, "pupil_favourable", SUMMER) == (1.5, 3)
    for cut, part, by_hand in (
        ("year_group", "4", (1, 2)), ("sex", "F", (1, 1)), ("sex", "M", (0, 1)), ("pupil_premium", "Y", (1, 1)),
        ("send", "support", (1, 1)), ("send", "none", (0, 1)), ("any_send", "Y", (1, 1)), ("any_send", "N", (0, 1)),
        ("any_send", "not known", (0.5, 1)),
    ):  # fmt: skip
        assert sums(found, "pupil_favourable", SUMMER, part, cut=cut) == by_hand, part
    assert sums(found, "pupil_favourable", SPRING) is None


@pytest.mark.parametrize(("minimum", "replies"), [(0.25, 17), (0.5, 14), (0.75, 14), (0.76, 9), (1, 9)])
def test_the_instrument_says_how_many_questions_are_enough(tmp_path, minimum, replies):
    declare(tmp_path, MINI.replace("minimum_answered = 0.5", f"minimum_answered = {minimum}"))
    found = counted_by_cut(tmp_path, schools("900001"), terms(), wide(*REPLIES))
    assert sums(found, "staff_favourable", SPRING)[1] == replies
    assert sums(found, "staff_question", SPRING, "M1") == (11, 17)


def test_eleven_of_twenty_questions_are_fifty_five_per_cent(tmp_path):
    head = MINI[: MINI.index("[[questions]]")].replace("minimum_answered = 0.5", "minimum_answered = 0.55")
    codes = [f"Q{n}" for n in range(20)]
    declare(
        tmp_path,
        head + "".join(f'[[questions]]\ncode = "{c}"\nwording = "{c}?"\nscale = "agree"\n' for c in codes),
    )
    reply = [",".join(["5"] * n + [""] * (20 - n)) for n in (10, 11)]
    found = counted_by_cut(tmp_path, schools("900001"), terms(), wide(*reply, questions=",".join(codes)))
    assert sums(found, "staff_favourable", SPRING) == (1, 1)


# Surveys are told apart


def test_the_inclusion_survey_has_a_response_rate_of_its_own(tmp_path):
    declare(tmp_path, MINI)
    inclusion = wide(*["4,4,2"] * 9, survey="edi", questions="E1,E2,E3")
    asked = csv("i.csv", "survey,urn,wave_date,audience,invited", "edi,900001,2026-03-02,staff,40")
    found = counted_by_cut(
        tmp_path, schools("900001"), terms(), wide(*REPLIES), invited(25), inclusion, asked
    )
    for period in (SPRING, YEAR):
        assert sums(found, "staff_response_rate", period) == (17, 25)
        assert sums(found, "edi_response_rate", period) == (9, 40)


@pytest.mark.parametrize(
    ("survey", "questions", "reply"), [("canteen", "Q1,Q2", "1,2"), ("swemwbs", "W1,W2", "3,3")]
)
def test_a_survey_that_no_answers_stand_beside_has_a_rate_where_it_was_the_only_one(
    tmp_path, survey, questions, reply
):
    """Undeclared, or scored alone: beside the audience's own survey it would say of that how many answered another."""
    declare(tmp_path, PUPILS, "young.toml")
    own = wide(*["3,1", "2,2"] * 6, survey="young", questions="Y1,Y2", where="900001,2026-03-02,pupils")
    aside = [
        wide(*[reply] * 5, survey=survey, questions=questions, where=f"{urn},2026-03-02,pupils")
        for urn in ("900001", "900002")
    ]
    asked = csv(
        "i.csv", "survey,urn,wave_date,audience,invited", "young,900001,2026-03-02,pupils,20",
        *(f"{survey},{urn},2026-03-02,pupils,50" for urn in ("900001", "900002")),
    )  # fmt: skip
    found = counted_by_cut(tmp_path, schools("900001", "900002"), terms(), own, *aside, asked)
    assert sums(found, "pupil_response_rate", SPRING) == (12, 20)
    assert sums(found, "pupil_response_rate", SPRING, place="900002") == (5, 50)


# Behind the door


@pytest.mark.parametrize("viewer", ["lead", "board", "head:900001"])
def test_a_release_shows_the_same_figures_and_hides_a_question_with_fewer_than_ten_answers(released, viewer):
    def shown(indicator: str) -> dict:
        cells = helpers.cells(released, indicator, viewer, urn="900001", grain="term", cut=None)
        return {c.part: (c.state, c.numerator, c.denominator) for c in cells}

    assert shown("staff_favourable") == {"": ("shown", pytest.approx(23 / 3), 14)}
    assert shown("staff_response_rate") == {"": ("shown", 17, 25)}
    assert shown("staff_construct_mean") == {"A": ("shown", 11, 17), "B": ("shown", 9, 14)}
    assert shown("staff_question") == {
        "M1": ("shown", 11, 17), "M2": ("shown", 8, 14), "M3": ("shown", 13, 14), "M4": ("hidden", None, None),
    }  # fmt: skip


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    home = tmp_path_factory.mktemp("voice-released")
    declare(home, MINI)
    return helpers.home_with(
        home, schools("900001"), terms(), helpers.workforce({"900001": 25}), wide(*REPLIES), invited(25)
    )
