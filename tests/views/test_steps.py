"""The steps of a load: which is done, which needs somebody, which is to come."""

from tests.helpers import absence, bare_context, csv, look, schools, terms, workforce
from wellmetrics import access
from wellmetrics.charts import desk as drawing
from wellmetrics.model import Viewer
from wellmetrics.views import choice, steps

GOOD = "900001,a,2025-09-08,2025-09-09"
BAD = "900001,b,2025-09-31,2025-09-09"


def states(found: tuple[steps.Step, ...]) -> list[str]:
    return [step.state for step in found]


def checked(home, *files):
    known = bare_context(home, schools("900001"), terms(), workforce({"900001": 40}))
    return [look(known, file) for file in files]


def test_an_empty_desk_asks_for_files_and_a_receipt_is_the_end():
    assert states(steps.empty(receipt=False)) == ["you", "next", "next", "next", "next"]
    assert states(steps.empty(receipt=True)) == ["done"] * 5


def test_a_good_file_goes_straight_to_what_will_change(empty_home):
    found = steps.steps(checked(empty_home, absence(GOOD)), [False])
    assert states(found) == ["done", "done", "done", "you", "next"]
    assert [step.said for step in found[:2]] == ["1 of 1 file", "as they should be"]


def test_a_wrong_date_stops_at_problems(empty_home):
    found = steps.steps(checked(empty_home, absence(BAD)), [True])
    assert states(found) == ["done", "done", "you", "next", "next"]
    assert found[2].said.startswith("1 problem")
    assert found[3].said == "no file is ready"


def test_one_good_file_of_two_may_go_on(empty_home):
    both = checked(empty_home, absence(GOOD), absence(BAD, name="second.csv"))
    assert states(steps.steps(both, [False, True])) == ["done", "done", "you", "you", "next"]


def test_a_file_of_another_kind_and_a_heading_that_is_lacking_need_somebody(empty_home):
    strange = checked(empty_home, csv("lunch.csv", "dish,price", "soup,2"))
    assert states(steps.steps(strange, [True]))[0] == "you"
    personal = csv("absence.csv", "urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost,surname",
                   "900001,a,,teacher,1,2025-09-08,2025-09-09,,,infection,,Smith")  # fmt: skip
    assert states(steps.steps(checked(empty_home, personal), [True]))[1] == "you"


def test_rows_left_out_with_her_tick_are_problems_and_no_queries_besides(empty_home):
    known = bare_context(empty_home, schools("900001"), terms(), workforce({"900001": 40}))
    one = look(known, absence(GOOD, BAD), leave_out_errors=True)
    assert steps.steps([one], [False])[2].said == "1 problem"


def test_the_first_step_that_needs_somebody_is_the_current_one_and_says_so_in_words(empty_home):
    html = drawing.steps(steps.steps(checked(empty_home, absence(BAD)), [True]), dark=False)
    assert html.count('aria-current="step"') == 1
    assert "needs you" in html.split('aria-current="step"')[1].split("</li>")[0]


def test_the_desk_says_who_has_sent_this_term(demo_home):
    figures = access.open_release(demo_home, Viewer("lead"))
    said = steps.standing(figures, choice.choose(figures, Viewer("lead"), {}))
    assert said == (
        "Summer 2026: staff absence is in from 13 of 14 schools, surveys from 14 of 14 schools, referrals from 14 of 14 "
        "schools and PE and participation from 12 of 13 schools. Not sent, or only in part: staff absence from Medlar "
        "House School; PE and participation from Willow Bridge Centre."
    )
