"""One small file of every shape that offices send, each with what becomes of it beside it."""

import tomllib
from pathlib import Path

import pytest

from tests.helpers import well_said
from tests.intake.shapes import SHAPES, rows, sheet
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import original_rows

FILES = sorted(path for path in SHAPES.iterdir() if path.suffix != ".toml")


def expected(path: Path) -> dict:
    return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))


READ = [path for path in FILES if "refused" not in expected(path)]
REFUSED = [path for path in FILES if "refused" in expected(path)]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_a_file_of_this_shape_is_read_as_the_note_beside_it_says(path):
    found, said = sheet(path.name, path.read_bytes()), expected(path)
    assert list(found.headings) == said["headings"]
    assert {str(line): cells for line, cells in rows(found).items()} == said["rows"]
    assert list(found.decisions) == said["decisions"]
    assert list(found.how.lines_above) == said.get("above", [])
    assert list(filter(None, found.items)) == list(filter(None, said.get("items", [])))
    assert [{"line": p.line or 0, "code": p.code} for p in found.problems] == said.get("problems", [])
    for problem in found.problems:
        well_said(problem)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(path):
    with pytest.raises(Unreadable) as refusal:
        sheet(path.name, path.read_bytes())
    problem = refusal.value.problem
    assert {"refused": problem.code} | ({"line": problem.line} if problem.line else {}) == expected(path)
    well_said(problem)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_every_row_of_a_file_comes_back_with_its_number(path):
    found = sheet(path.name, path.read_bytes())
    every = list(original_rows(path.name, path.read_bytes(), found.how))
    assert [number for number, _ in every] == list(range(1, len(every) + 1))
    width = len(found.headings)
    as_read = {number: [*cells, *[""] * width][:width] for number, cells in every}
    assert {number: as_read[number] for number in found.lines.to_pylist()} == rows(found)
    assert found.how.heading_line in as_read


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_a_file_on_the_disk_is_read_as_its_bytes_are(path):
    from_disk, from_bytes = sheet(path.name, path), sheet(path.name, path.read_bytes())
    assert rows(from_disk) == rows(from_bytes)
    assert (from_disk.how, from_disk.decisions) == (from_bytes.how, from_bytes.decisions)
