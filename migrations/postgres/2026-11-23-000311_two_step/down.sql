ALTER TABLE site DROP COLUMN two_step;
DROP TABLE recovery_codes;
DROP TABLE two_steps;
