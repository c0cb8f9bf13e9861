"""What the demo trust is beside absence: its pupils, and what is planted in surveys, referrals and participation.

`pupils.py`, `voices.py`, `referrals.py` and `clubs.py` draw the records, `feed_files.py` writes them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import plan

# The folder that the new files go to: the terms' own folders once every dataset is known to the product.
FOLDER = Path(__file__).parent

SEXES, PREMIUM, SEND = ("F", "M"), ("Y", "N"), ("none", "support", "plan")
CELLS = tuple((sex, premium, send) for sex in SEXES for premium in PREMIUM for send in SEND)

PRIMARY = ("R", "1", "2", "3", "4", "5", "6")
LOWER, WHOLE = ("7", "8", "9", "10", "11"), ("7", "8", "9", "10", "11", "12", "13")
STAY_ON = 0.52  # of Year 11 into Year 12


@dataclass(frozen=True, slots=True)
class School:
    """One school's pupils: its year groups, a year group's size, shares of all pupils, and its level in each feed.

    `club` is the share of pupils in any club, `girls` how far girls lie below boys in it. `referred` is pupils
    referred in a term per 1,000. The seeds (staff survey, pupil survey, referrals, participation) were
    chosen so that series in which nothing is planted stay quiet.
    """

    urn: int
    grades: tuple[str, ...]
    size: int
    premium: float
    support: float
    plan: float
    club: float
    girls: float
    referred: float
    asked: tuple[str, ...]  # year groups in the pupil survey
    staff_seed: int
    pupil_seed: int
    referral_seed: int
    club_seed: int


SCHOOLS = (
    School(900001, PRIMARY, 15, 0.31, 0.15, 0.03, 0.44, 0.00, 14, ("4", "6"), 6, 5, 5, 7),
    School(900002, PRIMARY, 24, 0.24, 0.13, 0.02, 0.47, 0.22, 13, ("4", "6"), 32, 23, 18, 24),
    School(900003, PRIMARY, 18, 0.36, 0.16, 0.03, 0.43, 0.00, 14, ("4", "6"), 35, 33, 23, 30),
    School(900004, PRIMARY, 29, 0.22, 0.12, 0.02, 0.49, 0.21, 13, ("4", "6"), 4, 5, 20, 3),
    School(900005, PRIMARY, 34, 0.18, 0.12, 0.02, 0.51, 0.18, 12, ("4", "6"), 27, 29, 5, 4),
    School(900006, PRIMARY, 40, 0.27, 0.14, 0.03, 0.46, 0.18, 13, ("4", "6"), 3, 4, 26, 14),
    School(900007, PRIMARY, 58, 0.30, 0.14, 0.03, 0.45, 0.15, 13, ("4", "6"), 27, 30, 18, 4),
    School(900008, PRIMARY, 66, 0.21, 0.13, 0.02, 0.48, 0.15, 13, ("4", "6"), 0, 0, 16, 17),
    School(900009, LOWER, 145, 0.29, 0.13, 0.02, 0.37, 0.13, 19, ("8", "10"), 5, 23, 8, 31),
    School(900010, WHOLE, 170, 0.22, 0.12, 0.02, 0.40, 0.13, 18, ("8", "10"), 26, 20, 21, 19),
    School(900011, WHOLE, 205, 0.25, 0.12, 0.02, 0.38, 0.12, 19, ("8", "10"), 32, 23, 23, 23),
    School(900012, ("3", "4", "5", "6", "7", "8", "9", "10", "11"), 11, 0.46, 0.03, 0.97, 0.35, 0.00, 38,
           ("6", "8", "10"), 15, 16, 30, 27),
    School(900013, ("N",), 58, 0.20, 0.10, 0.02, 0.00, 0.00, 11, (), 0, 0, 32, 24),
    School(900014, ("8", "9", "10", "11"), 12, 0.60, 0.50, 0.16, 0.27, 0.00, 62, ("8", "10", "11"), 17, 21, 3, 31),
)  # fmt: skip
NURSERY = 900013  # has no pupil survey and no participation
SIXTH_FORM = ("12", "13")

# --- surveys: one wave each, on the same day in every school
STAFF_DAY = {"2021/22": date(2022, 3, 7), "2022/23": date(2023, 3, 6), "2023/24": date(2024, 3, 4),
             "2024/25": date(2025, 3, 10), "2025/26": date(2026, 3, 2)}  # fmt: skip
EDI_DAY = {"2021/22": date(2022, 6, 13), "2022/23": date(2023, 6, 12), "2023/24": date(2024, 6, 10),
           "2024/25": date(2025, 6, 9), "2025/26": date(2026, 6, 8)}  # fmt: skip
PUPIL_DAY = {
    ("2021/22", "Autumn"): date(2021, 11, 15), ("2021/22", "Spring"): date(2022, 3, 14),
    ("2021/22", "Summer"): date(2022, 6, 27), ("2022/23", "Autumn"): date(2022, 11, 14),
    ("2022/23", "Spring"): date(2023, 3, 13), ("2022/23", "Summer"): date(2023, 6, 26),
    ("2023/24", "Autumn"): date(2023, 11, 13), ("2023/24", "Spring"): date(2024, 3, 11),
    ("2023/24", "Summer"): date(2024, 6, 24), ("2024/25", "Autumn"): date(2024, 11, 18),
    ("2024/25", "Spring"): date(2025, 3, 17), ("2024/25", "Summer"): date(2025, 6, 23),
    ("2025/26", "Autumn"): date(2025, 11, 17), ("2025/26", "Spring"): date(2026, 3, 9),
    ("2025/26", "Summer"): date(2026, 6, 22),
}  # fmt: skip
# Answers are numbers but here: "Agree" and "4 - Agree", with other words for staff groups and DD/MM/YYYY.
LABELS = {("staff-voice", "2022/23"), ("edi", "2022/23")}
NUMBERED_LABELS = {("edi", "2024/25"), ("pupil-voice", "2024/25")}

# Share of favourable answers to each question, after reversing, in an ordinary school.
STAFF_LEVEL = (0.44, 0.40, 0.36, 0.52, 0.62, 0.58, 0.47, 0.74, 0.81, 0.77, 0.82, 0.70, 0.55, 0.79, 0.56, 0.66,
               0.71, 0.58, 0.63, 0.55, 0.88, 0.74, 0.67, 0.77)  # fmt: skip
EDI_LEVEL = (0.78, 0.76, 0.83, 0.80, 0.64, 0.70, 0.68, 0.61)
PRIMARY_LEVEL = (0.74, 0.63, 0.72, 0.78, 0.70, 0.79, 0.80, 0.61)
SECONDARY_LEVEL = (0.50, 0.31, 0.60, 0.52, 0.40, 0.62, 0.73, 0.36)
GROUP_SHIFT = (0.35, -0.10, 0.08, 0.05, 0.15)  # leaders answer more favourably, teachers less
GIRLS_SHIFT = {"primary": 0.05, "secondary": -0.18}
STAFF_SCORE = 3.20  # mean answer to a wellbeing item, 1 to 5
PUPIL_SCORE = {"F": 3.36, "M": 3.70}
REPLY = (0.88, 0.70, 0.66, 0.60, 0.78)  # share of each staff group that replies
EDI_REPLY = 0.92  # times that
PUPIL_REPLY = {"primary": 0.90, "secondary": 0.74}
SPREAD_OF_REPLIES = 0.018

FELL = (900010, "Leadership", "2025/26")  # the construct that falls
FELL_BY = 0.80  # in standard deviations of an answer
FELL_ITEMS = (4, 5, 6, 7)
REWORDED, REWORDED_FROM, REWORDED_BY = 1, "2024/25", 0.60  # the place of S02 in the survey
COLLAPSED = (900009, "2025/26")  # the school whose response rate collapses
COLLAPSED_TO = {"staff": 0.55, "edi": 0.30}  # times its usual one
NO_STAFF_SURVEY = (900004, "2025/26")

# --- referrals
PUPIL_SERVICES = ("pastoral", "school counselling", "mental health support team", "educational psychology",
                  "CAMHS")  # fmt: skip
SERVICE_MIX = {"primary": (0.36, 0.28, 0.15, 0.12, 0.09), "secondary": (0.27, 0.34, 0.18, 0.06, 0.15),
               "other": (0.24, 0.16, 0.12, 0.33, 0.15)}  # fmt: skip
SERVICE_WAIT = (0.62, 0.95, 1.05, 1.40, 1.65)  # times the usual wait
USUAL_WAIT, WAIT_SPREAD = 30.5, 0.38  # days, and the standard deviation of its logarithm
REFERRAL_SEASON = (1.10, 1.02, 0.88)
# Times the usual number, and the usual wait, in each term of the surge. It grows: a rise that only stays would be part
# of what the next term is compared with.
SURGE = {900006: (2.3, 3.1, 4.6), 900008: (1.9, 2.6, 3.7), 900009: (1.6, 2.0, 2.7), 900011: (1.55, 1.95, 2.6)}
SURGE_YEAR, SURGE_WAIT = "2025/26", (1.30, 1.45, 1.75)
STAFF_SERVICES, STAFF_MIX = ("employee assistance", "occupational health"), (0.6, 0.4)
STAFF_REFERRED, STAFF_WAIT = 0.034, 0.55  # of staff in a term; times the usual wait
REFERRED_WEIGHT = {"premium": 1.7, "support": 1.8, "plan": 2.4, "girls": 1.15}
OTHER_WORDS_YEAR = "2023/24"  # Year 8, Female, K, TRUE and DD/MM/YYYY

# --- participation
SEASON = (0.0, 0.01, 0.04)  # added to the share in any club
PREMIUM_LESS, SUPPORT_LESS, PLAN_LESS = 0.78, 0.86, 0.70  # times the share of other pupils
TWO_HOURS = {"primary": 0.95, "secondary": 0.90, "other": 0.86}
TWO_HOURS_LATE = {"6": -0.10, "10": -0.12, "11": -0.22, "12": -0.55, "13": -0.60}
ACTIVE = {"primary": 0.48, "secondary": 0.43, "other": 0.37}
DEVICE = (900005, 900009)  # schools that measure with a device from 2024/25
DEVICE_FROM, DEVICE_TIMES = "2024/25", 0.74
OTHER_ACTIVITIES = {
    "competition": 0.24,
    "active travel": 0.52,
    "outdoor learning": 0.35,
    "sports leader": 0.07,
}
NO_PARTICIPATION = (900014, "2025/26", "Summer")
ROLL_OTHER_WORDS = "2022/23"


def phase(urn: int) -> str:
    """The phase as levels are given: primary, secondary or other."""
    found = next(s.phase for s in plan.SCHOOLS if s.urn == urn)
    return found if found in ("primary", "secondary") else "other"


def older(urn: int) -> str:
    """Whose levels a school's pupils have in the survey: special and alternative provision as secondaries."""
    return "primary" if phase(urn) == "primary" else "secondary"


def in_trust(urn: int, year: str) -> bool:
    return next(s.people for s in plan.SCHOOLS if s.urn == urn)[plan.YEARS.index(year)] > 0


def heads(urn: int, year: str) -> tuple[int, ...]:
    """Staff in each group of `plan.GROUPS` at the year's census."""
    school = next(s for s in plan.SCHOOLS if s.urn == urn)
    total = school.people[plan.YEARS.index(year)]
    counts = [round(total * share) for share in plan.MIX[school.mix or school.phase]]
    counts[1] += total - sum(counts)
    return tuple(counts)
