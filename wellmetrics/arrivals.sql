-- What stands of each dataset, school and term, with the newest batch that said so. A survey is told by its name.
-- Needs: the standing views, load.

WITH calendar AS (
    SELECT academic_year, term, min(first_day) AS first_day, max(last_day) AS last_day
    FROM standing_terms
    GROUP BY academic_year, term
),
-- A wave belongs to the term that has begun by then, so that one held in the holidays is not lost.
waves AS (
    SELECT 'survey' AS dataset, survey, urn, wave_date, max(batch) AS batch
    FROM (
        SELECT survey, urn, wave_date, batch FROM standing_survey
        UNION ALL
        SELECT survey, urn, wave_date, batch FROM standing_survey_summary
    )
    GROUP BY ALL
    UNION ALL
    SELECT 'survey_invited', survey, urn, wave_date, max(batch) FROM standing_survey_invited GROUP BY ALL
),
censuses AS (
    SELECT urn, census_date, max(batch) AS batch FROM standing_workforce GROUP BY ALL
),
-- What a school sends for the whole year stands in each of its terms from then on.
yearly AS (
    SELECT w.urn, c.academic_year, c.term, max(w.batch) AS batch
    FROM censuses AS w
    JOIN calendar AS y ON w.census_date BETWEEN y.first_day - 45 AND y.last_day + 45
    JOIN calendar AS c ON c.academic_year = y.academic_year AND c.last_day >= w.census_date
    GROUP BY ALL
),
came AS (
    SELECT dataset, '' AS survey, urn, academic_year, term, state, batch
    FROM standing_returns
    WHERE dataset NOT IN ('survey', 'survey_invited', 'survey_summary', 'workforce') OR state <> 'complete'
    UNION ALL
    SELECT w.dataset, w.survey, w.urn, c.academic_year, c.term, 'complete', max(w.batch)
    FROM waves AS w
    ASOF JOIN calendar AS c ON w.wave_date >= c.first_day
    GROUP BY ALL
    UNION ALL
    SELECT 'workforce', '', urn, academic_year, term, 'complete', batch FROM yearly
)
SELECT c.dataset, c.survey, c.urn, c.academic_year || ' ' || c.term AS period, c.state, c.batch, l.file, l.loaded_at,
       (SELECT count(*) FROM load_query AS q WHERE q.batch = c.batch AND q.urn = c.urn) AS queries
FROM came AS c
LEFT JOIN load AS l USING (batch)
ORDER BY ALL
