"""What only several cells or rows of a participation file show: counts that cannot be, or that count twice."""

from wellmetrics.datasets.shared_checks import TERM_IN_THE_TRUST
from wellmetrics.model import RowCheck

SAME_AS_LAST_TERM = RowCheck(
    "same_as_last_term",
    "term",
    "query",
    """
    WITH moments AS (
        SELECT academic_year, term, min(first_day) AS moment FROM terms GROUP BY academic_year, term
    ),
    earlier AS (
        SELECT urn, academic_year, term, activity, method, year_group, sex, pupil_premium, send, pupils
        FROM sent_before
        UNION ALL
        SELECT urn, academic_year, term, activity, method, year_group, sex, pupil_premium, send, pupils
        FROM rows
    ),
    school_moments AS (
        SELECT DISTINCT urn, moment FROM earlier JOIN moments USING (academic_year, term)
    ),
    last_term AS (
        SELECT r.urn, r.academic_year, r.term, max(before.moment) AS moment
        FROM (SELECT DISTINCT urn, academic_year, term FROM rows) AS r
        JOIN moments AS now ON now.academic_year = r.academic_year AND now.term = r.term
        JOIN school_moments AS before ON before.urn = r.urn AND before.moment < now.moment
        GROUP BY r.urn, r.academic_year, r.term
    )
    SELECT min(r.line) AS line, r.term || ' ' || r.academic_year AS value,
           min(m.term || ' ' || m.academic_year) AS detail
    FROM rows AS r
    JOIN last_term AS l ON l.urn = r.urn AND l.academic_year = r.academic_year AND l.term = r.term
    JOIN moments AS m ON m.moment = l.moment
    LEFT JOIN earlier AS e
      ON e.urn = r.urn AND e.academic_year = m.academic_year AND e.term = m.term AND e.activity = r.activity
     AND e.method IS NOT DISTINCT FROM r.method
     AND e.year_group IS NOT DISTINCT FROM r.year_group
     AND e.sex IS NOT DISTINCT FROM r.sex
     AND e.pupil_premium IS NOT DISTINCT FROM r.pupil_premium
     AND e.send IS NOT DISTINCT FROM r.send
    GROUP BY r.urn, r.academic_year, r.term
    HAVING count(*) FILTER (WHERE r.pupils > 0) >= 5 AND count(*) FILTER (WHERE e.pupils = r.pupils) = count(*)
    """,
    "Every figure of the school for {value} is the same as for {detail}.",
    "Check that this is the new term's file, and not the last one sent again.",
    "earlier",
)

CHECKS = (
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
    *TERM_IN_THE_TRUST,
    SAME_AS_LAST_TERM,
)
