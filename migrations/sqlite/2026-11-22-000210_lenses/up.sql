-- The factors of the desk's impact that follow from accounts, see ranking/asked.rs: how many accounts ask for an idea,
-- what they are worth, how far the wish is spread over segments.
ALTER TABLE ideas ADD COLUMN accounts_asking BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ideas ADD COLUMN value_factor DOUBLE NOT NULL DEFAULT 1;
ALTER TABLE ideas ADD COLUMN spread_factor DOUBLE NOT NULL DEFAULT 1;
-- What somebody set by hand instead of what follows from the rows; effort as what the score is divided by.
ALTER TABLE ideas ADD COLUMN reach_set DOUBLE NULL;
ALTER TABLE ideas ADD COLUMN value_set DOUBLE NULL;
ALTER TABLE ideas ADD COLUMN confidence_set DOUBLE NULL;
ALTER TABLE ideas ADD COLUMN effort_set DOUBLE NULL;
CREATE INDEX ideas_value ON ideas (value_factor, id) WHERE shown > 0 AND status_kind = 'open';
CREATE INDEX ideas_board_value ON ideas (board_id, value_factor, id) WHERE shown > 0 AND status_kind = 'open';
-- Which accounts have somebody against an idea.
CREATE INDEX votes_account_against ON votes (idea_id, account_id) WHERE value < 0 AND state = 'counted' AND account_id IS NOT NULL;
CREATE INDEX accounts_segment ON accounts (segment);

-- Every time that a factor was set by hand, or left to the rows again (no "after"). Whether a factor is set now stands
-- on the idea: the newest of these.
CREATE TABLE factor_overrides (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    factor TEXT NOT NULL CHECK (factor IN ('reach', 'value', 'confidence', 'effort')),
    before DOUBLE NULL,
    after DOUBLE NULL,
    note TEXT NOT NULL,
    -- the one that this one takes back
    undoes BIGINT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX factor_overrides_idea ON factor_overrides (idea_id, id);
CREATE INDEX factor_overrides_person ON factor_overrides (person_id, id);

-- Saved ways to look at the desk: filters and order as in the address of the list, columns, and how accounts weigh.
CREATE TABLE lenses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    query TEXT NOT NULL,
    -- of columns, with spaces between them
    names TEXT NOT NULL,
    reach_by TEXT NOT NULL CHECK (reach_by IN ('people', 'accounts')),
    -- as JSON, see triage/lenses/weights.rs
    weights TEXT NOT NULL,
    -- whether it has an order of its own
    is_weighted BOOLEAN NOT NULL,
    scored_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX lenses_owner ON lenses (owner_id, name);
CREATE INDEX lenses_shared ON lenses (name, id) WHERE is_shared;

-- The orders of lenses that weigh accounts in their own way, as of when a job last computed them.
CREATE TABLE lens_scores (
    lens_id BIGINT NOT NULL REFERENCES lenses (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    score DOUBLE NOT NULL,
    PRIMARY KEY (lens_id, idea_id)
);
CREATE INDEX lens_scores_order ON lens_scores (lens_id, score, idea_id);
CREATE INDEX lens_scores_idea ON lens_scores (idea_id);

-- The columns of the desk's list that somebody has chosen, with spaces between their names.
CREATE TABLE desk_columns (
    person_id BIGINT PRIMARY KEY NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    names TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Who took the desk's list as a file, and which: the query of its address.
CREATE TABLE desk_exports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    format TEXT NOT NULL,
    query TEXT NOT NULL,
    -- none while it goes on, or when it broke off
    row_count BIGINT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX desk_exports_person ON desk_exports (person_id, id);

-- The orders of the desk's list.
CREATE INDEX ideas_promotions ON ideas (promotions, id) WHERE shown > 0 AND status_kind = 'open';
CREATE INDEX ideas_board_promotions ON ideas (board_id, promotions, id) WHERE shown > 0 AND status_kind = 'open';

-- What stands in the columns above until now follows from no row.
INSERT INTO jobs (key, kind, payload, state, attempts, next_at, created_at)
SELECT 'recompute_ranks:factors', 'recompute_ranks', '{"job":"recompute_ranks","board":null}', 'waiting', 0, 0, 0
WHERE EXISTS (SELECT 1 FROM ideas);
