-- One note a query; `mark` is how the vault knows the query again. Text goes for good when a note is taken back.
CREATE TABLE note (
    mark VARCHAR PRIMARY KEY,
    "text" VARCHAR NOT NULL,
    settled BOOLEAN NOT NULL,
    shared BOOLEAN NOT NULL,
    "by" VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL
);

-- Who did what and when, without the words.
CREATE TABLE written (done_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, what VARCHAR NOT NULL, about VARCHAR NOT NULL);
