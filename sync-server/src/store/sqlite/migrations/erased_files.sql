-- Pictures that were erased and whose bytes have left the folder: a backup that holds them lets them go too.

CREATE TABLE IF NOT EXISTS erased_file (
    studio_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (studio_id, hash)
) STRICT, WITHOUT ROWID;
