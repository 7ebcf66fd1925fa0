DROP TABLE seen_as;
