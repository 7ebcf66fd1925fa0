DROP TABLE rule_acts;
ALTER TABLE rules DROP COLUMN actions;
