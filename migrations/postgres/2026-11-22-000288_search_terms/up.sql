-- Which ideas hold a term in title or body, the newest of them read in order: an index of whole documents gives all of
-- them or none. Kept by the documents themselves.
CREATE TABLE search_terms (
    term TEXT COLLATE "C" NOT NULL,
    idea_id BIGINT NOT NULL,
    PRIMARY KEY (term, idea_id)
);
INSERT INTO search_terms (term, idea_id)
SELECT DISTINCT term, idea_id
FROM search_documents, unnest(string_to_array(title || ' ' || body, ' ')) AS term
WHERE term <> '';
CREATE FUNCTION keep_search_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_terms
        WHERE idea_id = OLD.idea_id AND term = ANY (string_to_array(OLD.title || ' ' || OLD.body, ' '));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_terms (term, idea_id)
        SELECT DISTINCT term, NEW.idea_id
        FROM unnest(string_to_array(NEW.title || ' ' || NEW.body, ' ')) AS term
        WHERE term <> ''
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_documents_terms AFTER INSERT OR UPDATE OR DELETE ON search_documents
    FOR EACH ROW EXECUTE FUNCTION keep_search_terms();
