"""Monthly NHS sickness files as a home: organisations stand in for schools, under fictional numbers.

The recipe of docs/recipes.md, "Load monthly totals from another system". Days lost and available are as sent.
"""

import csv
import io
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "real" / "nhs_sickness_org_month"


def published() -> list[dict]:
    """Every row of the twelve files."""
    rows = []
    for path in sorted(FOLDER.glob("*.csv")):
        rows += csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return rows


def urns(rows: list[dict]) -> dict[str, str]:
    """A fictional number for each organisation code, the same whatever the order of the rows."""
    codes = sorted({row["ORG_CODE"] for row in rows})
    return {code: str(800_001 + i) for i, code in enumerate(codes)}


def as_datasets(rows: list[dict]) -> list[tuple[str, bytes]]:
    """`schools` and `absence_summary` as a sender would write them."""
    number = urns(rows)
    names = {row["ORG_CODE"]: row["ORG_NAME"] for row in rows}
    schools = [(number[code], names[code], "secondary") for code in sorted(number)]
    months = [
        (number[row["ORG_CODE"]], row["DATE"], row["FTE_DAYS_LOST"], row["FTE_DAYS_AVAILABLE"])
        for row in rows
    ]
    return [
        ("schools.csv", _csv(("urn", "school", "phase"), schools)),
        ("absence_summary.csv", _csv(("urn", "month", "days_lost", "days_available"), months)),
    ]


def _csv(headings, rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()
