-- Storm sessions: a question that the company asks for a fixed time. Whether one is planned, open or closed follows from
-- its times; opened_at and closed_at say when the worker has told of it.
CREATE TABLE storms (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id),
    question TEXT NOT NULL,
    rules TEXT NOT NULL,
    is_published BOOLEAN NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    opened_at BIGINT NULL,
    closed_at BIGINT NULL,
    summary TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by BIGINT NULL REFERENCES people (id),
    answered_at BIGINT NULL,
    created_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX storms_published ON storms (is_published, ends_at, id);
CREATE INDEX storms_running ON storms (ends_at, id) WHERE closed_at IS NULL;
CREATE INDEX storms_board ON storms (board_id);

-- The ideas of a session: posted in it, or added by staff.
CREATE TABLE storm_ideas (
    storm_id BIGINT NOT NULL REFERENCES storms (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    is_posted BOOLEAN NOT NULL,
    added_by BIGINT NOT NULL REFERENCES people (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (storm_id, idea_id)
);
CREATE INDEX storm_ideas_idea ON storm_ideas (idea_id, storm_id);

-- The acts that make up the history of a session.
CREATE TABLE storm_acts (
    storm_id BIGINT NOT NULL REFERENCES storms (id) ON DELETE CASCADE,
    act_id BIGINT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    PRIMARY KEY (storm_id, act_id)
);
CREATE INDEX storm_acts_act ON storm_acts (act_id);
