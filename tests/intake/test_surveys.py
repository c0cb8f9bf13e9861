"""Survey files as tools write them: one reply a row or one answer a row, by code or by wording, and what stays outside."""

from dataclasses import replace

import pytest

from tests import helpers
from tests.helpers import SPRING, csv, faults, look, one, put, schools, standing, terms, workforce
from tests.small_survey import MINI, WAVE, as_long, declare, invited, long, wide
from wellmetrics import desk
from wellmetrics.instruments import read
from wellmetrics.intake.check import Checked, Context, Options
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

FEELING = (
    MINI.replace('code = "mini"', 'code = "feeling"').replace('"M', '"F')
    + """
[scales.true]
labels = ["Not at all", "A little", "Quite", "Mostly", "Completely true"]
values = [1, 2, 3, 4, 5]
favourable_from = 4

[scales.load]
labels = ["None", "Some", "Much"]
values = [0, 1, 2]
favourable_from = 1

[[questions]]
code = "F5"
wording = "I am well."
scale = "true"
construct = "C"

[[questions]]
code = "F6"
wording = "How much support do you get?"
scale = "load"
construct = "C"
"""
)
GIVEN = {"survey": "mini", "wave_date": "2026-03-02", "audience": "staff", "urn": "900001"}


@pytest.fixture(scope="session")
def asked(context: Context) -> Context:
    """The room's context, with two small instruments."""
    return replace(context, instruments=(read("mini.toml", MINI), read("feeling.toml", FEELING)))


def replies(checked: Checked) -> list[dict[str, str]]:
    assert checked.rows is not None
    return [dict(answers) for answers in checked.rows["answers"].to_pylist()]


def told(checked: Checked) -> str:
    return " ".join(f"{p.column} {p.value} {p.problem} {p.fix}" for p in checked.problems)


# What a question is called, and what an answer is


@pytest.mark.parametrize(
    "questions",
    [
        "M1,M2,M3,M4",
        "m1,m2,M3:,(M4)",
        "I can do my work in the time I have.,I take my work home.,My team helps me.,I am thanked.",
        "I CAN DO MY WORK IN THE TIME I HAVE,I take my work home?,My  team helps me,I am thanked",
        "My work is manageable.,M2,M3,M4",
    ],
    ids=["code", "code written otherwise", "wording", "wording written otherwise", "earlier wording"],
)
def test_knows_a_question_by_its_code_its_wording_or_an_earlier_wording(asked, questions):
    checked = look(asked, wide("4,2,5,1", "3,4,4,", questions=questions))
    assert checked.problems == ()
    assert replies(checked) == [
        {"M1": "4", "M2": "2", "M3": "5", "M4": "1"},
        {"M1": "3", "M2": "4", "M3": "4"},
    ]


def test_a_long_file_knows_them_too_and_makes_one_row_a_reply(asked):
    file = long("R1,M1,4", "R1,I take my work home.,2", "R2,My work is manageable.,3", "R2,m4,5")
    checked = look(asked, file)
    assert checked.problems == ()
    assert replies(checked) == [{"M1": "4", "M2": "2"}, {"M1": "3", "M4": "5"}]


def test_a_long_file_that_asks_in_other_words_is_asked_about_and_counts_where_the_sender_says_so(asked):
    other = "In most weeks my work is manageable."
    file = long("R1,M2,2", f"R1,{other},4", "R2,M2,3", f"R2,{other},5")
    found = one(look(asked, file), "reworded_question")
    assert (found.line, found.value, found.suggestion) == (3, other, "M1")
    assert replies(look(asked, file)) == [{"M2": "2"}, {"M2": "3"}]
    same = look(asked, file, questions={other: "M1"})
    assert (same.problems, replies(same)) == ((), [{"M1": "4", "M2": "2"}, {"M1": "5", "M2": "3"}])
    no = look(asked, file, questions={other: ""})
    assert one(no, "unknown_question").value == other


