-- Spells to facts, in named steps. Needs: standing_absence, standing_workforce, standing_returns, school_day,
-- and the constants long_term_days (calendar days from which a spell is long).

-- A school's own working days, numbered.
CREATE OR REPLACE TEMP TABLE working_day AS
SELECT
    urn,
    n,
    day,
    month,
    academic_year || ' ' || term AS term,
    academic_year AS year
FROM school_day
WHERE working;

-- Which term each working day counts in, at each grain, and when that period ends.
CREATE OR REPLACE TEMP TABLE period_term AS
WITH by_term AS (
    SELECT urn, 'term' AS grain, term AS period, term, year, count(*) AS working_days FROM working_day GROUP BY ALL
    UNION ALL
    SELECT urn, 'month', month, term, year, count(*) FROM working_day GROUP BY ALL
    UNION ALL
    SELECT urn, 'year', year, term, year, count(*) FROM working_day GROUP BY ALL
)
SELECT * FROM by_term;

CREATE OR REPLACE TEMP TABLE term_end AS
SELECT urn, academic_year || ' ' || term AS term, academic_year AS year, min(day) AS first_day, max(day) AS last_day
FROM school_day
WHERE in_term
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE period_end AS
SELECT urn, 'term' AS grain, term AS period, last_day FROM term_end
UNION ALL
SELECT urn, 'year', year, max(last_day) FROM term_end GROUP BY urn, year
UNION ALL
SELECT urn, 'month', month, max(last_day(day)) FROM school_day GROUP BY urn, month;

-- An open spell runs to the last day of the last term that its school has sent: a return says so, or a spell that
-- begins in it (term dates may have come after the spells, when no return could be written yet).
CREATE OR REPLACE TEMP TABLE last_sent AS
WITH sent AS (
    SELECT urn, academic_year || ' ' || term AS term
    FROM standing_returns
    WHERE dataset = 'absence' AND state <> 'not due'
    UNION
    SELECT d.urn, d.academic_year || ' ' || d.term
    FROM standing_absence AS a
    JOIN school_day AS d ON d.urn = a.urn AND d.day = a.first_day
)
SELECT t.urn, max(t.last_day) AS last_day
FROM term_end AS t
JOIN sent AS s ON s.urn = t.urn AND s.term = t.term
GROUP BY t.urn;

CREATE OR REPLACE TEMP TABLE spell_row AS
SELECT
    a.batch,
    a.line,
    a.urn,
    a.staff_ref AS staff,
    coalesce(a.post, '') AS post,
    a.staff_group,
    a.fte,
    coalesce(a.reason, 'unknown') AS reason,
    a.first_day,
    coalesce(a.last_day, CASE WHEN l.last_day > a.first_day THEN l.last_day ELSE a.first_day END) AS last_day,
    a.last_day IS NULL AS still_open,
    coalesce(a.half_first, false) AS half_first,
    coalesce(a.half_last, false) AND a.last_day IS NOT NULL AS half_last,
    a.days_lost
FROM standing_absence AS a
LEFT JOIN last_sent AS l ON l.urn = a.urn;

-- Spells of one person at a school that overlap, or touch on the next calendar day, are one spell.
CREATE OR REPLACE TEMP TABLE numbered_row AS
WITH reach AS (
    SELECT
        *,
        max(last_day) OVER (
            PARTITION BY urn, staff ORDER BY first_day, last_day, batch, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM spell_row
)
SELECT
    *,
    sum(CASE WHEN reached IS NULL OR first_day > reached + 1 THEN 1 ELSE 0 END) OVER (
        PARTITION BY urn, staff ORDER BY first_day, last_day, batch, line ROWS UNBOUNDED PRECEDING
    ) AS spell
FROM reach;

CREATE OR REPLACE TEMP TABLE whole_spell AS
SELECT urn, staff, spell, min(first_day) AS first_day, max(last_day) AS last_day, bool_or(still_open) AS still_open
FROM numbered_row
GROUP BY urn, staff, spell;

-- The working days of each row, by number; spells reach beyond the calendar at either end.
CREATE OR REPLACE TEMP TABLE row_reach AS
WITH known AS (SELECT urn, min(day) AS first_day, max(day) AS last_day FROM school_day GROUP BY urn),
-- Made before the days are looked up: else a planner may pair every day of a school with every other one first.
held AS MATERIALIZED (
    SELECT r.*, greatest(r.first_day, k.first_day) AS from_day, least(r.last_day, k.last_day) AS to_day
    FROM numbered_row AS r
    JOIN known AS k ON k.urn = r.urn
),
begun AS MATERIALIZED (
    SELECT h.*, d.n + CASE WHEN d.working THEN 0 ELSE 1 END AS first_n
    FROM held AS h
    JOIN school_day AS d ON d.urn = h.urn AND d.day = h.from_day
)
SELECT b.* EXCLUDE (from_day, to_day), d.n AS last_n
FROM begun AS b
JOIN school_day AS d ON d.urn = b.urn AND d.day = b.to_day
WHERE d.n >= b.first_n;

-- A day counts once for a person in a post, however many rows cover it: the largest stands.
-- Payroll's own days are shared over the spell's working days.
CREATE OR REPLACE TEMP TABLE lost_day AS
WITH covered AS (
    SELECT batch, line, urn, staff, post, staff_group, fte, reason, spell, first_day, last_day, half_first, half_last,
           days_lost / (last_n - first_n + 1) AS share,
           unnest(range(first_n, last_n + 1)) AS n
    FROM row_reach
),
weighed AS (
    SELECT
        c.*,
        d.month,
        d.term,
        d.year,
        coalesce(
            c.share,
            c.fte * CASE
                WHEN (c.half_first AND d.day = c.first_day) OR (c.half_last AND d.day = c.last_day) THEN 0.5
                ELSE 1.0
            END
        ) AS lost
    FROM covered AS c
    JOIN working_day AS d ON d.urn = c.urn AND d.n = c.n
),
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY urn, staff, post, n ORDER BY lost DESC, first_day, reason, staff_group) AS nth
    FROM weighed
)
SELECT urn, staff, post, staff_group, fte, reason, spell, month, term, year, lost
FROM ranked
WHERE nth = 1 AND lost > 0;

