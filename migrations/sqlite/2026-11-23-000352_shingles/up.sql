-- Posts whose texts are compared with new ones, for some days.
CREATE TABLE shingled (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL REFERENCES comments (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX shingled_idea ON shingled (idea_id, comment_id, id);
CREATE INDEX shingled_age ON shingled (created_at, id);

-- The few numbers that stand for the text: near-identical texts share most of them.
CREATE TABLE shingle_hashes (
    hash BIGINT NOT NULL,
    text_id BIGINT NOT NULL REFERENCES shingled (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, text_id)
);
CREATE INDEX shingle_hashes_text ON shingle_hashes (text_id);
