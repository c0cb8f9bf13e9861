-- Counts of pupils by activity to facts. Needs: standing_participation, standing_returns, base_roll, term_end.

-- Tables of one school, term and activity differ in which groups they fill; they are never added together.
CREATE OR REPLACE TEMP TABLE activity_row AS
SELECT
    *,
    academic_year || ' ' || term AS period,
    (CASE WHEN year_group IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sex IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN pupil_premium IS NULL THEN 0 ELSE 1 END) + (CASE WHEN send IS NULL THEN 0 ELSE 1 END) AS filled,
    (CASE WHEN year_group IS NULL THEN '' ELSE 'y' END) || (CASE WHEN sex IS NULL THEN '' ELSE 's' END)
        || (CASE WHEN pupil_premium IS NULL THEN '' ELSE 'p' END) || (CASE WHEN send IS NULL THEN '' ELSE 'n' END)
        AS shape
FROM standing_participation;

CREATE OR REPLACE TEMP TABLE activity_part AS
WITH cut AS (
    SELECT *, 'all' AS cut, '' AS part FROM activity_row
    UNION ALL
    SELECT *, 'year_group', year_group FROM activity_row WHERE year_group IS NOT NULL
    UNION ALL
    SELECT *, 'sex', sex FROM activity_row WHERE sex IS NOT NULL
    UNION ALL
    SELECT *, 'pupil_premium', pupil_premium FROM activity_row WHERE pupil_premium IS NOT NULL
    UNION ALL
    SELECT *, 'send', send FROM activity_row WHERE send IS NOT NULL
),
-- Of the tables that know a cut, the one with the fewest other groups stands.
chosen AS (
    SELECT *
    FROM cut
    QUALIFY (filled, shape) = min((filled, shape)) OVER (PARTITION BY urn, period, activity, cut)
)
SELECT
    urn, period, academic_year AS year, activity, cut, part,
    max(method) AS method,
    -- One withheld figure leaves the sum unknown.
    CASE WHEN count(*) = count(pupils) THEN sum(pupils) END AS pupils,
    CASE WHEN count(*) = count(eligible) THEN sum(eligible) END AS eligible
FROM chosen
GROUP BY ALL;

-- The fact: pupils of those who could, by activity; a year is the mean of its terms.
CREATE OR REPLACE TEMP TABLE activity_count AS
WITH whole AS (
    SELECT a.urn, a.period, a.year, a.activity, a.method, a.cut, a.part, CAST(a.pupils AS DOUBLE) AS pupils,
           coalesce(CAST(a.eligible AS DOUBLE), b.pupils) AS eligible
    FROM activity_part AS a
    LEFT JOIN base_roll AS b
      ON b.urn = a.urn AND b.grain = 'term' AND b.period = a.period AND b.cut = a.cut AND b.part = a.part
    UNION ALL
    SELECT a.urn, a.period, a.year, a.activity, a.method, 'method', a.method, CAST(a.pupils AS DOUBLE),
           coalesce(CAST(a.eligible AS DOUBLE), b.pupils)
    FROM activity_part AS a
    LEFT JOIN base_roll AS b
      ON b.urn = a.urn AND b.grain = 'term' AND b.period = a.period AND b.cut = 'all'
    WHERE a.cut = 'all' AND a.method IS NOT NULL
),
-- More pupils than there are: the roll or the count is wrong, so the figure is missing.
known AS (
    SELECT * FROM whole WHERE pupils IS NOT NULL AND eligible IS NOT NULL AND pupils <= eligible
)
SELECT urn, 'term' AS grain, period, activity, method, cut, part, pupils, eligible FROM known
UNION ALL
SELECT urn, 'year', year, activity, CASE WHEN count(DISTINCT coalesce(method, '')) = 1 THEN max(method) END,
       cut, part, sum(pupils) / count(*), sum(eligible) / count(*)
FROM known
GROUP BY urn, year, activity, cut, part
HAVING cut = 'method' OR count(DISTINCT coalesce(method, '')) = 1;
