"""The command line as house rules write it: columns, exit codes, plain sentences."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from wellmetrics.__main__ import main

SCHOOLS = (
    "urn,school,phase\n900101,Ash School,primary\n900102,Beech School,primary\n900103,Cedar School,primary\n"
)
TERMS = (
    "academic_year,term,first_day,last_day,half_term_first_day,half_term_last_day\n"
    "2025/26,Autumn,01/09/2025,19/12/2025,27/10/2025,31/10/2025\n"
    "2025/26,Spring,05/01/2026,27/03/2026,16/02/2026,20/02/2026\n"
)
WORKFORCE = "urn,census_date,staff_group,headcount,fte\n" + "".join(
    f"{urn},06/11/2025,{group},{heads},{fte}\n"
    for urn in (900101, 900102, 900103)
    for group, heads, fte in (("teacher", 20, 18), ("support staff", 20, 14))
)
HEAD = "staff_ref,urn,staff_group,fte,first_day,last_day,reason\n"
ABSENCE = HEAD + "".join(
    f"{'ABC'[s]}{i},{900101 + s},{'teacher' if i % 2 else 'support staff'},1,{3 + i:02d}/11/2025,{10 + i:02d}/11/2025,cold\n"
    for s in range(3)
    for i in range(8 + s)
)


class Shell:
    """A home and its files; `run` gives exit code, what was printed, and what was said on the side."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder, self.home, self.capsys = folder, folder / "home", capsys

    def file(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--home", str(self.home)])
        said = self.capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    def rows(self, *arguments: str) -> list[dict]:
        code, out, err = self.run(*arguments, "--as", "csv")
        assert code == 0, err
        return list(csv.DictReader(io.StringIO(out)))

    def trust(self) -> list[str]:
        texts = {"schools": SCHOOLS, "terms": TERMS, "workforce": WORKFORCE, "absence": ABSENCE}
        return [self.file(f"{name}.csv", text) for name, text in texts.items()]


@pytest.fixture
def shell(tmp_path, capsys):
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="module")
def home_once(tmp_path_factory):
    """The trust loaded once from the command line itself; each test works on a copy."""
    folder = tmp_path_factory.mktemp("trust")
    shell = Shell(folder, None)
    command = [sys.executable, "-m", "wellmetrics", "load", *shell.trust(), "--yes", "--by", "A. Lead"]
    result = subprocess.run(
        [*command, "--home", str(shell.home)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "Batch 4: absence.csv as absence: 27 new" in result.stdout
    return shell.home


@pytest.fixture
def loaded(shell, home_once):
    shutil.copytree(home_once, shell.home)
    return shell


def test_loads_shows_and_names_its_columns(loaded):
    code, out, _ = loaded.run("show", "days_lost_per_fte", "--as", "csv")
    assert code == 0
    assert out.splitlines()[0] == (
        "indicator,school,group,period,cut,part,numerator,denominator,value,lower,upper,state,signal"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    autumn = {row["school"]: row for row in rows if row["period"] == "2025/26 Autumn"}
    assert list(autumn) == ["900101", "900102", "900103", ""]
    # Eight spells of eight calendar days, the first from Monday 3 to Monday 10 November: six working days each, and
    # five for those that begin on Saturday 8 and Sunday 9 and end at a weekend too: 6 x 6 + 2 x 5.
    assert float(autumn["900101"]["numerator"]) == 46
    assert float(autumn["900101"]["denominator"]) == 32
    assert float(autumn[""]["numerator"]) == sum(
        float(autumn[u]["numerator"]) for u in ("900101", "900102", "900103")
    )
    assert {row["signal"] for row in rows if row["state"] == "shown"} == {"too early"}


def test_previews_only_without_yes_and_leaves_nothing(shell):
    code, _, err = shell.run("load", *shell.trust())
    assert code == 1
    assert "Nothing was loaded" in err
    assert shell.rows("history") == []


def test_refuses_a_bad_file_whole_with_every_problem(loaded):
    bad = HEAD + "A1,900101,teacher,1,31/02/2026,,cold\nA2,999999,teacher,two,01/03/2026,02/03/2026,cold\n"
    path = loaded.file("bad.csv", bad)
    report = loaded.folder / "report.csv"
    code, out, _ = loaded.run("check", path, "--report", str(report), "--as", "csv")
    assert code == 1
    problems = [row for row in csv.DictReader(io.StringIO(out)) if row["level"] == "error"]
    assert list(problems[0]) == ["file", "line", "column", "value", "level", "problem", "fix"]
    found = {(row["line"], row["column"], row["value"]) for row in problems}
    assert {("2", "first_day", "31/02/2026"), ("3", "fte", "two")} <= found
    assert report.read_text(encoding="utf-8-sig").startswith("file,line,column,value,level,problem,fix")
    code, _, _ = loaded.run("load", path, "--yes")
    assert code == 1
    assert len(loaded.rows("history")) == 4


def test_loads_the_rest_when_the_sender_leaves_errors_out(loaded):
    path = loaded.file(
        "mixed.csv",
        HEAD + "A1,900101,teacher,1,31/02/2026,,cold\nA2,900101,teacher,1,02/03/2026,03/03/2026,cold\n",
    )
    code, out, _ = loaded.run("load", path, "--yes", "--leave-out-errors")
    assert code == 0
    assert "1 new" in out


def test_undoes_exactly_and_says_what_stands(loaded):
    before = loaded.rows("show", "absence_rate")
    more = loaded.file("more.csv", HEAD + "Z9,900101,teacher,1,01/12/2025,05/12/2025,stress\n")
    assert loaded.run("load", more, "--yes")[0] == 0
    assert loaded.rows("show", "absence_rate") != before
    code, out, _ = loaded.run("undo", "5")
    assert code == 0
    assert "Batch 5" in out
    assert loaded.rows("show", "absence_rate") == before
    assert [row["state"] for row in loaded.rows("history")] == [
        "undone",
        "loaded",
        "loaded",
        "loaded",
        "loaded",
    ]
    assert loaded.run("undo", "5")[0] == 2
    assert loaded.run("undo", "77")[0] == 2


def test_history_has_its_columns(loaded):
    row = loaded.rows("history")[0]
    assert list(row) == [
        "batch", "dataset", "file", "sha256", "by", "loaded_at", "rows_new", "rows_changed", "rows_same", "rows_gone", "state",
    ]  # fmt: skip
    assert (row["dataset"], row["by"], row["rows_new"]) == ("absence", "A. Lead", "27")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "no_such_figure"),
        ("show", "absence_rate", "--role", "king"),
        ("show", "absence_rate", "--role", "head:900101", "--school", "900102"),
        ("show", "absence_rate", "--role", "head:900101", "--group", "primary schools"),
        ("show", "absence_rate", "--by", "shoe_size"),
        ("show", "absence_rate", "--school", "123456"),
        ("show", "absence_rate", "--role", "board", "--grain", "month", "--school", "900101"),
        ("check", "nowhere.csv"),
        ("build", "--engine", "abacus"),
        ("load", "--nonsense"),
    ],
)
def test_says_with_a_sentence_and_2_that_the_call_is_at_fault(loaded, arguments):
    code, out, err = loaded.run(*arguments)
    assert code == 2
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


