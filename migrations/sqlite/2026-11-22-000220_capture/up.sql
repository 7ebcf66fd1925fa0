-- A vote that staff filed for a customer who has neither confirmed nor taken it back: it counts, and only staff and the
-- customer learn whose it is.
ALTER TABLE votes ADD COLUMN is_captured BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX votes_captured ON votes (idea_id) WHERE is_captured;

-- What customers said elsewhere, as staff wrote it down.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    -- none once they took it back or left
    person_id BIGINT NULL REFERENCES people (id),
    captured_by BIGINT NOT NULL REFERENCES people (id),
    -- whether the idea itself was posted for them
    is_idea BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    source_url TEXT NULL,
    form_key TEXT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'withdrawn')),
    created_at BIGINT NOT NULL,
    decided_at BIGINT NULL
);
CREATE INDEX captures_idea ON captures (idea_id, id);
CREATE INDEX captures_person ON captures (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX captures_waiting ON captures (person_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX captures_form ON captures (captured_by, form_key) WHERE form_key IS NOT NULL;

-- Voters of an idea who are asked whether they need a part of it that was made an idea of its own.
CREATE TABLE invitations (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    from_idea BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
    created_at BIGINT NOT NULL,
    decided_at BIGINT NULL,
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX invitations_person ON invitations (person_id, idea_id);
CREATE INDEX invitations_waiting ON invitations (person_id) WHERE state = 'waiting';

-- What voters say of an idea that was delivered.
CREATE TABLE outcomes (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    -- their account when they said so
    account_id BIGINT NULL REFERENCES accounts (id) ON DELETE SET NULL,
    value TEXT NOT NULL CHECK (value IN ('solved', 'partly', 'not')),
    line TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX outcomes_value ON outcomes (idea_id, value);
CREATE INDEX outcomes_person ON outcomes (person_id);
CREATE INDEX outcomes_account ON outcomes (account_id, idea_id) WHERE account_id IS NOT NULL;