def test_a_long_file_that_asks_the_question_too_is_not_asked_about_another(asked):
    checked = look(asked, long("R1,M1,2", "R1,In most weeks my work is manageable.,4"))
    assert [p.code for p in checked.problems] == ["unknown_question"]


def test_two_columns_of_one_question_are_not_both_taken(asked):
    checked = look(asked, wide("4,2", questions="M1,My work is manageable."))
    assert replies(checked) == [{"M1": "4"}]
    assert "“My work is manageable.”" in one(checked, "extra_columns").problem


@pytest.mark.parametrize(
    ("question", "answer", "worth"),
    [
        ("F1", "5", 5), ("F1", "5.0", 5), ("F1", " 5 ", 5), ("F1", "agree", 4), ("F1", "AGREE ", 4),
        ("F5", "5 - Completely true", 5), ("F5", "Completely  true", 5), ("F5", "5 – completely true", 5),
        ("F5", "5. Completely true", 5), ("F6", "None ", 0), ("F6", "none", 0), ("F6", "0", 0), ("F6", "2: Much", 2),
        ("F2", "Strongly agree", 1), ("F2", "1", 5),
    ],
)  # fmt: skip
def test_an_answer_is_a_label_a_number_or_both(asked, question, answer, worth):
    checked = look(asked, wide(answer, survey="feeling", questions=question))
    assert checked.problems == ()
    ((kept,),) = [list(reply.values()) for reply in replies(checked)]
    assert asked.instruments[1].value(question, kept) == worth


@pytest.mark.parametrize("blank", ["", "  ", "-", "*", "n/a", "N/A", "None", "c"])
def test_a_blank_or_a_marker_of_a_missing_answer_is_no_answer_and_no_fault(asked, blank):
    checked = look(asked, wide(f"4,{blank}", questions="M1,M2"))
    assert checked.problems == ()
    assert replies(checked) == [{"M1": "4"}]


@pytest.mark.parametrize("answer", ["6", "0", "-1", "-4", "4.5", "Perhaps", "7 - Agree", "44"])
def test_an_answer_outside_the_scale_is_a_query_and_counts_as_not_answered(asked, answer):
    checked = look(asked, wide(f"4,{answer}", "3,2", f"4,{answer}", questions="M1,M2"))
    assert faults(checked, "query") == [(2, "M2", "unknown_answer")]
    problem = one(checked, "unknown_answer")
    assert problem.value == answer
    assert "(2 rows)" in problem.problem
    assert "Strongly disagree, Disagree," in problem.fix
    assert replies(checked) == [{"M1": "4"}, {"M1": "3", "M2": "2"}, {"M1": "4"}]


def test_the_items_of_a_scored_instrument_take_whole_numbers_in_their_range_only(context):
    head = "survey,urn,wave_date,audience,W1,W2,W3,W4"
    checked = look(context, csv("s.csv", head, "swemwbs,900001,2026-03-02,pupils,5,6,2.5,Often"))
    assert replies(checked) == [{"W1": "5"}]
    assert {(p.column, p.fix) for p in checked.queries} == {
        (item, "Write the item's number.") for item in ("W2", "W3", "W4")
    }


def test_what_somebody_typed_into_a_question_is_not_repeated_in_a_message(asked):
    checked = look(asked, wide("4,My head of year shouts at me", "3,jo@example.org", questions="M1,M2"))
    assert [p.level for p in checked.problems] == ["query", "query"]
    assert "shouts" not in told(checked)
    assert "example.org" not in told(checked)


# Replies


def test_a_reply_without_an_answer_is_left_out_with_a_notice(asked):
    checked = look(asked, wide("4,2,5,1", ",,,", "-,,n/a,", "9,,,"))
    assert one(checked, "empty_reply").problem == "3 replies have no answer and were left out."
    assert len(replies(checked)) == 1


