-- Working time: the site's, and that of teams that have their own. No zone means the site's; hours are seven days from
-- Monday with `;` between them, each with spans like 09:00-17:00 and `,` between those.
CREATE TABLE calendars (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- none: the site's
    team_id BIGINT NULL UNIQUE REFERENCES teams (id) ON DELETE CASCADE,
    time_zone TEXT NOT NULL,
    hours TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO calendars (team_id, time_zone, hours, updated_at)
VALUES (NULL, '', '09:00-17:00;09:00-17:00;09:00-17:00;09:00-17:00;09:00-17:00;;', 0);

CREATE TABLE holidays (
    calendar_id BIGINT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    -- as in 2026-12-25
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (calendar_id, day)
);

-- What a team's clocks do. What is empty does not happen.
CREATE TABLE team_terms (
    team_id BIGINT PRIMARY KEY NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    -- working days in which what is sent without a due date is due
    due_days INTEGER NULL,
    -- working hours before it is due
    remind_hours INTEGER NULL,
    -- working hours after it was due, and to whom: a person or a team
    escalate_hours INTEGER NULL,
    escalate_person BIGINT NULL REFERENCES people (id) ON DELETE SET NULL,
    escalate_team BIGINT NULL REFERENCES teams (id) ON DELETE SET NULL,
    -- whether time stands still while a question waits for the author
    pauses BOOLEAN NOT NULL
);

-- The clock of a route, kept by the worker. While it is paused the route has no due date, and what was left is here.
CREATE TABLE clocks (
    route_id BIGINT PRIMARY KEY NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    -- the due date that it was last set by
    due_at BIGINT NULL,
    paused_at BIGINT NULL,
    -- working time left when it was paused, in microseconds
    left_micros BIGINT NULL,
    reminded_at BIGINT NULL,
    escalated_at BIGINT NULL,
    escalated_person BIGINT NULL REFERENCES people (id) ON DELETE SET NULL,
    escalated_team BIGINT NULL REFERENCES teams (id) ON DELETE SET NULL,
    -- when the worker looks at it again
    next_at BIGINT NULL
);
CREATE INDEX clocks_next ON clocks (next_at, route_id) WHERE next_at IS NOT NULL;
CREATE INDEX clocks_person ON clocks (escalated_person, route_id) WHERE escalated_person IS NOT NULL;
CREATE INDEX clocks_team ON clocks (escalated_team, route_id) WHERE escalated_team IS NOT NULL;
INSERT INTO clocks (route_id, due_at, next_at)
SELECT id, due_at, 0 FROM routes WHERE state IN ('new', 'accepted', 'asked', 'in_work');

-- Boards that promise a first answer within so many working days, of the site's calendar or of a team's.
CREATE TABLE board_promises (
    board_id BIGINT PRIMARY KEY NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    days INTEGER NOT NULL,
    team_id BIGINT NULL REFERENCES teams (id) ON DELETE SET NULL,
    since BIGINT NOT NULL
);

-- What was promised about an idea when it was posted, and what became of it.
CREATE TABLE promises (
    idea_id BIGINT PRIMARY KEY NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    board_id BIGINT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    days INTEGER NOT NULL,
    -- 0 for people who post for the first time, 1 for others: who is answered first
    turn INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    answered_at BIGINT NULL,
    -- working days from then to there
    waited_days INTEGER NULL,
    -- when it was answered or broken, whichever was first
    settles_at BIGINT NOT NULL
);
CREATE INDEX promises_waiting ON promises (turn, due_at, idea_id) WHERE answered_at IS NULL;
CREATE INDEX promises_due ON promises (due_at, idea_id) WHERE answered_at IS NULL;
CREATE INDEX promises_settled ON promises (board_id, settles_at);

-- How each board keeps its promise, measured by the worker over the last 90 days.
CREATE TABLE promise_figures (
    board_id BIGINT PRIMARY KEY NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    settled BIGINT NOT NULL,
    in_time BIGINT NOT NULL,
    -- working days until the first answer; those that still wait count as long as they have waited
    median_days INTEGER NULL,
    ninetieth_days INTEGER NULL,
    -- ideas that wait although their promise is broken
    broken BIGINT NOT NULL,
    measured_at BIGINT NOT NULL
);
