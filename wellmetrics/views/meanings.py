"""What the desk asks about words that stand in a file and that nobody knows: one question a word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wellmetrics.intake.checked import Checked
from wellmetrics.intake.own_words import Word, meanings
from wellmetrics.words import numbers

MOST = 30  # questions of one file; the next ones come when these are answered
AS_IT_IS = {"": "Leave it as it is"}


@dataclass(frozen=True, slots=True)
class WordAsk:
    """One word of a column. `choices` are what it can mean, by what is kept of the choice; `chosen` is one of them."""

    column: str
    text: str
    times: str
    choices: Mapping[str, str]
    chosen: str


@dataclass(frozen=True, slots=True)
class Asked:
    words: tuple[WordAsk, ...]
    open: bool  # whether some of them have no meaning yet
    more: str  # what is said of those that are asked later


def asked(checked: Checked, schools: Mapping[str, str]) -> Asked:
    """`schools` are names by URN. Words without a meaning come first; those that have one can be given another."""
    words = checked.headed.words if checked.headed and checked.dataset else ()
    in_order = sorted(words, key=lambda word: bool(word.means))
    asks = tuple(_asks(checked, in_order[:MOST], schools))
    left = len(words) - len(asks)
    more = f"{numbers.times(left, 'more word')} will be asked after these." if left else ""
    return Asked(asks, any(not word.means for word in words), more)


def _asks(checked: Checked, words: Iterable[Word], schools: Mapping[str, str]) -> Iterable[WordAsk]:
    for word in words:
        assert checked.dataset  # noqa: S101
        column = checked.dataset.column(word.column)
        may_be = dict(schools) if column.kind == "urn" else {means: means for means in meanings(column)}
        likely = _likely(word, may_be)
        first = {likely: may_be[likely]} if likely else {}
        yield WordAsk(
            word.column,
            word.text,
            numbers.times(word.times, "row"),
            {**first, **AS_IT_IS, **may_be},
            likely,
        )


def _likely(word: Word, may_be: Mapping[str, str]) -> str:
    """What was said, or what the word looks like; schools are proposed by name."""
    if (said := word.means or word.likely) in may_be:
        return said
    return next((means for means, name in may_be.items() if word.likely and name == word.likely), "")