def test_two_replies_that_are_alike_are_two_people(asked):
    checked = look(asked, wide("4,2,5,1", "4,2,5,1", "4,2,5,1"))
    assert checked.problems == ()
    assert len(set(checked.rows["respondent"].to_pylist())) == 3


def test_one_respondent_who_answers_a_question_twice_is_an_error(asked):
    checked = look(asked, long("R1,M1,4", "R1,M2,2", "R1,My work is manageable.,5"))
    assert faults(checked) == [(4, "answer", "answered_twice")]
    assert "“5” is a second answer of the same respondent to M1" in one(checked, "answered_twice").problem


def test_the_same_answer_twice_is_one_answer(asked):
    assert look(asked, long("R1,M1,4", "R1,M1,4 ")).errors == []


def test_one_respondent_in_two_groups_is_an_error(asked):
    head = "survey,urn,wave_date,audience,staff_group,respondent,question,answer"
    rows = [f"mini,{WAVE},{group},R1,{question},4" for group, question in (("teacher", "M1"), ("ta", "M2"))]
    checked = look(asked, csv("a.csv", head, *rows))
    assert faults(checked) == [(3, "staff_group", "reply_differs")]
    blank = look(asked, csv("a.csv", head, rows[0], f"mini,{WAVE},,R1,M2,4"))
    assert blank.errors == []
    assert blank.rows["staff_group"].to_pylist() == ["teacher"]


@pytest.mark.parametrize(("answer", "column"), [(",M1,4", "respondent"), ("R1,,4", "question")])
def test_an_answer_without_a_respondent_or_a_question_is_an_error(asked, answer, column):
    assert faults(look(asked, long(answer, "R2,M1,4"))) == [(2, column, "value_empty")]


def test_a_file_with_no_answers_at_all_says_how_to_send_them(asked):
    checked = look(asked, wide("nothing", questions="colour"))
    assert "respondent, question and answer" in one(checked, "no_questions").fix


def test_groups_are_read_as_they_come(asked):
    head = "survey,urn,wave_date,audience,Staff type,Year group,Gender,PP,SEN status,M1"
    row = f"mini,{WAVE},Teachers,Year 4,Girls,Yes,K,4"
    checked = look(asked, csv("s.csv", head, row))
    assert checked.problems == ()
    found = checked.rows.to_pylist()[0]
    assert [found[c] for c in ("staff_group", "year_group", "sex", "pupil_premium", "send")] == [
        "teacher", "4", "F", "Y", "support",
    ]  # fmt: skip


# Which survey


@pytest.mark.parametrize("name", ["mini", "MINI", "Small staff survey", "small  staff survey ", "Pulse"])
def test_a_title_or_an_alias_becomes_the_instruments_code(asked, name):
    for file in (wide("4,2,5,1", survey=name), invited(12, survey=name)):
        checked = look(asked, file)
        assert checked.problems == ()
        assert checked.rows["survey"].to_pylist() == ["mini"]


def test_an_answer_is_judged_by_its_instrument_however_the_survey_is_written(asked):
    assert one(look(asked, wide("9,2,5,1", survey=" Small  staff survey")), "unknown_answer").value == "9"


def test_an_audience_that_is_not_the_instruments_is_a_query(asked):
    checked = look(asked, wide("4,2,5,1", where="900001,2026-03-02,pupils"))
    assert "declared for staff, and this file says pupils" in one(checked, "other_audience").problem
    assert checked.errors == []
    assert len(checked.rows) == 1


# A survey that nobody has declared

UNKNOWN = csv(
    "hello.csv",
    "survey,urn,wave_date,audience,How are you?,Would you come again?,Which lunch?,What should change?,Comments",
    f"hello,{WAVE},4,Yes,Soup,The head never listens,none",
    f"hello,{WAVE},5,No,Soup,Parking,none",
    f"hello,{WAVE},4,Yes,Pie,More help for Mr Quackenbush,none",
    f"hello,{WAVE},2,Yes,Pie,,none",
)


