-- A trust's own names for headings (no column) and for values, beside those that the product knows.
CREATE TABLE aliases (
    batch INTEGER NOT NULL, line INTEGER,
    dataset VARCHAR NOT NULL, "column" VARCHAR, written VARCHAR NOT NULL, means VARCHAR NOT NULL
);
