-- Replies to facts. Needs: standing_survey, standing_survey_invited, school_day, and from the instruments the tables
-- instrument (survey, code, topic), worth (survey, question, answer, code, value, favourable, construct, measure),
-- asked (survey, construct, minimum), scored_item (survey, score, question, position).

CREATE OR REPLACE TEMP TABLE reply AS
SELECT
    row_number() OVER (ORDER BY s.survey, s.urn, s.wave_date, s.audience, s.respondent) AS reply,
    s.*,
    coalesce(i.code, s.survey) AS code,
    coalesce(i.topic, '') AS topic,
    coalesce(i.code, s.survey) || ' ' || CAST(s.wave_date AS VARCHAR) AS wave,
    d.academic_year || ' ' || d.term AS term,
    d.academic_year AS year
FROM standing_survey AS s
JOIN school_day AS d ON d.urn = s.urn AND d.day = s.wave_date
LEFT JOIN instrument AS i ON i.survey = s.survey
-- A wave that came once before its instrument was declared, and again after, counts once.
QUALIFY s.batch = max(s.batch) OVER (PARTITION BY coalesce(i.code, s.survey), s.urn, s.wave_date, s.audience);

CREATE OR REPLACE TEMP TABLE reply_answer AS
SELECT r.reply, w.code AS question, w.value, w.favourable, w.construct, w.measure
FROM (SELECT reply, survey, unnest(map_entries(answers)) AS answer FROM reply) AS r
JOIN worth AS w ON w.survey = r.survey AND w.question = r.answer.key AND w.answer = r.answer.value;

-- A person's share is the mean over their valid answers, where they answered enough of them. '' is the whole survey.
CREATE OR REPLACE TEMP TABLE reply_share AS
WITH scoped AS (
    SELECT reply, construct, favourable FROM reply_answer WHERE favourable IS NOT NULL AND construct <> ''
    UNION ALL
    SELECT reply, '', favourable FROM reply_answer WHERE favourable IS NOT NULL
),
share AS (
    SELECT reply, construct, count(*) AS answered, avg(CASE WHEN favourable THEN 1.0 ELSE 0.0 END) AS share
    FROM scoped
    GROUP BY reply, construct
)
SELECT s.reply, s.construct, s.share
FROM share AS s
JOIN reply AS r ON r.reply = s.reply
JOIN asked AS a ON a.survey = r.survey AND a.construct = s.construct
WHERE s.answered >= a.minimum;

-- Each person's items in order, for the instruments that are scored for each person.
CREATE OR REPLACE TEMP TABLE reply_items AS
SELECT r.reply, i.score, list(a.value ORDER BY i.position) AS items
FROM reply AS r
JOIN scored_item AS i ON i.survey = r.survey
LEFT JOIN reply_answer AS a ON a.reply = r.reply AND a.question = i.question
GROUP BY r.reply, i.score
HAVING count(a.value) > 0;
