"""Survey files with one row an answer: the replies are those of reading row after row, however many are worked on at once."""

from dataclasses import replace

import numpy as np
import pytest

from tests.helpers import csv, look, put, schools, terms
from tests.small_survey import MINI, declare
from wellmetrics.intake.check import check
from wellmetrics.intake.problems import MOST
from wellmetrics.vault import Vault

HEADINGS = "survey,urn,wave_date,audience,respondent,staff_group,question,answer"
WAVE = "mini,900001,2026-03-02,staff"


@pytest.fixture
def asked(tmp_path):
    declare(tmp_path, MINI)
    with Vault(tmp_path) as vault:
        put(vault, schools("900001"), terms())
        yield replace(vault.context(), home=tmp_path)


def drawn(rows: int) -> list[tuple[str, str, str, str]]:
    """Respondent, group, question and answer; in no order, with blanks, second answers and answers of no scale."""
    random = np.random.default_rng(3)
    columns = (
        [f"R{n}" for n in range(40)] + [""],
        ["", "", "teacher", "leader"],
        ["M4", "M2", "i am thanked.", "Anything else?", ""],
        ["1", "2", "5", "", "9", "n/a", "Strongly  agree"],
    )
    return [tuple(str(random.choice(column)) for column in columns) for _ in range(rows)]  # type: ignore[misc]


def read_in_turn(rows: list[tuple[str, str, str, str]]) -> list[dict]:
    """Respondent by respondent, what was said first: a plain second reading."""
    codes = {"M4": "M4", "i am thanked.": "M4", "M2": "M2"}
    found: dict[str, dict] = {}
    for line, (who, group, question, answer) in enumerate(rows, 2):
        if not who or not question:
            continue
        reply = found.setdefault(who, {"line": line, "staff_group": None, "answers": {}})
        reply["staff_group"] = reply["staff_group"] or group or None
        if question in codes and answer:
            reply["answers"].setdefault(codes[question], " ".join(answer.split()))
    for reply in found.values():
        reply["answers"] = [(q, a) for q, a in sorted(reply["answers"].items()) if a not in ("9", "n/a")]
    return [{"respondent": who, **reply} for who, reply in found.items() if reply["answers"]]


def test_replies_are_those_of_reading_row_after_row(asked, tmp_path):
    rows = drawn(600)
    file, data = csv("answers.csv", HEADINGS, *(f"{WAVE},{','.join(row)}" for row in rows))
    in_memory = check(file, data, asked)
    path = tmp_path / file
    path.write_bytes(data)
    laid_aside = check(file, path, replace(asked, large=0, at_once=50))
    assert laid_aside.problems == in_memory.problems
    assert {p.code for p in in_memory.problems} >= {
        *("answered_twice", "reply_differs", "unknown_answer", "unknown_question", "value_empty")
    }
    for checked in (in_memory, laid_aside):
        assert checked.rows is not None
        found = checked.rows.select(["respondent", "line", "staff_group", "answers"]).to_pylist()
        assert found == read_in_turn(rows)


def test_of_a_fault_in_very_many_rows_the_first_are_listed_and_the_rest_counted(context):
    file = csv("schools.csv", "urn,school,phase", *["the annexe,Alder,primary"] * (MOST + 5))
    *listed, more = look(context, file).problems
    assert {p.code for p in listed} == {"value_urn"}
    assert [p.line for p in listed] == [*range(2, MOST + 2)]
    assert (more.level, more.line) == ("notice", None)
    assert f"found 5 more times: “{listed[0].problem}”" in more.problem
