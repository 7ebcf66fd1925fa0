DROP TABLE outcomes;
DROP TABLE invitations;
DROP TABLE captures;
DROP INDEX votes_captured;
ALTER TABLE votes DROP COLUMN is_captured;
