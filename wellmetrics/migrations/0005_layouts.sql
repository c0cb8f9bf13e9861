-- How the headings of a file were read, as it was agreed: the next file with the same headings needs no click.
CREATE TABLE layout (
    batch INTEGER PRIMARY KEY,
    dataset VARCHAR NOT NULL,
    urns VARCHAR NOT NULL,
    layout VARCHAR NOT NULL
);
