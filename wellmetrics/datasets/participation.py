"""`participation`: how many pupils do an activity, by group, in a term."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, PUPIL_GROUPS, TERM, URN, optional
from wellmetrics.model import Column, Dataset, RowCheck

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
            aliases=("activity name", "measure"),
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
            aliases=("measured by", "how measured", "source"),
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
            aliases=("number of pupils", "participants", "pupils taking part"),
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
            aliases=("eligible pupils", "out of", "of", "cohort"),
        ),
    ),
    checks=(
        RowCheck(
            "more_than_eligible",
            "pupils",
            "error",
            "SELECT line, pupils AS value, eligible AS detail FROM rows WHERE pupils > eligible",
            "{value} pupils take part of {detail} who could.",
            "Check whether the two columns changed places, or whether pupils were counted more than once.",
        ),
        RowCheck(
            "overlapping_cuts",
            "activity",
            "error",
            """
            SELECT line, activity AS value, urn AS detail
            FROM (
                SELECT line, urn, activity, shape,
                       min(shape) OVER one AS first_shape, max(shape) OVER one AS last_shape
                FROM (
                    SELECT *,
                           (CASE WHEN year_group IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sex IS NULL THEN 0 ELSE 2 END)
                           + (CASE WHEN pupil_premium IS NULL THEN 0 ELSE 4 END)
                           + (CASE WHEN send IS NULL THEN 0 ELSE 8 END) AS shape
                    FROM rows
                )
                WINDOW one AS (PARTITION BY urn, academic_year, term, activity)
            )
            WHERE first_shape <> last_shape
            """,
            "School {detail} has rows of “{value}” with different groups filled: they would be added twice.",
            "Send each breakdown in a file of its own, with the same group columns filled in every row.",
        ),
        RowCheck(
            "two_methods",
            "method",
            "error",
            """
            SELECT line, activity AS value, urn AS detail
            FROM (SELECT line, urn, activity,
                         min(coalesce(method, '')) OVER one <> max(coalesce(method, '')) OVER one AS mixed
                  FROM rows
                  WINDOW one AS (PARTITION BY urn, academic_year, term, activity))
            WHERE mixed
            """,
            "School {detail} has rows of “{value}” measured in more than one way in one term.",
            "Keep one way of measuring for a school and term.",
        ),
        RowCheck(
            "above_roll",
            "pupils",
            "query",
            """
            WITH sent AS (
                SELECT urn, academic_year, term, activity, min(line) AS line, sum(pupils) AS pupils
                FROM rows GROUP BY ALL
            ),
            on_roll AS (
                SELECT urn, academic_year, max(pupils) AS pupils
                FROM (SELECT urn, academic_year, term, sum(pupils) AS pupils FROM roll GROUP BY ALL)
                GROUP BY ALL
            )
            SELECT s.line, CAST(s.pupils AS VARCHAR) AS value, CAST(r.pupils AS VARCHAR) AS detail
            FROM sent AS s
            JOIN on_roll AS r ON r.urn = s.urn AND r.academic_year = s.academic_year
            WHERE s.pupils > r.pupils
            """,
            "{value} pupils take part, but {detail} are on roll.",
            "Count each pupil once, or send the newest roll.",
        ),
        RowCheck(
            "groups_missing",
            "activity",
            "query",
            """
            WITH sent AS (
                SELECT urn, academic_year, term, activity, min(line) AS line
                FROM rows GROUP BY ALL HAVING count(eligible) < count(*)
            ),
            met AS (
                SELECT DISTINCT urn, academic_year, term, activity, cut, part
                FROM rows UNPIVOT (part FOR cut IN (year_group, sex, pupil_premium, send))
            ),
            on_roll AS (
                SELECT DISTINCT urn, academic_year, term, cut, part
                FROM (SELECT * FROM roll WHERE pupils > 0)
                UNPIVOT (part FOR cut IN (year_group, sex, pupil_premium, send))
            )
            SELECT s.line, s.activity AS value,
                   string_agg(replace(r.cut, '_', ' ') || ' ' || r.part, ', ' ORDER BY r.cut, r.part) AS detail
            FROM sent AS s
            JOIN on_roll AS r ON r.urn = s.urn AND r.academic_year = s.academic_year AND r.term = s.term
            WHERE (s.urn, s.academic_year, s.term, s.activity, r.cut)
                  IN (SELECT (urn, academic_year, term, activity, cut) FROM met)
              AND (s.urn, s.academic_year, s.term, s.activity, r.cut, r.part)
                  NOT IN (SELECT (urn, academic_year, term, activity, cut, part) FROM met)
            GROUP BY s.line, s.activity
            """,
            "The rows of “{value}” lack pupils who are on roll ({detail}): no figure for the whole school comes from them.",
            "Add a row for each group, with 0 where nobody takes part, or fill the column eligible.",
        ),
    ),
)
