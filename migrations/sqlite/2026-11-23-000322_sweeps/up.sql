-- A ban from one board; none for the whole site.
ALTER TABLE bans ADD COLUMN board_id BIGINT NULL;

-- Everything of somebody, hidden in one act.
CREATE TABLE sweeps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_by BIGINT NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    -- what the author reads
    told TEXT NOT NULL,
    -- hiding, hidden, restoring, restored
    state TEXT NOT NULL,
    total BIGINT NOT NULL,
    -- how many posts this hid, and how many of them came back
    hidden_count BIGINT NOT NULL,
    restored_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    undone_by BIGINT NULL REFERENCES people (id)
);
CREATE INDEX sweeps_person ON sweeps (person_id, id);

-- The posts of a sweep: what each was before, and the act that hid it.
CREATE TABLE sweep_posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    sweep_id BIGINT NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL,
    state_before TEXT NULL,
    act_id BIGINT NULL,
    hidden_at BIGINT NULL
);
CREATE INDEX sweep_posts_sweep ON sweep_posts (sweep_id, id);
CREATE INDEX sweep_posts_idea ON sweep_posts (idea_id);
