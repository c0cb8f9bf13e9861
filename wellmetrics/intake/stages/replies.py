"""The rows of a survey file as the vault keeps them: by the instrument's code, one row a reply."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from wellmetrics.intake import answer_rows, reply_rows
from wellmetrics.intake.surveys import LONGEST_ANSWER, Survey
from wellmetrics.intake.texts import texts
from wellmetrics.intake.work import Work


def questions_of(work: Work) -> None:
    """Finds the survey that a file is of, and which of its columns are questions."""
    if "survey" not in {column.name for column in work.dataset.columns}:
        return
    names = texts(work.text(work.dataset.column("survey")).dictionary)
    said = work.options.questions
    work.survey = Survey(work.dataset, names, work.context.instruments, work.problems, said)
    if work.dataset.stores and "question" not in work.match.columns:
        headings, items = work.sheet.headings, work.sheet.items
        work.questions = work.survey.questions(headings, work.match.extra, work.often, items)
        rest = [i for i in work.match.extra if i not in work.questions]
        wordings = {i: items[i] if items and items[i] else headings[i] for i in rest}
        work.reworded = work.survey.ask_about_wordings(wordings, work.questions.values(), work.often)
        extra = tuple(i for i in rest if i not in work.reworded)
        work.match = replace(work.match, extra=extra)
        of_questions = {question[:LONGEST_ANSWER]: i for i, question in work.questions.items()}
        work.problems.positions = {**of_questions, **work.match.columns}


def as_stored(work: Work, rows: pa.Table) -> pa.Table:
    """`rows` typed, without those that are left out; files that are no survey's stay as they are."""
    if work.survey is None:
        return rows
    if not work.dataset.stores:
        coded = work.survey.coded(rows["survey"], work.aside)
        return rows.set_column(rows.column_names.index("survey"), "survey", coded)
    long = "question" in work.match.columns
    if not work.questions and not long:
        work.problems.say("no_questions")
    audiences: dict[str, set[str]] = {}
    for row in rows.group_by(["survey", "audience"]).aggregate([]).to_pylist():
        audiences.setdefault(str(row["survey"]), set()).add(str(row["audience"]))
    work.survey.look_at_names(audiences)
    if long:
        return answer_rows.replies(work.survey, rows, work.aside)
    asked = {question: work.sheet.columns[i] for i, question in work.questions.items()}
    return reply_rows.replies(work.survey, rows, asked, np.flatnonzero(work.keep), work.aside)
