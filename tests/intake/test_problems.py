"""What becomes of problems: gathered by kind, kept with the load, shown up to a bound, and never more than masked."""

import csv as csv_reader
import io

import pytest

from tests.helpers import absence, csv, home_with, look, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.__main__ import main
from wellmetrics.charts import desk as tables
from wellmetrics.intake.check import Options
from wellmetrics.intake.problems import by_frequency
from wellmetrics.vault import Vault
from wellmetrics.views import upload

GOOD = "900001,P1,,teacher,1,2025-09-08,2025-09-09,,,infection,"
ODD_REASON = "900001,P2,,teacher,1,2025-09-10,2025-09-11,,,Zebedee Quackenbush,"
WRONG_DATE = "900001,P3,,teacher,1,2025-09-31,,,,infection,"
OTHER_SCHOOL = "900009,P4,,teacher,1,2025-09-08,2025-09-09,,,infection,"


def home_of(tmp_path):
    return home_with(tmp_path, schools("900001"), terms(), workforce({"900001": 40}), build=False)


def kept(home) -> list[tuple]:
    with Vault(home) as vault:
        return vault.con.execute(
            'SELECT line, "column", value, problem FROM load_query ORDER BY line'
        ).fetchall()


def test_an_error_refuses_the_file_whole(tmp_path):
    home = home_of(tmp_path)
    receipt, (checked,) = desk.load_files(home, [absence(GOOD, WRONG_DATE)], "a lead")
    assert receipt.loads == ()
    assert desk.refused(checked, Options())
    assert kept(home) == []


def test_with_her_tick_the_rows_are_left_out_and_a_query_says_so(tmp_path):
    home = home_of(tmp_path)
    file = absence(GOOD, WRONG_DATE, OTHER_SCHOOL)
    receipt, (checked,) = desk.load_files(home, [file], "a lead", Options(leave_out_errors=True))
    assert [load.rows_new for load in receipt.loads] == [1]
    assert [(p.level, p.line) for p in checked.errors] == [("error", 3), ("error", 4)]
    assert kept(home) == [
        (3, "first_day", "2025-09-31", "2025-09-31 is not a real date. The row was left out."),
        (4, "urn", "900009", "900009 is not a school of this trust. The row was left out."),
    ]


def test_without_her_tick_nothing_says_that_a_row_was_left_out(context):
    assert look(context, absence(GOOD, WRONG_DATE)).queries == []
    (query,) = look(context, absence(GOOD, WRONG_DATE), leave_out_errors=True).queries
    assert (query.level, query.code) == ("query", "value_real_date")


def test_what_somebody_typed_and_nobody_checked_is_shown_to_the_sender_and_kept_masked(tmp_path):
    home = home_of(tmp_path)
    _, (checked,) = desk.load_files(home, [absence(GOOD, ODD_REASON)], "a lead")
    (shown,) = [p for p in checked.problems if p.level == "query"]
    assert shown.problem.startswith("“Zebedee Quackenbush” is not in the list")
    ((line, column, value, problem),) = kept(home)
    assert (line, column, value) == (3, "reason", "Z… (19 characters)")
    assert problem == "“Z… (19 characters)” is not in the list; it counts as “other”."


