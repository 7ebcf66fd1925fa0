-- What search knows of an idea that anybody may see. All text is folded by the application, see text/fold.rs.
-- The beginning of it, for ranking: terms without endings.
CREATE TABLE search_documents (
    idea_id BIGINT PRIMARY KEY NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL
);

-- All of it, for finding: terms without endings, and words as they were behind an equals sign, of each part.
-- Weights: A title, B body, C responses, D comments.
CREATE TABLE search_text (
    idea_id BIGINT PRIMARY KEY NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    document TSVECTOR NOT NULL
);
CREATE INDEX search_text_document ON search_text USING gin (document);

-- Words that occur, for putting misspelt ones right: each beside itself and itself less one character.
CREATE TABLE search_spellings (
    part TEXT COLLATE "C" NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (part, word)
);
