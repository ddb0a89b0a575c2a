-- Every table of rows has one shape. `body` is CBOR, `seal` half a SHA-256 over table, studio, key and body.
CREATE TABLE house (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO house (name, value) VALUES ('oldest_reader', 1);

CREATE TABLE identity (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookmark (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE descriptor (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE outgoing (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE aside (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE fresh (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    studio BLOB NOT NULL,
    key BLOB NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (studio, key)
) STRICT, WITHOUT ROWID;
