"""Five small schools with referrals and participation of four autumns: the data of the two screens' tests.

900001 has a surge of referrals, a gap in clubs, and a device that replaces asking; 900002 is steady; 900003 is small;
900004 has nothing to report and is not asked for participation; 900005 sends nothing in the last year.
"""

from pathlib import Path

from tests import helpers
from tests.helpers import File, csv

YEARS = ("2022/23", "2023/24", "2024/25", "2025/26")
TERM, YEAR = "2025/26 Autumn", "2025/26"
BIG, STEADY, SMALL, NONE, SILENT = "900001", "900002", "900003", "900004", "900005"
# Pupils of each of two year groups: a sixteenth of the roll eight times over.
SIZE = {BIG: 20, STEADY: 15, SMALL: 2, NONE: 10, SILENT: 10}
MADE = {BIG: (15, 14, 16, 33), STEADY: (7, 8, 7, 8), SMALL: (2, 3, 2, 3), SILENT: (6, 6, 6, 0)}
GROUPS = (
    ("5", "F", "Y", "none"),
    ("6", "M", "N", "none"),
    ("5", "M", "N", "support"),
    ("6", "F", "N", "none"),
)
SERVICES = ("pastoral", "school counselling", "CAMHS")
GIRLS = {BIG: (41, 40, 42, 40), STEADY: (60, 61, 60, 60), SMALL: (5, 6, 5, 5), SILENT: (30, 30, 30, None)}
BOYS = {BIG: (80, 81, 79, 80), STEADY: (60, 59, 60, 60), SMALL: (9, 8, 9, 9), SILENT: (30, 30, 30, None)}
ACTIVE = {BIG: (100, 102, 60, 62), STEADY: (90, 91, 90, 92)}


def terms() -> File:
    """One autumn a year; half-terms change nothing here."""
    rows = [f"{y},Autumn,{y[:4]}-09-02,{y[:4]}-12-19,{y[:4]}-10-27,{y[:4]}-10-31," for y in YEARS]
    headings = "academic_year,term,first_day,last_day,half_term_first_day,half_term_last_day,urn"
    return csv("terms.csv", headings, *rows)


def roll() -> File:
    """In each year group: girls n with the premium and 3n without, boys n and 3n, of whom n have support."""
    shape = (("F", "Y", "none", 1), ("F", "N", "none", 3), ("M", "Y", "none", 1), ("M", "N", "none", 2),
             ("M", "N", "support", 1))  # fmt: skip
    rows = [
        f"{urn},{year},Autumn,{grade},{sex},{premium},{send},{times * n}"
        for urn, n in SIZE.items()
        for year in YEARS
        for grade in ("5", "6")
        for sex, premium, send, times in shape
    ]
    return csv("roll.csv", "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils", *rows)


def referrals() -> File:
    """Of every ten, one is declined; the rest are seen after 25 days, in the surge 10 of 33 wait and 40 days pass."""
    rows = []
    for urn, made in MADE.items():
        for year, n in zip(YEARS, made, strict=True):
            rows += [_referral(urn, year, i, n) for i in range(n)]
    headings = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,closed_on,outcome"
    return csv("referrals.csv", headings, *rows)


def _referral(urn: str, year: str, i: int, n: int) -> str:
    start, surge = int(year[:4]), n == max(MADE[BIG])
    who = ",".join(GROUPS[i % 4])
    made = f"{start}-11-03" if i < 15 else f"{start}-09-08"
    seen = f"{start}-10-18" if surge else f"{start}-10-03"
    ref = f"{urn}-{year[:4]}-{i},{urn},pupil,{SERVICES[i % 3]},{who}"
    if i % 10 == 9:
        return f"{ref},{made},,{start}-11-20,declined"
    # In the surge every third waits on: five made in November, five in September.
    if surge and i % 3 == 2:
        return f"{ref},{made},,,accepted"
    return f"{ref},{start}-09-08,{seen},,accepted"


def participation() -> list[File]:
    by_sex, by_premium, by_year, totals = [], [], [], []
    for urn in GIRLS:
        for i, year in enumerate(YEARS):
            girls, boys = GIRLS[urn][i], BOYS[urn][i]
            if girls is None or boys is None:
                continue
            where, n = f"{urn},{year},Autumn", SIZE[urn]
            by_sex += [f"{where},any club,,,F,,,{girls},", f"{where},any club,,,M,,,{boys},"]
            few = (girls + boys) // 6
            by_premium += [f"{where},any club,,,,Y,,{few},", f"{where},any club,,,,N,,{girls + boys - few},"]
            by_year += [
                f"{where},two hours of PE,,5,,,,{8 * n - n // 2 - i % 2},",
                f"{where},two hours of PE,,6,,,,{5 * n},",
            ]
            totals.append(f"{where},competition,,,,,,{4 * n},")
            if urn in ACTIVE:
                way = "device" if urn == BIG and i > 1 else "self-report"
                totals.append(f"{where},60 active minutes,{way},,,,,{ACTIVE[urn][i]},200")
    headings = "urn,academic_year,term,activity,method,year_group,sex,pupil_premium,send,pupils,eligible"
    tables = {"sex": by_sex, "premium": by_premium, "years": by_year, "totals": totals}
    return [csv(f"participation-{name}.csv", headings, *rows) for name, rows in tables.items()]


def returns() -> File:
    said = [
        *(("referrals", urn, "complete") for urn in (BIG, STEADY, SMALL)),
        ("referrals", NONE, "nothing to report"),
        ("participation", NONE, "not due"),
    ]
    rows = [f"{what},{urn},{year},Autumn,{state}" for what, urn, state in said for year in YEARS]
    rows += [f"referrals,{SILENT},{year},Autumn,complete" for year in YEARS[:-1]]
    return helpers.returns(*rows)


def home(at: Path) -> Path:
    files = (
        helpers.schools(*SIZE),
        terms(),
        roll(),
        helpers.workforce(dict.fromkeys(SIZE, 60), "2022-11-03"),
    )
    return helpers.home_with(at, *files, referrals(), *participation(), returns())
