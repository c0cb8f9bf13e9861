"""The privacy papers say what the product does: the same settings, datasets and commands, and brackets where a trust writes."""

import re
from pathlib import Path

import pytest

from wellmetrics import settings
from wellmetrics.commands import app
from wellmetrics.settings import TRAY_DAYS

FOLDER = Path(__file__).parents[2] / "docs" / "privacy"
PAPERS = sorted(FOLDER.glob("*.md"))
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) to (\d+) \|", re.MULTILINE)


def paper(name: str) -> str:
    return (FOLDER / name).read_text()


def test_the_retention_table_is_that_of_the_settings():
    rows = {name: tuple(map(int, rest)) for name, *rest in ROW.findall(paper("retention.md"))}
    assert rows == {one.name: (int(one.default), one.least, one.most) for one in settings.RETENTION}
    assert f"`{TRAY_DAYS.name}` ({TRAY_DAYS.default})" in paper("retention.md")


def test_the_notices_name_the_years_that_are_set_from_the_start():
    words = {1: "one", 5: "five", 6: "six"}
    absence, surveys, files = (
        words[int(one.default)] for one in (settings.KEEP_ABSENCE, settings.KEEP_SURVEYS, settings.KEEP_FILES)
    )
    staff = f"Spells and referrals {absence} school years after they ended, survey replies {surveys}, files as sent {files}."
    assert staff in paper("notices.md")
    assert f"Referrals {absence} school years after they were closed, survey replies {surveys}." in paper(
        "notices.md"
    )


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_link_of_a_paper_leads_somewhere(path):
    links = re.findall(r"\]\(([^)]+)\)", path.read_text())
    assert all((path.parent / link).exists() for link in links), links


def test_the_index_names_every_paper():
    named = set(re.findall(r"\]\((\w[\w-]*\.md)\)", paper("README.md")))
    assert named == {path.name for path in PAPERS} - {"README.md"}


def test_commands_that_papers_name_are_commands():
    known = {one.callback.__name__ for one in app.registered_commands if one.callback}
    said = {
        word for path in PAPERS for word in re.findall(r"`(find|erase|purge|undo|redo)\b", path.read_text())
    }
    assert said == {"find", "erase", "purge", "undo", "redo"}
    assert said <= known


@pytest.mark.parametrize("name", ["dpia.md", "notices.md", "record-of-processing.md", "rights.md"])
def test_what_only_the_trust_knows_is_left_to_it(name):
    assert "**[" in paper(name)
