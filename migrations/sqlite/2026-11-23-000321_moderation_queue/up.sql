-- Who works on what in the moderators' queue. A claim that has run out is as good as none.
CREATE TABLE moderation_claims (
    -- idea, comment, appeal: what waits, and its id
    kind TEXT NOT NULL,
    item_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (kind, item_id)
);
CREATE INDEX moderation_claims_person ON moderation_claims (person_id);

-- Reasons that moderators choose from. What has no text in a language is told in the words that came with the site.
CREATE TABLE moderation_reasons (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- what the public log calls it
    reason TEXT NOT NULL,
    -- made by an administrator; the others came with the site
    is_own BOOLEAN NOT NULL,
    is_on BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE moderation_reason_texts (
    reason_id BIGINT NOT NULL REFERENCES moderation_reasons (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (reason_id, language)
);
INSERT INTO moderation_reasons (reason, is_own, is_on, position, updated_at) VALUES
    ('spam', FALSE, TRUE, 1, 0),
    ('abuse', FALSE, TRUE, 2, 0),
    ('personal_details', FALSE, TRUE, 3, 0),
    ('unlawful', FALSE, TRUE, 4, 0),
    ('off_topic', FALSE, TRUE, 5, 0),
    ('other', FALSE, TRUE, 6, 0);

-- What moderators tell authors about their posts.
CREATE TABLE moderation_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    idea_id BIGINT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX moderation_messages_person ON moderation_messages (person_id, id);
CREATE INDEX moderation_messages_idea ON moderation_messages (idea_id);

-- An author asks for a second look at a decision; once for each.
CREATE TABLE appeals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- the decision, and whose it was
    act_id BIGINT NOT NULL UNIQUE REFERENCES acts (id) ON DELETE CASCADE,
    first_by BIGINT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    decided_at BIGINT NULL,
    decided_by BIGINT NULL REFERENCES people (id),
    -- granted, refused
    outcome TEXT NULL,
    answer TEXT NULL
);
CREATE INDEX appeals_open ON appeals (created_at, id) WHERE decided_at IS NULL;
CREATE INDEX appeals_idea ON appeals (idea_id);
CREATE INDEX appeals_person ON appeals (person_id, id);
