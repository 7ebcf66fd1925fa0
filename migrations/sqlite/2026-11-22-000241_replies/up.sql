-- Texts with fields for the company's answers, one per language.
CREATE TABLE reply_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    -- whether it is proposed as the reason for a no
    declines BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE reply_texts (
    template_id BIGINT NOT NULL REFERENCES reply_templates (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (template_id, language)
);

-- What a response says to the author alone. It goes when its reader deletes their account.
CREATE TABLE private_lines (
    response_id BIGINT PRIMARY KEY NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    -- who reads it: the idea's author
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    written_by BIGINT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX private_lines_person ON private_lines (person_id);
