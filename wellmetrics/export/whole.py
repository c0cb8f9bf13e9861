"""Everything one viewer's release holds, as CSV, xlsx or Parquet files."""

from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter

from wellmetrics.export.tables import csv_text
from wellmetrics.model import CallError
from wellmetrics.release import Release
from wellmetrics.views.disputed import Disputes

TABLES = {
    "cells": "figures",
    "places": "places",
    "periods": "periods",
    "coverage": "coverage",
    "sources": "sources",
}


def write(release: Release, folder: Path, form: str, disputes: Disputes = ()) -> list[str]:
    """Writes the release's tables into `folder`; returns the file names. Strings stay strings: no formulas.

    What schools dispute is a table of its own, where anything is disputed.
    """
    writers = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx}
    if form not in writers:
        raise CallError(f"There is no format “{form}”. Write csv, xlsx or parquet.")
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: release.table(table) for table, name in TABLES.items()}
    if disputes:
        tables["disputes"] = pa.Table.from_pylist([asdict(one) for one in disputes])
    return writers[form](tables, folder)


def _csv(tables: dict[str, pa.Table], folder: Path) -> list[str]:
    for name, table in tables.items():
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        (folder / f"{name}.csv").write_text(csv_text(table.column_names, rows), encoding="utf-8-sig")
    return [f"{name}.csv" for name in tables]


def _parquet(tables: dict[str, pa.Table], folder: Path) -> list[str]:
    for name, table in tables.items():
        pyarrow.parquet.write_table(table, folder / f"{name}.parquet")
    return [f"{name}.parquet" for name in tables]


def _xlsx(tables: dict[str, pa.Table], folder: Path) -> list[str]:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(folder / "figures.xlsx", options) as book:
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, table.column_names)
            rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
            for number, row in enumerate(rows, 1):
                sheet.write_row(
                    number, 0, [c if isinstance(c, int | float | str) or c is None else str(c) for c in row]
                )
    return ["figures.xlsx"]
