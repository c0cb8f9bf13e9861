-- What was taken out of the vault for good, and how much of it. Whoever asked for it stands in the audit.
CREATE TABLE removal (done_at TIMESTAMP NOT NULL, what VARCHAR NOT NULL, "rows" BIGINT NOT NULL);

-- Rows of a file that stayed out because they are of somebody who was erased.
ALTER TABLE load ADD COLUMN rows_erased BIGINT DEFAULT 0;
