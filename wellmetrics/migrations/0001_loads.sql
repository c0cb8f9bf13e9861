-- Every load is a batch; what stands is worked out from the batches that are not undone.
CREATE TABLE load (
    batch INTEGER PRIMARY KEY,
    dataset VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_same BIGINT NOT NULL,
    rows_gone BIGINT NOT NULL,
    undone_at TIMESTAMP,
    undone_by VARCHAR
);

-- Which days of which schools a log file covers whole: earlier rows that start there and are not in it go.
CREATE TABLE covered (
    batch INTEGER NOT NULL,
    urn VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);

-- What was doubtful in a file and loaded all the same.
CREATE TABLE load_query (
    batch INTEGER NOT NULL,
    line INTEGER,
    "column" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    problem VARCHAR NOT NULL
);

-- The file as it came, encrypted with the key beside the database.
CREATE TABLE original (batch INTEGER PRIMARY KEY, sealed BLOB NOT NULL);

CREATE TABLE audit (done_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, what VARCHAR NOT NULL, detail VARCHAR NOT NULL);

CREATE TABLE setting (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
