"""What the demo trust is: its schools, its calendar, and what is planted in its absence records.

Every school, person and figure is invented. `spells.py` draws the records, `make.py` writes them.
"""

from dataclasses import dataclass
from datetime import date

TRUST = "Oakfield Learning Trust (demo)"
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26")
TERM_NAMES = ("Autumn", "Spring", "Summer")

# First day, last day, half-term's first and last day. The last row is not due yet: its folder does not exist.
TERMS: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("2021/22", "Autumn"): ("2021-09-01", "2021-12-17", "2021-10-25", "2021-10-29"),
    ("2021/22", "Spring"): ("2022-01-04", "2022-04-08", "2022-02-14", "2022-02-18"),
    ("2021/22", "Summer"): ("2022-04-25", "2022-07-22", "2022-05-30", "2022-06-03"),
    ("2022/23", "Autumn"): ("2022-09-01", "2022-12-16", "2022-10-24", "2022-10-28"),
    ("2022/23", "Spring"): ("2023-01-03", "2023-03-31", "2023-02-13", "2023-02-17"),
    ("2022/23", "Summer"): ("2023-04-17", "2023-07-21", "2023-05-29", "2023-06-02"),
    ("2023/24", "Autumn"): ("2023-09-04", "2023-12-20", "2023-10-23", "2023-10-27"),
    ("2023/24", "Spring"): ("2024-01-04", "2024-03-28", "2024-02-12", "2024-02-16"),
    ("2023/24", "Summer"): ("2024-04-15", "2024-07-19", "2024-05-27", "2024-05-31"),
    ("2024/25", "Autumn"): ("2024-09-02", "2024-12-20", "2024-10-28", "2024-11-01"),
    ("2024/25", "Spring"): ("2025-01-06", "2025-04-04", "2025-02-17", "2025-02-21"),
    ("2024/25", "Summer"): ("2025-04-22", "2025-07-22", "2025-05-26", "2025-05-30"),
    ("2025/26", "Autumn"): ("2025-09-01", "2025-12-19", "2025-10-27", "2025-10-31"),
    ("2025/26", "Spring"): ("2026-01-05", "2026-03-27", "2026-02-16", "2026-02-20"),
    ("2025/26", "Summer"): ("2026-04-13", "2026-07-21", "2026-05-25", "2026-05-29"),
    ("2026/27", "Autumn"): ("2026-09-01", "2026-12-18", "2026-10-26", "2026-10-30"),
}

# One school closes for two weeks in October and works longer in July; its other terms are the trust's.
OWN_CALENDAR = 900008
OWN_TERMS: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("2021/22", "Autumn"): ("2021-09-01", "2021-12-21", "2021-10-18", "2021-10-29"),
    ("2021/22", "Summer"): ("2022-04-25", "2022-07-26", "2022-05-30", "2022-06-03"),
    ("2022/23", "Autumn"): ("2022-09-01", "2022-12-20", "2022-10-17", "2022-10-28"),
    ("2022/23", "Summer"): ("2023-04-17", "2023-07-25", "2023-05-29", "2023-06-02"),
    ("2023/24", "Autumn"): ("2023-09-01", "2023-12-21", "2023-10-16", "2023-10-27"),
    ("2023/24", "Summer"): ("2024-04-15", "2024-07-23", "2024-05-27", "2024-05-31"),
    ("2024/25", "Autumn"): ("2024-09-02", "2024-12-20", "2024-10-21", "2024-11-01"),
    ("2024/25", "Summer"): ("2025-04-22", "2025-07-24", "2025-05-26", "2025-05-30"),
    ("2025/26", "Autumn"): ("2025-09-01", "2025-12-19", "2025-10-20", "2025-10-31"),
    ("2025/26", "Summer"): ("2026-04-13", "2026-07-23", "2026-05-25", "2026-05-29"),
    ("2026/27", "Autumn"): ("2026-09-01", "2026-12-18", "2026-10-19", "2026-10-30"),
}

