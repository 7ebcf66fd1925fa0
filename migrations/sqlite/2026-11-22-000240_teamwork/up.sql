-- What a team expects an idea to cost, and how sure it is; the one that stands. Those before are steps of the route.
CREATE TABLE route_estimates (
    route_id BIGINT PRIMARY KEY NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    -- s, m, l, xl
    effort TEXT NOT NULL,
    -- low, medium, high
    confidence TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);

-- Where a team keeps its own work on an idea: an address in its tracker, with the title that it had when somebody looked.
CREATE TABLE work_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    route_id BIGINT NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    -- empty until it is known
    title TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (route_id, url)
);

-- Load and ageing of all teams in one statement.
CREATE INDEX routes_load ON routes (team_id, created_at) WHERE state IN ('new', 'accepted', 'asked', 'in_work');
