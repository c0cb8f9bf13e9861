"""Invented trusts of any size, as the files a lead would send."""

import csv
import io
from datetime import date, timedelta

import numpy as np

GROUPS = ("leader", "teacher", "teaching assistant", "support staff")
REASONS = ("mental health", "infection", "musculoskeletal", "other", "unknown", "surgery or injury")
FIRST_YEAR = 2021


def schools(n: int) -> bytes:
    phases = ("primary", "primary", "primary", "secondary", "special")
    return table(
        ("urn", "school", "phase"),
        ((f"{910_001 + i}", f"School {i + 1}", phases[i % len(phases)]) for i in range(n)),
    )


def terms(years: int) -> bytes:
    rows = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        label = f"{year}/{(year + 1) % 100:02d}"
        rows += [
            (label, "Autumn", f"{year}-09-01", f"{year}-12-19", f"{year}-10-25", f"{year}-10-31"),
            (
                label,
                "Spring",
                f"{year + 1}-01-05",
                f"{year + 1}-03-28",
                f"{year + 1}-02-15",
                f"{year + 1}-02-21",
            ),
            (
                label,
                "Summer",
                f"{year + 1}-04-14",
                f"{year + 1}-07-21",
                f"{year + 1}-05-25",
                f"{year + 1}-05-31",
            ),
        ]
    return table(
        ("academic_year", "term", "first_day", "last_day", "half_term_first_day", "half_term_last_day"), rows
    )


def workforce(n: int, years: int, staff: int) -> bytes:
    share = {"leader": 0.06, "teacher": 0.46, "teaching assistant": 0.28, "support staff": 0.2}
    rows = [
        (f"{910_001 + i}", f"{year}-11-06", group, round(staff * part), round(staff * part * 0.85, 1))
        for i in range(n)
        for year in range(FIRST_YEAR, FIRST_YEAR + years)
        for group, part in share.items()
    ]
    return table(("urn", "census_date", "staff_group", "headcount", "fte"), rows)


def absence(rows: int, n: int, years: int, staff: int, seed: int = 1) -> bytes:
    """`rows` spells, spread over schools, people and school days; most are short, some are long."""
    random = np.random.default_rng(seed)
    start = date(FIRST_YEAR, 9, 1)
    span = 365 * years - 60
    school = random.integers(0, n, rows)
    person = random.integers(0, staff, rows)
    # Real spells begin on working days, well inside a term.
    dates = [start + timedelta(days=d) for d in range(span)]
    workdays = [
        i
        for i, d in enumerate(dates)
        if d.month in (1, 2, 3, 5, 6, 9, 10, 11) and d.weekday() < 5 and 4 < d.day < 15
    ]
    first = random.choice(workdays, rows)
    length = np.where(random.random(rows) < 0.04, random.integers(28, 120, rows), random.integers(0, 6, rows))
    group = np.array(GROUPS)[np.minimum(person * 4 // max(staff, 1), 3)]
    reason = random.choice(REASONS, rows)
    days = [(start + timedelta(days=d)).strftime("%d/%m/%Y") for d in range(span + 130)]
    body = (
        (f"S{s}-{p}", 910_001 + s, "", g, 0.8, days[f], days[f + k], "N", "N", r, "")
        for s, p, g, f, k, r in zip(school, person, group, first, length, reason, strict=True)
    )
    return table(
        ("staff_ref", "urn", "post", "staff_group", "fte", "first_day", "last_day", "half_first", "half_last", "reason", "days_lost"),
        body,
    )  # fmt: skip


def table(headings, rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()
