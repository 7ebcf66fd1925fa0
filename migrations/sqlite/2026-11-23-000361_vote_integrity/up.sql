-- Votes under review. What is kept beside a vote to see whether it is what it looks like: keyed hashes, for a month.
ALTER TABLE site ADD COLUMN holds_at_once BOOLEAN NOT NULL DEFAULT FALSE;

-- The key that the hashes are made with. The one before it is gone for good, so that old hashes can be tied to nothing.
CREATE TABLE vote_keys (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE vote_signals (
    idea_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    -- keyed hashes; none when the browser or the proxy told nothing
    network BIGINT NULL,
    agent BIGINT NULL,
    -- how old the account was, in microseconds
    account_age BIGINT NOT NULL,
    cast_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, person_id),
    FOREIGN KEY (idea_id, person_id) REFERENCES votes (idea_id, person_id) ON DELETE CASCADE
);
CREATE INDEX vote_signals_time ON vote_signals (cast_at, idea_id);
CREATE INDEX vote_signals_idea ON vote_signals (idea_id, cast_at);
CREATE INDEX vote_signals_person ON vote_signals (person_id);

-- Up to when votes have been looked at.
CREATE TABLE vote_sweeps (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    until BIGINT NOT NULL
);

-- Proposals: votes that belong together, and what became of them.
CREATE TABLE crowds (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    -- none for a ring, whose votes are on many ideas
    idea_id BIGINT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('open', 'held', 'released', 'void', 'dismissed')),
    facts TEXT NOT NULL,
    vote_count BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    decided_at BIGINT NULL
);
CREATE INDEX crowds_state ON crowds (state, id);
CREATE INDEX crowds_idea ON crowds (idea_id, state);
CREATE INDEX crowds_found ON crowds (found_at);

CREATE TABLE crowd_votes (
    crowd_id BIGINT NOT NULL REFERENCES crowds (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    cast_at BIGINT NOT NULL,
    PRIMARY KEY (crowd_id, idea_id, person_id),
    FOREIGN KEY (idea_id, person_id) REFERENCES votes (idea_id, person_id) ON DELETE CASCADE
);
CREATE INDEX crowd_votes_time ON crowd_votes (crowd_id, cast_at, idea_id, person_id);
CREATE INDEX crowd_votes_vote ON crowd_votes (idea_id, person_id);
CREATE INDEX crowd_votes_person ON crowd_votes (person_id);

-- What moderators, or the site itself, did about a proposal.
CREATE TABLE crowd_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    crowd_id BIGINT NOT NULL REFERENCES crowds (id) ON DELETE CASCADE,
    decision TEXT NOT NULL CHECK (decision IN ('hold', 'release', 'void', 'dismiss')),
    actor_id BIGINT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    -- the votes whose state it changed, and whether they were picked one by one
    vote_count BIGINT NOT NULL,
    is_partial BOOLEAN NOT NULL,
    state_before TEXT NOT NULL,
    -- net votes and places of the ideas that it moved most, as JSON
    effect TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    undone_at BIGINT NULL,
    undone_by BIGINT NULL REFERENCES people (id)
);
CREATE INDEX crowd_acts_crowd ON crowd_acts (crowd_id, id);
CREATE INDEX crowd_acts_time ON crowd_acts (created_at, id);
CREATE INDEX crowd_acts_actor ON crowd_acts (actor_id);

CREATE TABLE crowd_act_votes (
    act_id BIGINT NOT NULL REFERENCES crowd_acts (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    -- what it was before
    state TEXT NOT NULL,
    PRIMARY KEY (act_id, idea_id, person_id),
    FOREIGN KEY (idea_id, person_id) REFERENCES votes (idea_id, person_id) ON DELETE CASCADE
);
CREATE INDEX crowd_act_votes_vote ON crowd_act_votes (idea_id, person_id);

-- What somebody says of their own vote that is looked at or does not count.
CREATE TABLE vote_words (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    line TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX vote_words_person ON vote_words (person_id);
CREATE INDEX vote_words_time ON vote_words (written_at);
-- Somebody's votes that do not count.
CREATE INDEX votes_reviewed ON votes (person_id, idea_id) WHERE state <> 'counted';
