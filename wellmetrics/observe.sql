-- Schools' observations to those of the trust and of every group, with periods and coverage.
-- Needs: school_observation, period_term, term_end, absence_in, term_staff, roll_of_term, roll_part, standing tables, load.

CREATE OR REPLACE TEMP TABLE period AS
WITH met AS (
    SELECT grain, period FROM school_observation GROUP BY ALL
),
dated AS (
    SELECT 'term' AS grain, academic_year || ' ' || term AS period, academic_year, term,
           min(first_day) AS first_day, max(last_day) AS last_day
    FROM standing_terms GROUP BY academic_year, term
    UNION ALL
    SELECT 'year', academic_year, academic_year, '', min(first_day), max(last_day)
    FROM standing_terms GROUP BY academic_year
    UNION ALL
    SELECT DISTINCT 'month', period,
           CASE WHEN CAST(substr(period, 6, 2) AS INTEGER) >= 8
                THEN substr(period, 1, 4) || '/' || substr(CAST(CAST(substr(period, 1, 4) AS INTEGER) + 1 AS VARCHAR), 3, 2)
                ELSE CAST(CAST(substr(period, 1, 4) AS INTEGER) - 1 AS VARCHAR) || '/' || substr(period, 3, 2) END,
           '', CAST(period || '-01' AS DATE), last_day(CAST(period || '-01' AS DATE))
    FROM (SELECT period FROM met WHERE grain = 'month'
          UNION SELECT period FROM period_term WHERE grain = 'month')
),
span AS (
    SELECT d.grain, min(d.first_day) AS first_day, max(d.first_day) AS last_first_day
    FROM dated AS d
    JOIN met AS m ON m.grain = d.grain AND m.period = d.period
    GROUP BY d.grain
)
SELECT d.*
FROM dated AS d
JOIN span AS s ON s.grain = d.grain AND d.first_day BETWEEN s.first_day AND s.last_first_day
ORDER BY d.grain, d.first_day;

-- What each school's term is: complete, nothing to report, not due, part (only spells of earlier terms), missing.
CREATE OR REPLACE TEMP TABLE coverage AS
WITH due AS (
    SELECT s.urn, p.academic_year, p.term, p.period, p.last_day, s.joined, s."left" AS left_on
    FROM standing_schools AS s
    CROSS JOIN (SELECT * FROM period WHERE grain = 'term') AS p
),
said AS (
    SELECT urn, academic_year, term,
           max(CASE WHEN dataset = 'absence' THEN state END) AS spells,
           max(CASE WHEN dataset = 'absence_summary' THEN state END) AS totals
    FROM standing_returns
    GROUP BY urn, academic_year, term
),
-- Totals by question are a survey that has come in, as its replies are.
said_of_feed AS (
    SELECT urn, CASE WHEN dataset = 'survey_summary' THEN 'survey' ELSE dataset END AS dataset, academic_year, term,
           coalesce(min(CASE WHEN state <> 'not due' THEN state END), 'not due') AS state
    FROM standing_returns
    GROUP BY ALL
),
sent AS (
    SELECT * FROM said_of_feed WHERE state <> 'not due'
)
SELECT
    d.urn, 'absence' AS dataset, d.academic_year, d.term, d.period,
    CASE
        WHEN coalesce(s.spells, 'not due') <> 'not due' THEN s.spells
        WHEN coalesce(s.totals, 'not due') <> 'not due' THEN s.totals
        WHEN i.term IS NOT NULL THEN 'part'
        WHEN s.spells = 'not due' OR s.totals = 'not due' OR d.joined > d.last_day OR d.left_on < d.last_day
            THEN 'not due'
        ELSE 'missing'
    END AS state
FROM due AS d
LEFT JOIN said AS s ON s.urn = d.urn AND s.academic_year = d.academic_year AND s.term = d.term
LEFT JOIN absence_in AS i ON i.urn = d.urn AND i.term = d.period
UNION ALL
SELECT
    d.urn, f.dataset, d.academic_year, d.term, d.period,
    CASE
        WHEN coalesce(r.state, 'not due') <> 'not due' THEN r.state
        WHEN r.state = 'not due' OR d.joined > d.last_day OR d.left_on < d.last_day THEN 'not due'
        -- Surveys have no fixed term: one is due where other schools of the trust have asked.
        WHEN f.dataset = 'survey' AND d.period NOT IN (
            SELECT academic_year || ' ' || term FROM sent WHERE dataset = 'survey'
        ) THEN 'not due'
        ELSE 'missing'
    END
