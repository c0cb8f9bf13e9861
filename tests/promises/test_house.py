"""What the house keeps: small pages, modules with one sentence at the door, no trace of a machine."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from wellmetrics.statistics import change, compare, events, gaps, intervals, similar, trend

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "wellmetrics").rglob("*.py"))
DEMO = sorted((ROOT / "data").rglob("*.py"))  # what makes the demo trust, and its answer key
PAGES = sorted((ROOT / "pages").rglob("*.py"))
TEXTS = [p for folder in ("wellmetrics", "pages", "docs", "tests", "data/demo") for p in sorted((ROOT / folder).rglob("*"))
         if p.suffix in (".py", ".sql", ".md", ".toml")] + [ROOT / "dashboard.py", ROOT / "pyproject.toml"]  # fmt: skip
LONGEST_MODULE = 300


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*MODULES, *DEMO], ids=name)
def test_a_module_says_what_it_is_and_stays_short(path):
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert docstring.split("\n\n")[0].rstrip().endswith((".", ":"))
    assert len(text.splitlines()) <= LONGEST_MODULE


def test_no_page_lies_directly_in_the_pages_folder():
    """A fresh server serves pages/x.py without running dashboard.py: a sign-in there would be skipped."""
    assert PAGES
    assert [p for p in PAGES if p.parent == ROOT / "pages"] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_is_at_most_sixty_lines_and_holds_no_sql_and_no_frames(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 60
    assert not re.search(r"\bSELECT\b|import (duckdb|pandas)|wellmetrics\.vault", text)


def test_the_frame_is_under_forty_lines():
    assert len((ROOT / "dashboard.py").read_text().splitlines()) < 40


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_no_file_names_a_machine(path):
    found = re.search(r"/(work|home|Users|root)/\w+|C:\\\\", path.read_text())
    assert path == Path(__file__) or found is None, found


ROOMS_OF_ROWS = (
    *("vault.py", "staging.py", "standing.py", "opening.py", "queries.py", "totals.py"),
    *("shown.py", "corrections.py"),
    *("workbook", "people", "rights"),
)


def test_only_the_rooms_of_the_vault_and_of_releases_speak_sql():
    """The checks of a dataset and of intake are SQL over the rows of one file; no other room writes any."""
    speak = {
        p.relative_to(ROOT / "wellmetrics").parts[0]
        for p in MODULES
        if re.search(r"\bSELECT\b", p.read_text())
    }
    assert speak <= {
        *ROOMS_OF_ROWS,
        "observe.py",
        "chunks.py",
        "counting.py",
        "series.py",
        "release.py",
        "publish.py",
        "datasets",
        "intake",
        "model.py",
    }


PUBLIC = [
    function
    for module in (intervals, gaps, change, compare, events, trend, similar)
    for called, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
    and not called.startswith("_")
    # One number beside two others has no author, and neither has what other functions share.
    and function not in (compare.against, intervals.tail_of, intervals.variance)
]


@pytest.mark.parametrize("function", PUBLIC, ids=lambda f: f"{f.__module__.rsplit('.', 1)[1]}.{f.__name__}")
def test_a_statistic_says_where_it_comes_from(function):
    said = f"{function.__doc__}"
    assert re.search(r"\b(19|20)\d\d\b|Making Data Count", said), said


def test_the_documents_have_the_words_that_figures_use():
    glossary = (ROOT / "docs" / "glossary.md").read_text().lower()
    for word in (
        "spell",
        "numerator",
        "denominator",
        "cut",
        "full-time equivalent",
        "hidden",
        "missing",
        "release",
        "vault",
    ):
        assert word in glossary, word
