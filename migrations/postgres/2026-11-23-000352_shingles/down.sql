DROP TABLE shingle_hashes;
DROP TABLE shingled;
