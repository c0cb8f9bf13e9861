"""What a whole check makes of types beside reasons, of dates, of days, and of headings agreed on once."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import File, csv, look, put, schools, standing, terms, workforce
from tests.intake import corpus
from wellmetrics import desk
from wellmetrics.intake.agreed import Headed
from wellmetrics.intake.check import Checked, Context, Options, check
from wellmetrics.vault import Vault

HEADINGS = Path(__file__).parents[1] / "files" / "headings"
TYPED = "Staff Code,URN,Staff Category,WTE,Absence Type,Illness Category,Start Date,End Date"
BY_DAY = "Staff Code,URN,Staff Group,FTE,Date,AM?,PM?,Sick Category"
SPELLS = "staff_ref,urn,staff_group,fte,first_day,last_day,reason"


def codes(checked: Checked) -> list[str]:
    return [problem.code for problem in checked.problems]


def rows(checked: Checked) -> list[dict]:
    assert checked.rows is not None
    return checked.rows.to_pylist()


def texts(checked: Checked, column: str) -> list:
    return [row[column] for row in rows(checked)]


def headed(checked: Checked) -> Headed:
    assert checked.headed
    return checked.headed


def name_of(checked: Checked) -> str:
    return checked.dataset.name if checked.dataset else ""


def checked_in(vault: Vault, file: File, options: Options | None = None) -> Checked:
    return check(file[0], file[1], vault.context(), options)


# A type of absence beside the reason


def test_a_row_whose_type_is_no_sickness_never_counts_as_sickness(context: Context):
    file = csv(
        "absence.csv",
        TYPED,
        "S1,900001,Teacher,1,SIC,Back pain,03-Sep-2025,05-Sep-2025",
        "S2,900001,Teacher,1,MAT,,01-Sep-2025,",
        "S3,900001,Teacher,1,MAT,Migraine,02-Sep-2025,03-Sep-2025",
    )
    checked = look(context, file)
    assert texts(checked, "staff_ref") == ["S1"]
    assert [p.problem for p in checked.problems] == [
        "2 rows say “MAT”, which is not sickness, and were left out."
    ]


def test_an_unknown_type_is_asked_about_once_and_its_rows_stay(context: Context):
    sent = [f"S{n},900001,Teacher,1,ZQ9,Migraine,03/09/2025,05/09/2025" for n in range(3)]
    checked = look(context, csv("absence.csv", TYPED, *sent))
    assert codes(checked) == ["unknown_absence_type"]
    assert len(rows(checked)) == 3


# The order of dates


AMERICAN = csv(
    "absence.csv",
    SPELLS,
    "P1,900001,teacher,1,09/08/2025,09/25/2025,infection",
    "P2,900001,teacher,1,x,09/25/2025,infection",
)


@pytest.fixture
def home(tmp_path):
    return helpers.home_with(
        tmp_path / "home",
        schools("900001", "900002"),
        terms(),
        workforce({"900001": 20, "900002": 20}),
        build=False,
    )


def test_dates_with_the_month_first_stop_the_file_though_rows_with_errors_may_be_left_out(home):
    looked = desk.look(home, desk.as_sent([AMERICAN], Options(leave_out_errors=True)))
    assert {"month_first", "month_first_beside"} <= set(codes(looked.checked[0]))
    assert looked.ready == []


def test_the_sender_may_say_that_the_month_comes_first(home):
    said = Options(leave_out_errors=True, month_first=True)
    (pair,) = desk.look(home, desk.as_sent([AMERICAN], said)).ready
    read = rows(pair[1])
    assert [(str(r["first_day"]), str(r["last_day"])) for r in read] == [("2025-09-08", "2025-09-25")]


def test_how_the_dates_were_read_stands_among_the_decisions_with_a_sample(context: Context):
    checked = look(context, csv("a.csv", SPELLS, "P1,900001,teacher,1,08/09/2025,25/09/2025,infection"))
    assert "Dates in first_day are read with the day first: “08/09/2025” is 8 September." in checked.decisions
    assert "Dates in last_day have the day first, as in “25/09/2025”." in checked.decisions


# Days


def test_a_file_of_days_becomes_the_spells_that_were_meant(home, tmp_path):
    days = csv(
        "days.csv",
        BY_DAY,
        *(f"S1,900001,Teacher,1,{day:02}/09/2025,Y,Y,Migraine" for day in (11, 12, 15)),
        "S1,900001,Teacher,1,16/09/2025,Y,N,Migraine",
        "S2,900002,TA,0.6,11/09/2025,N,Y,Cold",
    )
    spells = csv(
        "spells.csv",
        "Staff Code,URN,Staff Group,FTE,first_day,last_day,half_first,half_last,Sick Category",
        "S1,900001,Teacher,1,11/09/2025,16/09/2025,N,Y,Migraine",
        "S2,900002,TA,0.6,11/09/2025,11/09/2025,Y,N,Cold",
    )
    (one,) = desk.look(home, desk.as_sent([days])).checked
    assert "One row is one day: 5 rows became 2 spells." in one.decisions
    assert texts(one, "line") == [2, 6]
    with Vault(home) as vault:
        put(vault, days)
        by_day = standing(vault)["absence"]
        vault.undo(vault.history()[0].batch, "a test")
        put(vault, spells)
        assert standing(vault)["absence"] == by_day


DAILY = [
    f"P1,900001,teacher,1,{day:02}/09/2025,{day:02}/09/2025,N,{'Y' if day == 11 else 'N'},infection"
    for day in (8, 9, 10, 11)
]
HALVES = "staff_ref,urn,staff_group,fte,first_day,last_day,half_first,half_last,reason"


def test_days_under_the_headings_of_spells_are_joined_and_asked_about_and_lose_no_half(context: Context):
    checked = look(context, csv("absence.csv", HALVES, *DAILY))
    assert "read_as_days" in codes(checked)
    (row,) = rows(checked)
    assert (str(row["first_day"]), str(row["last_day"]), row["half_last"]) == (
        "2025-09-08",
        "2025-09-11",
        True,
    )


def test_the_sender_may_say_that_each_row_is_a_spell(context: Context):
    checked = look(context, csv("absence.csv", HALVES, *DAILY), grain="spell")
    assert len(rows(checked)) == 4
    assert "read_as_days" not in codes(checked)


def test_the_sender_may_say_that_each_row_is_a_day(context: Context):
    checked = look(context, csv("absence.csv", HALVES, *DAILY[:2]), grain="day")
    assert len(rows(checked)) == 1
    assert checked.problems == ()


# Headings agreed on once


OWN = "Wer,URN,Role type,FTE,Began,Ended,Illness"
ROWS = (
    "P1,900001,teacher,1,08/09/2025,10/09/2025,Migraine",
    "P2,900001,teacher,1,09/09/2025,09/09/2025,Wobble",
)
SAID = Options(
    dataset="absence",
    columns={
        "staff_ref": "Wer",
        "staff_group": "Role type",
        "first_day": "Began",
        "last_day": "Ended",
        "reason": "Illness",
    },
    values={"reason": {"Wobble": "mental health"}},
)


def load(home, file, options=None):
    with Vault(home) as vault:
        checked = checked_in(vault, file, options)
        assert not checked.errors, [str(p) for p in checked.errors]
        return vault.load(checked, "a test").batch


def test_headings_and_values_said_once_need_no_click_in_whatever_order_they_come_next_time(home):
    load(home, csv("autumn.csv", OWN, *ROWS), SAID)
    turned = csv(
        "spring.csv",
        "Illness,Began,Ended,FTE,Role type,URN,Wer",
        "Wobble,12/01/2026,13/01/2026,1,teacher,900001,P1",
    )
    with Vault(home) as vault:
        checked = checked_in(vault, turned)
    assert [p.code for p in checked.problems if p.level == "error"] == []
    assert name_of(checked) == "absence"
    (row,) = rows(checked)
    assert (row["staff_ref"], str(row["first_day"]), row["reason"]) == ("P1", "2026-01-12", "mental health")
    assert headed(checked).remembered
    assert headed(checked).asked == ()
    assert "The headings are those of an earlier file." in checked.decisions


def test_a_changed_layout_is_said_as_a_difference(home):
    load(home, csv("autumn.csv", OWN, *ROWS), SAID)
    changed = csv("spring.csv", f"{OWN},Hours".replace("Illness", "Illness kind"), f"{ROWS[0]},7")
    with Vault(home) as vault:
        checked = checked_in(vault, changed, Options(dataset="absence"))
    assert "The column “Illness” is now called “Illness kind”." in checked.decisions
    assert "There is a new column “Hours”, which is not needed." in checked.decisions


def test_an_undone_load_is_no_longer_gone_by(home):
    batch = load(home, csv("autumn.csv", OWN, *ROWS), SAID)
    with Vault(home) as vault:
        vault.undo(batch, "a test")
        checked = checked_in(vault, csv("spring.csv", OWN, *ROWS))
    assert not headed(checked).remembered
    assert "missing_column" in codes(checked)


def test_a_schools_own_layout_goes_before_another_schools(home):
    one = csv("one.csv", f"{SPELLS},A,B", "P1,900001,teacher,1,08/09/2025,08/09/2025,infection,1,x")
    two = csv("two.csv", f"{SPELLS},A,B", "P1,900002,teacher,1,08/09/2025,08/09/2025,infection,y,2")
    load(home, one, Options(columns={"post": "A"}))
    load(home, two, Options(columns={"post": "B"}))
    for file, post in ((one, "1"), (two, "2")):
        with Vault(home) as vault:
            checked = checked_in(vault, file)
        assert texts(checked, "post") == [post]


def test_what_the_sender_says_now_goes_before_what_was_agreed(home):
    load(home, csv("autumn.csv", OWN, *ROWS), SAID)
    other = replace(SAID, columns={**SAID.columns, "last_day": ""})
    with Vault(home) as vault:
        checked = checked_in(vault, csv("spring.csv", OWN, ROWS[0]), other)
    assert texts(checked, "last_day") == [None]


def test_a_value_may_only_be_said_to_mean_what_its_column_takes(context: Context):
    file = csv("a.csv", SPELLS, "P1,900001,teacher,1,08/09/2025,08/09/2025,Wobble")
    checked = look(context, file, values={"reason": {"Wobble": "wobbling"}})
    assert "no_such_meaning" in codes(checked)
    assert checked.stopping


def test_a_heading_that_looks_like_an_optional_column_is_shown_once_and_stops_nothing(context: Context):
    file = csv("a.csv", f"{SPELLS},Posting ref", "P1,900001,teacher,1,08/09/2025,08/09/2025,infection,7")
    checked = look(context, file)
    assert codes(checked).count("columns_proposed") == 1
    assert headed(checked).asked == ("post",)
    assert not checked.errors
    answered = look(context, file, columns={"post": "Posting ref"})
    assert texts(answered, "post") == ["7"]
    assert "columns_proposed" not in codes(look(context, file, columns={"post": ""}))


# The trust's own words


def test_a_schools_name_stands_for_its_number_though_it_came_in_the_same_call(tmp_path):
    named = csv(
        "absence.csv",
        SPELLS.replace("urn", "School"),
        "P1,School 900001,teacher,1,08/09/2025,08/09/2025,infection",
    )
    looked = desk.look(tmp_path / "new", desk.as_sent([named, schools("900001"), terms()]))
    assert texts(looked.checked[0], "urn") == ["900001"]


def test_the_trusts_own_words_are_read_though_they_came_in_the_same_call(home):
    aliases = csv(
        "aliases.csv",
        "dataset,column,written,means",
        "absence,,Wer,staff_ref",
        "absence,reason,Wobble,mental health",
    )
    file = csv(
        "absence.csv", SPELLS.replace("staff_ref", "Wer"), "P1,900001,teacher,1,08/09/2025,08/09/2025,Wobble"
    )
    looked = desk.look(home, desk.as_sent([file, aliases]))
    assert name_of(looked.checked[0]) == "absence"
    assert texts(looked.checked[0], "reason") == ["mental health"]
    desk.load(home, looked, "a test")
    with Vault(home) as vault:
        assert len(standing(vault)["absence"]) == 1
        assert texts(look(vault.context(), file), "reason") == ["mental health"]


# Exports as they really come


def exports():
    names = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(HEADINGS.glob("*.toml"))
    }
    return {name: said for name, said in names.items() if said["dataset"] != "survey"}


@pytest.mark.parametrize("name", exports())
def test_an_export_is_loaded_or_refused_as_it_should_be(name: str):
    said, path = exports()[name], HEADINGS / f"{name}.csv"
    checked = check(path.name, path.read_bytes(), corpus.context(), Options(leave_out_personal=True))
    if said.get("grain") == "employee-year":
        assert codes(checked) == ["employee_year"]
        return
    assert not checked.errors, [str(p) for p in checked.errors]
    assert name_of(checked) == said["dataset"].replace("by day", "absence")
    assert rows(checked)
    read_beside = {
        heading
        for heading in said.get("left_out", ())
        if any(f"“{heading}” says" in d for d in checked.decisions)
    }
    assert set(checked.left_out_columns) == set(said.get("left_out", ())) - read_beside
