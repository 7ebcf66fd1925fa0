-- What is switched on of the rules that hold posts, and how it is set; a rule without a row is off.
CREATE TABLE screening_rules (
    rule TEXT PRIMARY KEY NOT NULL,
    is_on BOOLEAN NOT NULL,
    -- in the order of the rule's own list, with a space between them
    numbers TEXT NOT NULL
);

-- Words that hold a post, by the language whose endings are taken off them; one a line.
CREATE TABLE screening_words (
    language TEXT PRIMARY KEY NOT NULL,
    words TEXT NOT NULL
);

-- What a rule saw in a post, and what the moderators made of it.
CREATE TABLE screening_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    -- none when it is the idea itself
    comment_id BIGINT NULL REFERENCES comments (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    -- as JSON
    saw TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    decided_at BIGINT NULL,
    -- whether the post was approved all the same; none until it is decided
    is_overturned BOOLEAN NULL
);
CREATE INDEX screening_findings_idea ON screening_findings (idea_id, comment_id, id);
CREATE INDEX screening_findings_age ON screening_findings (created_at, rule, is_overturned);
