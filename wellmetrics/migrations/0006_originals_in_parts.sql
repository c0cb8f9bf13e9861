-- A file of several gigabytes is sealed a part at a time.
CREATE TABLE original_part (
    batch INTEGER NOT NULL,
    part INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (batch, part)
);

INSERT INTO original_part
SELECT batch, 0, sealed
FROM original;

DROP TABLE original;

ALTER TABLE original_part RENAME TO original;
