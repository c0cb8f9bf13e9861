"""Which dataset a file is: by its headings, in the trust's own words too, by what was agreed, and by what a row is."""

from collections.abc import Sequence
from functools import partial
from typing import overload

import pyarrow as pa

from wellmetrics import catalogue
from wellmetrics.intake.agreed import agreed
from wellmetrics.intake.by_day import BY_DAY
from wellmetrics.intake.checked import Context, Options
from wellmetrics.intake.grains import LOOKED_AT, Grain, grain
from wellmetrics.intake.layouts import Layout
from wellmetrics.intake.match import Match, nearest, recognise, with_proposal
from wellmetrics.intake.messages import unreadable
from wellmetrics.intake.own_words import with_aliases
from wellmetrics.intake.read import Sheet
from wellmetrics.intake.schools_named import with_schools
from wellmetrics.intake.texts import first_texts, texts
from wellmetrics.model import Dataset

BY_DAYS, BY_SPELLS = "day", "spell"  # what the sender may say that a row is


def in_own_words(context: Context) -> tuple[Dataset, ...]:
    """Every dataset with the names of the trust's schools and the trust's own words, and last absence by the day."""
    names = {row["urn"]: row["school"] for row in _rows(context, "schools")}
    aliases = _rows(context, "aliases")
    every = (*catalogue.all_datasets().values(), BY_DAY)
    return tuple(with_aliases(with_schools(dataset, names), aliases) for dataset in every)


def _rows(context: Context, name: str) -> list[dict]:
    table = context.standing.get(name)
    return [] if table is None else table.to_pylist()


def recognised_as(
    sheet: Sheet, datasets: Sequence[Dataset], context: Context, options: Options
) -> tuple[Dataset, Grain | None]:
    """The dataset, and of absence what a row is. `datasets` are those of `in_own_words`. Raises Refusal."""
    *whole, by_day = datasets
    found = (
        _said(whole, options)
        or _by_headings(sheet, whole, options)
        or _agreed(sheet, datasets, context, options)
    )
    if found is None or found.name == by_day.name:
        told = _grain(sheet, found, context, options)
        if told and told.kind == "employee-year":
            raise unreadable(sheet.file, "employee_year", reason=told.reason)
        if told and told.kind == "day":
            return (by_day if told.sure or found is None else found), told
    found = found or _nearly(sheet, whole, options)
    if found is None:
        raise _of_no_dataset(sheet, whole, options)
    return found, None


def _nearly(sheet: Sheet, datasets: Sequence[Dataset], options: Options) -> Dataset | None:
    """The dataset that more than half of its needed columns speak for: what it lacks is then asked, column by column."""
    near, how = nearest(sheet.headings, datasets, options.given)
    needed = sum(column.needed for column in near.columns)
    return near if 2 * len(how.missing) < needed and len(how.columns) > 1 else None


def _said(datasets: Sequence[Dataset], options: Options) -> Dataset | None:
    if not options.dataset:
        return None
    name = catalogue.dataset(options.dataset).name
    return next(dataset for dataset in datasets if dataset.name == name)


def _by_headings(sheet: Sheet, datasets: Sequence[Dataset], options: Options) -> Dataset | None:
    return next(iter(recognise(sheet.headings, datasets, options.given)), None)


def _agreed(sheet: Sheet, datasets: Sequence[Dataset], context: Context, options: Options) -> Dataset | None:
    """The dataset whose needed columns are all there as they were agreed last time, or as the sender says."""
    found = {}
    for dataset in datasets:
        how, layout = _how(sheet, dataset, context, options)
        if (layout or options.columns) and not how.missing:
            found[len(how.columns)] = dataset
    return found[max(found)] if found else None


def _how(sheet: Sheet, dataset: Dataset, context: Context, options: Options) -> tuple[Match, Layout | None]:
    texts_of = partial(first_texts, sheet.columns)
    return agreed(sheet.headings, dataset, options.columns, options.given, context.layouts, texts_of)


def _grain(sheet: Sheet, found: Dataset | None, context: Context, options: Options) -> Grain | None:
    """What a row is, by the sender's word, else by the file.

    Days are not sure where their headings are those of spells. A spell's first day that is agreed on leaves no doubt.
    """
    if options.grain == BY_SPELLS:
        return None
    if found and any(column.name == "day" for column in found.columns):
        return Grain("day", "It was agreed so.")
    told = grain(sheet.headings, _Beginnings(sheet.columns))
    first_day = found and "first_day" in _how(sheet, found, context, options)[0].columns
    if options.grain == BY_DAYS and told.kind != "day":
        return Grain("day", "The sender says so.", sure=not first_day)
    return None if first_day and told.kind == "employee-year" else told


class _Beginnings(Sequence[Sequence[str]]):
    """The first texts of each column, made only of those that are asked for."""

    def __init__(self, columns: Sequence[pa.DictionaryArray]) -> None:
        self.columns = columns

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return texts(self.columns[index].slice(0, LOOKED_AT))

    def __len__(self) -> int:
        return len(self.columns)


def _of_no_dataset(sheet: Sheet, datasets: Sequence[Dataset], options: Options) -> Exception:
    near, how = nearest(sheet.headings, datasets, options.given)
    if how.columns:
        lacks = ", ".join(with_proposal(name, how.proposals) for name in how.missing)
        return unreadable(sheet.file, "nearest_dataset", dataset=near.name, lacks=lacks)
    return unreadable(
        sheet.file, "no_dataset", headings=", ".join(sheet.headings[:5]), datasets=", ".join(d.name for d in datasets)
    )  # fmt: skip
