-- Censuses to denominators. Needs: standing_workforce, term_end, period_term, sent_term, absence_by_person.

-- A term takes the censuses dated within it, else the latest before it, else the first in its academic year.
CREATE OR REPLACE TEMP TABLE census_of_term AS
WITH census AS (
    SELECT DISTINCT urn, census_date FROM standing_workforce
),
judged AS (
    SELECT
        t.urn, t.term, c.census_date,
        CASE
            WHEN c.census_date BETWEEN t.first_day AND t.last_day THEN 1
            WHEN c.census_date < t.first_day THEN 2
            WHEN c.census_date <= make_date(CAST(substr(t.year, 1, 4) AS INTEGER) + 1, 8, 31) THEN 3
        END AS choice
    FROM term_end AS t
    JOIN census AS c ON c.urn = t.urn
),
best AS (
    SELECT urn, term, min(choice) AS choice FROM judged WHERE choice IS NOT NULL GROUP BY urn, term
)
SELECT j.urn, j.term, b.choice,
       CASE WHEN b.choice = 1 THEN j.census_date
            WHEN b.choice = 2 THEN max(j.census_date) OVER (PARTITION BY j.urn, j.term)
            ELSE min(j.census_date) OVER (PARTITION BY j.urn, j.term) END AS chosen,
       j.census_date
FROM judged AS j
JOIN best AS b ON b.urn = j.urn AND b.term = j.term AND b.choice = j.choice;

CREATE OR REPLACE TEMP TABLE term_staff AS
WITH chosen AS (
    SELECT urn, term, census_date, count(*) OVER (PARTITION BY urn, term) AS censuses
    FROM census_of_term
    WHERE census_date = chosen
)
SELECT c.urn, c.term, w.staff_group, sum(w.headcount / c.censuses) AS headcount, sum(w.fte / c.censuses) AS fte
FROM chosen AS c
JOIN standing_workforce AS w ON w.urn = c.urn AND w.census_date = c.census_date
GROUP BY c.urn, c.term, w.staff_group;

-- A year is the mean of its terms that have come in; a month that lies in two terms weighs them by working days.
CREATE OR REPLACE TEMP TABLE staff_in_period AS
WITH sent AS (
    SELECT
        p.urn, p.grain, p.period, p.term, p.working_days,
        CASE WHEN p.grain = 'month' THEN p.working_days ELSE 1.0 END AS weight
    FROM period_term AS p
    JOIN sent_term AS s ON s.urn = p.urn AND s.term = p.term
    JOIN (SELECT DISTINCT urn, term FROM term_staff) AS c ON c.urn = p.urn AND c.term = p.term
),
total AS (
    SELECT urn, grain, period, sum(weight) AS weight FROM sent GROUP BY urn, grain, period
)
SELECT
    s.urn, s.grain, s.period, t.staff_group,
    sum(t.headcount * s.weight) / max(w.weight) AS headcount,
    sum(t.fte * s.weight) / max(w.weight) AS fte,
    sum(t.fte * s.working_days) AS days_available
FROM sent AS s
JOIN total AS w ON w.urn = s.urn AND w.grain = s.grain AND w.period = s.period
JOIN term_staff AS t ON t.urn = s.urn AND t.term = s.term
GROUP BY s.urn, s.grain, s.period, t.staff_group;

-- The base of staff figures, by cut. The FTE of people who were not absent is taken as equal within their group;
-- more absent people than the census counts means that the census is wrong: the denominator is missing.
CREATE OR REPLACE TEMP TABLE base_workforce AS
WITH absent AS (
    SELECT urn, grain, period, part AS staff_group, count(*) AS people, sum(fte) AS fte, sum(fte * fte) AS fte_squares
    FROM absence_by_person
    WHERE cut = 'staff_group'
    GROUP BY urn, grain, period, part
),
absent_all AS (
    SELECT urn, grain, period, count(*) AS people, sum(fte * fte) AS fte_squares
    FROM absence_by_person
    WHERE cut = 'all'
    GROUP BY urn, grain, period
),
grouped AS (
    SELECT
        s.*,
        coalesce(a.people, 0) AS absent,
        coalesce(a.fte_squares, 0) AS absent_squares,
        CASE WHEN s.headcount > coalesce(a.people, 0)
             THEN greatest(s.fte - coalesce(a.fte, 0), 0) * greatest(s.fte - coalesce(a.fte, 0), 0)
                  / (s.headcount - coalesce(a.people, 0))
             ELSE 0 END AS rest_squares
    FROM staff_in_period AS s
    LEFT JOIN absent AS a
      ON a.urn = s.urn AND a.grain = s.grain AND a.period = s.period AND a.staff_group = s.staff_group
),
cut AS (
    SELECT urn, grain, period, 'staff_group' AS cut, staff_group AS part, headcount, fte, days_available,
           absent, absent_squares + rest_squares AS fte_square_sum
    FROM grouped
    UNION ALL
    SELECT g.urn, g.grain, g.period, 'all', '', sum(g.headcount), sum(g.fte), sum(g.days_available),
           coalesce(max(a.people), 0), sum(g.rest_squares) + coalesce(max(a.fte_squares), 0)
    FROM grouped AS g
    LEFT JOIN absent_all AS a ON a.urn = g.urn AND a.grain = g.grain AND a.period = g.period
    GROUP BY g.urn, g.grain, g.period
)
SELECT
    urn, grain, period, cut, part,
    CASE WHEN census_right THEN headcount END AS headcount,
    CASE WHEN census_right THEN fte END AS fte,
    CASE WHEN census_right THEN days_available END AS days_available,
    CASE WHEN census_right THEN headcount END AS headcount_square_sum,
    CASE WHEN census_right THEN fte_square_sum END AS fte_square_sum,
    -- Everyone has the same working days, so squares of days are squares of FTE times the days squared.
    CASE WHEN census_right AND fte > 0 THEN fte_square_sum * (days_available / fte) * (days_available / fte) END
        AS days_available_square_sum
FROM (SELECT *, absent <= headcount AS census_right FROM cut)
WHERE headcount > 0 OR absent > 0;
