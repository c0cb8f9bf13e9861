"""Which columns of a survey nobody has declared hold given answers, and which what people wrote in their own words."""

import re
from collections import Counter
from collections.abc import Collection

from wellmetrics.intake import personal
from wellmetrics.intake.match import plain

# An undeclared question with more answers than this, or longer ones, is free text: it never comes in.
MOST_ANSWERS = 12
LONGEST_ANSWER = 60
GIVEN = {"yes", "no", "don t know", "not sure", "prefer not to say"}
NUMBERED = re.compile(r"-?\d+(\.\d+)?\s*(\D.*)?")
# What survey tools write beside the answers.
ADMIN = {
    "id", "start time", "completion time", "end time", "last modified time", "timestamp", "respondent id",
    "collector id", "start date", "end date", "ip address", "email", "email address", "name", "first name",
    "last name", "custom data 1", "language", "duration", "total points", "quiz feedback",
}  # fmt: skip


def given(heading: str, answers: Counter[str], labels: Collection[str]) -> bool:
    """Whether an undeclared column is a question with given answers, and not free text or the tool's own.

    Given answers are numbers, labels of a declared scale (`labels`), or come again and again: what people write in
    their own words stands there once, however short it is.
    """
    name = plain(heading)
    if not name or name in ADMIN or personal.heading(name) or not answers:
        return False
    short = len(answers) <= MOST_ANSWERS and all(len(answer) <= LONGEST_ANSWER for answer in answers)
    known = all(NUMBERED.fullmatch(a) or plain(a) in GIVEN or plain(a) in labels for a in answers)
    again = sum(n > 1 for n in answers.values())
    return short and (known or 2 * again >= len(answers)) and not personal.column(answers)
