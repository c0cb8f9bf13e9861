-- Rolls to denominators. Needs: standing_roll, term_end.

-- A term takes the roll of that term, else the latest before it, else the first in its academic year.
CREATE OR REPLACE TEMP TABLE roll_of_term AS
WITH sent AS (
    SELECT DISTINCT r.urn, r.academic_year || ' ' || r.term AS roll_term, e.year, e.first_day
    FROM standing_roll AS r
    JOIN term_end AS e ON e.urn = r.urn AND e.term = r.academic_year || ' ' || r.term
),
judged AS (
    SELECT
        t.urn, t.term, t.year, s.roll_term, s.first_day,
        CASE
            WHEN s.first_day = t.first_day THEN 1
            WHEN s.first_day < t.first_day THEN 2
            WHEN s.year = t.year THEN 3
        END AS choice
    FROM term_end AS t
    JOIN sent AS s ON s.urn = t.urn
)
SELECT urn, term, year, roll_term
FROM judged
WHERE choice IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY urn, term
    ORDER BY choice, CASE WHEN choice = 2 THEN -epoch(first_day) ELSE epoch(first_day) END
) = 1;

CREATE OR REPLACE TEMP TABLE roll_part AS
WITH roll AS (
    SELECT *, academic_year || ' ' || term AS roll_term FROM standing_roll
)
SELECT urn, roll_term, 'all' AS cut, '' AS part, sum(pupils) AS pupils FROM roll GROUP BY ALL
UNION ALL
SELECT urn, roll_term, 'year_group', year_group, sum(pupils) FROM roll GROUP BY ALL
UNION ALL
SELECT urn, roll_term, 'sex', sex, sum(pupils) FROM roll GROUP BY ALL
UNION ALL
SELECT urn, roll_term, 'pupil_premium', pupil_premium, sum(pupils) FROM roll GROUP BY ALL
UNION ALL
SELECT urn, roll_term, 'send', send, sum(pupils) FROM roll GROUP BY ALL
UNION ALL
SELECT urn, roll_term, 'any_send', getvariable('wider')['send/' || send], sum(pupils) FROM roll GROUP BY ALL;

-- A year is the mean of its terms.
CREATE OR REPLACE TEMP TABLE base_roll AS
WITH by_term AS (
    SELECT t.urn, t.term, t.year, p.cut, p.part, p.pupils
    FROM roll_of_term AS t
    JOIN roll_part AS p ON p.urn = t.urn AND p.roll_term = t.roll_term
),
terms AS (
    SELECT urn, year, count(*) AS terms FROM roll_of_term GROUP BY urn, year
),
periods AS (
    SELECT urn, 'term' AS grain, term AS period, cut, part, CAST(pupils AS DOUBLE) AS pupils FROM by_term
    UNION ALL
    SELECT b.urn, 'year', b.year, b.cut, b.part, sum(b.pupils) / max(t.terms)
    FROM by_term AS b
    JOIN terms AS t ON t.urn = b.urn AND t.year = b.year
    GROUP BY b.urn, b.year, b.cut, b.part
)
SELECT urn, grain, period, cut, part, pupils, pupils AS headcount, pupils AS pupils_square_sum
FROM periods;
