CREATE TABLE roll (
    batch INTEGER NOT NULL, line INTEGER,
    urn VARCHAR NOT NULL, academic_year VARCHAR NOT NULL, term VARCHAR NOT NULL, year_group VARCHAR NOT NULL,
    sex VARCHAR NOT NULL, pupil_premium VARCHAR NOT NULL, send VARCHAR NOT NULL, pupils BIGINT NOT NULL
);

-- One row a reply. Answers by question code as they were given; what they are worth is the instrument's to say.
CREATE TABLE survey (
    batch INTEGER NOT NULL, line INTEGER,
    survey VARCHAR NOT NULL, urn VARCHAR NOT NULL, wave_date DATE NOT NULL, audience VARCHAR NOT NULL,
    respondent VARCHAR NOT NULL, staff_group VARCHAR, year_group VARCHAR, sex VARCHAR, pupil_premium VARCHAR,
    send VARCHAR, answers MAP(VARCHAR, VARCHAR) NOT NULL
);

CREATE TABLE survey_invited (
    batch INTEGER NOT NULL, line INTEGER,
    survey VARCHAR NOT NULL, urn VARCHAR NOT NULL, wave_date DATE NOT NULL, audience VARCHAR NOT NULL,
    respondent_group VARCHAR, invited BIGINT NOT NULL
);

CREATE TABLE referrals (
    batch INTEGER NOT NULL, line INTEGER,
    referral_ref VARCHAR NOT NULL, urn VARCHAR NOT NULL, person VARCHAR NOT NULL, service VARCHAR NOT NULL,
    year_group VARCHAR, sex VARCHAR, pupil_premium VARCHAR, send VARCHAR,
    referred_on DATE NOT NULL, first_contact_on DATE, closed_on DATE, outcome VARCHAR
);

CREATE TABLE participation (
    batch INTEGER NOT NULL, line INTEGER,
    urn VARCHAR NOT NULL, academic_year VARCHAR NOT NULL, term VARCHAR NOT NULL, activity VARCHAR NOT NULL,
    method VARCHAR, year_group VARCHAR, sex VARCHAR, pupil_premium VARCHAR, send VARCHAR,
    pupils BIGINT, eligible BIGINT
);

CREATE TABLE survey_summary (
    batch INTEGER NOT NULL, line INTEGER,
    survey VARCHAR NOT NULL, urn VARCHAR NOT NULL, wave_date DATE NOT NULL, audience VARCHAR NOT NULL,
    question VARCHAR NOT NULL, answered DOUBLE NOT NULL, favourable DOUBLE NOT NULL
);
