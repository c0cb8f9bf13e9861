"""The NHS staff survey by organisation as a home: organisations stand in for schools, under fictional numbers.

The recipe of docs/recipes.md, "How to bring in published survey percentages".
"""

import csv
import io
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "real" / "nhs_staff_survey_by_org"
SURVEY = "nhs-staff-survey"
TERMS = (("Autumn", "09-01", "12-20"), ("Spring", "01-05", "03-31"), ("Summer", "04-15", "07-20"))


def published() -> list[dict[str, str]]:
    """Every row of the file: one organisation and year."""
    (path,) = FOLDER.glob("*.csv")
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def questions(headings: list[str]) -> dict[str, tuple[str, str]]:
    """Each percentage of the file: its question, with the column of its base and its own."""
    bases = [heading.removesuffix("_base") for heading in headings if heading.endswith("_base")]
    rates = [heading for heading in headings if heading.endswith("_rate")]
    # `..._response_rate` is a hundredth of the base, and no percentage of anybody.
    return {
        rate.removesuffix("_rate"): (f"{base}_base", rate)
        for base in bases
        for rate in rates
        if rate.startswith(f"{base}_") and not rate.endswith("_response_rate")
    }


def urns(rows: list[dict[str, str]]) -> dict[str, str]:
    """A fictional number for each organisation code, the same whatever the order of the rows."""
    return {code: str(800_001 + i) for i, code in enumerate(sorted({row["ODS code"] for row in rows}))}


def region(row: dict[str, str]) -> str:
    return "No region" if row["Region"] == "-" else row["Region"]


def as_datasets(rows: list[dict[str, str]]) -> list[tuple[str, bytes]]:
    """`schools`, `terms`, `groups` and `survey_summary` as a sender would write them."""
    number, years = urns(rows), sorted({int(row["Year"]) for row in rows})
    asked = questions(list(rows[0]))
    return [
        _csv("schools.csv", ("urn", "school", "phase"), [(urn, code, "secondary") for code, urn in number.items()]),
        _csv(
            "terms.csv", ("academic_year", "term", "first_day", "last_day"),
            [
                (f"{year}/{(year + 1) % 100:02}", term, f"{at}-{first}", f"{at}-{last}")
                for year in years
                for term, first, last in TERMS
                for at in [year if term == "Autumn" else year + 1]
            ],
        ),
        # Regions were drawn anew after 2021, so an organisation is a member for a survey's year only.
        _csv(
            "groups.csv", ("group", "kind", "urn", "from", "to"),
            [
                (region(row), "region", number[row["ODS code"]], f"{row['Year']}-09-01", f"{int(row['Year']) + 1}-08-31")
                for row in rows
            ],
        ),
        _csv(
            "survey_summary.csv", ("survey", "urn", "wave_date", "audience", "question", "answered", "favourable"),
            [
                (SURVEY, number[row["ODS code"]], f"{row['Year']}-11-01", "staff", question, row[base], favourable)
                for row in rows
                for question, (base, rate) in asked.items()
                if (favourable := times(row[base], row[rate])) is not None
            ],
        ),
    ]  # fmt: skip


def times(base: str, rate: str) -> float | None:
    """How many people answered so: the base times the percentage, unrounded; None where it was not asked (`-`)."""
    return None if "-" in (base.strip(), rate.strip()) else float(base) * float(rate) / 100


def _csv(name: str, headings: tuple[str, ...], rows: list[tuple]) -> tuple[str, bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return name, out.getvalue().encode()
