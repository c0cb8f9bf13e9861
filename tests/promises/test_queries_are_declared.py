"""SQL is never put together from what somebody wrote: values are bound, and only declared names are formatted in."""

import re
import subprocess
import sys
import tomllib

import pytest

from tests.promises.test_house import ROOT
from wellmetrics import catalogue

# The rooms that speak SQL. Whoever adds one says here why it has to.
MAY = {
    *("vault", "staging", "standing", "shown", "corrections", "opening", "queries", "totals"),
    *("observe", "chunks", "counting", "series", "release", "publish"),
    *("intake/rows", "people/invited", "rights/marks"),
    *("datasets/shared_checks", "datasets/aliases", "datasets/absence_checks"),
}
BUILT = [
    'con.execute(f"SELECT * FROM load WHERE file = {name}")',
    "con.execute(\"SELECT * FROM load WHERE file = '%s'\" % name)",
    'con.execute("SELECT * FROM load WHERE file = " + name)',
    'con.execute("DELETE FROM load WHERE file = {}".format(name))',
]


def faults(text: str, path: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--stdin-filename",
        path,
        "-",
    ]
    done = subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("path", ["wellmetrics/views/made_up.py", "pages/overview/made_up.py"])
def test_a_query_put_together_outside_the_rooms_of_sql_fails_the_check(path):
    found = faults("\n".join(["con, name = None, None", *BUILT, ""]), path)
    assert found.count("S608") == len(BUILT), found
    assert "S608" not in faults('con.execute("SELECT * FROM load WHERE file = ?", [name])\n', path)


def test_no_other_room_is_let_off_the_check():
    """Neither for the file as a whole nor for a line."""
    let_off = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["per-file-ignores"]
    named = [path for path, codes in let_off.items() if "S608" in codes and not path.startswith("tests/")]
    files = {str(file.relative_to(ROOT)) for path in named for file in expanded(path)}
    files |= {
        str(file.relative_to(ROOT))
        for folder in ("wellmetrics", "pages", "data", "benchmarks", "supply")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"noqa[^\n]*S608|noqa\s*$", file.read_text(), re.MULTILINE)
    }
    assert files == {f"wellmetrics/{room}.py" for room in MAY}


def expanded(path: str) -> list:
    before, _, rest = path.partition("{")
    inner, _, after = rest.partition("}")
    names = [f"{before}{one}{after}" for one in inner.split(",")] if rest else [path]
    return [file for name in names for file in ROOT.glob(name)]


@pytest.mark.parametrize("dataset", catalogue.all_datasets().values(), ids=lambda dataset: dataset.name)
def test_names_that_are_formatted_into_queries_are_letters_and_lines(dataset):
    names = [dataset.name, *dataset.stored, *dataset.key, *dataset.slice, *(c.name for c in dataset.columns)]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z_]*", name)] == []


def test_the_security_rules_hold_for_the_product():
    """S113 to S610 as far as ruff has them; what is let off is let off by name."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert [code for code in lint["ignore"] if code.startswith("S")] == [
        "S311"
    ]  # demo data: chance, not secrets
