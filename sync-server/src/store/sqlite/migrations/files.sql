-- Pictures that this server holds whole, by studio; their bytes lie in the folder `files`. A release that does not know this
-- table takes none and shows none.
CREATE TABLE IF NOT EXISTS file (
    studio_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (studio_id, hash)
) STRICT, WITHOUT ROWID;
