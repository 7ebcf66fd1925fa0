DROP INDEX mails_waiting;
CREATE INDEX mails_waiting ON mails (next_at, id) WHERE state = 'waiting';
DROP INDEX ideas_effort;
DROP INDEX ideas_not_shown;
DROP INDEX routes_mine;
DROP INDEX routes_load;
CREATE INDEX routes_load ON routes (team_id, created_at) WHERE state IN ('new', 'accepted', 'asked', 'in_work');
