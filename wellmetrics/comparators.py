"""Published figures that may stand beside an indicator, from data/comparators.csv, each with its source and year."""

import csv
from functools import cache
from pathlib import Path

from wellmetrics.model import Comparator

FILE = Path(__file__).parents[1] / "data" / "comparators.csv"


@cache
def all_comparators() -> dict[str, tuple[Comparator, ...]]:
    """By indicator code, the oldest first."""
    found: dict[str, list[Comparator]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["indicator"], []).append(
                Comparator(
                    row["label"],
                    row["year"],
                    float(row["value"]),
                    row["source"],
                    row["population"],
                    row["url"],
                    row["note"],
                    row["part"],
                )
            )
    return {code: tuple(sorted(rows, key=lambda c: c.year)) for code, rows in found.items()}
