-- Which loads stand behind a school's period: the spells that lose a day in it, the totals, and the census. `by_rows` is
-- true where only a spell or a referral says so that reaches into the period: whoever may not see it gets no such row.
-- Needs: the facts of absence, totals, surveys, referrals and participation, and their standing tables.

CREATE OR REPLACE TEMP TABLE lineage AS
WITH stretch AS MATERIALIZED (
    -- Many spells begin and end on the same days.
    SELECT urn, batch, first_n, max(last_n) AS last_n FROM row_reach GROUP BY urn, batch, first_n
),
spells AS (
    SELECT DISTINCT s.urn, d.grain, d.period, s.batch
    FROM stretch AS s
    JOIN (SELECT urn, 'month' AS grain, month AS period, min(n) AS first_n, max(n) AS last_n
          FROM working_day GROUP BY ALL
          UNION ALL SELECT urn, 'term', term, min(n), max(n) FROM working_day GROUP BY ALL
          UNION ALL SELECT urn, 'year', year, min(n), max(n) FROM working_day GROUP BY ALL) AS d
      ON d.urn = s.urn AND s.first_n <= d.last_n AND s.last_n >= d.first_n
),
totals AS (
    SELECT DISTINCT s.urn, d.grain, d.period, s.batch
    FROM standing_absence_summary AS s
    JOIN (SELECT urn, 'month' AS grain, month AS period, month FROM summary_row
          UNION SELECT urn, 'term', term, month FROM summary_row WHERE term IS NOT NULL
          UNION SELECT urn, 'year', year, month FROM summary_row) AS d
      ON d.urn = s.urn AND d.month = substr(CAST(s.month AS VARCHAR), 1, 7)
),
census AS (
    SELECT DISTINCT p.urn, p.grain, p.period, w.batch
    FROM period_term AS p
    JOIN sent_term AS i ON i.urn = p.urn AND i.term = p.term
    JOIN census_of_term AS c ON c.urn = p.urn AND c.term = p.term AND c.census_date = c.chosen
    JOIN standing_workforce AS w ON w.urn = c.urn AND w.census_date = c.census_date
),
said AS (
    SELECT DISTINCT p.urn, p.grain, p.period, r.batch
    FROM period_term AS p
    JOIN standing_returns AS r ON r.urn = p.urn AND r.academic_year || ' ' || r.term = p.term AND r.dataset = 'absence'
),
every AS (
    SELECT *, 'absence' AS feed, true AS by_rows FROM spells
    UNION
    SELECT *, 'absence', false FROM (SELECT * FROM totals UNION SELECT * FROM census UNION SELECT * FROM said)
    UNION
    SELECT urn, 'term', term, batch, 'survey', false FROM reply
    UNION
    SELECT urn, 'year', year, batch, 'survey', false FROM reply
    UNION
    SELECT i.urn, g.grain, CASE WHEN g.grain = 'term' THEN d.academic_year || ' ' || d.term ELSE d.academic_year END,
           i.batch, 'survey', false
    FROM standing_survey_invited AS i
    JOIN school_day AS d ON d.urn = i.urn AND d.day = i.wave_date
    CROSS JOIN (SELECT unnest(['term', 'year']) AS grain) AS g
    UNION
    SELECT s.urn, g.grain, CASE WHEN g.grain = 'term' THEN d.academic_year || ' ' || d.term ELSE d.academic_year END,
           s.batch, 'survey', false
    FROM standing_survey_summary AS s
    JOIN school_day AS d ON d.urn = s.urn AND d.day = s.wave_date
    CROSS JOIN (SELECT unnest(['term', 'year']) AS grain) AS g
    UNION
    SELECT urn, grain, period, batch, 'referrals', true FROM referral_in_period
    UNION
    SELECT r.urn, g.grain, CASE WHEN g.grain = 'term' THEN r.academic_year || ' ' || r.term ELSE r.academic_year END,
           r.batch, r.dataset, false
    FROM standing_returns AS r
    CROSS JOIN (SELECT unnest(['term', 'year']) AS grain) AS g
    WHERE r.dataset IN ('referrals', 'participation', 'survey')
    UNION
    SELECT a.urn, g.grain, CASE WHEN g.grain = 'term' THEN a.period ELSE a.academic_year END, a.batch, 'participation', false
    FROM activity_row AS a
    CROSS JOIN (SELECT unnest(['term', 'year']) AS grain) AS g
    UNION
    SELECT t.urn, g.grain, CASE WHEN g.grain = 'term' THEN t.term ELSE t.year END, r.batch, f.feed, false
    FROM roll_of_term AS t
    JOIN standing_roll AS r ON r.urn = t.urn AND r.academic_year || ' ' || r.term = t.roll_term
    CROSS JOIN (SELECT unnest(['term', 'year']) AS grain) AS g
    CROSS JOIN (SELECT unnest(['referrals', 'participation']) AS feed) AS f
    SEMI JOIN (SELECT urn, term, 'referrals' AS feed FROM referrals_in
               UNION SELECT urn, period, 'participation' FROM activity_row) AS i
      ON i.urn = t.urn AND i.term = t.term AND i.feed = f.feed
)
SELECT urn, grain, period, batch, feed, bool_and(by_rows) AS by_rows FROM every GROUP BY ALL;