PUPILS = ("urn,academic_year,term,year_group,sex,pupil_premium,send,pupils\n") + "".join(
    f"{urn},2025/26,Autumn,5,{sex},N,none,100\n" for urn in (900101, 900102, 900103) for sex in "FM"
)
CLUBS = "urn,academic_year,term,activity,sex,pupils\n" + "".join(
    f"{urn},2025/26,Autumn,any club,{sex},{n}\n"
    for urn in (900101, 900102, 900103)
    for sex, n in (("F", 30), ("M", 50))
)
REFERRED = "referral_ref,urn,person,service,referred_on,first_contact_on,outcome\n" + "".join(
    f"R{urn}{n},{urn},pupil,{('pastoral', 'CAMHS')[n < 2]},{8 + n:02d}/09/2025,{8 + n:02d}/10/2025,accepted\n"
    for urn in (900101, 900102, 900103)
    for n in range(6)
)


@pytest.fixture
def feeds(loaded):
    texts = {"roll": PUPILS, "participation": CLUBS, "referrals": REFERRED}
    paths = [loaded.file(f"{name}.csv", text) for name, text in texts.items()]
    code, _, err = loaded.run("load", *paths, "--yes")
    assert code == 0, err
    return loaded


def test_a_gap_has_a_value_and_limits_and_nothing_that_was_divided(feeds):
    rows = feeds.rows("show", "gap_any_club_sex", "--school", "900101")
    row = next(row for row in rows if row["state"] == "shown")
    assert (row["numerator"], row["denominator"]) == ("", "")
    assert float(row["value"]) == pytest.approx(0.3 - 0.5)
    assert float(row["lower"]) < -0.2 < float(row["upper"]) < 0
    assert feeds.run("show", "gap_any_club_sex", "--by", "sex")[0] == 2


