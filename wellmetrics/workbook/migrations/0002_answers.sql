-- What a head says of the own school's figures of one feed in one term. Settling fills the last three columns; no row goes.
-- An empty indicator is a dispute of every figure of the feed.
CREATE TABLE answer (
    number INTEGER PRIMARY KEY,
    urn VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    feed VARCHAR NOT NULL,
    agreed BOOLEAN NOT NULL,
    indicator VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    own DOUBLE,
    shared BOOLEAN NOT NULL,
    "by" VARCHAR NOT NULL,
    said_at TIMESTAMP NOT NULL,
    found VARCHAR NOT NULL,
    settled_by VARCHAR NOT NULL,
    settled_at TIMESTAMP
);

-- The figures as they stood when it was said, in the words that the head read.
CREATE TABLE answer_figure (
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    indicator VARCHAR NOT NULL,
    figure VARCHAR NOT NULL,
    counted VARCHAR NOT NULL,
    shown BOOLEAN NOT NULL
);