-- One row a person, period, spell, post, group and reason, at each grain.
CREATE OR REPLACE TEMP TABLE lost_in_period AS
WITH by_grain AS (
    SELECT urn, 'month' AS grain, month AS period, staff, post, staff_group, reason, spell,
           max(fte) AS fte, sum(lost) AS lost
    FROM lost_day GROUP BY ALL
    UNION ALL
    SELECT urn, 'term', term, staff, post, staff_group, reason, spell, max(fte), sum(lost) FROM lost_day GROUP BY ALL
    UNION ALL
    SELECT urn, 'year', year, staff, post, staff_group, reason, spell, max(fte), sum(lost) FROM lost_day GROUP BY ALL
)
SELECT
    l.*,
    -- Counted only to the period's end, so that a later file never changes an earlier period.
    least(s.last_day, e.last_day) - s.first_day + 1 AS spell_days,
    s.last_day > e.last_day OR (s.still_open AND s.last_day = e.last_day) AS running
FROM by_grain AS l
JOIN whole_spell AS s ON s.urn = l.urn AND s.staff = l.staff AND s.spell = l.spell
JOIN period_end AS e ON e.urn = l.urn AND e.grain = l.grain AND e.period = l.period;

-- The fact that indicators are declared on: one row an absent person, school and period, for each cut.
CREATE OR REPLACE TEMP TABLE absence_by_person AS
WITH post_fte AS (
    SELECT urn, grain, period, staff, post, max(fte) AS fte, min(staff_group) AS staff_group
    FROM lost_in_period
    GROUP BY urn, grain, period, staff, post
),
person_fte AS (
    SELECT urn, grain, period, staff, '' AS staff_group, sum(fte) AS fte FROM post_fte GROUP BY urn, grain, period, staff
    UNION ALL
    SELECT urn, grain, period, staff, staff_group, sum(fte) FROM post_fte GROUP BY urn, grain, period, staff, staff_group
),
cut AS (
    SELECT *, 'all' AS cut, '' AS part FROM lost_in_period
    UNION ALL
    SELECT *, 'staff_group', staff_group FROM lost_in_period
    UNION ALL
    SELECT *, 'reason', reason FROM lost_in_period
),
person AS (
    SELECT
        urn, grain, period, cut, part, staff,
        sum(lost) AS days_lost,
        sum(CASE WHEN spell_days >= getvariable('long_term_days') THEN lost ELSE 0 END) AS long_days,
        count(DISTINCT spell) AS spells,
        max(spell_days) AS longest_spell_days,
        bool_or(running AND spell_days >= getvariable('long_term_days')) AS on_long_spell,
        sum(CASE WHEN reason = 'mental health' THEN lost ELSE 0 END) AS mental_health_days,
        sum(CASE WHEN reason = 'musculoskeletal' THEN lost ELSE 0 END) AS musculoskeletal_days,
        sum(CASE WHEN reason = 'infection' THEN lost ELSE 0 END) AS infection_days,
        sum(CASE WHEN reason = 'unknown' THEN lost ELSE 0 END) AS unknown_reason_days
    FROM cut
    GROUP BY urn, grain, period, cut, part, staff
)
SELECT
    p.*,
    getvariable('long_term_days') AS long_term_days,
    1.0 AS headcount,
    coalesce(f.fte, 0) AS fte,
    coalesce(f.fte, 0) * w.working_days AS days_available
FROM person AS p
JOIN (SELECT urn, grain, period, sum(working_days) AS working_days FROM period_term GROUP BY urn, grain, period) AS w
  ON w.urn = p.urn AND w.grain = p.grain AND w.period = p.period
LEFT JOIN person_fte AS f
  ON f.urn = p.urn AND f.grain = p.grain AND f.period = p.period AND f.staff = p.staff
 AND f.staff_group = CASE WHEN p.cut = 'staff_group' THEN p.part ELSE '' END;

-- What has come in, by school and term: a return, or at least days lost in spells of earlier terms.
CREATE OR REPLACE TEMP TABLE absence_in AS
SELECT urn, academic_year || ' ' || term AS term FROM standing_returns
WHERE dataset = 'absence' AND state <> 'not due'
UNION
SELECT urn, term FROM lost_day;

-- Terms that have come in by spells or by monthly totals: only these have denominators.
CREATE OR REPLACE TEMP TABLE sent_term AS
SELECT urn, term FROM absence_in
UNION
SELECT urn, academic_year || ' ' || term FROM standing_returns
WHERE dataset = 'absence_summary' AND state <> 'not due';

-- Periods of a school for which spells have come in, at each grain.
CREATE OR REPLACE TEMP TABLE spells_sent AS
SELECT DISTINCT p.urn, p.grain, p.period
FROM period_term AS p
JOIN absence_in AS s ON s.urn = p.urn AND s.term = p.term;