FROM due AS d
-- A feed that nobody has ever sent is not one that is missing.
CROSS JOIN (
    SELECT unnest(['survey', 'referrals', 'participation']) AS dataset
) AS f
LEFT JOIN said_of_feed AS r
  ON r.urn = d.urn AND r.dataset = f.dataset AND r.academic_year = d.academic_year AND r.term = d.term
WHERE f.dataset IN (SELECT dataset FROM sent);

-- Sets of schools: the trust, phases, small schools of a phase, and every group a trust has named. A school counts
-- in a period when it is a member on the period's last day, so that joining and leaving never change the past.
CREATE OR REPLACE TEMP TABLE membership AS
WITH trust AS (
    SELECT s.urn, s.phase, p.grain, p.period, p.last_day, p.academic_year
    FROM standing_schools AS s
    CROSS JOIN period AS p
    WHERE (s.joined IS NULL OR s.joined <= p.last_day) AND (s."left" IS NULL OR s."left" >= p.last_day)
),
-- Small is judged once an academic year, by the first term with a census, so that a year keeps its members.
size AS (
    SELECT t.urn, e.year AS academic_year, sum(t.headcount) AS headcount
    FROM term_staff AS t
    JOIN term_end AS e ON e.urn = t.urn AND e.term = t.term
    WHERE e.first_day = (SELECT min(f.first_day) FROM term_end AS f
                         WHERE f.urn = e.urn AND f.year = e.year
                           AND f.term IN (SELECT term FROM term_staff AS g WHERE g.urn = f.urn))
    GROUP BY t.urn, e.year
),
small AS (
    SELECT t.*, count(DISTINCT t.urn) OVER (PARTITION BY t.phase, t.grain, t.period) AS schools
    FROM trust AS t
    JOIN size AS z ON z.urn = t.urn AND z.academic_year = t.academic_year
    WHERE z.headcount < getvariable('small_school')
)
SELECT '' AS "group", urn, grain, period FROM trust
UNION ALL
SELECT phase || ' schools', urn, grain, period FROM trust
WHERE phase IN (SELECT phase FROM standing_schools GROUP BY phase HAVING count(*) >= 3)
UNION ALL
SELECT 'small ' || phase || ' schools', urn, grain, period FROM small WHERE schools >= getvariable('small_schools')
UNION ALL
SELECT g."group", t.urn, t.grain, t.period
FROM standing_groups AS g
JOIN trust AS t ON t.urn = g.urn
WHERE g.kind <> 'trust' AND (g."from" IS NULL OR g."from" <= t.last_day) AND (g."to" IS NULL OR g."to" >= t.last_day);

CREATE OR REPLACE TEMP TABLE observation AS
WITH grouped AS (
    SELECT
        o.indicator, '' AS urn, m."group", o.grain, o.period, o.cut, o.part,
        sum(o.numerator) AS numerator,
        CASE WHEN count(*) = count(o.denominator) THEN sum(o.denominator) END AS denominator,
        sum(o.people) AS people, sum(o.base_people) AS base_people,
        CASE WHEN count(*) = count(o.square_sum) THEN sum(o.square_sum) END AS square_sum,
        CASE WHEN count(*) = count(o.cross_sum) THEN sum(o.cross_sum) END AS cross_sum,
        CASE WHEN count(*) = count(o.denominator_square_sum) THEN sum(o.denominator_square_sum) END
            AS denominator_square_sum,
        max(o.largest) AS largest,
        count(*) AS schools,
        max(o.denominator) / nullif(sum(o.denominator), 0) AS largest_school
    FROM school_observation AS o
    JOIN membership AS m ON m.urn = o.urn AND m.grain = o.grain AND m.period = o.period
    -- What one school has no denominator for (its census counts fewer than were absent) has none in the group.
    -- Phases and small schools overlap with everything; they are shown for everybody only.
    WHERE (o.cut = 'all' OR m."group" IN (SELECT '' UNION SELECT "group" FROM standing_groups))
    GROUP BY o.indicator, m."group", o.grain, o.period, o.cut, o.part
)
SELECT indicator, urn, '' AS "group", grain, period, cut, part, numerator, denominator, people, base_people,
       square_sum, cross_sum, denominator_square_sum, largest, 1 AS schools, 1.0 AS largest_school,
       CAST(NULL AS DOUBLE) AS estimate, CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper
FROM school_observation
UNION ALL
SELECT *, NULL, NULL, NULL FROM grouped;

CREATE OR REPLACE TEMP TABLE place AS
WITH staff AS (
    SELECT urn, max_by(headcount, first_day) AS headcount
    FROM (SELECT t.urn, e.first_day, sum(t.headcount) AS headcount
          FROM term_staff AS t JOIN term_end AS e ON e.urn = t.urn AND e.term = t.term
          GROUP BY t.urn, e.first_day)
    GROUP BY urn
)
SELECT s.urn, '' AS "group", s.school AS name, 'school' AS kind, s.phase, s.local_authority, s.joined, s."left",
       f.headcount
FROM standing_schools AS s
LEFT JOIN staff AS f ON f.urn = s.urn
UNION ALL
SELECT '', '', coalesce((SELECT min("group") FROM standing_groups WHERE kind = 'trust'), 'The trust'),
       'trust', '', NULL, NULL, NULL, NULL
UNION ALL
SELECT '', "group", "group",
       CASE WHEN "group" LIKE 'small % schools' THEN 'small schools'
            WHEN "group" IN (SELECT phase || ' schools' FROM standing_schools) THEN 'phase'
            ELSE coalesce((SELECT min(kind) FROM standing_groups AS g WHERE g."group" = m."group"), 'group') END,
       '', NULL, NULL, NULL, NULL
FROM (SELECT DISTINCT "group" FROM membership WHERE "group" <> '') AS m;

-- What is publicly known of each school, of its latest roll: its size and, in whole hundredths and never of fewer than
-- five pupils on either side, the shares with pupil premium and with special educational needs.
CREATE OR REPLACE TEMP TABLE school_public AS
WITH latest AS (
    SELECT urn, max_by(roll_term, first_day) AS roll_term
    FROM (SELECT c.urn, c.roll_term, e.first_day
          FROM roll_of_term AS c JOIN term_end AS e ON e.urn = c.urn AND e.term = c.roll_term)
    GROUP BY urn
),
pupils AS (
    SELECT urn,
           sum(p.pupils) FILTER (cut = 'all') AS roll,
           sum(p.pupils) FILTER (cut = 'pupil_premium' AND part = 'Y') AS premium,
           sum(p.pupils) FILTER (cut = 'pupil_premium' AND part IN ('Y', 'N')) AS of_premium,
           sum(p.pupils) FILTER (cut = 'send' AND part IN ('support', 'plan')) AS send,
           sum(p.pupils) FILTER (cut = 'send' AND part IN ('none', 'support', 'plan')) AS of_send
    FROM latest JOIN roll_part AS p USING (urn, roll_term)
    GROUP BY urn
)
SELECT urn, CAST(roll AS INTEGER) AS roll,
       CASE WHEN premium >= 5 AND of_premium - premium >= 5 THEN round(premium / of_premium, 2) END AS pupil_premium,
       CASE WHEN send >= 5 AND of_send - send >= 5 THEN round(send / of_send, 2) END AS send
FROM pupils;

CREATE OR REPLACE TEMP TABLE source AS
SELECT l.batch, l.dataset, l.file, l.sha256, l."by", l.loaded_at, count(q.batch) AS queries
FROM load AS l
LEFT JOIN load_query AS q ON q.batch = l.batch
WHERE l.batch IN (SELECT batch FROM seen_load UNION SELECT batch FROM lineage)
GROUP BY ALL;

-- What was doubtful in each file. The words may hold what somebody typed: they go to the lead's figures only.
CREATE OR REPLACE TEMP TABLE source_query AS
SELECT q.batch, q.line, q."column", q.problem
FROM load_query AS q
JOIN load AS l ON l.batch = q.batch
WHERE l.undone_at IS NULL
ORDER BY q.batch, q.line, q."column";