def run(home, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--home", str(home)])
    return int(left.value.code or 0)


def test_queries_alone_stop_neither_check_nor_load(tmp_path, capsys):
    home = home_of(tmp_path / "home")
    name, data = absence(GOOD, GOOD, ODD_REASON)
    path = tmp_path / name
    path.write_bytes(data)
    assert run(home, "check", str(path)) == 0
    assert run(home, "load", str(path), "--yes") == 0
    assert len(kept(home)) == 2
    capsys.readouterr()


def test_a_file_with_errors_is_told_so_by_the_exit_code(tmp_path, capsys):
    home = home_of(tmp_path / "home")
    name, data = absence(GOOD, WRONG_DATE)
    path = tmp_path / name
    path.write_bytes(data)
    assert run(home, "check", str(path)) == 1
    assert run(home, "load", str(path), "--yes") == 1
    assert run(home, "load", str(path), "--yes", "--leave-out-errors") == 0
    capsys.readouterr()


def many(n: int) -> tuple[str, bytes]:
    wrong = [f"900001,P{i},,techer,1,2025-09-08,2025-09-09,,,infection," for i in range(n)]
    return absence(GOOD, *wrong, WRONG_DATE, ODD_REASON)


def test_problems_of_one_kind_stand_together_errors_first_then_the_most_frequent(context):
    kinds = by_frequency(look(context, many(7)).problems)
    assert [(same[0].code, len(same)) for same in kinds] == [
        ("value_choice", 7),
        ("value_real_date", 1),
        ("value_other", 1),
    ]
    assert [p.line for p in kinds[0]] == list(range(3, 10))


def test_the_first_thousand_are_shown_and_the_report_has_them_all(context):
    checked = look(context, many(1500))
    view = upload.view(checked, refused=True)
    assert [(g.count, len(g.rows)) for g in view.groups] == [(1500, 5), (1, 0), (1, 0)]
    assert sum(len(g.rows) + len(g.more) for g in view.groups) == upload.MOST_SHOWN == 1000
    assert view.groups[1].problem == "2025-09-31 is not a real date."
    rows = list(csv_reader.DictReader(io.StringIO(desk.report(checked.problems))))
    assert len(rows) == 1502
    assert set(rows[0]) == {"file", "line", "column", "value", "level", "problem", "fix"}


def test_a_file_says_how_many_rows_are_left_out_and_how_many_are_doubtful(context):
    checked = look(context, absence(GOOD, WRONG_DATE, ODD_REASON), leave_out_errors=True)
    assert upload.view(checked, refused=False).state == "ready, with 1 row problem left out and 1 query"


def test_a_survey_keeps_no_answer_that_is_none(tmp_path):
    home = home_of(tmp_path)
    head = "survey,urn,wave_date,audience,S01,S02"
    file = csv(
        "s.csv",
        head,
        "staff-voice,900001,2025-11-10,staff,4,Mr Quackenbush",
        "staff-voice,900001,2025-11-10,staff,4,3",
    )
    desk.load_files(home, [file], "a lead")
    assert [row[:3] for row in kept(home)] == [(2, "S02", "M… (14 characters)")]
    assert "Quackenbush" not in repr(kept(home))


def test_the_title_of_a_kind_says_where_its_rows_differ(context):
    other = ODD_REASON.replace("P2", "P4").replace("Zebedee Quackenbush", "Grotty")
    file = absence(GOOD, WRONG_DATE, WRONG_DATE.replace("P3", "P5"), ODD_REASON, other)
    dates, reasons = upload.view(look(context, file), refused=True).groups[:2]
    assert {g.says for g in (dates, reasons)} == {"stops the file", "worth a look"}
    assert dates.title == "2 × first_day: 2025-09-31 is not a real date."
    assert reasons.title.startswith("2 × reason, such as: “")


def test_what_is_wrong_is_told_by_the_headings_of_the_senders_file(context):
    file = csv(
        "theirs.csv",
        "School,Employee Number,Staff group,FTE,Start Date,End date,Reason",
        "900001,P1,teacher,1,2025-09-31,,infection",
    )
    view = upload.view(look(context, file, dataset="absence"), refused=True)
    assert view.groups[0].title == "Start Date (first_day): 2025-09-31 is not a real date."
    assert view.read_as[:3] == (
        ("School", "urn"),
        ("Employee Number", "staff_ref"),
        ("Staff group", "staff_group"),
    )
    assert "Employee Number" in tables.read_as(view.read_as, view.file, False)


def test_every_line_of_a_kind_stands_on_one_of_its_pages(context):
    spells = [WRONG_DATE.replace("P3", f"P{n}") for n in range(120)]
    group = upload.view(look(context, absence(*spells)), refused=True).groups[0]
    assert (group.every, group.shown) == ("all 120 lines", "the first 5 of 120")
    assert list(group.pages.values()) == ["1 to 50", "51 to 100", "101 to 120"]
    lines = [row[0] for number in group.pages for row in group.page(number)]
    assert lines == [str(line) for line in range(2, 122)]
