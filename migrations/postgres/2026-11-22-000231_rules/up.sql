-- What a rule does besides sending to its team, as JSON; see triage/rules/actions.rs.
ALTER TABLE rules ADD COLUMN actions TEXT NOT NULL DEFAULT '{}';

-- Which ideas each rule has acted on: it never does so twice.
CREATE TABLE rule_acts (
    rule_id BIGINT NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (rule_id, idea_id)
);
CREATE INDEX rule_acts_idea ON rule_acts (idea_id, rule_id);
INSERT INTO rule_acts (rule_id, idea_id, created_at)
SELECT rule_id, idea_id, MIN(created_at) FROM routes WHERE rule_id IS NOT NULL GROUP BY rule_id, idea_id;
