-- Referrals to facts. Needs: standing_referrals, standing_returns, school_day, term_end, base_roll, term_staff.

-- The staff over whom referrals of staff stand, whether or not the school has sent its absence. A year is the mean of
-- its terms.
CREATE OR REPLACE TEMP TABLE base_staff AS
WITH by_term AS (
    SELECT s.urn, s.term, e.year, sum(s.headcount) AS headcount
    FROM term_staff AS s
    JOIN term_end AS e ON e.urn = s.urn AND e.term = s.term
    GROUP BY ALL
)
SELECT urn, 'term' AS grain, term AS period, 'all' AS cut, '' AS part, headcount, headcount AS headcount_square_sum
FROM by_term
UNION ALL
SELECT urn, 'year', year, 'all', '', avg(headcount), avg(headcount) FROM by_term GROUP BY urn, year;

CREATE OR REPLACE TEMP TABLE referrals_in AS
SELECT urn, academic_year || ' ' || term AS term, academic_year AS year
FROM standing_returns
WHERE dataset = 'referrals' AND state <> 'not due';

-- Places and periods where no row is a true zero: a return says so.
CREATE OR REPLACE TEMP TABLE referrals_sent AS
SELECT urn, 'term' AS grain, term AS period FROM referrals_in
UNION
SELECT urn, 'year', year FROM referrals_in;

-- The last day that a school's log reaches: what lies beyond is not known yet.
CREATE OR REPLACE TEMP TABLE referrals_reach AS
SELECT e.urn, max(e.last_day) AS last_day
FROM term_end AS e
JOIN referrals_in AS i ON i.urn = e.urn AND i.term = e.term
GROUP BY e.urn;

-- Whether a referral was accepted is what its newest row says; a person who was seen was accepted.
CREATE OR REPLACE TEMP TABLE referral AS
SELECT
    r.batch, 1.0 AS pupils, 1.0 AS headcount, r.urn, r.person, r.service, r.year_group, r.sex, r.pupil_premium, r.send,
    r.referred_on, r.first_contact_on, r.closed_on,
    d.academic_year || ' ' || d.term AS term,
    d.academic_year AS year,
    r.first_contact_on IS NOT NULL OR coalesce(r.outcome IN ('accepted', 'completed', 'did not attend'), false)
        AS accepted,
    r.first_contact_on IS NULL AND coalesce(r.outcome = 'declined', false) AS declined,
    r.first_contact_on - r.referred_on AS wait_days,
    r.first_contact_on IS NOT NULL OR r.referred_on + 28 <= k.last_day AS known_after_28_days
FROM standing_referrals AS r
JOIN school_day AS d ON d.urn = r.urn AND d.day = r.referred_on
JOIN referrals_reach AS k ON k.urn = r.urn;

CREATE OR REPLACE TEMP TABLE referral_in_period AS
WITH ends AS (
    SELECT urn, 'term' AS grain, term AS period, last_day FROM term_end
    UNION ALL
    SELECT urn, 'year', year, max(last_day) FROM term_end GROUP BY urn, year
),
made AS (
    SELECT *, 'term' AS grain, term AS period FROM referral
    UNION ALL
    SELECT *, 'year', year FROM referral
)
SELECT
    m.*,
    NOT m.declined
        AND (m.first_contact_on IS NULL OR m.first_contact_on > e.last_day)
        AND (m.closed_on IS NULL OR m.closed_on > e.last_day) AS waiting
FROM made AS m
JOIN ends AS e ON e.urn = m.urn AND e.grain = m.grain AND e.period = m.period;

-- The fact of the flow: one row a referral, in the period in which it was made, for each cut. Where a school tells
-- the group of some in a year, the others are a part too: a whole less its shown parts would tell them.
CREATE OR REPLACE TEMP TABLE referral_event AS
SELECT *, 'all' AS cut, '' AS part FROM referral_in_period
UNION ALL
SELECT *, 'service', service FROM referral_in_period
UNION ALL
SELECT *, 'year_group', coalesce(year_group, 'not known') FROM referral_in_period
QUALIFY count(year_group) OVER (PARTITION BY urn, grain, year, person) > 0
UNION ALL
SELECT *, 'sex', coalesce(sex, 'not known') FROM referral_in_period
QUALIFY count(sex) OVER (PARTITION BY urn, grain, year, person) > 0
UNION ALL
SELECT *, 'pupil_premium', coalesce(pupil_premium, 'not known') FROM referral_in_period
QUALIFY count(pupil_premium) OVER (PARTITION BY urn, grain, year, person) > 0
UNION ALL
SELECT *, 'send', coalesce(send, 'not known') FROM referral_in_period
QUALIFY count(send) OVER (PARTITION BY urn, grain, year, person) > 0
UNION ALL
SELECT *, 'any_send', getvariable('wider')['send/' || coalesce(send, 'not known')] FROM referral_in_period
QUALIFY count(send) OVER (PARTITION BY urn, grain, year, person) > 0;

-- The fact of the queue: one row a referral and a term at whose end it waits, whenever it was made.
CREATE OR REPLACE TEMP TABLE referral_open AS
WITH waiting AS (
    SELECT r.urn, r.person, r.pupils, 'term' AS grain, e.term AS period, e.last_day - r.referred_on AS days
    FROM referral AS r
    JOIN term_end AS e ON e.urn = r.urn AND e.last_day >= r.referred_on
    JOIN referrals_in AS i ON i.urn = e.urn AND i.term = e.term
    WHERE NOT r.declined
      AND (r.first_contact_on IS NULL OR r.first_contact_on > e.last_day)
      AND (r.closed_on IS NULL OR r.closed_on > e.last_day)
)
SELECT *, 'all' AS cut, '' AS part FROM waiting
UNION ALL
SELECT *, 'age',
       CASE WHEN days <= 28 THEN 'up to 4 weeks' WHEN days <= 84 THEN '4 to 12 weeks' ELSE 'over 12 weeks' END
FROM waiting;