def test_an_unknown_survey_loads_with_a_query_its_closed_questions_and_no_free_text(asked):
    checked = look(asked, UNKNOWN, leave_out_personal=True)
    assert faults(checked, "query") == [(None, "survey", "no_instrument")]
    assert {question for reply in replies(checked) for question in reply} == {
        "How are you?", "Would you come again?", "Which lunch?",
    }  # fmt: skip
    assert len(replies(checked)) == 4
    assert set(checked.left_out_columns) == {"What should change?", "Comments"}


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (["1", "2", "3"], True),
        (["5 - Completely true", "1 - Not at all", "3 - Quite"], True),
        (["Agree", "Strongly agree", "Disagree"], True),
        (["Soup", "Soup", "Pie", "Pie"], True),
        (["Soup", "Pie", "Fish"], False),
        (["Parking", "Parking", "The head", "Mr Q", "My class", "Too loud"], False),
        (["The same long sentence that somebody wrote and that another copied word by word"] * 3, False),
        (["jo@example.org", "jo@example.org", "jo@example.org"], False),
        ([str(n) for n in range(13)], False),
    ],
)
def test_a_question_of_an_unknown_survey_has_given_answers(asked, answers, kept):
    assert look(asked, wide(*(f"4,{a}" for a in answers), survey="hello", questions="Q1,Q2"),
                leave_out_personal=True).left_out_columns == (() if kept else ("Q2",))  # fmt: skip


def test_free_text_of_a_long_file_stays_outside_too(asked):
    free = [
        f"R{n},What should change?,{text}" for n, text in enumerate(["Parking", "The head", "Mr Quackenbush"])
    ]
    given = [f"R{n},Q1,{n + 3}" for n in range(3)]
    checked = look(asked, long(*free, *given, survey="hello"))
    assert replies(checked) == [{"Q1": "3"}, {"Q1": "4"}, {"Q1": "5"}]
    assert "3 answers to it were left out" in one(checked, "free_text").problem
    assert checked.left_out_columns == ("What should change?",)
    assert "Quackenbush" not in told(checked)


def test_a_question_that_the_instrument_does_not_know_is_a_query_that_repeats_no_answer(asked):
    checked = look(
        asked, long("R1,M1,4", "R1,What should change?,Mr Quackenbush", "R2,What should change?,Parking")
    )
    assert faults(checked, "query") == [(3, "question", "unknown_question")]
    assert "2 answers to it were left out" in one(checked, "unknown_question").problem
    assert replies(checked) == [{"M1": "4"}]
    assert "Quackenbush" not in told(checked)


@pytest.mark.parametrize(
    "file",
    [
        UNKNOWN,
        long("R1,Q1,4", "R1,What should change?,Mr Quackenbush", survey="hello"),
        wide("4,Mr Quackenbush", questions="M1,What should change?"),
        long("R1,M1,4", "R1,What should change?,Mr Quackenbush"),
        wide("4,More help for Mr Quackenbush", questions="M1,M2"),
    ],
    ids=["unknown wide", "unknown long", "declared wide", "declared long", "typed into a question"],
)  # fmt: skip
def test_nothing_of_what_people_wrote_is_in_the_vault_or_in_the_file_it_keeps(tmp_path, file):
    assert b"Quackenbush" in file[1]
    declare(tmp_path, MINI)
    with Vault(tmp_path) as vault:
        *_, batch = put(vault, schools("900001"), terms(), file, options=Options(leave_out_personal=True))
        kept = vault.original(batch)
        tables = vault.con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        rows = [vault.con.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]
        assert standing(vault)["survey"]
    assert b"Quackenbush" not in kept
    assert b"900001" in kept
    assert "Quackenbush" not in repr(rows)
    assert "900001" in repr(rows)


def test_a_file_without_own_words_is_kept_as_it_came(tmp_path):
    declare(tmp_path, MINI)
    file = wide("4,2,5,1", "3,4,4,")
    with Vault(tmp_path) as vault:
        *_, batch = put(vault, schools("900001"), terms(), file)
        assert vault.original(batch) == file[1]


