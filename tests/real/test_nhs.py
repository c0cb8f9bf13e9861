"""Real monthly totals: every published NHS rate comes back to two decimals through `show`."""

import csv
import io

import pytest

from tests.real import nhs
from wellmetrics import desk
from wellmetrics.__main__ import main

pytestmark = pytest.mark.skipif(
    not nhs.FOLDER.exists(), reason="the NHS files lie beside the checkout in development only"
)


@pytest.fixture(scope="module")
def rows():
    return nhs.published()


@pytest.fixture(scope="module")
def home(rows, tmp_path_factory):
    home = tmp_path_factory.mktemp("nhs")
    receipt, checked = desk.load_files(home, nhs.as_datasets(rows), by="test")
    assert not [p for one in checked for p in one.errors]
    assert [load.rows_new for load in receipt.loads] == [286, 3394]
    return home


def test_reproduces_every_published_rate_to_two_decimals(home, rows, capsys):
    with pytest.raises(SystemExit) as left:
        main(["show", "absence_rate", "--grain", "month", "--as", "csv", "--home", str(home)])
    assert left.value.code == 0
    shown = {
        (row["school"], row["period"]): row
        for row in csv.DictReader(io.StringIO(capsys.readouterr().out))
        if row["school"] and row["state"] == "shown"
    }
    number = nhs.urns(rows)
    assert len(rows) == 3394
    assert len(shown) == 3394
    wrong = []
    for row in rows:
        _, month, year = row["DATE"].split("/")
        value = 100 * float(shown[(number[row["ORG_CODE"]], f"{year}-{month}")]["value"])
        if abs(value - float(row["SICKNESS_ABSENCE_RATE_PERCENT"])) > 0.005 + 1e-9:
            wrong.append((row["ORG_CODE"], row["DATE"], value, row["SICKNESS_ABSENCE_RATE_PERCENT"]))
    assert not wrong


def test_says_that_totals_alone_have_no_interval(home, capsys):
    with pytest.raises(SystemExit):
        main(
            [
                "show",
                "absence_rate",
                "--grain",
                "month",
                "--school",
                "800002",
                "--as",
                "csv",
                "--home",
                str(home),
            ]
        )
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows
    assert {(row["lower"], row["upper"]) for row in rows} == {("", "")}
