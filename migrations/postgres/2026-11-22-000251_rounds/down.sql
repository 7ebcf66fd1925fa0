DROP TABLE round_acts;
DROP TABLE ballot_points;
DROP TABLE ballots;
DROP TABLE round_ideas;
DROP TABLE rounds;
