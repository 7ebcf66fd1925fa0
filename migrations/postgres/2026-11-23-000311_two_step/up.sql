-- The second step of signing in. The secret has to lie here as it is, since codes are made with it; it counts once a code of it
-- was typed. Each step of thirty seconds is good once: the last used is kept.
CREATE TABLE two_steps (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT NULL
);

-- Codes for whoever lost the phone, as hashes; each is good once.
CREATE TABLE recovery_codes (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    used_at BIGINT NULL,
    PRIMARY KEY (person_id, code_hash)
);

-- Of whom the site asks for a second step: none, administrators or staff.
ALTER TABLE site ADD COLUMN two_step TEXT NOT NULL DEFAULT 'none';
