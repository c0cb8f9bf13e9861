-- The bars of every answer: the part names question and answer. Needs: answer_given of all schools, because an answer
-- that anybody gave is a part in every school that was asked the question.

CREATE OR REPLACE TEMP TABLE survey_option AS
WITH valid AS (
    SELECT urn, grain, period, audience, topic, question, sum(answers) AS answers FROM answer_given GROUP BY ALL
),
options AS (
    SELECT DISTINCT audience, question, value FROM answer_given
)
SELECT
    v.urn, v.grain, v.period, 'answer' AS cut, v.question || ' = ' || CAST(CAST(o.value AS INTEGER) AS VARCHAR) AS part,
    v.audience, v.topic, CAST(coalesce(sum(g.answers), 0) AS DOUBLE) AS chosen, CAST(v.answers AS DOUBLE) AS answers
FROM valid AS v
JOIN options AS o ON o.audience = v.audience AND o.question = v.question
LEFT JOIN answer_given AS g
  ON g.urn = v.urn AND g.grain = v.grain AND g.period = v.period AND g.audience = v.audience
 AND g.question = v.question AND g.value = o.value
GROUP BY ALL;
