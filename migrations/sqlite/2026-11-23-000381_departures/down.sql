DROP TABLE forgotten;
DROP TABLE departures;
ALTER TABLE people DROP COLUMN leaving_at;
