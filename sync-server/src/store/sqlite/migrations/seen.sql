-- When each device last synced: what a person's other phone may still hold is told by it. A release that does not know this
-- table tells of people alone.
CREATE TABLE IF NOT EXISTS seen (
    studio_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (studio_id, device_id)
) STRICT, WITHOUT ROWID;
