"""`participation`: how many pupils do an activity, by group, in a term."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, PUPIL_GROUPS, TERM, URN, listed, optional
from wellmetrics.datasets.participation_checks import CHECKS
from wellmetrics.model import Column, Dataset

ACTIVITIES = (
    "two hours of PE",
    "60 active minutes",
    "any club",
    "competition",
    "active travel",
    "outdoor learning",
    "sports leader",
    "swimming",
)
METHODS = ("self-report", "device", "teacher estimate", "timetable")

PARTICIPATION = Dataset(
    name="participation",
    title="PE and participation",
    about=(
        "One row per school, term, activity and group, with the number of pupils. Each pupil counts once, however "
        "often they take part. One breakdown a file; a row without a group is the whole school."
    ),
    storage="snapshot",
    key=("urn", "academic_year", "term", "activity", "method", "year_group", "sex", "pupil_premium", "send"),
    slice=("urn", "academic_year", "term", "activity"),
    slice_by_filled=("year_group", "sex", "pupil_premium", "send"),
    order=6,
    by_term=True,
    columns=(
        URN,
        ACADEMIC_YEAR,
        TERM,
        Column(
            "activity",
            "choice",
            f"What they do. One of: {', '.join(ACTIVITIES)}.",
            "any club",
            choices=ACTIVITIES,
            aliases=listed("""
                activity name; type of activity; activity type; activities; indicator, if alone;
                measure, if alone
            """),
            value_aliases={
                "2 hours of pe": "two hours of PE",
                "2 hours pe": "two hours of PE",
                "two hours pe": "two hours of PE",
                "2h pe": "two hours of PE",
                "60 minutes active": "60 active minutes",
                "60 minutes": "60 active minutes",
                "active 60 minutes": "60 active minutes",
                "active minutes": "60 active minutes",
                "club": "any club",
                "clubs": "any club",
                "extra curricular club": "any club",
                "competitions": "competition",
                "walk or cycle to school": "active travel",
                "sports leaders": "sports leader",
                "young leader": "sports leader",
            },
        ),
        Column(
            "method",
            "choice",
            f"How it was measured, where ways differ, as for active minutes. One of: {', '.join(METHODS)}.",
            "",
            needed=False,
            blank=True,
            choices=METHODS,
            aliases=listed("""
                measured by; how measured; method of measurement; how it was measured; measurement method;
                source, if alone; data source, if alone
            """),
            value_aliases={
                "survey": "self-report",
                "self report": "self-report",
                "questionnaire": "self-report",
                "wearable": "device",
                "accelerometer": "device",
                "tracker": "device",
                "estimate": "teacher estimate",
                "teacher": "teacher estimate",
            },
        ),
        *(optional(column, example="") for column in PUPIL_GROUPS),
        Column(
            "pupils",
            "integer",
            "How many pupils take part. A withheld figure (c, x, *) is kept as not known, never as none.",
            "61",
            blank=True,
            low=0,
            high=20000,
            aliases=listed("""
                number of pupils; participants; pupils taking part; pupils participating;
                number participating; number taking part; taking part; no of pupils; pupils involved;
                count of pupils; students, if alone; count, if alone; number, if alone
            """),
        ),
        Column(
            "eligible",
            "integer",
            "How many pupils could take part. Blank: the roll.",
            "",
            needed=False,
            blank=True,
            low=0,
            high=20000,
            aliases=listed("""
                eligible pupils; out of; of; cohort; pupils eligible; number eligible;
                number of pupils eligible; on roll; number on roll; pupils on roll; total, if alone;
                total pupils, if alone; pupils in group, if alone
            """),
        ),
    ),
    checks=CHECKS,
)
