"""One trust told in three ways that differ only in what is hidden: from everybody, or from all but those who were there.

As many people stand behind each figure in every way, so that the same figures are hidden.
"""

from pathlib import Path
from typing import Literal

from tests import helpers
from tests.helpers import File, csv
from tests.small_survey import MINI, declare, invited, wide
from wellmetrics.build import build_from
from wellmetrics.vault import Vault

Way = Literal["as it was", "another secret", "another small school"]
LARGE = ("900001", "900002", "900003", "900004")
SMALL = ("900005", "900006", "900007", "900008")
SCHOOLS = (*LARGE, *SMALL)
MONTHS = ("2025-09", "2025-10", "2025-11", "2026-01", "2026-02")
USUAL = ("infection", "back or neck")
GLAD, SAD = ("5,1,5,5", "4,2,4,4", "4,2,5,4"), ("2,4,2,1", "1,5,1,2", "3,3,3,3")


def build(home: Path, way: Way) -> None:
    declare(home, MINI)
    with Vault(home) as vault:
        helpers.put(vault, *files(way))
        build_from(vault)


def files(way: Way) -> list[File]:
    staff = {urn: 40 if urn in LARGE else 6 for urn in SCHOOLS}
    roll = [
        f"{urn},2025/26,{term},5,{sex},N,none,{100 if urn in LARGE else 30}"
        for urn in SCHOOLS
        for term in ("Autumn", "Spring")
        for sex in "FM"
    ]
    return [
        helpers.schools(*SCHOOLS),
        helpers.terms(),
        helpers.workforce(staff),
        csv("roll.csv", "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils", *roll),
        _absence(way),
        _referrals(),
        *_survey(way == "another secret"),
    ]


def _absence(way: Way) -> File:
    """Two schools have each other's days of two reasons, or two small schools each other's days of one person."""
    spells = [
        f"{urn},{urn}-{n},,teacher,1,{month}-{8 + n},{month}-{10 + n},,,{USUAL[n % 2]},"
        for urn in LARGE
        for month in MONTHS
        for n in range(8)
    ]
    spells += [_spell(urn, f"{urn}-s{n}", month) for urn in SMALL for month in MONTHS for n in range(2)]
    for urn, short in zip(LARGE, (False, True) if way == "another secret" else (True, False), strict=False):
        spells += [
            f"{urn},{urn}-m,,teacher,1,2025-11-17,2025-11-{19 if short else 21},,,stress or anxiety,",
            f"{urn},{urn}-o,,teacher,1,2025-11-17,2025-11-{21 if short else 19},,,surgery,",
        ]
    days = ("12", "09") if way == "another small school" else ("09", "12")
    spells += [
        f"{urn},{urn}-d,,teacher,1,2025-12-08,2025-12-{day},,,infection,"
        for urn, day in zip(SMALL, days, strict=False)
    ]
    return helpers.absence(*spells)


def _spell(urn: str, who: str, month: str) -> str:
    return f"{urn},{who},,teacher,1,{month}-10,{month}-12,,,infection,"


def _referrals() -> File:
    rows = [
        f"{urn}-{n},{urn},pupil,pastoral,5,{'FM'[n % 2]},N,none,2025-{9 + n % 3:02}-15,2025-11-{14 + n:02},accepted"
        for urn in LARGE
        for n in range(6)
    ]
    headings = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,outcome"
    return csv("referrals.csv", headings, *rows)


def _survey(other: bool) -> list[File]:
    """Of four schools with few replies two have each other's answers for one."""
    replies = {urn: [*GLAD, *SAD] * 5 for urn in LARGE}
    # No two schools with the very same replies: the lead would be asked about them.
    more = (GLAD, (GLAD[0], GLAD[0], GLAD[1]), SAD, (SAD[0], SAD[0], SAD[1]))
    replies |= {urn: [*GLAD, *SAD, *said] for urn, said in zip(SMALL, more, strict=True)}
    if other:
        replies[SMALL[0]][0], replies[SMALL[2]][3] = replies[SMALL[2]][3], replies[SMALL[0]][0]
    waves = {urn: f"{urn},2025-11-03,staff" for urn in replies}
    return [
        file
        for urn, said in replies.items()
        for file in (wide(*said, where=waves[urn]), invited(len(said), where=waves[urn]))
    ]
