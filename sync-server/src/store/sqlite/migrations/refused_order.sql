-- In which order changes were refused, and whose they were, so that the oldest can go. A release that does not know this
-- table keeps what it refuses in `refused` alone, and that stays.
CREATE TABLE IF NOT EXISTS refused_order (
    place INTEGER NOT NULL PRIMARY KEY,
    studio_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    change_hash BLOB NOT NULL,
    UNIQUE (studio_id, doc_id, change_hash)
) STRICT;
CREATE INDEX IF NOT EXISTS refused_order_by_device ON refused_order (studio_id, device_id, place);
CREATE INDEX IF NOT EXISTS refused_order_by_place ON refused_order (studio_id, place);
