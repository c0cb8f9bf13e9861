-- One table a dataset: the rows of every batch, as loaded.
CREATE TABLE schools (
    batch INTEGER NOT NULL, line INTEGER,
    urn VARCHAR NOT NULL, school VARCHAR NOT NULL, phase VARCHAR NOT NULL,
    local_authority VARCHAR, joined DATE, "left" DATE
);

CREATE TABLE "groups" (
    batch INTEGER NOT NULL, line INTEGER,
    "group" VARCHAR NOT NULL, kind VARCHAR NOT NULL, urn VARCHAR NOT NULL, "from" DATE, "to" DATE
);

CREATE TABLE terms (
    batch INTEGER NOT NULL, line INTEGER,
    academic_year VARCHAR NOT NULL, term VARCHAR NOT NULL, first_day DATE NOT NULL, last_day DATE NOT NULL,
    half_term_first_day DATE, half_term_last_day DATE, urn VARCHAR
);

CREATE TABLE workforce (
    batch INTEGER NOT NULL, line INTEGER,
    urn VARCHAR NOT NULL, census_date DATE NOT NULL, staff_group VARCHAR NOT NULL,
    headcount DOUBLE NOT NULL, fte DOUBLE NOT NULL
);

CREATE TABLE absence (
    batch INTEGER NOT NULL, line INTEGER,
    staff_ref VARCHAR NOT NULL, urn VARCHAR NOT NULL, post VARCHAR, staff_group VARCHAR NOT NULL,
    fte DOUBLE NOT NULL, first_day DATE NOT NULL, last_day DATE, half_first BOOLEAN, half_last BOOLEAN,
    reason VARCHAR, days_lost DOUBLE
);

CREATE TABLE absence_summary (
    batch INTEGER NOT NULL, line INTEGER,
    urn VARCHAR NOT NULL, month DATE NOT NULL, staff_group VARCHAR, reason VARCHAR, days_lost DOUBLE NOT NULL,
    days_available DOUBLE, staff_absent BIGINT, spells BIGINT
);

-- Lines without a number were written by the load of another dataset: its file named the school and the term.
CREATE TABLE "returns" (
    batch INTEGER NOT NULL, line INTEGER,
    dataset VARCHAR NOT NULL, urn VARCHAR NOT NULL, academic_year VARCHAR NOT NULL, term VARCHAR NOT NULL,
    state VARCHAR NOT NULL
);
