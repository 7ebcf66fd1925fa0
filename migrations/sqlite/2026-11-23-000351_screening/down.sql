DELETE FROM acts WHERE kind = 'screening_changed';
DROP TABLE screening_findings;
DROP TABLE screening_words;
DROP TABLE screening_rules;
