CREATE TABLE server_key (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seed BLOB NOT NULL
) STRICT;

CREATE TABLE bureaus (
    bureau_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE officers (
    login TEXT NOT NULL PRIMARY KEY,
    bureau_id BLOB NOT NULL REFERENCES bureaus (bureau_id),
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL REFERENCES officers (login),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_login ON sessions (login);

CREATE TABLE projects (
    project_id BLOB NOT NULL PRIMARY KEY,
    bureau_id BLOB NOT NULL REFERENCES bureaus (bureau_id),
    name TEXT NOT NULL,
    direction INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    guide TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX projects_by_bureau ON projects (bureau_id);

CREATE TABLE studios (
    studio_id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (project_id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX studios_by_project ON studios (project_id);

CREATE TABLE invites (
    code_hash BLOB NOT NULL PRIMARY KEY,
    studio_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    role INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    school TEXT NOT NULL,
    inviter_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    redeemed_at INTEGER NOT NULL,
    redeemed_name TEXT NOT NULL
) STRICT;

CREATE INDEX invites_by_studio ON invites (studio_id, person_id);

CREATE TABLE log_heads (
    studio_id BLOB NOT NULL PRIMARY KEY,
    first_log BLOB NOT NULL,
    log_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE TABLE entries (
    studio_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    doc_id BLOB NOT NULL,
    chain BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (studio_id, seq)
) STRICT;

CREATE INDEX entries_by_doc ON entries (studio_id, kind, doc_id, seq);

CREATE TABLE changes (
    studio_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    change_hash BLOB NOT NULL,
    seq INTEGER NOT NULL,
    meta BLOB NOT NULL,
    PRIMARY KEY (studio_id, doc_id, change_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    studio_id BLOB NOT NULL,
    decision_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (studio_id, decision_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    studio_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    descriptor BLOB NOT NULL,
    PRIMARY KEY (studio_id, doc_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    studio_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    type TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (studio_id, doc_id, record_id)
) STRICT;

CREATE TABLE refused (
    studio_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    change_hash BLOB NOT NULL,
    reason INTEGER NOT NULL,
    PRIMARY KEY (studio_id, doc_id, change_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE held (
    place INTEGER NOT NULL PRIMARY KEY,
    studio_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    change_hash BLOB NOT NULL,
    reason INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    descriptor BLOB NOT NULL,
    envelope BLOB NOT NULL,
    UNIQUE (studio_id, doc_id, change_hash)
) STRICT;

CREATE TABLE fresh (
    studio_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (studio_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
    studio_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    day TEXT NOT NULL,
    changes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (studio_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused_order (
    place INTEGER NOT NULL PRIMARY KEY,
    studio_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    change_hash BLOB NOT NULL,
    UNIQUE (studio_id, doc_id, change_hash)
) STRICT;

CREATE INDEX refused_order_by_device ON refused_order (studio_id, device_id, place);

CREATE INDEX refused_order_by_place ON refused_order (studio_id, place);

CREATE TABLE seen (
    studio_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (studio_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE marks (
    of_id BLOB NOT NULL PRIMARY KEY,
    ended_at INTEGER NOT NULL,
    removed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE file (
    studio_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (studio_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_file (
    studio_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (studio_id, hash)
) STRICT, WITHOUT ROWID;