# Census day: the first Thursday of November.
CENSUS = {
    "2021/22": date(2021, 11, 4),
    "2022/23": date(2022, 11, 3),
    "2023/24": date(2023, 11, 2),
    "2024/25": date(2024, 11, 7),
    "2025/26": date(2025, 11, 6),
}

GROUPS = ("leader", "teacher", "teaching assistant", "support staff", "central team")
MIX = {  # share of a school's people in each staff group
    "primary": (0.09, 0.38, 0.33, 0.20, 0.0),
    "secondary": (0.07, 0.55, 0.13, 0.25, 0.0),
    "host": (0.07, 0.52, 0.12, 0.22, 0.07),  # the secondary that houses the trust's central team
    "special": (0.08, 0.26, 0.48, 0.18, 0.0),
    "nursery": (0.10, 0.28, 0.43, 0.19, 0.0),
    "alternative provision": (0.10, 0.42, 0.30, 0.18, 0.0),
}


@dataclass(frozen=True, slots=True)
class School:
    """One school: people by year (0 before it joins), and people in long-term absence by term, oldest first.

    `seed` was chosen among forty so that series in which nothing is planted stay quiet in the last term.
    """

    urn: int
    name: str
    phase: str
    authority: str
    hub: str
    joined: str
    people: tuple[int, ...]
    long: tuple[int, ...]
    seed: int
    mix: str = ""


RISE_SECONDARY = 900011
RISE_PRIMARY = 900003
JOINED = 900007
STOPPED = 900012
NIL = (900013, "2022/23", "Summer")  # a true zero: nobody was absent, and a return says so
LAST_SENT = ("2025/26", "Autumn")  # the last term of the school that stopped sending

_ = 0  # a term without a long-term absence record: the school was not in the trust, or sent nothing
SCHOOLS = (
    School(900001, "Alder Primary School", "primary", "Eastmere", "North hub", "2016-09-01",
           (22, 22, 21, 22, 23), (1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 2, 1, 1, 1), 32),
    School(900002, "Birch Lane Primary School", "primary", "Eastmere", "North hub", "2016-09-01",
           (28, 29, 28, 27, 28), (0, 1, 1, 1, 2, 1, 1, 0, 1, 2, 1, 0, 1, 1, 1), 1),
    School(900003, "Cedar Field Primary School", "primary", "Eastmere", "North hub", "2017-04-01",
           (25, 25, 25, 25, 25), (1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 4, 4), 31),
    School(900004, "Dogwood Primary School", "primary", "Eastmere", "North hub", "2018-09-01",
           (31, 30, 31, 31, 32), (1, 2, 1, 1, 0, 2, 1, 1, 0, 1, 1, 1, 0, 1, 1), 11),
    School(900005, "Elder Brook Primary School", "primary", "Westholt", "South hub", "2018-09-01",
           (38, 38, 39, 38, 37), (2, 1, 2, 1, 2, 1, 2, 2, 2, 1, 1, 1, 2, 1, 2), 34),
    School(900006, "Fir Tree Primary Academy", "primary", "Westholt", "South hub", "2019-01-01",
           (41, 42, 41, 42, 42), (2, 2, 1, 2, 1, 2, 2, 1, 2, 1, 3, 2, 2, 2, 2), 31),
    School(900007, "Gorse Hill Primary School", "primary", "Westholt", "South hub", "2023-09-01",
           (0, 0, 58, 57, 58), (_, _, _, _, _, _, 2, 3, 2, 3, 2, 2, 2, 3, 3), 27),
    School(900008, "Juniper Park Primary Academy", "primary", "Westholt", "South hub", "2016-09-01",
           (66, 65, 66, 67, 66), (3, 2, 3, 2, 3, 2, 3, 3, 2, 2, 4, 3, 3, 3, 2), 7),
    School(900009, "Hazel Grove Academy", "secondary", "Eastmere", "North hub", "2016-09-01",
           (95, 96, 94, 95, 97), (4, 3, 4, 3, 5, 3, 4, 4, 3, 5, 4, 4, 4, 4, 3), 18),
    School(900010, "Hornbeam Academy", "secondary", "Westholt", "South hub", "2014-09-01",
           (120, 121, 122, 120, 121), (5, 6, 5, 6, 5, 4, 5, 5, 6, 6, 7, 5, 5, 6, 5), 33, "host"),
    School(900011, "Larch High School", "secondary", "Eastmere", "North hub", "2017-09-01",
           (149, 150, 151, 150, 150), (6, 7, 6, 7, 6, 5, 6, 7, 6, 6, 6, 6, 7, 13, 16), 6),
    School(900012, "Medlar House School", "special", "Westholt", "South hub", "2019-09-01",
           (46, 46, 47, 48, 48), (2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 3, 1, 3, _, _), 30),
    School(900013, "Rowan Nursery School", "nursery", "Eastmere", "North hub", "2020-09-01",
           (16, 16, 16, 17, 16), (1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1), 3),
    School(900014, "Willow Bridge Centre", "alternative provision", "Westholt", "South hub", "2020-09-01",
           (20, 20, 21, 20, 20), (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 2, 0, 1, 1, 0), 38),
)  # fmt: skip

