-- Why a load was made, and every undo and redo with who, when and why: what stands now is in `load`.
ALTER TABLE load ADD COLUMN why VARCHAR DEFAULT '';

CREATE TABLE load_event (
    batch INTEGER NOT NULL,
    done_at TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    why VARCHAR NOT NULL
);

INSERT INTO load_event
SELECT batch, undone_at, coalesce(undone_by, ''), 'undo', ''
FROM load
WHERE undone_at IS NOT NULL;

-- Which check doubted, of which school and term, and a mark that the same doubt about the same row has in every load.
ALTER TABLE load_query ADD COLUMN code VARCHAR DEFAULT '';
ALTER TABLE load_query ADD COLUMN urn VARCHAR DEFAULT '';
ALTER TABLE load_query ADD COLUMN period VARCHAR DEFAULT '';
ALTER TABLE load_query ADD COLUMN mark VARCHAR DEFAULT '';

UPDATE load_query
SET mark = sha256(concat_ws(chr(31), batch, line, "column", value, problem));
