-- Archives of somebody's data, made by a job.
CREATE TABLE data_exports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- of what the link in the mail holds
    token_hash TEXT NULL UNIQUE,
    -- bytes of the file
    size BIGINT NULL,
    asked_at BIGINT NOT NULL,
    ready_at BIGINT NULL,
    expires_at BIGINT NULL
);
CREATE INDEX data_exports_person ON data_exports (person_id, id);
CREATE INDEX data_exports_asked ON data_exports (asked_at, id);
CREATE INDEX data_exports_expiry ON data_exports (expires_at, id) WHERE size IS NOT NULL;

-- The file of an archive in pieces, so that any instance can hand it out. They go when it expires.
CREATE TABLE data_export_parts (
    export_id BIGINT NOT NULL REFERENCES data_exports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (export_id, position)
);