def test_a_median_has_no_numerator_and_a_rate_its_own_scale(feeds):
    wait = feeds.rows("show", "wait_median_days", "--school", "900101")[0]
    assert (wait["numerator"], wait["denominator"], wait["value"]) == ("", "6.0", "30.0")
    rate = feeds.rows("show", "pupil_referrals_per_1000", "--school", "900101")[0]
    assert (rate["numerator"], rate["denominator"], rate["value"]) == ("6.0", "200.0", "30.0")


def test_parts_are_shown_by_name_and_what_has_only_parts_without_being_asked(feeds):
    rows = feeds.rows("show", "any_club", "--by", "sex", "--school", "900101")
    assert {(row["cut"], row["part"], row["numerator"]) for row in rows} == {
        ("sex", "F", "30.0"),
        ("sex", "M", "50.0"),
    }
    assert {row["part"] for row in feeds.rows("show", "pupil_referrals_per_1000", "--by", "service")} == {
        "pastoral",
        "CAMHS",
    }
    assert feeds.rows("show", "staff_question") == feeds.rows("show", "staff_question", "--by", "question")


def test_a_head_sees_own_pool_and_trust_of_the_newer_feeds_too(feeds):
    rows = feeds.rows("show", "any_club", "--role", "head:900101")
    assert {(row["school"], row["group"]) for row in rows} == {
        ("900101", ""),
        ("", "other schools"),
        ("", ""),
    }


def test_shows_a_head_the_own_school_and_the_others_together_only(loaded):
    rows = loaded.rows("show", "staff_absent", "--role", "head:900101")
    assert {(row["school"], row["group"]) for row in rows} == {
        ("900101", ""),
        ("", "other schools"),
        ("", ""),
    }
    # Two others are no pool, and the trust's figure less the own would be theirs.
    assert {row["state"] for row in rows if not row["school"]} == {"hidden"}


def test_every_hidden_row_is_empty_of_numbers(loaded):
    rows = loaded.rows("show", "days_lost_per_fte", "--by", "reason", "--role", "board")
    hidden = [row for row in rows if row["state"] == "hidden"]
    assert hidden
    assert {row[c] for row in hidden for c in ("numerator", "denominator", "value", "lower", "upper")} == {""}


def test_prints_json(loaded):
    code, out, _ = loaded.run("show", "absence_rate", "--school", "900101", "--as", "json")
    assert code == 0
    assert json.loads(out)[0]["indicator"] == "absence_rate"


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_exports_what_a_role_may_see_and_notes_it(loaded, form):
    out = loaded.folder / form
    code, _, err = loaded.run("export", "-o", str(out), "--role", "board", "--format", form)
    assert code == 0, err
    assert {p.suffix for p in out.iterdir()} == {f".{form}"}
    with duckdb.connect(str(loaded.home / "vault.duckdb"), read_only=True) as con:
        assert con.execute("SELECT detail FROM audit WHERE what = 'export'").fetchall() == [
            (f"board: {form}, {len(list(out.iterdir()))} files",)
        ]


def test_a_doctor_finds_a_well_home_well_and_an_open_key_not(loaded):
    code, out, _ = loaded.run("doctor", "--attack")
    assert code == 0, out
    if os.name == "posix":
        (loaded.home / "key").chmod(0o644)
        assert loaded.run("doctor")[0] == 1


def test_covers_takes_away_what_a_term_no_longer_has(loaded):
    one = loaded.file("one.csv", HEAD + "A0,900101,support staff,1,03/11/2025,10/11/2025,cold\n")
    code, out, _ = loaded.run("load", one, "--yes", "--covers", "2025/26 Autumn")
    assert code == 0
    assert "0 new, 0 changed, 1 the same, 7 gone" in out
    assert loaded.run("load", one, "--yes", "--covers", "Autumn 2025")[0] == 2


def test_a_template_is_a_file_that_its_own_check_accepts(loaded):
    result = subprocess.run(
        [sys.executable, "-m", "wellmetrics", "template", "workforce"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0
    path = loaded.file("template.csv", result.stdout.replace("900001", "900101"))
    assert loaded.run("check", path)[0] == 0


def test_a_word_of_the_file_is_given_its_meaning_in_the_same_call(loaded):
    file = loaded.file("lost.csv", f"{HEAD}D1,900101,teacher,1,03/11/2025,03/11/2025,Lurgy=12:30\n")
    assert [row["value"] for row in loaded.rows("check", file)] == ["Lurgy=12:30"]
    assert loaded.rows("check", file, "--value", "reason:Lurgy=12:30=infection") == []
    code, _, err = loaded.run("check", file, "--value", "infection")
    assert code == 2
    assert "--value takes COLUMN:TEXT=MEANING" in err
