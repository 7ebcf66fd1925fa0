-- Ideas that the desk looks at more closely: their voters are asked two questions.
CREATE TABLE shortlisted (
    idea_id BIGINT NOT NULL PRIMARY KEY REFERENCES ideas (id) ON DELETE CASCADE,
    added_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);

-- How people would feel if an idea were there, and if it were not.
CREATE TABLE kano_answers (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    -- their account when they said so
    account_id BIGINT NULL REFERENCES accounts (id) ON DELETE SET NULL,
    functional TEXT NOT NULL CHECK (functional IN ('like', 'expect', 'neutral', 'live_with', 'dislike')),
    dysfunctional TEXT NOT NULL CHECK (dysfunctional IN ('like', 'expect', 'neutral', 'live_with', 'dislike')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX kano_answers_person ON kano_answers (person_id, idea_id);
