DROP TABLE storm_acts;
DROP TABLE storm_ideas;
DROP TABLE storms;
