"""Two spring waves of a small trust: staff and pupils, a school that is too small to show, one late, one never asked."""

from pathlib import Path

from tests import helpers
from tests.helpers import File
from tests.small_survey import MINI, declare, invited, wide

PUPILS = """
code = "young"
title = "Small pupil survey"
audience = "pupils"
minimum_answered = 0.5

[scales.often]
labels = ["Never <i>ever</i>", "Sometimes", "Always \\"yes\\""]
values = [1, 2, 3]
favourable_from = 3

[[questions]]
code = "Y1"
wording = "I am <script>happy</script>."
scale = "often"
construct = "Joy & play"

[[questions]]
code = "Y2"
wording = "I feel left out."
scale = "often"
construct = "Joy & play"
reversed = true
"""
FAMILIES = (
    PUPILS.replace('"young"', '"home"')
    .replace("Small pupil survey", "Home survey")
    .replace('"pupils"', '"families"')
)
BIG, OTHER, FEW, LATE, NEVER = "900001", "900002", "900003", "900004", "900005"
ALSO_FEW = "900006"  # two that are hidden protect each other from the total
BEFORE, NOW, LATER = "2025-03-03", "2026-03-02", "2026-06-01"
# Favourable from 4; M2 is asked the other way round. M1 has a new wording in 2025/26.
GLAD = ["5,1,5,5", "4,2,4,4", "4,2,5,4", "2,4,4,4", "3,3,2,2"]
SAD = ["2,4,2,1", "1,5,1,2", "3,3,3,3", "4,2,2,1", "5,1,4,5"]


def staff(urn: str, day: str, *replies: str) -> File:
    return wide(*replies, where=f"{urn},{day},staff")


def asked(urn: str, day: str, n: int) -> File:
    return invited(n, where=f"{urn},{day},staff")


def pupils(urn: str, day: str, *replies: str) -> File:
    return wide(*replies, survey="young", questions="Y1,Y2", where=f"{urn},{day},pupils")


def families(urn: str, day: str, *replies: str) -> File:
    return wide(*replies, survey="home", questions="Y1,Y2", where=f"{urn},{day},families")


def files() -> list[File]:
    urns = (BIG, OTHER, FEW, LATE, NEVER, ALSO_FEW)
    return [
        helpers.schools(*urns),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(urns, 40)),
        *(staff(urn, BEFORE, *GLAD * 6) for urn in (BIG, OTHER, LATE)),
        *(asked(urn, BEFORE, 40) for urn in (BIG, OTHER, LATE)),
        staff(BIG, NOW, *SAD * 6),
        staff(OTHER, NOW, *GLAD * 5),
        staff(FEW, NOW, *GLAD[:3], *SAD[:4]),
        staff(ALSO_FEW, NOW, *GLAD[:4], *SAD[:4]),
        *(asked(urn, NOW, n) for urn, n in ((BIG, 40), (OTHER, 30), (FEW, 33), (ALSO_FEW, 31))),
        *(pupils(BIG, day, *["3,1", "2,2", "1,3", "3,2"] * 8) for day in (NOW, LATER)),
        *(families(urn, NOW, *["3,1", "2,2", "1,3", "3,2"] * 6) for urn in (BIG, OTHER)),
    ]


def build(home: Path) -> Path:
    declare(home, MINI)
    declare(home, PUPILS, "young.toml")
    declare(home, FAMILIES, "home.toml")
    return helpers.home_with(home, *files())
