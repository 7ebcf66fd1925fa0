-- When an administrator looked at the site as a customer sees it: who, as whom, until when at the latest, and when it ended.
CREATE TABLE seen_as (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    admin_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT NULL
);
CREATE INDEX seen_as_person ON seen_as (person_id, id);
CREATE INDEX seen_as_admin ON seen_as (admin_id);
CREATE INDEX seen_as_age ON seen_as (began_at);
CREATE INDEX seen_as_open ON seen_as (until_at) WHERE ended_at IS NULL;
