DROP TABLE kano_answers;
DROP TABLE shortlisted;
