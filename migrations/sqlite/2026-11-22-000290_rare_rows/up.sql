-- The load of teams is counted from the index alone, less routes of ideas that are not shown; a member's own routes are one
-- range of an index.
DROP INDEX routes_load;
CREATE INDEX routes_load ON routes (team_id, created_at, idea_id, state, due_at, assignee_id)
    WHERE state IN ('new', 'accepted', 'asked', 'in_work');
CREATE INDEX routes_mine ON routes (assignee_id, team_id, COALESCE(due_at, 9223372036854775807), id)
    WHERE state IN ('new', 'accepted', 'asked', 'in_work');
CREATE INDEX ideas_not_shown ON ideas (id) WHERE shown <= 0;
-- Few open ideas have an effort, and fewer a certain one: walking a whole order for them takes longer than sorting them.
CREATE INDEX ideas_effort ON ideas (effort, id) WHERE shown > 0 AND status_kind = 'open' AND effort IS NOT NULL;
-- Which mails are due: with the state first, SQLite takes this over the index of states alone, which sorts all that wait.
DROP INDEX mails_waiting;
CREATE INDEX mails_waiting ON mails (state, next_at, id) WHERE state = 'waiting';
