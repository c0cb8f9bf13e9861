"""What reading says of a file that it cannot take, or takes with a question: the sentences of reading.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from wellmetrics.intake.messages import Message, Unreadable


@cache
def sayings() -> Mapping[str, Message]:
    text = (resources.files("wellmetrics.intake") / "reading.toml").read_text(encoding="utf-8")
    return {code: Message(code, **said) for code, said in tomllib.loads(text).items()}


def unread(file: str, code: str, line: int | None = None, **fields: object) -> Unreadable:
    """To raise where a file can be taken no further. Numbers are written with commas."""
    shown: dict[str, Any] = {name: f"{f:,}" if isinstance(f, int) else f for name, f in fields.items()}
    return Unreadable(sayings()[code].about(file, line, **shown))
