"""People on the command line: the first administrator is invited here, and the record can be read without a browser."""

import pytest

from tests.command_line.test_command_line import Shell


@pytest.fixture
def office(tmp_path, capsys) -> Shell:
    return Shell(tmp_path, capsys)


def test_somebody_is_invited_listed_and_taken_out_and_each_step_is_recorded(office: Shell):
    code, out, _ = office.run(
        "invite", "A.Head@trust.example", "head", "--school", "900101", "--until", "31/08/2099"
    )
    assert (code, out.strip()) == (0, "a.head@trust.example may sign in as head of 900101: role 1.")
    (row,) = office.rows("people")
    assert (row["email"], row["role"], row["school"], row["until"], row["state"]) == (
        "a.head@trust.example", "head", "900101", "2099-08-31", "invited",
    )  # fmt: skip
    assert office.run("uninvite", "1", "--by", "A. Lead")[0] == 0
    assert [row["state"] for row in office.rows("people")] == ["removed"]
    assert [(row["who"], row["what"]) for row in office.rows("record")] == [
        ("A. Lead", "role removed"),
        ("command line", "role given"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("invite", "a.head@trust.example", "head"), "belongs to one school"),
        (("invite", "a.head", "board"), "is not an e-mail address"),
        (("invite", "a.head@trust.example", "owner"), "is not a role"),
        (("invite", "a.head@trust.example", "board", "--until", "soon"), "DD/MM/YYYY"),
        (("uninvite", "7"), "There is no role 7"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(office: Shell, arguments, said):
    code, out, told = office.run(*arguments)
    assert (code, out) == (2, "")
    assert said in told
