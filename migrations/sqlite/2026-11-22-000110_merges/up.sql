-- Which idea was merged into which, and by whom; undone ones stay for the history. The idea's own rows stay as they
-- are: what a merge adds to the target is listed, so that undoing it takes out exactly that.
CREATE TABLE merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    into_idea BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    merged_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    undone_by BIGINT NULL REFERENCES people (id),
    undone_at BIGINT NULL
);
-- An idea is merged into one other at a time.
CREATE UNIQUE INDEX merges_idea ON merges (idea_id) WHERE undone_at IS NULL;
CREATE INDEX merges_into ON merges (into_idea, id) WHERE undone_at IS NULL;

-- Votes that a merge copied to the target, as they were then. One that was changed since is its voter's own act.
CREATE TABLE merge_votes (
    merge_id BIGINT NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    value SMALLINT NOT NULL,
    cast_at BIGINT NOT NULL,
    PRIMARY KEY (merge_id, person_id)
);
CREATE INDEX merge_votes_person ON merge_votes (person_id);

-- The same for follows.
CREATE TABLE merge_follows (
    merge_id BIGINT NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merge_id, person_id)
);
CREATE INDEX merge_follows_person ON merge_follows (person_id);

-- Ideas that look like an older one, for the desk to decide: waiting, later (until), not_same, merged.
CREATE TABLE likenesses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    like_idea BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    alike DOUBLE NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    decided_by BIGINT NULL REFERENCES people (id),
    decided_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (idea_id, like_idea)
);
CREATE INDEX likenesses_waiting ON likenesses (due_at, id) WHERE state = 'waiting';
CREATE INDEX likenesses_like ON likenesses (like_idea, id);
