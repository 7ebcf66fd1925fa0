-- Whether a vote that was cast long ago still stands: when its voter was asked, when they said yes.
ALTER TABLE votes ADD COLUMN asked_at BIGINT NULL;
ALTER TABLE votes ADD COLUMN confirmed_at BIGINT NULL;
-- came of age while nobody was to be asked about its idea; asked about once the idea is open again
ALTER TABLE votes ADD COLUMN is_resting BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX votes_unasked ON votes (cast_at) WHERE asked_at IS NULL AND NOT is_resting AND NOT is_captured AND value = 1 AND state = 'counted';
CREATE INDEX votes_asked ON votes (person_id, asked_at) WHERE asked_at IS NOT NULL AND confirmed_at IS NULL AND value = 1;

-- Ideas that have resting votes.
CREATE TABLE resting_ideas (
    idea_id BIGINT NOT NULL PRIMARY KEY REFERENCES ideas (id) ON DELETE CASCADE
);
