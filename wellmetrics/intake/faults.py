"""What a cell's text can be that is no value: a fault with its sentence, or a row of another kind."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not a value. `level` query: it counts as `value` all the same.

    `likely` is what the sender probably meant, written so that it would be read: shown, never taken. `code` is the
    message's name.
    """

    problem: str
    fix: str
    level: str = "error"
    value: Any = None
    likely: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no row of this dataset, such as maternity leave among sickness."""

    what: str


class NotOne(Exception):
    """A text that is no value of its kind: the message's name, the sentence, and what to do."""

    def __init__(self, code: str, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.code, self.problem, self.fix = code, problem, fix
