-- Vote rounds: a short list of ideas, and so many points for each person to spread over them until the round closes.
CREATE TABLE rounds (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT NOT NULL,
    intro TEXT NOT NULL,
    audience TEXT NOT NULL,
    budget INTEGER NOT NULL,
    cap INTEGER NULL,
    is_published BOOLEAN NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    opened_at BIGINT NULL,
    closed_at BIGINT NULL,
    -- People with a ballot.
    people BIGINT NOT NULL,
    report TEXT NOT NULL,
    reported_by BIGINT NULL REFERENCES people (id),
    reported_at BIGINT NULL,
    created_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX rounds_published ON rounds (is_published, ends_at, id);
CREATE INDEX rounds_running ON rounds (ends_at, id) WHERE closed_at IS NULL;

-- The short list, with what its ideas have got so far. A merge moves nothing here.
CREATE TABLE round_ideas (
    round_id BIGINT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    points BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (round_id, idea_id)
);
CREATE INDEX round_ideas_idea ON round_ideas (idea_id);

-- Who has taken part: once each.
CREATE TABLE ballots (
    round_id BIGINT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    cast_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (round_id, person_id)
);
CREATE INDEX ballots_person ON ballots (person_id, round_id);

-- The points of a ballot; an idea without points has no row.
CREATE TABLE ballot_points (
    round_id BIGINT NOT NULL,
    idea_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (round_id, idea_id, person_id),
    FOREIGN KEY (round_id, person_id) REFERENCES ballots (round_id, person_id) ON DELETE CASCADE,
    FOREIGN KEY (round_id, idea_id) REFERENCES round_ideas (round_id, idea_id) ON DELETE CASCADE
);
CREATE INDEX ballot_points_person ON ballot_points (person_id, round_id);

-- The acts that make up the history of a round.
CREATE TABLE round_acts (
    round_id BIGINT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    act_id BIGINT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    PRIMARY KEY (round_id, act_id)
);
CREATE INDEX round_acts_act ON round_acts (act_id);
