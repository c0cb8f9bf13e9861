-- What the latest figures of board and heads were made of: the loads that stood, for every school (no URN), and for a
-- school whose correction waits its own. A home from before has shown all that stands.
CREATE TABLE shown (batch INTEGER NOT NULL, urn VARCHAR NOT NULL);

INSERT INTO shown
SELECT batch, ''
FROM load
WHERE undone_at IS NULL;
