"""A staff survey of four questions that tests write out by hand, and the files that hold its replies."""

from pathlib import Path

from tests.helpers import File, csv

MINI = """
code = "mini"
title = "Small staff survey"
audience = "staff"
aliases = ["Pulse"]
minimum_answered = 0.5

[scales.agree]
labels = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
values = [1, 2, 3, 4, 5]
favourable_from = 4

[[questions]]
code = "M1"
wording = "I can do my work in the time I have."
scale = "agree"
construct = "A"
version = 2

[[questions.earlier]]
wording = "My work is manageable."
until = "2024/25"

[[questions]]
code = "M2"
wording = "I take my work home."
scale = "agree"
construct = "A"
reversed = true

[[questions]]
code = "M3"
wording = "My team helps me."
scale = "agree"
construct = "B"

[[questions]]
code = "M4"
wording = "I am thanked."
scale = "agree"
construct = "B"
"""

WAVE = "900001,2026-03-02,staff"


def declare(home: Path, text: str, name: str = "mini.toml") -> None:
    """Writes an instrument into the folder `surveys` of a home."""
    (home / "surveys").mkdir(parents=True, exist_ok=True)
    (home / "surveys" / name).write_text(text, encoding="utf-8")


def wide(*replies: str, survey: str = "mini", questions: str = "M1,M2,M3,M4", where: str = WAVE) -> File:
    """One row a reply; a reply is its answers, such as `4,2,5,1`."""
    rows = [f"{survey},{where},{reply}" for reply in replies]
    return csv("survey.csv", f"survey,urn,wave_date,audience,{questions}", *rows)


def long(*answers: str, survey: str = "mini", where: str = WAVE) -> File:
    """One row an answer: `respondent,question,answer`."""
    rows = [f"{survey},{where},{answer}" for answer in answers]
    return csv("answers.csv", "survey,urn,wave_date,audience,respondent,question,answer", *rows)


def as_long(*replies: str, survey: str = "mini", questions: str = "M1,M2,M3,M4", where: str = WAVE) -> File:
    """The same replies as `wide`, one row an answer."""
    answers = [
        f"R{n},{question},{answer}"
        for n, reply in enumerate(replies)
        for question, answer in zip(questions.split(","), reply.split(","), strict=True)
    ]
    return long(*answers, survey=survey, where=where)


def invited(n: int, survey: str = "mini", where: str = WAVE, group: str = "") -> File:
    headings = "survey,urn,wave_date,audience,respondent_group,invited"
    return csv("invited.csv", headings, f"{survey},{where},{group},{n}")
