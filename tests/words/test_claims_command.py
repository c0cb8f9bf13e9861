"""The command `claims`: a table of sentences, and exit codes as the house has them."""

import csv
import io

import pytest

from wellmetrics.__main__ import main


@pytest.fixture
def run(demo_home, capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["claims", *arguments, "--home", str(demo_home)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def test_claims_are_listed_with_verdict_figure_and_reason(run, tmp_path):
    file = tmp_path / "pack.md"
    file.write_text(
        "# Staff\n\nLong absence at Larch High School rose. Sickness improved.\n", encoding="utf-8"
    )
    code, out, _ = run(str(file), "--role", "board", "--as", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    assert code == 1
    assert list(table[0]) == ["sentence", "verdict", "figure", "reason"]
    assert [row["verdict"] for row in table] == ["cannot be checked", "supported", "not supported"]
    assert table[1]["figure"].startswith(
        "long_term_absence, Larch High School, Summer 2026: 10.7%; higher than usual"
    )


def test_a_text_without_an_over_claim_leaves_with_nought(run, tmp_path):
    file = tmp_path / "pack.txt"
    file.write_text("Long absence at Larch High School rose.", encoding="utf-8-sig")
    assert run(str(file), "--role", "head:900011")[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pack.pdf", b"%PDF", "not a text that can be checked"),
        ("pack.txt", "One\nAbsence rose by 3 £".encode("cp1252"), "line 2: the text is not UTF-8"),
        ("pack.txt", b"Absence rose. " * 80_000, "larger than 1 MB"),
        ("pack.txt", None, "There is no file"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(run, tmp_path, name, content, said):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, out, err = run(str(file))
    assert (code, out) == (2, "")
    assert said in err
