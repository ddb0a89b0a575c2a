CREATE TABLE piece (
    studio BLOB NOT NULL,
    hash BLOB NOT NULL,
    state INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (studio, hash)
) STRICT;
