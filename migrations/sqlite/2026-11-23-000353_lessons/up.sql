-- In how many decisions a word stood that let a post stand, and in how many that turned one down as spam. The empty word
-- counts the decisions themselves.
CREATE TABLE lesson_words (
    word TEXT PRIMARY KEY NOT NULL,
    ham INTEGER NOT NULL,
    spam INTEGER NOT NULL
);

-- What was learnt from which decision, so that it can be unlearnt exactly when the decision is taken back.
CREATE TABLE lessons (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL REFERENCES comments (id) ON DELETE CASCADE,
    is_spam BOOLEAN NOT NULL,
    -- with a space between them
    words TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX lessons_idea ON lessons (idea_id, comment_id, id);
CREATE INDEX lessons_age ON lessons (created_at, id);