# Short spells started by a person in a year, by staff group, and how a year's spells fall on its terms.
SHORT_RATE = (0.80, 0.86, 1.12, 1.05, 0.85)
LONG_WEIGHT = (0.6, 0.82, 1.4, 1.35, 0.7)
TERM_SHARE = (0.375, 0.365, 0.26)
# How hard each term was on everyone: the first winter worst, then ordinary ups and downs.
TERM_LEVEL = (1.05, 1.08, 1.02, 1.00, 0.97, 1.01, 0.98, 1.02, 0.97, 1.03, 0.99, 1.00, 0.97, 1.01, 0.99)
AFTER_HALF_TERM = 1.6  # Autumn days after half-term are this much likelier to start a spell
SHORT_DAYS = ((1, 0.34), (2, 0.20), (3, 0.15), (4, 0.08), (5, 0.10), (7, 0.05), (10, 0.05), (14, 0.03))

REASONS = ("mental health", "musculoskeletal", "infection", "surgery or injury", "serious illness", "other",
           "unknown")  # fmt: skip
LONG_REASONS = (0.33, 0.17, 0.04, 0.21, 0.11, 0.08, 0.06)
SHORT_REASONS = (0.11, 0.10, 0.51, 0.05, 0.01, 0.14, 0.08)

# How the files of single terms differ from the template, as exports do.
OTHER_HEADINGS = ("2022-23-spring", "2024-25-autumn")
OTHER_WORDS = "2023-24-autumn"
WORDS = {
    "mental health": "S10 Anxiety/stress/depression/other psychiatric illnesses",
    "musculoskeletal": "S12 Other musculoskeletal problems",
    "infection": "Cold/flu",
    "surgery or injury": "S28 Injury, fracture",
    "serious illness": "S17 Benign and malignant tumours, cancers",
    "other": "S98 Other known causes",
    "unknown": "No Reason Specified",
}
SPLIT_YEAR = "2024/25"  # two files a term: primaries and nursery; secondaries and the rest
PAYROLL_DAYS = "2024-25-spring/absence-secondaries.csv"  # this file brings payroll's own days lost
TWO_POSTS = {900005: 1, 900008: 1, 900012: 1}  # people with a second post, by school


def term_keys() -> list[tuple[str, str]]:
    """The fifteen terms that were sent, oldest first."""
    return [(year, term) for year in YEARS for term in TERM_NAMES]


def term_dates(urn: int, key: tuple[str, str]) -> tuple[date, date, date, date]:
    """First and last day of a school's term and of its half-term."""
    own = OWN_TERMS.get(key) if urn == OWN_CALENDAR else None
    first, last, half_first, half_last = (date.fromisoformat(d) for d in own or TERMS[key])
    return first, last, half_first, half_last


def folder(key: tuple[str, str]) -> str:
    """("2021/22", "Autumn") as its folder is named: 2021-22-autumn."""
    return f"{key[0].replace('/', '-')}-{key[1].lower()}"
