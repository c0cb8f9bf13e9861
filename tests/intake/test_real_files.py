"""Published files as they really come: read whole or refused in a sentence, never taken for one column."""

import pytest

from tests.helpers import REAL, faults, look

needs = pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not beside this checkout")


def real(path: str) -> tuple[str, bytes]:
    found = REAL / path
    return found.name, found.read_bytes()


@needs
def test_absence_by_employee_and_month_is_told_which_columns_it_lacks(context):
    checked = look(context, real("uci_absenteeism_at_work/Absenteeism_at_work.csv"), dataset="absence")
    lacks = {column for _, column, code in faults(checked) if code == "missing_column"}
    assert lacks == {"staff_ref", "urn", "staff_group", "fte", "first_day"}
    assert checked.rows is None
    assert "semicolon-separated" in checked.decisions[0]


@needs
def test_performance_tables_in_windows_1252_keep_their_columns(context):
    checked = look(context, real("dfe_2022_23/england_ks4-mats-performance.csv"), dataset="schools")
    assert "Windows-1252, comma" in checked.decisions[0]
    assert len(checked.left_out_columns) > 50


@needs
@pytest.mark.parametrize("name", ["20220419-gias.csv", "20220420_gias.csv"])
def test_the_school_registers_ragged_rows_are_named_by_line(no_schools, name):
    checked = look(no_schools, real(f"gias_2022/{name}"), dataset="schools")
    ragged = [p for p in checked.problems if p.code == "row_width"]
    assert len(checked.left_out_columns) > 90
    assert all(p.line and p.line > 1 for p in ragged)
    assert all("heading row has 1" in p.problem and "has 1;" not in p.problem for p in ragged)
    assert ragged
