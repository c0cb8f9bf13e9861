"""A name is a name wherever it comes out: in rows and figures, in exports, in the terminal."""

import csv
import io

import openpyxl
import pyarrow.parquet
import pytest
from rich.console import Console

from tests import helpers, hostile
from tests.hostile import EVIL, FILE, GROUP, LINKED, NAMES, URNS
from wellmetrics import desk, release
from wellmetrics.__main__ import main
from wellmetrics.commands import frame
from wellmetrics.export import whole
from wellmetrics.model import Viewer
from wellmetrics.spreadsheet import DANGEROUS
from wellmetrics.vault import Vault


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    return hostile.hostile(folder), hostile.tame(folder)


@pytest.fixture(scope="module")
def lead(homes):
    opened = release.open_for(homes[0], Viewer("lead"))
    yield opened
    opened.close()


def run(capsys, home, *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--home", str(home)])
    said = capsys.readouterr()
    assert not left.value.code, said.err
    return said.out


def test_names_are_stored_as_they_were_written(homes):
    with Vault(homes[0]) as vault:
        assert [row["school"] for row in vault.standing("schools").sort_by("urn").to_pylist()] == list(NAMES)
        assert {row["group"] for row in vault.standing("groups").to_pylist()} == {GROUP, LINKED}
        assert vault.history()[0].file == FILE


def test_figures_are_those_of_the_same_trust_with_other_names(homes):
    one, other = (helpers.frame(home, "lead") for home in homes)
    other["group"] = other["group"].replace({"Hub A": GROUP, "Hub B": LINKED})
    keys = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
    assert one.equals(other.sort_values(keys, ignore_index=True))


def test_a_group_is_asked_for_by_any_name(homes, capsys):
    for group in (GROUP, LINKED):
        out = run(capsys, homes[0], "show", "days_lost_per_fte", "--group", group, "--as", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert {row["group"] for row in rows} == {group}
    assert len(desk.history(homes[0])) == 5


def test_a_name_that_is_not_there_finds_nothing_and_changes_nothing(homes, capsys):
    with pytest.raises(SystemExit) as left:
        main(["show", "days_lost_per_fte", "--group", "' OR '1'='1", "--home", str(homes[0])])
    assert left.value.code == 2
    assert "Hub" not in capsys.readouterr().out


def test_an_exported_csv_has_no_cell_that_a_spreadsheet_runs(lead, tmp_path):
    for file in whole.write(lead, tmp_path, "csv"):
        for row in csv.reader((tmp_path / file).read_text("utf-8-sig").splitlines()):
            assert [cell for cell in row if cell.startswith(DANGEROUS) and not _number(cell)] == []
    assert "'=HYPERLINK" in (tmp_path / "places.csv").read_text("utf-8-sig")


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_an_exported_workbook_has_texts_and_neither_formulas_nor_links(lead, tmp_path):
    whole.write(lead, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "figures.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert {*NAMES, FILE} <= {cell.value for cell in cells}


def test_an_exported_table_keeps_every_name_as_it_is(lead, tmp_path):
    whole.write(lead, tmp_path, "parquet")
    places = pyarrow.parquet.read_table(tmp_path / "places.parquet")["name"].to_pylist()
    assert {*NAMES, GROUP, LINKED} <= set(places)


def test_the_terminal_shows_names_and_draws_nothing_of_them(homes, capsys):
    out = run(capsys, homes[0], "history", "--as", "csv")
    assert FILE in out
    assert "\x1b" not in out


def test_a_report_of_problems_runs_nothing_either(homes, tmp_path):
    wrong = f'=cmd("{EVIL}")'
    file = helpers.csv("a.csv", helpers.ABSENCE, f"{URNS[0]},P1,,teacher,1,2025-09-08,{wrong},,,infection,")
    (checked,) = desk.check_files(homes[0], [file])
    report = desk.report(checked.problems)
    assert wrong.split("(")[0] in report
    rows = list(csv.reader(io.StringIO(report)))
    assert [cell for row in rows for cell in row if cell.startswith(DANGEROUS)] == []


@pytest.mark.parametrize(
    "name", ["[/red].csv", "[bold]x[/bold].csv", "[link=https://evil.example]x[/link].csv"]
)
def test_a_step_in_a_terminal_shows_brackets_as_they_are(name):
    """Where there is a terminal, steps are drawn by a library that has a markup of its own."""
    out = Console(file=io.StringIO(), force_terminal=True, width=120)
    with frame.progress(f"Checking {name}", out) as tell:
        tell(f"Loading {name}")
    assert "evil.example\x1b" not in out.file.getvalue()  # type: ignore[attr-defined]
    assert f"Loading {name}" in out.file.getvalue()  # type: ignore[attr-defined]
