"""A trust's own names for headings and values, added to what a dataset knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wellmetrics.intake.match import compared, plain
from wellmetrics.model import Column, Dataset

Words = Mapping[str, Mapping[str, str]]  # column -> text -> what it means


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a column that nobody knows, or whose meaning the sender gave (`means`). `times` is how often it stands."""

    column: str
    text: str
    times: int
    means: str = ""
    likely: str = ""


def with_aliases(dataset: Dataset, aliases: Iterable[Mapping[str, str | None]]) -> Dataset:
    """The dataset with the rows of `aliases` that are about it; the trust's own word goes before the product's.

    A row without `column` gives a heading another name; with one, it says what a text in that column means.
    """
    about = [row for row in aliases if row["dataset"] == dataset.name]
    headings = {plain(row["written"] or ""): row["means"] for row in about if not row["column"]}
    values: dict[str, dict[str, str]] = {}
    for row in about:
        if row["column"]:
            values.setdefault(row["column"], {})[row["written"] or ""] = row["means"] or ""
    named = replace(dataset, columns=tuple(_named(column, headings) for column in dataset.columns))
    return with_values(named, values)


def with_values(dataset: Dataset, values: Words) -> Dataset:
    """The dataset with what texts mean in each column, such as the sender said of one layout."""
    return replace(dataset, columns=tuple(_valued(c, values.get(c.name, {})) for c in dataset.columns))


def meanings(column: Column) -> tuple[str, ...]:
    """What a text of the column can be said to mean: what the column takes, or that the row is left out."""
    if column.kind == "flag":
        return ("Y", "N")
    if column.kind == "urn":
        return tuple(dict.fromkeys(column.value_aliases.values()))
    return (*column.choices, *dict.fromkeys(column.leaves_out.values()))


def meant(dataset: Dataset, earlier: Words, now: Words) -> dict[str, dict[str, str]]:
    """What texts of each column mean to the sender: said now before what was said earlier; "" takes a meaning back.

    What no column of the dataset can hold is no meaning.
    """
    found = {}
    for column in dataset.columns:
        new = now.get(column.name, {})
        again = set(map(compared, new))
        old = {
            text: means for text, means in earlier.get(column.name, {}).items() if compared(text) not in again
        }
        own = {text: means for text, means in {**old, **new}.items() if means in meanings(column)}
        if own:
            found[column.name] = own
    return found


def _named(column: Column, headings: Mapping[str, str | None]) -> Column:
    own = tuple(heading for heading, means in headings.items() if means == column.name)
    theirs = tuple(alias for alias in column.aliases if plain(alias) not in headings)
    return replace(column, aliases=(*own, *theirs))


def _valued(column: Column, own: Mapping[str, str]) -> Column:
    """A word moves between what is loaded and what is left out, wherever the trust says it belongs."""
    if not own:
        return column
    mine = {compared(text) for text in own}
    kept = {text: means for text, means in column.value_aliases.items() if compared(text) not in mine}
    out = {text: what for text, what in column.leaves_out.items() if compared(text) not in mine}
    kinds = set(column.leaves_out.values())
    return replace(
        column,
        value_aliases={**kept, **{text: means for text, means in own.items() if means not in kinds}},
        leaves_out={**out, **{text: means for text, means in own.items() if means in kinds}},
    )
