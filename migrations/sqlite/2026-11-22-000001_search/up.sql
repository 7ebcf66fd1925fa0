-- What search knows of an idea that anybody may see. All text is folded by the application, see text/fold.rs.
-- The beginning of it, for ranking: terms without endings.
CREATE TABLE search_documents (
    idea_id BIGINT PRIMARY KEY NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL
);

-- All of it, for finding: terms without endings, and words as they were, of each part. The row id is the idea's.
CREATE VIRTUAL TABLE search_text USING fts5 (
    title, body, responses, comments, title_words, body_words, responses_words, comments_words,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);

-- Words that occur, for putting misspelt ones right: each beside itself and itself less one character.
CREATE TABLE search_spellings (
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (part, word)
) WITHOUT ROWID;
