-- Scored replies to the facts that indicators are declared on. Needs: reply, reply_share, reply_answer, reply_items,
-- item_score (score, items, points, low), question_code (survey, question, code), instrument and asked.

-- Where some said their group in a year, those who did not are a part too: a whole less its shown parts would tell them.
CREATE OR REPLACE TEMP TABLE reply_part AS
SELECT reply, 'all' AS cut, '' AS part FROM reply
UNION ALL
SELECT reply, cut, coalesce(part, 'not known')
FROM (
    SELECT reply, urn, audience, year, staff_group, year_group, sex, pupil_premium, send,
           getvariable('wider')['staff_group/' || staff_group] AS staff_kind,
           getvariable('wider')['send/' || send] AS any_send
    FROM reply
)
UNPIVOT INCLUDE NULLS (part FOR cut IN (staff_group, staff_kind, year_group, sex, pupil_premium, send, any_send))
QUALIFY count(part) OVER (PARTITION BY urn, audience, year, cut) > 0;

CREATE OR REPLACE TEMP TABLE reply_in_period AS
SELECT reply, urn, audience, code, topic, wave, grain, period
FROM (SELECT reply, urn, audience, code, topic, wave, term, year FROM reply)
UNPIVOT (period FOR grain IN (term, year));

-- One row a reply, with the share of the whole survey and what is scored.
CREATE OR REPLACE TEMP TABLE survey_reply AS
WITH score AS (
    SELECT
        i.reply,
        max(CASE WHEN i.score = 'swemwbs' THEN s.points END) AS swemwbs,
        bool_or(CASE WHEN i.score = 'swemwbs' THEN s.low END) AS swemwbs_low,
        max(CASE WHEN i.score = 'who5' THEN s.points END) AS who5,
        bool_or(CASE WHEN i.score = 'who5' THEN s.low END) AS who5_low,
        max(CASE WHEN i.score LIKE 'sdq%' THEN s.points END) AS sdq,
        bool_or(CASE WHEN i.score LIKE 'sdq%' THEN s.low END) AS sdq_high
    FROM reply_items AS i
    JOIN item_score AS s ON s.score = i.score AND s.items = i.items
    GROUP BY i.reply
),
stay AS (
    SELECT reply, bool_or(favourable) AS intends_to_stay
    FROM reply_answer
    WHERE measure = 'intent_to_stay' AND favourable IS NOT NULL
    GROUP BY reply
)
SELECT
    p.urn, p.grain, p.period, c.cut, c.part, p.audience, p.topic, p.wave,
    h.share, t.intends_to_stay, s.swemwbs, s.swemwbs_low, s.who5, s.who5_low, s.sdq, s.sdq_high
FROM reply_in_period AS p
JOIN reply_part AS c ON c.reply = p.reply
LEFT JOIN reply_share AS h ON h.reply = p.reply AND h.construct = ''
LEFT JOIN score AS s ON s.reply = p.reply
LEFT JOIN stay AS t ON t.reply = p.reply;

CREATE OR REPLACE TEMP TABLE survey_construct AS
SELECT p.urn, p.grain, p.period, 'construct' AS cut, h.construct AS part, p.audience, p.topic, p.wave, h.share
FROM reply_share AS h
JOIN reply_in_period AS p ON p.reply = h.reply
WHERE h.construct <> '';

-- One row an answer: favourable or not.
CREATE OR REPLACE TEMP TABLE survey_answer AS
SELECT p.urn, p.grain, p.period, 'question' AS cut, a.question AS part, p.audience, p.topic, p.wave, a.favourable
FROM reply_answer AS a
JOIN reply_in_period AS p ON p.reply = a.reply
WHERE a.favourable IS NOT NULL;

-- How often each answer was given.
CREATE OR REPLACE TEMP TABLE answer_given AS
SELECT p.urn, p.grain, p.period, p.audience, p.topic, a.question, a.value, count(*) AS answers
FROM reply_answer AS a
JOIN reply_in_period AS p ON p.reply = a.reply
WHERE a.favourable IS NOT NULL
GROUP BY ALL;

