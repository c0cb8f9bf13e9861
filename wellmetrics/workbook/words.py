"""What somebody writes in their own words: one short text, with nothing in it that looks like a person's number or address."""

import re
from collections.abc import Iterator

from wellmetrics.intake import personal
from wellmetrics.model import CallError

# A telephone number with its spaces, or a National Insurance number written in pairs, is several words.
_MOST_WORDS = 6


def own_words(text: str, most: int) -> str:
    """The text on one line. Raises CallError where it is too long or holds something personal."""
    text = " ".join(text.split())
    if len(text) > most:
        raise CallError(f"The text has {len(text)} characters. Write at most {most}.")
    if what := _personal(text):
        raise CallError(
            f"The text holds what looks like {what}. Leave it out: nothing that points to a person is kept here."
        )
    return text


def _personal(text: str) -> str | None:
    return next((what for run in runs(text) if (what := personal.value(run))), None)


def runs(text: str) -> Iterator[str]:
    """Every few words of a text that stand together, without what stands around them."""
    words = [re.sub(r"^[^\w+@]+|[^\w@]+$", "", word) for word in text.split()]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            yield " ".join(words[start:end])
