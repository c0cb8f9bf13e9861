"""Who was erased, as keyed digests in a file of the home that no restore takes back: what was erased stays erased."""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from wellmetrics.archive import ERASED
from wellmetrics.intake.checked import Checked
from wellmetrics.intake.read import encoded
from wellmetrics.intake.texts import texts
from wellmetrics.keys import Key
from wellmetrics.model import Dataset, Refusal


def digests(key: Key, pseudonyms: Iterable[str]) -> list[str]:
    """Not the pseudonyms themselves: nothing that stood in a row stays."""
    return [key.opaque_name(f"erased {pseudonym}") for pseudonym in pseudonyms]


def read(home: Path) -> frozenset[str]:
    path = home / ERASED
    return frozenset(path.read_text().split()) if path.exists() else frozenset()


def write(folder: Path, erased: Iterable[str]) -> None:
    """All of them, in an order that says nothing about when."""
    handle = os.open(folder / ERASED, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{digest}\n" for digest in sorted(erased))


def among(key: Key, erased: Collection[str], pseudonyms: Sequence[str]) -> list[str]:
    """Those pseudonyms that belong to somebody who was erased."""
    marks = digests(key, pseudonyms) if erased else []
    return [name for name, mark in zip(pseudonyms, marks, strict=False) if mark in erased]


def references(dataset: Dataset) -> list[str]:
    """The columns of a dataset that say whose a row is."""
    return [column.name for column in dataset.columns if column.kind == "reference"]


def may_keep_whole(home: Path, checked: Checked) -> bool:
    """Once somebody was erased no file with references is kept as it came: rows that were left out may be theirs."""
    return not (checked.dataset and references(checked.dataset) and read(home))


def without(key: Key, home: Path, checked: Checked) -> tuple[Checked, int]:
    """The file without rows of people who were erased, and how many those are. Whoever sends it need not know of whom."""
    erased, rows = read(home), checked.rows
    if not (erased and rows is not None and checked.dataset):
        return checked, 0
    found = theirs(key, erased, checked.dataset, rows)
    if not found.any():
        return checked, 0
    if found.all():
        raise Refusal(
            f"{checked.file}: every row of it is of somebody who was erased. Nothing was loaded. Take the file off the desk."
        )
    lines = set(rows["line"].filter(pa.array(found)).to_pylist())
    kept = tuple(problem for problem in checked.problems if problem.line not in lines)
    return replace(checked, rows=rows.filter(pa.array(~found)), problems=kept), int(found.sum())


def theirs(key: Key, erased: Collection[str], dataset: Dataset, rows: pa.Table) -> np.ndarray:
    """Which rows of a file, with its references still as sent, are of somebody who was erased."""
    found = np.zeros(rows.num_rows, bool)
    for name in references(dataset):
        column = encoded(rows[name])
        written = texts(column.dictionary)
        names = key.pseudonyms(written)
        gone = set(among(key, erased, names))
        marked = pa.array([name in gone for name in names], pa.bool_())
        found |= np.asarray(marked.take(column.indices).fill_null(False))
    return found
