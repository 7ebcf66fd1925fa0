-- Evaluation panels: a shortlist of ideas that a few named members of staff rate against a few criteria. Whether one is
-- open follows from closes_at; told_at says when the worker has told that it is closed, closed_by who ended it early.
CREATE TABLE panels (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    closes_at BIGINT NOT NULL,
    closed_by BIGINT NULL REFERENCES people (id),
    told_at BIGINT NULL,
    created_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT NULL
);
CREATE INDEX panels_closing ON panels (closes_at, id) WHERE told_at IS NULL;
CREATE INDEX panels_deleted ON panels (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- What is rated: low and high say what 1 and 5 mean, weight how often it counts in the overall mean.
CREATE TABLE panel_criteria (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    panel_id BIGINT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    low TEXT NOT NULL,
    high TEXT NOT NULL,
    weight INTEGER NOT NULL
);
CREATE INDEX panel_criteria_panel ON panel_criteria (panel_id, position);

CREATE TABLE panel_ideas (
    panel_id BIGINT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (panel_id, idea_id)
);
CREATE INDEX panel_ideas_idea ON panel_ideas (idea_id, panel_id);

CREATE TABLE panel_people (
    panel_id BIGINT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (panel_id, person_id)
);
CREATE INDEX panel_people_person ON panel_people (person_id, panel_id);

-- What somebody says of an idea: a draft until given_at; revised_at when it was changed after that.
CREATE TABLE panel_ratings (
    panel_id BIGINT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    comment TEXT NOT NULL,
    given_at BIGINT NULL,
    revised_at BIGINT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (panel_id, idea_id, person_id)
);
CREATE INDEX panel_ratings_idea ON panel_ratings (idea_id, panel_id);
CREATE INDEX panel_ratings_person ON panel_ratings (person_id, panel_id);

-- The numbers of a rating, 1 to 5.
CREATE TABLE panel_scores (
    criterion_id BIGINT NOT NULL REFERENCES panel_criteria (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    score INTEGER NOT NULL,
    PRIMARY KEY (criterion_id, idea_id, person_id)
);
CREATE INDEX panel_scores_idea ON panel_scores (idea_id);
CREATE INDEX panel_scores_person ON panel_scores (person_id);

-- The acts that make up the history of a panel.
CREATE TABLE panel_acts (
    panel_id BIGINT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    act_id BIGINT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    PRIMARY KEY (panel_id, act_id)
);
CREATE INDEX panel_acts_act ON panel_acts (act_id);
