-- One row a role of a person. An e-mail invites; the first sign-in that proves it fills issuer and subject. No row goes.
CREATE TABLE granted (
    number INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    urn TEXT NOT NULL,
    until TEXT,
    invited_by TEXT NOT NULL,
    invited_at TEXT NOT NULL,
    issuer TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    matched_at TEXT,
    ended_by TEXT NOT NULL DEFAULT '',
    ended_at TEXT
);

-- Who is signed in. A cookie whose session is not here, or has ended, opens nothing.
CREATE TABLE session (
    mark TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    email TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT
);

-- Who did what and when. Each row carries a digest of itself and of the row before, so that a changed file shows.
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    done_at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is written once'); END;
CREATE TRIGGER record_is_not_emptied BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is written once'); END;
