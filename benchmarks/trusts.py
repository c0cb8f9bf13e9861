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


def roll(n: int, years: int, pupils: int) -> bytes:
    """One roll each autumn; every group of a school has its share."""
    shares = [
        (sex, premium, send) for sex in "FM" for premium in "YN" for send in ("none", "support", "plan")
    ]
    rows = (
        (f"{910_001 + i}", _label(year), "Autumn", group, *share, max(pupils // 6 // len(shares), 1))
        for i in range(n)
        for year in range(FIRST_YEAR, FIRST_YEAR + years)
        for group in range(1, 7)
        for share in shares
    )
    return table(
        ("urn", "academic_year", "term", "year_group", "sex", "pupil_premium", "send", "pupils"), rows
    )


def surveys(n: int, years: int, replies: int, seed: int = 2) -> dict[str, bytes]:
    """Staff answer once a year, pupils each term; and how many were asked."""
    random = np.random.default_rng(seed)
    staff, pupils, asked = [], [], []
    for i in range(n):
        urn = f"{910_001 + i}"
        for year in range(FIRST_YEAR, FIRST_YEAR + years):
            wave = f"{year + 1}-03-02"
            answers = random.choice([1, 2, 3, 4, 5], (replies, 31), p=[0.05, 0.15, 0.2, 0.4, 0.2])
            staff += [("staff-voice", urn, wave, "staff", GROUPS[k % 4], *a) for k, a in enumerate(answers)]
            asked.append(("staff-voice", urn, wave, "staff", replies + 20))
            for wave in (f"{year}-10-06", f"{year + 1}-02-02", f"{year + 1}-06-08"):
                answers = random.choice([1, 2, 3, 4, 5], (replies, 8), p=[0.05, 0.1, 0.2, 0.45, 0.2])
                pupils += [
                    ("pupil-voice", urn, wave, "pupils", k % 6 + 1, "FM"[k % 2], "YN"[k % 3 == 0], "none", *a)
                    for k, a in enumerate(answers)
                ]
                asked.append(("pupil-voice", urn, wave, "pupils", replies + 10))
    where = ("survey", "urn", "wave_date", "audience")
    items = [f"S{k:02}" for k in range(1, 25)] + [f"W{k}" for k in range(1, 8)]
    groups = ("year_group", "sex", "pupil_premium", "send")
    return {
        "survey-staff.csv": table((*where, "staff_group", *items), staff),
        "survey-pupils.csv": table((*where, *groups, *(f"P{k}" for k in range(1, 9))), pupils),
        "invited.csv": table((*where, "invited"), asked),
    }


def referrals(n: int, years: int, a_year: int, seed: int = 3) -> bytes:
    random = np.random.default_rng(seed)
    services = ("school counselling", "CAMHS", "pastoral", "mental health support team")
    rows = []
    for i in range(n):
        for k in range(a_year * years):
            made = date(FIRST_YEAR, 9, 6) + timedelta(days=int(random.integers(0, 365 * years - 60)))
            seen = made + timedelta(days=int(random.integers(5, 60)))
            rows.append(
                (f"R{i}-{k}", f"{910_001 + i}", "pupil", services[int(random.integers(0, 4))], k % 6 + 1, "FM"[k % 2],
                 "YN"[k % 3 == 0], "none", made, seen if random.random() < 0.8 else "", "accepted")
            )  # fmt: skip
    return table(
        ("referral_ref", "urn", "person", "service", "year_group", "sex", "pupil_premium", "send", "referred_on",
         "first_contact_on", "outcome"),
        rows,
    )  # fmt: skip


def participation(n: int, years: int, pupils: int, seed: int = 4) -> bytes:
    random = np.random.default_rng(seed)
    rows = [
        (f"{910_001 + i}", _label(year), term, activity, "", sex, round(pupils / 2 * random.uniform(0.3, 0.8)), pupils // 2)
        for i in range(n)
        for year in range(FIRST_YEAR, FIRST_YEAR + years)
        for term in ("Autumn", "Spring", "Summer")
        for activity in ("two hours of PE", "any club", "competition", "active travel", "outdoor learning")
        for sex in "FM"
    ]  # fmt: skip
    return table(("urn", "academic_year", "term", "activity", "method", "sex", "pupils", "eligible"), rows)


def _label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def table(headings, rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()
