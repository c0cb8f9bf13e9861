"""The catalogue of what intake can say: one code, one message, one fix."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, get_args

from wellmetrics import catalogue
from wellmetrics.model import Level, Problem, Refusal, Stage

STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True)
class Message:
    """`problem` and `fix` name their fields in braces; {text} is what somebody typed and nobody has checked.

    `whole`: it is about the whole file, though it names a row that shows it.
    """

    code: str
    stage: Stage
    level: Level
    problem: str
    fix: str
    whole: bool = False

    @property
    def typed(self) -> bool:
        return "{text}" in self.problem

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The problem with anything in its fields."""
        found = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(self.problem))
        return re.compile(found, re.DOTALL)

    def about(
        self, file: str, line: int | None = None, column: str = "", value: str = "",
        suggestion: str = "", position: int | None = None, **fields: object,
    ) -> Problem:  # fmt: skip
        """The message about one place of a file. `fields` fill the braces, beside `column` and `value`."""
        words = {"column": column, "value": value, **fields}
        fix = self.fix.format_map(words) if "{" in self.fix else self.fix
        if suggestion:
            fix = f"{fix} Did you mean “{suggestion}”?".strip()
        return Problem(
            file, line, column, value, self.level, self.problem.format_map(words), fix, self.code, suggestion, position
        )  # fmt: skip


class Unreadable(Refusal):
    """A file that cannot be taken further, said in a message of the catalogue."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@cache
def every() -> Mapping[str, Message]:
    """Every message by its code, in the order of the stages. Raises ValueError for a code with two messages."""
    found: dict[str, Message] = {}
    for message in sorted((*_own(), *_of_datasets()), key=lambda message: STAGES.index(message.stage)):
        if found.setdefault(message.code, message) != message:
            raise ValueError(f"The code {message.code} has two messages.")
    return found


def _own() -> Iterator[Message]:
    for name in ("reading.toml", "messages.toml"):
        text = (resources.files("wellmetrics.intake") / name).read_text(encoding="utf-8")
        for code, said in tomllib.loads(text).items():
            yield Message(code, **said)


def _of_datasets() -> Iterator[Message]:
    for dataset in catalogue.all_datasets().values():
        for rule in dataset.checks:
            yield Message(rule.code, rule.stage, rule.level, rule.problem, rule.fix)


def unreadable(file: str, code: str, line: int | None = None, **fields: Any) -> Unreadable:
    """To raise where a file can be taken no further."""
    return Unreadable(every()[code].about(file, line, **fields))
