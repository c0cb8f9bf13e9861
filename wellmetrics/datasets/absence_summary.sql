-- Monthly totals to periods. Needs: standing_absence_summary, absence_in, working_day, school_day, workforce.

CREATE OR REPLACE TEMP TABLE summary_row AS
WITH home_term AS (
    -- A month belongs to the term that has most of its working days.
    SELECT urn, month, max_by(term, days) AS term
    FROM (SELECT urn, month, term, count(*) AS days FROM working_day GROUP BY urn, month, term)
    GROUP BY urn, month
)
SELECT
    s.urn,
    substr(CAST(s.month AS VARCHAR), 1, 7) AS month,
    h.term,
    CASE WHEN month(s.month) >= 8
         THEN CAST(year(s.month) AS VARCHAR) || '/' || substr(CAST(year(s.month) + 1 AS VARCHAR), 3, 2)
         ELSE CAST(year(s.month) - 1 AS VARCHAR) || '/' || substr(CAST(year(s.month) AS VARCHAR), 3, 2) END AS year,
    s.staff_group,
    s.reason,
    s.days_lost,
    s.days_available,
    s.staff_absent,
    s.spells,
    day(last_day(s.month)) AS calendar_days
FROM standing_absence_summary AS s
LEFT JOIN home_term AS h ON h.urn = s.urn AND h.month = substr(CAST(s.month AS VARCHAR), 1, 7)
WHERE h.term IS NULL OR (s.urn, h.term) NOT IN (SELECT urn, term FROM absence_in);

-- "all" is the row without a group, else the sum of one complete table; tables are never added together.
CREATE OR REPLACE TEMP TABLE summary_month AS
WITH tabled AS (
    SELECT
        *,
        CASE WHEN staff_group IS NULL AND reason IS NULL THEN 1
             WHEN reason IS NULL THEN 2
             WHEN staff_group IS NULL THEN 3
             ELSE 4 END AS shape
    FROM summary_row
),
chosen AS (
    SELECT urn, month, min(shape) AS shape FROM tabled GROUP BY urn, month
),
-- Rows of one table that differ only in the reason repeat the same days available.
whole AS (
    SELECT urn, month, term, year, shape, calendar_days, staff_group,
           sum(days_lost) AS days_lost, max(days_available) AS days_available,
           CASE WHEN count(*) = 1 THEN max(staff_absent) END AS staff_absent,
           CASE WHEN count(*) = 1 THEN max(spells) END AS spells
    FROM tabled
    GROUP BY ALL
),
all_row AS (
    SELECT w.urn, w.month, w.term, w.year, w.calendar_days, 'all' AS cut, '' AS part,
           sum(w.days_lost) AS days_lost,
           CASE WHEN count(*) = count(w.days_available) THEN sum(w.days_available) END AS days_available,
           CASE WHEN count(*) = count(w.staff_absent) THEN sum(w.staff_absent) END AS staff_absent,
           CASE WHEN count(*) = count(w.spells) THEN sum(w.spells) END AS spells
    FROM whole AS w
    JOIN chosen AS c ON c.urn = w.urn AND c.month = w.month AND c.shape = w.shape
    GROUP BY ALL
),
group_row AS (
    SELECT urn, month, term, year, calendar_days, 'staff_group' AS cut, staff_group AS part,
           days_lost, days_available, staff_absent, spells
    FROM whole
    WHERE staff_group IS NOT NULL
    QUALIFY shape = min(shape) OVER (PARTITION BY urn, month)
),
reason_row AS (
    SELECT urn, month, term, year, calendar_days, 'reason' AS cut, reason AS part, sum(days_lost) AS days_lost,
           CAST(NULL AS DOUBLE) AS days_available,
           CASE WHEN count(*) = 1 THEN max(staff_absent) END AS staff_absent,
           CASE WHEN count(*) = 1 THEN max(spells) END AS spells
    FROM (SELECT * FROM tabled WHERE reason IS NOT NULL QUALIFY shape = min(shape) OVER (PARTITION BY urn, month))
    GROUP BY urn, month, term, year, calendar_days, reason
)
SELECT * FROM all_row
UNION ALL SELECT * FROM group_row
UNION ALL SELECT * FROM reason_row;

-- People and spells of two months may be the same, so they never add to a term; where a file gives no people,
-- at least days lost / calendar days people were away.
CREATE OR REPLACE TEMP TABLE absence_by_month AS
WITH by_grain AS (
    SELECT urn, 'month' AS grain, month AS period, cut, part, days_lost, days_available, staff_absent, spells,
           ceil(days_lost / calendar_days) AS least_people, floor(days_available / calendar_days) AS least_base
    FROM summary_month
    UNION ALL
    SELECT urn, 'term', term, cut, part, sum(days_lost),
           CASE WHEN count(*) = count(days_available) THEN sum(days_available) END, NULL, NULL,
           max(ceil(days_lost / calendar_days)), max(floor(days_available / calendar_days))
    FROM summary_month WHERE term IS NOT NULL GROUP BY urn, term, cut, part
    UNION ALL
    SELECT urn, 'year', year, cut, part, sum(days_lost),
           CASE WHEN count(*) = count(days_available) THEN sum(days_available) END, NULL, NULL,
           max(ceil(days_lost / calendar_days)), max(floor(days_available / calendar_days))
    FROM summary_month WHERE term IS NOT NULL GROUP BY urn, year, cut, part
),
reasons AS (
    SELECT urn, grain, period, sum(days_lost) AS reason_days,
           sum(CASE WHEN part = 'mental health' THEN days_lost ELSE 0 END) AS mental_health_days,
           sum(CASE WHEN part = 'musculoskeletal' THEN days_lost ELSE 0 END) AS musculoskeletal_days,
           sum(CASE WHEN part = 'infection' THEN days_lost ELSE 0 END) AS infection_days,
           sum(CASE WHEN part = 'unknown' THEN days_lost ELSE 0 END) AS unknown_reason_days
    FROM by_grain
    WHERE cut = 'reason'
    GROUP BY urn, grain, period
)
SELECT
    m.urn, m.grain, m.period, m.cut, m.part, m.days_lost, m.staff_absent, m.spells,
    r.reason_days, r.mental_health_days, r.musculoskeletal_days, r.infection_days, r.unknown_reason_days,
    w.headcount, w.fte, coalesce(m.days_available, w.days_available) AS days_available,
    coalesce(m.staff_absent, m.least_people) AS people,
    coalesce(w.headcount, m.least_base) AS base_people
FROM by_grain AS m
LEFT JOIN reasons AS r ON r.urn = m.urn AND r.grain = m.grain AND r.period = m.period AND m.cut = 'all'
LEFT JOIN base_workforce AS w
  ON w.urn = m.urn AND w.grain = m.grain AND w.period = m.period
 AND w.cut = CASE WHEN m.cut = 'reason' THEN 'all' ELSE m.cut END
 AND w.part = CASE WHEN m.cut = 'reason' THEN '' ELSE m.part END;
