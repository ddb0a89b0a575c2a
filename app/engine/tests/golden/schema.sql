CREATE TABLE house (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
