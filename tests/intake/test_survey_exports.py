"""Exports of survey tools from end to end, questions whose wording changed, and instruments drafted from a file."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import csv, look, schools, standing, terms, workforce
from tests.small_survey import MINI, declare
from wellmetrics import desk
from wellmetrics.instruments import read
from wellmetrics.intake.check import Context, Options, check
from wellmetrics.intake.drafted import draft, undeclared
from wellmetrics.vault import Vault

FILES = Path(__file__).parents[1] / "files"
GIVEN = {"survey": "mini", "wave_date": "2026-03-02", "audience": "staff", "urn": "900001"}
FORMS = "ID,Start time,Completion time,Email,Name,Last modified time,Staff group,I am thanked.,{}"


@pytest.fixture(scope="session")
def asked(context: Context) -> Context:
    return replace(context, instruments=(read("mini.toml", MINI),))


def answers(checked):
    return [dict(reply) for reply in checked.rows["answers"].to_pylist()]


def forms(*rows, last="My work is manageable."):
    return csv("forms.csv", FORMS.format(last), *rows)


# Exports


def test_a_forms_export_loads_and_the_tools_own_columns_stay_outside(asked: Context):
    file = forms(
        "1,02/03/2026 09:00,02/03/2026 09:04,anonymous,,,Teacher,5 - Strongly agree,4",
        "2,02/03/2026 09:00,02/03/2026 09:04,anonymous,,,Teacher,Agree,2",
    )
    checked = look(asked, file, dataset="survey", given=GIVEN)
    assert {p.level for p in checked.problems} == {"notice"}
    assert answers(checked) == [{"M1": "4", "M4": "5 - Strongly agree"}, {"M1": "2", "M4": "Agree"}]
    assert {"ID", "Start time", "Email", "Name"} <= set(checked.left_out_columns)


def test_names_and_addresses_stop_an_export_until_the_sender_agrees_to_leave_them_out(tmp_path):
    home = helpers.home_with(
        tmp_path / "home", schools("900001"), terms(), workforce({"900001": 20}), build=False
    )
    declare(home, MINI)
    file = forms("1,02/03/2026 09:00,02/03/2026 09:04,a.person@example.org,A Person,,Teacher,5,4")
    said = Options(dataset="survey", given=GIVEN, leave_out_errors=True)
    looked = desk.look(home, desk.as_sent([file], said))
    assert [p.column for p in looked.checked[0].stopping] == ["Email", "Name"]
    assert looked.ready == []
    looked = desk.look(home, desk.as_sent([file], replace(said, leave_out_personal=True)))
    desk.load(home, looked, "a test")
    with Vault(home) as vault:
        assert len(standing(vault)["survey"]) == 1


def test_the_items_below_one_heading_are_questions_by_their_own_wording(asked: Context):
    head = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1"
    file = csv(
        "monkey.csv",
        f"{head},Staff group,How far do you agree?,,",
        ",,,,,,,,,Response,I am thanked.,My team helps me.,I take my work home.",
        "1,7,2026-03-02 09:00:00,2026-03-02 09:04:00,,,,,,Teacher,Agree,Disagree,Strongly agree",
        "2,7,2026-03-02 09:00:00,2026-03-02 09:04:00,,,,,,Teacher,Agree,Agree,Agree",
    )
    checked = look(asked, file, given=GIVEN, dataset="survey")
    assert not checked.errors
    assert answers(checked)[0] == {"M4": "Agree", "M3": "Disagree", "M2": "Strongly agree"}


# Wordings


NEW = "My workload can be managed."


def test_a_changed_wording_is_asked_about_and_left_out_until_somebody_says_what_it_is(asked: Context):
    text = MINI.replace("I can do my work in the time I have.", "My workload is manageable.")
    context = replace(asked, instruments=(read("mini.toml", text),))
    file = forms(*["1,,,anonymous,,,Teacher,5,4", "2,,,anonymous,,,Teacher,4,2"], last=NEW)
    checked = look(context, file, dataset="survey", given=GIVEN)
    (query,) = [p for p in checked.problems if p.code == "reworded_question"]
    assert (query.level, query.value, query.suggestion) == ("query", NEW, "M1")
    assert answers(checked) == [{"M4": "5"}, {"M4": "4"}]
    assert NEW in checked.left_out_columns
    same = look(context, file, dataset="survey", given=GIVEN, questions={NEW: "M1"})
    assert answers(same) == [{"M1": "4", "M4": "5"}, {"M1": "2", "M4": "4"}]
    assert "reworded_question" not in {p.code for p in same.problems}
    other = look(context, file, dataset="survey", given=GIVEN, questions={NEW: ""})
    assert answers(other) == answers(checked)
    assert "reworded_question" not in {p.code for p in other.problems}


@pytest.mark.parametrize("heading", ["I like the canteen.", "Any other comments?"])
def test_another_question_is_not_taken_for_a_changed_wording(asked: Context, heading: str):
    file = forms("1,,,anonymous,,,Teacher,5,4", "2,,,anonymous,,,Teacher,4,2", last=heading)
    checked = look(asked, file, dataset="survey", given=GIVEN)
    assert "reworded_question" not in {p.code for p in checked.problems}


def test_a_heading_can_only_be_said_to_be_a_question_that_the_survey_has(asked: Context):
    file = forms("1,,,anonymous,,,Teacher,5,4", last=NEW)
    checked = look(asked, file, dataset="survey", given=GIVEN, questions={NEW: "M9"})
    assert [p.value for p in checked.stopping] == ["M9"]


# Drafts


OWN = csv(
    "pulse.csv",
    "survey,urn,wave_date,audience,I feel “valued” here,How often do you laugh?,Rate the canteen,Which club?",
    *(f"Pulse 26,900001,2026-03-02,staff,{reply}" for reply in (
        "Agree,Often,1 - Awful,Chess", "Disagree,Never,3 - Fine,Choir", "Agree,Often,2 - Poor,Chess", "Agree,Often,2 - Poor,Choir",
    )),
)  # fmt: skip


def test_a_drafted_instrument_is_read_and_makes_figures_of_the_files_questions(asked: Context):
    checked = look(asked, OWN)
    assert undeclared(checked, asked.instruments) == ("Pulse 26",)
    text = draft(checked, "Pulse 26", asked.instruments)
    drafted = read("pulse.toml", text)
    assert [question.wording for question in drafted.questions] == [
        "I feel “valued” here", "How often do you laugh?", "Rate the canteen", "Which club?",
    ]  # fmt: skip
    assert drafted.questions[0].value("Agree") == 4
    assert drafted.questions[1].scale.labels == ("Never", "Rarely", "Sometimes", "Often", "Always")
    assert drafted.questions[2].value("3 - Fine") == 3
    assert text.count("Put these answers in order") == 1
    context = replace(asked, instruments=(*asked.instruments, drafted))
    again = check(*OWN, context)
    assert "no_instrument" not in {p.code for p in again.problems}
    assert set(answers(again)[0]) == {"Q1", "Q2", "Q3", "Q4"}


def test_a_draft_gives_no_code_again(asked: Context):
    text = draft(look(asked, OWN), "Pulse 26", asked.instruments)
    first = read("pulse.toml", text)
    other = read("again.toml", draft(look(asked, OWN), "Pulse 26", (*asked.instruments, first)))
    assert other.code != first.code
    assert not {q.code for q in first.questions} & {q.code for q in other.questions}