# Exports of survey tools

FORMS = "ID,Start time,Completion time,Email,Name,Last modified time"
GOOGLE = "Timestamp"
MONKEY = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1"
WORDINGS = "I can do my work in the time I have.,I take my work home."


@pytest.mark.parametrize(
    ("admin", "cells"),
    [
        (FORMS, "1,02/03/2026 09:00,02/03/2026 09:04,anonymous,,"),
        (GOOGLE, "2026/03/02 9:04:11 am GMT"),
        (MONKEY, "118765432109,44001,02/03/2026,02/03/2026,,,,,"),
    ],
    ids=["Microsoft Forms", "Google Forms", "SurveyMonkey"],
)
def test_the_tools_own_columns_are_left_out_and_what_a_file_lacks_is_given(asked, admin, cells):
    file = csv("export.csv", f"{admin},{WORDINGS}", f"{cells},Agree,Disagree", f"{cells},Agree,Agree")
    checked = look(asked, file, given=GIVEN)
    assert checked.errors == []
    assert checked.queries == []
    assert replies(checked) == [{"M1": "Agree", "M2": "Disagree"}, {"M1": "Agree", "M2": "Agree"}]
    row = checked.rows.to_pylist()[0]
    assert (row["survey"], row["urn"], str(row["wave_date"]), row["audience"]) == (
        "mini", "900001", "2026-03-02", "staff",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("admin", "cells", "personal"),
    [
        (FORMS, "1,02/03/2026 09:00,02/03/2026 09:04,jo@example.org,Jo Bloggs,", ("Email", "Name")),
        ("Timestamp,Email Address", "2026/03/02 9:04:11 am GMT,jo@example.org", ("Email Address",)),
        (
            MONKEY,
            "118765432109,44001,02/03/2026,02/03/2026,192.168.10.7,jo@example.org,Jo,Bloggs,",
            ("IP Address", "Email Address", "First Name", "Last Name"),
        ),
    ],
    ids=["Microsoft Forms", "Google Forms", "SurveyMonkey"],
)
def test_a_tools_columns_about_people_are_refused_until_the_sender_agrees(asked, admin, cells, personal):
    file = csv("export.csv", f"{admin},{WORDINGS}", f"{cells},Agree,Disagree")
    refused = look(asked, file, given=GIVEN)
    assert {p.column for p in refused.errors} == set(personal)
    assert desk.refused(refused, Options(leave_out_errors=True))
    agreed = look(asked, file, given=GIVEN, leave_out_personal=True)
    assert agreed.errors == []
    assert agreed.personal_columns == personal
    assert len(replies(agreed)) == 1
    assert "jo@example.org" not in told(agreed) + repr(agreed.rows.to_pylist())


def test_the_second_heading_row_of_an_export_is_no_reply(asked):
    checked = look(asked, wide("Response,Response", "Agree,Agree", questions="M1,M2"))
    assert len(replies(checked)) == 1


@pytest.mark.parametrize("lacks", ["survey", "wave_date", "audience", "urn"])
def test_says_which_column_a_raw_export_lacks_and_takes_it_given(asked, lacks):
    cells = {**GIVEN, "M1": "4", "M2": "2"}
    del cells[lacks]
    file = csv("s.csv", ",".join(cells), ",".join(cells.values()))
    assert faults(look(asked, file, dataset="survey")) == [(None, lacks, "missing_column")]
    given = look(asked, file, dataset="survey", given={lacks: GIVEN[lacks]})
    assert given.errors == []
    assert replies(given) == [{"M1": "4", "M2": "2"}]


