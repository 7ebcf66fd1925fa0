DROP TABLE resting_ideas;
DROP INDEX votes_asked;
DROP INDEX votes_unasked;
ALTER TABLE votes DROP COLUMN is_resting;
ALTER TABLE votes DROP COLUMN confirmed_at;
ALTER TABLE votes DROP COLUMN asked_at;
