DROP INDEX routes_done;
ALTER TABLE routes DROP COLUMN settled_at;
