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

CREATE OR REPLACE TEMP TABLE activity_cut AS
SELECT *, 'all' AS cut, '' AS part FROM activity_row
UNION ALL
SELECT *, 'year_group', year_group FROM activity_row WHERE year_group IS NOT NULL
UNION ALL
SELECT *, 'sex', sex FROM activity_row WHERE sex IS NOT NULL
UNION ALL
SELECT *, 'pupil_premium', pupil_premium FROM activity_row WHERE pupil_premium IS NOT NULL
UNION ALL
SELECT *, 'send', send FROM activity_row WHERE send IS NOT NULL;

-- Which cuts of a table lack a group that the roll has: its sum is not that of the school. Where the file says how many
-- could take part, it counts those and no others.
CREATE OR REPLACE TEMP TABLE activity_lack AS
WITH met AS (
    SELECT DISTINCT urn, period, activity, shape, cut, part FROM activity_cut WHERE cut <> 'all'
),
by_roll AS (
    SELECT urn, period, activity, shape FROM activity_row GROUP BY ALL HAVING count(eligible) < count(*)
),
due AS (
    SELECT DISTINCT m.urn, m.period, m.activity, m.shape, m.cut, b.part
    FROM met AS m
    SEMI JOIN by_roll AS r
      ON r.urn = m.urn AND r.period = m.period AND r.activity = m.activity AND r.shape = m.shape
    JOIN base_roll AS b
      ON b.urn = m.urn AND b.grain = 'term' AND b.period = m.period AND b.cut = m.cut AND b.pupils > 0
)
SELECT DISTINCT urn, period, activity, shape, cut FROM due ANTI JOIN met USING (urn, period, activity, shape, cut, part);

CREATE OR REPLACE TEMP TABLE activity_part AS
WITH judged AS (
    SELECT
        c.*,
        coalesce(len(l.cuts) > CASE WHEN list_contains(l.cuts, c.cut) THEN 1 ELSE 0 END, false) AS lacks,
        count(*) OVER one > count(pupils) OVER one AS withheld
    FROM activity_cut AS c
    LEFT JOIN (SELECT urn, period, activity, shape, list(cut) AS cuts FROM activity_lack GROUP BY ALL) AS l
      ON l.urn = c.urn AND l.period = c.period AND l.activity = c.activity AND l.shape = c.shape
    WINDOW one AS (PARTITION BY c.urn, c.period, c.activity, c.shape, c.cut)
),
-- Of the tables that know a cut, a complete one stands, and of those the one with the fewest other groups.
chosen AS (
    SELECT *
    FROM judged
    QUALIFY (lacks, withheld, filled, shape)
            = min((lacks, withheld, filled, shape)) OVER (PARTITION BY urn, period, activity, cut)
),
-- The wider groups are those of the same table.
with_wider AS (
    SELECT * FROM chosen
    UNION ALL
    SELECT * REPLACE ('any_send' AS cut, getvariable('wider')['send/' || send] AS part)
    FROM chosen
    WHERE cut = 'send'
)
SELECT
    urn, period, academic_year AS year, activity, cut, part,
    max(method) AS method,
    -- One figure that is withheld or not there leaves the sum unknown.
    CASE WHEN count(*) = count(pupils) AND NOT bool_or(lacks) THEN sum(pupils) END AS pupils,
    CASE WHEN count(*) = count(eligible) THEN sum(eligible) END AS eligible
FROM with_wider
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
    SELECT *
    FROM whole
    WHERE pupils IS NOT NULL AND eligible IS NOT NULL AND pupils <= eligible
),
-- A withheld part could be had from the whole and the other parts: where the whole is known, the cut is not given.
withheld AS (
    SELECT w.urn, w.period, w.activity, w.cut
    FROM whole AS w
    SEMI JOIN (SELECT * FROM known WHERE cut = 'all') AS a
      ON a.urn = w.urn AND a.period = w.period AND a.activity = w.activity
    GROUP BY ALL
    HAVING count(*) > count(w.pupils)
),
given AS (
    SELECT * FROM known ANTI JOIN withheld USING (urn, period, activity, cut)
),
-- A year is that of the terms that tell of everybody, and of groups that all of those tell; where none does, of all terms.
of_year AS (
    SELECT *, count(DISTINCT coalesce(method, '')) OVER (PARTITION BY urn, year, activity) AS ways
    FROM given
    QUALIFY bool_or(cut = 'all') OVER (PARTITION BY urn, period, activity)
            OR NOT bool_or(cut = 'all') OVER (PARTITION BY urn, year, activity)
),
with_terms AS (
    SELECT *,
           count(DISTINCT period) OVER (PARTITION BY urn, year, activity) AS of_whole,
           count(DISTINCT period) OVER (PARTITION BY urn, year, activity, cut) AS terms
    FROM of_year
)
SELECT urn, 'term' AS grain, period, activity, method, cut, part, pupils, eligible FROM given
UNION ALL
-- Each way of measuring has terms of its own; in a term that tells of its other groups, a group without a row has nobody.
SELECT urn, 'year', year, activity, CASE WHEN max(ways) = 1 THEN max(method) END, cut, part,
       sum(pupils) / CASE WHEN cut = 'method' THEN count(*) ELSE max(terms) END,
       sum(eligible) / CASE WHEN cut = 'method' THEN count(*) ELSE max(terms) END
FROM with_terms
WHERE cut = 'method' OR (ways = 1 AND terms = of_whole)
GROUP BY urn, year, activity, cut, part;
