"""What the product is made of is locked, licensed and honestly audited."""

import re

import pytest

from supply.audit import CLEAN, FAULTY, NOT_AUDITED, audit, main, verdict
from supply.licences import PAGE
from supply.locked import LOCKS, PINNED, ROOT, pinned, plain

WANTED = {"the product": "requirements.txt", "tests and checks": "requirements-dev.txt"}
# Strong copyleft would reach the product's own code. MPL reaches only the files it came with.
REFUSED = re.compile(
    r"\b[AL]?GPL|General Public|Affero|EUPL|CC-BY-(NC|SA)|SSPL|Proprietary|Commercial", re.IGNORECASE
)
ROWS = re.compile(r"^\| ([\w.-]+) \| (\S+) \| (.*) \|$", re.MULTILINE)


@pytest.mark.parametrize("title", LOCKS)
def test_every_wanted_version_is_the_locked_one(title):
    wanted = {plain(name): version for name, version in PINNED.findall((ROOT / WANTED[title]).read_text())}
    assert wanted
    assert wanted.items() <= pinned(LOCKS[title]).items()


def test_tests_run_on_the_versions_of_the_product():
    assert pinned(LOCKS["the product"]).items() <= pinned(LOCKS["tests and checks"]).items()


@pytest.mark.parametrize("title", LOCKS)
def test_each_locked_version_has_the_digests_of_its_files_and_no_address(title):
    text = LOCKS[title].read_text()
    parts = re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)[1:]
    assert len(parts) == len(pinned(LOCKS[title]))
    assert [part for part in parts if "--hash=sha256:" not in part] == []
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["duckdb", "numpy", "pandas", "pyarrow", "cryptography"])
def test_a_package_with_a_wheel_for_each_system_is_locked_for_all_of_them(name):
    """A wheel for each of Linux, Windows and macOS, and the source, are four files at the least."""
    text = LOCKS["the product"].read_text()
    (part,) = re.findall(rf"^{name}==.*\n(?:    --hash.*\n?)+", text, re.MULTILINE)
    assert part.count("--hash=sha256:") >= 4


def test_every_locked_package_stands_in_the_licences_with_its_version_and_a_licence():
    listed = {name: (version, licence) for name, version, licence in ROWS.findall(PAGE.read_text())}
    for path in LOCKS.values():
        assert {name: listed[name][0] for name in pinned(path)} == pinned(path)
    assert [name for name, (_, licence) in listed.items() if not licence.strip()] == []


def test_no_licence_reaches_the_products_own_code():
    found = {name: licence for name, _, licence in ROWS.findall(PAGE.read_text()) if REFUSED.search(licence)}
    assert found == {}
    assert REFUSED.search("GPL-3.0-or-later")
    assert REFUSED.search("GNU Lesser General Public License v2")


SOUND = {"name": "a", "version": "1", "vulns": []}
FAULT = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "c", "skip_reason": "c (3) is not on the list"}


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([SOUND], CLEAN),
        ([SOUND, FAULT], FAULTY),
        ([SOUND, SKIPPED], NOT_AUDITED),
        ([FAULT, SKIPPED], FAULTY),
        ([], NOT_AUDITED),
    ],
)
def test_what_could_not_be_looked_up_is_never_green(found, code):
    assert verdict(found, "x")[0] == code


def test_an_audit_says_what_it_could_not_look_up_and_what_is_mended_where():
    _, said = verdict([SOUND, FAULT, SKIPPED], "the product")
    assert said == [
        "b 2: CVE-1, mended in 2.1.",
        "not audited: c (3) is not on the list",
        "the product: 2 of 3 packages audited; known faults: 1.",
    ]


def test_a_tool_that_gives_no_answer_is_not_audited(capsys):
    with pytest.raises(RuntimeError, match="no answer"):
        audit("true", LOCKS["the product"])
    assert main("no-such-tool") == NOT_AUDITED
    assert capsys.readouterr().out.count("not audited: ") == len(LOCKS)
