-- When the desk last had nothing more to do about what a team was done with.
ALTER TABLE routes ADD COLUMN settled_at BIGINT NULL;
-- What teams are done with, for the list of what is back at the desk.
CREATE INDEX routes_done ON routes (updated_at, id) WHERE state = 'done';