-- Replies of those who were asked. The number asked is the row without a group, else the sum of the groups; more
-- replies than people asked means that one of the two is wrong, so the figure is missing.
CREATE OR REPLACE TEMP TABLE survey_response AS
WITH newest AS (
    SELECT coalesce(n.code, i.survey) AS code, coalesce(n.topic, '') AS topic,
           CASE WHEN n.code IS NULL THEN 3
                WHEN i.survey NOT IN (SELECT survey FROM asked) OR (n.topic <> 'voice' AND i.audience <> 'staff') THEN 2
                ELSE 1 END AS kind,
           i.*
    FROM standing_survey_invited AS i
    LEFT JOIN instrument AS n ON n.survey = i.survey
    QUALIFY i.batch = max(i.batch) OVER (PARTITION BY coalesce(n.code, i.survey), i.urn, i.wave_date, i.audience)
),
asked_rows AS (
    SELECT i.code, i.topic, i.kind, i.urn, i.audience, i.wave_date,
           d.academic_year || ' ' || d.term AS term, d.academic_year AS year,
           coalesce(max(CASE WHEN i.respondent_group IS NULL THEN i.invited END), sum(i.invited)) AS invited
    FROM newest AS i
    JOIN school_day AS d ON d.urn = i.urn AND d.day = i.wave_date
    GROUP BY ALL
),
-- A rate stands beside the answers of an audience's own survey, and staff have one about inclusion too. Another survey,
-- such as one that is only scored, counts where there was none of these; one that nobody has declared yet comes last.
asked_terms AS (
    SELECT code, topic, kind, urn, audience, term, year, sum(invited) AS invited
    FROM asked_rows
    GROUP BY code, topic, kind, urn, audience, term, year
    QUALIFY kind = min(kind) OVER (PARTITION BY urn, audience, term, audience = 'staff' AND topic = 'edi')
),
replies AS (
    SELECT code, urn, audience, term, count(*) AS replies FROM reply GROUP BY ALL
),
rate AS (
    SELECT a.urn, a.audience, a.topic, a.code || a.term AS wave, a.term, a.year,
           CAST(coalesce(r.replies, 0) AS DOUBLE) AS replies, CAST(a.invited AS DOUBLE) AS invited
    FROM asked_terms AS a
    LEFT JOIN replies AS r ON r.code = a.code AND r.urn = a.urn AND r.audience = a.audience AND r.term = a.term
    WHERE coalesce(r.replies, 0) <= a.invited
)
SELECT urn, grain, period, 'all' AS cut, '' AS part, audience, topic, wave, replies, invited
FROM rate
UNPIVOT (period FOR grain IN (term, year));

-- Totals by question, for surveys whose replies did not come.
CREATE OR REPLACE TEMP TABLE survey_by_question AS
WITH newest AS (
    SELECT s.*, coalesce(i.code, s.survey) AS code
    FROM standing_survey_summary AS s
    LEFT JOIN instrument AS i ON i.survey = s.survey
    QUALIFY s.batch = max(s.batch) OVER (PARTITION BY coalesce(i.code, s.survey), s.urn, s.wave_date, s.audience)
),
placed AS (
    SELECT s.urn, s.audience, coalesce(q.code, s.question) AS question, s.answered, s.favourable,
           d.academic_year || ' ' || d.term AS term, d.academic_year AS year
    FROM newest AS s
    JOIN school_day AS d ON d.urn = s.urn AND d.day = s.wave_date
    LEFT JOIN question_code AS q ON q.survey = s.survey AND q.question = s.question
    WHERE (s.urn, s.code, d.academic_year || ' ' || d.term) NOT IN (SELECT (urn, code, term) FROM reply)
)
SELECT urn, grain, period, 'question' AS cut, question AS part, audience, sum(favourable) AS favourable,
       sum(answered) AS answered, max(favourable) AS people, max(answered) AS base_people
FROM placed
UNPIVOT (period FOR grain IN (term, year))
GROUP BY ALL;