def test_a_given_value_is_checked_like_a_cell(asked):
    file = csv("s.csv", "M1,M2", "4,2")
    checked = look(
        asked, file, given={**GIVEN, "wave_date": "31/02/2026", "audience": "staf", "urn": "900009"}
    )
    assert {p.column for p in checked.errors} == {"wave_date", "audience"}
    assert one(look(asked, file, given={**GIVEN, "urn": "900009"}), "unknown_school").column == "urn"


# In the vault


@pytest.fixture
def vault(tmp_path):
    declare(tmp_path, MINI)
    with Vault(tmp_path) as vault:
        put(vault, schools("900001"), terms(), workforce({"900001": 30}))
        yield vault


TEN = ["4,2,5,1"] * 4 + ["3,4,4,"] * 3 + ["5,,,", "2,5,1,2", "Agree,3,,4"]


def preview(vault: Vault, file: helpers.File, **said: object):
    return vault.preview(look(vault.context(), file, **said))


def test_the_same_replies_in_another_order_change_nothing(vault):
    put(vault, wide(*TEN))
    for again in (wide(*TEN), wide(*reversed(TEN)), wide(*TEN, survey="Small staff survey")):
        change = preview(vault, again)
        assert (change.new, change.changed, change.same, change.gone) == (0, 0, 10, 0)


def test_one_reply_more_that_is_like_another_is_one_new_reply(vault):
    put(vault, wide(*TEN))
    change = preview(vault, wide(TEN[0], *TEN))
    assert (change.new, change.changed, change.same, change.gone) == (1, 0, 10, 0)


def test_a_wave_is_replaced_as_a_whole_and_no_other_with_it(vault):
    put(vault, wide(*TEN), wide(*TEN, where="900001,2025-11-03,staff"))
    put(vault, wide(*TEN[:6]))
    waves = [str(row["wave_date"]) for row in vault.standing("survey").to_pylist()]
    assert (waves.count("2026-03-02"), waves.count("2025-11-03")) == (6, 10)


def figures(vault: Vault) -> dict[tuple, tuple]:
    found = observe(vault).observations.to_pylist()
    return {
        tuple(row[c] for c in ("indicator", "urn", "group", "grain", "period", "cut", "part")): tuple(
            row[c] for c in ("numerator", "denominator", "people", "base_people", "square_sum")
        )
        for row in found
        if row["indicator"].startswith("staff_") and "absent" not in row["indicator"]
    }


def same(some: dict[tuple, tuple], others: dict[tuple, tuple]) -> None:
    assert some.keys() == others.keys()
    for key, sums in some.items():
        assert sums == pytest.approx(others[key], rel=1e-12), key


def test_a_long_file_and_its_wide_twin_give_the_same_figures(vault):
    put(vault, wide(*TEN), invited(20))
    by_reply = figures(vault)
    assert by_reply["staff_favourable", "900001", "", "term", SPRING, "all", ""][1] > 5
    put(vault, as_long(*TEN))
    by_answer = figures(vault)
    same(by_answer, by_reply)


def test_a_wave_that_came_before_its_instrument_counts_by_wording_and_once(tmp_path):
    wordings = "I can do my work in the time I have.,I take my work home.,My team helps me.,I am thanked."
    before = [wide(*TEN, survey="Pulse", questions=wordings), invited(20, survey="Pulse", group="teacher")]
    with Vault(tmp_path) as vault:
        put(vault, schools("900001"), terms(), workforce({"900001": 30}), *before)
        assert ("staff_favourable", "900001", "", "term", SPRING, "all", "") not in figures(vault)
        replies = ("staff_response_rate", "900001", "", "term", SPRING, "all", "")
        assert figures(vault)[replies][:2] == (10, 20)
        declare(tmp_path, MINI)
        later = figures(vault)
        assert later["staff_question", "900001", "", "term", SPRING, "question", "M1"][:2] == (6, 10)
        # The same files once more: now the survey goes by its code.
        put(vault, *before)
        assert {row["survey"] for row in vault.standing("survey").to_pylist()} == {"Pulse", "mini"}
        same(figures(vault), later)
