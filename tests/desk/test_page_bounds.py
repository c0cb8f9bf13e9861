"""What comes through the page is read apart from the server, within the bounds of the page."""

import pytest

from tests import helpers
from wellmetrics import desk
from wellmetrics.build import change_setting
from wellmetrics.vault import Vault

WIDE = ",".join(
    ["urn", "staff_ref", "staff_group", "fte", "first_day", "reason", *(f"c{n}" for n in range(250))]
)


def looked(home, name: str, data: bytes) -> list[str]:
    with Vault(home) as vault:
        helpers.put(vault, helpers.schools("900001"), helpers.terms())
    desk.put(home, "lead", [(name, data)])
    found = desk.look(home, desk.sent(home, "lead"))
    return [problem.code for problem in found.checked[0].errors]


def test_a_file_with_more_columns_than_the_page_takes_is_refused_there_and_not_on_the_command_line(tmp_path):
    row = ",".join(["900001", "a", "teacher", "1", "2025-09-08", "infection", *([""] * 250)])
    data = f"{WIDE}\n{row}\n".encode()
    assert looked(tmp_path, "wide.csv", data) == ["too_many_columns"]
    assert desk.check_files(tmp_path, [("wide.csv", data)])[0].errors == []


def test_a_cell_of_fifty_megabytes_is_refused_and_the_desk_goes_on(tmp_path):
    bomb = b"urn,staff_ref\n900001," + b"x" * 50_000_000
    assert len(looked(tmp_path, "bomb.csv", bomb)) == 1
    _, good = helpers.absence("900001,a,2025-09-08,2025-09-09")
    desk.put(tmp_path, "lead", [("good.csv", good)])
    assert [len(one.errors) for one in desk.look(tmp_path, desk.sent(tmp_path, "lead")).checked] == [1, 0]


@pytest.mark.parametrize(("columns", "refused"), [("20", True), ("40", False)])
def test_a_home_says_how_many_columns_it_takes_from_the_page(tmp_path, columns, refused):
    change_setting(tmp_path, "page_columns", columns, "lead")
    data = b",".join(b"c%d" % n for n in range(30)) + b"\n" + b",".join([b"1"] * 30) + b"\n"
    assert (looked(tmp_path, "wide.csv", data) == ["too_many_columns"]) is refused


@pytest.mark.parametrize(("megabytes", "refused"), [("1", True), ("3", False)])
def test_a_home_says_how_large_a_file_it_takes_from_the_page(tmp_path, megabytes, refused):
    change_setting(tmp_path, "page_mb", megabytes, "lead")
    assert (looked(tmp_path, "long.csv", b"a,b\n" + b"1,2\n" * 400_000) == ["too_large"]) is refused
