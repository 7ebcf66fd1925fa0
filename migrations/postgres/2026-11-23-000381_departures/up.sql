-- When the account is deleted for good, once its owner has asked for that; until then it is closed.
ALTER TABLE people ADD COLUMN leaving_at BIGINT NULL;

-- What somebody who leaves wants to be done.
CREATE TABLE departures (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- whether ideas and comments go, and whether votes do; else they stay without a name
    posts_go BOOLEAN NOT NULL,
    votes_go BOOLEAN NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reminded_at BIGINT NULL,
    -- from then on there is no way back
    begun_at BIGINT NULL,
    -- what is being erased: mails, deliveries, acts, refusals, votes, comments, ideas, rest
    phase TEXT NOT NULL
);
CREATE INDEX departures_due ON departures (due_at, person_id) WHERE begun_at IS NULL;

-- Who was erased, as hashes that only this site can make, so that a restored backup can be made to forget them again.
CREATE TABLE forgotten (
    key_hash TEXT PRIMARY KEY NOT NULL,
    posts_go BOOLEAN NOT NULL,
    votes_go BOOLEAN NOT NULL,
    forgotten_at BIGINT NOT NULL
);
