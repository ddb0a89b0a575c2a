-- Projects and studios that the bureau ended, or removed while they were empty: marks beside their rows, which stay. 0: not.
-- A release that does not know this table shows all of them.
CREATE TABLE IF NOT EXISTS marks (
    of_id BLOB NOT NULL PRIMARY KEY,
    ended_at INTEGER NOT NULL,
    removed_at INTEGER NOT NULL
) STRICT;
